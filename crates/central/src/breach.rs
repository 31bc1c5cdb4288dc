//! A lost laptop: what it held, as the draft of the notice of UU 27/2022 article 46. Counts, kinds
//! and districts only; a person fills in the rest and sends it within three days.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use cacah_family::area::District;
use cacah_family::entry::Change;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, InstanceId};
use cacah_family::trail::{Act, Deed, Subject};
use cacah_form::{Form, Language};

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::Forms;
use crate::storage::{Device, NumberKind, Storage};

/// What a laptop held, as far as the endpoint told it or received it. What it keyed and never sent is
/// not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The laptop.
    pub device: DeviceId,
    /// When it was enrolled.
    pub enrolled: Millis,
    /// When it was heard last.
    pub seen: Option<Millis>,
    /// Since when it is revoked.
    pub revoked: Option<Millis>,
    /// Areas told of, with their districts.
    pub areas: BTreeSet<String>,
    /// Districts by name.
    pub districts: BTreeSet<String>,
    /// Families by name of the head and address.
    pub listed: usize,
    /// Families with answers among them or beside them.
    pub answered: usize,
    /// Persons in those answers.
    pub persons: usize,
    /// NIK in those answers.
    pub niks: usize,
    /// KK numbers in those answers.
    pub kks: usize,
    /// Kinds of data by the form's own blocks and pages.
    pub kinds: BTreeMap<Kind, usize>,
}

/// A block or page of the form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// Its place in the form.
    pub order: usize,
    /// As the form calls it, Indonesian.
    pub label: String,
    /// The form marks something in it as sensitive.
    pub sensitive: bool,
}

impl<S: Storage> Central<S> {
    /// Writes the draft of a notice on a laptop into a new file.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`] for a laptop nobody knows;
    /// [`CentralError::Stick`] when there is no whole new file of it.
    pub fn breach_notice(&self, by: &str, device: DeviceId, to: &Path) -> Result<()> {
        let text = self.breach_draft(by, device)?;
        let file = std::fs::File::create_new(to);
        let written = file.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        Ok(written.map_err(cacah_wire::stick::StickError::Io)?)
    }

    /// The draft of a notice on a laptop, as text.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`] for a laptop nobody knows.
    pub fn breach_draft(&self, by: &str, device: DeviceId) -> Result<String> {
        let by = self.allow_device(by, Action::BreachNotice, device)?;
        let known = self.storage.device(device)?.ok_or(CentralError::NotFound("device"))?;
        let text = words::notice(&self.held_by(&known)?, self.host.now());
        let deed = Deed::new(Act::Exported).kind("breach_notice").on(Subject::Device(device));
        self.record(by, deed)?;
        Ok(text)
    }

    /// What a laptop held: the prelist of all areas its officer served while it was enrolled, and the
    /// documents its officer wrote in.
    pub(crate) fn held_by(&self, device: &Device) -> Result<Held> {
        let mut held = Held {
            device: device.id,
            enrolled: device.enrolled,
            seen: device.seen,
            revoked: device.revoked,
            areas: BTreeSet::new(),
            districts: BTreeSet::new(),
            listed: 0,
            answered: 0,
            persons: 0,
            niks: 0,
            kks: 0,
            kinds: BTreeMap::new(),
        };
        let mut listed = BTreeSet::new();
        for served in self.storage.assignments(device.officer)? {
            if served.end().is_some_and(|end| end <= device.enrolled) {
                continue;
            }
            for area in self.storage.areas(served.round, &served.area)? {
                held.districts.insert(area.district);
                held.areas.insert(area.idsubsls.to_string());
            }
            let families = self.storage.prelist(served.round, &served.area)?;
            listed.extend(families.into_iter().map(|listed| listed.family));
        }
        held.listed = listed.len();
        for (wil, family) in self.storage.everyone()? {
            self.add_family(&mut held, device, &wil, family)?;
        }
        Ok(held)
    }

    fn add_family(
        &self,
        held: &mut Held,
        device: &Device,
        wil: &District,
        family: FamilyId,
    ) -> Result<()> {
        let known = self.storage.known(wil, family)?;
        let (Some(row), true) =
            (&known.row, known.segments.iter().any(|segment| segment.officer == device.officer))
        else {
            return Ok(());
        };
        let own = known.segments.iter().filter(|segment| segment.officer == device.officer);
        let entries: Vec<_> = own.filter_map(|segment| segment.entries()).flatten().collect();
        let documents: BTreeSet<DocumentId> =
            entries.iter().filter_map(|entry| entry.document).collect();
        let people: BTreeSet<InstanceId> =
            entries.iter().filter_map(|entry| entry.path.instance).collect();
        held.answered += usize::from(!documents.is_empty());
        held.persons += people.len();
        let numbers = self.storage.documents(wil, family)?.into_iter();
        let numbers = numbers.filter(|row| documents.contains(&row.document));
        for number in numbers.flat_map(|row| row.numbers) {
            match number.kind {
                NumberKind::Nik => held.niks += 1,
                NumberKind::Kk => held.kks += 1,
            }
        }
        let forms = Forms::of(&self.storage, row.birth.round)?;
        let form = forms.in_force().ok_or(CentralError::NotFound("form"))?;
        let form = self.forms.form(&self.storage, row.birth.round, form)?;
        let asked = entries.iter().filter(|entry| matches!(entry.change, Change::Slot(_)));
        let names: BTreeSet<&str> = asked.filter_map(|entry| entry.path.name.as_deref()).collect();
        let kinds: BTreeSet<Kind> =
            names.into_iter().filter_map(|name| kind(&form, name)).collect();
        for kind in kinds {
            *held.kinds.entry(kind).or_default() += 1;
        }
        Ok(())
    }
}

/// The part of the form a question lies in: its page, else its block.
fn kind(form: &Form, name: &str) -> Option<Kind> {
    let question = form.question(name)?;
    let block = form.blocks().get(question.block.0)?;
    let repeats = form.repeats().iter().filter(|repeat| Some(repeat.id) == question.repeat);
    let page =
        repeats.flat_map(|repeat| &repeat.pages).find(|page| page.questions.contains(&question.id));
    let label = page.map_or(&block.label, |page| &page.label).get(Language::Id);
    let others = form.questions().iter();
    let same = others.filter(|other| {
        other.block == question.block && (page.is_none() || other.page == question.page)
    });
    let (mut sensitive, mut order) = (false, question.id.0);
    for other in same {
        sensitive |= other.sensitive;
        order = order.min(other.id.0);
    }
    Some(Kind { order, label: label.to_owned(), sensitive })
}
