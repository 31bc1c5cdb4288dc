//! One officer at work: the open vault, the form, the open document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Change, Effort, FormVersion, Mode, Source, Visit};
use cacah_family::host::Host;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::Noticed;
use cacah_family::path::Path;
use cacah_store::{Commit, FamilyRecord, NewEntry, Store};
use cacah_wire::command::{AreaView, DocumentSource, SessionView};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::attention::Attention;
use crate::decode::Places;
use crate::document::{Committed, Document, Work, from_source};
use crate::error::DeskError;
use crate::form::LoadedForm;
use crate::functions::Surroundings;
use crate::retain;
use crate::team;
use crate::verify::Verifying;
use crate::visits;

/// Which document of the family was open; empty for its visit.
const OPEN_SOURCE: &str = "open_source";
const RE_VISIT: &str = "re_visit";

/// An unlocked vault with what is open in it.
pub(crate) struct Session {
    pub(crate) store: Store,
    pub(crate) host: Arc<dyn Host>,
    places: Arc<Places>,
    form: Option<Arc<LoadedForm>>,
    pub(crate) documents: BTreeMap<DocumentId, Document>,
    /// Families that ask for a look, once read.
    pub(crate) attention: Option<Attention>,
    /// What keying again goes on with.
    pub(crate) verify: Verifying,
    /// Wall clock of the newest durable entry, milliseconds.
    pub(crate) saved: Option<i64>,
    /// On the clock of this boot: nothing is wiped by itself before.
    pub(crate) wipe_due: u64,
}

impl Session {
    pub(crate) fn new(store: Store, host: Arc<dyn Host>, places: Arc<Places>) -> Self {
        let wipe_due = host.monotonic() + retain::FIRST;
        Self {
            store,
            host,
            places,
            form: None,
            documents: BTreeMap::new(),
            attention: None,
            verify: Verifying::default(),
            saved: None,
            wipe_due,
        }
    }

    /// The form in work, compiled at the first use.
    pub(crate) fn form(&mut self) -> Result<Arc<LoadedForm>, DeskError> {
        let version = self.store.form_version()?.ok_or(Code::NotFound)?;
        if let Some(form) = self.form.as_ref().filter(|form| form.version == version) {
            return Ok(form.clone());
        }
        let form = self.compiled(version)?;
        self.form = Some(form.clone());
        Ok(form)
    }

    /// A version that is kept here.
    pub(crate) fn compiled(&self, version: FormVersion) -> Result<Arc<LoadedForm>, DeskError> {
        let files = self.store.form_files_of(&version)?.unwrap_or_default();
        let areas = self.store.areas()?;
        let area = areas.first().map(|area| area.idsubsls.as_str());
        let around = (self.places.clone(), self.host.clone());
        let around = Surroundings::new(around, self.store.enrolment(), area);
        Ok(Arc::new(LoadedForm::new(&files, version, around)?))
    }

    /// What came down is seen from now on, also by what is open.
    pub(crate) fn renew(&mut self, changed: &[DocumentId]) -> Result<(), DeskError> {
        let open = self.documents.values().filter(|open| changed.contains(&open.id));
        let mut families: BTreeSet<FamilyId> = open.map(|open| open.family).collect();
        families.extend(self.store.stale_documents()?.into_iter().map(|(family, _)| family));
        for family in families {
            self.renew_family(family)?;
        }
        Ok(())
    }

    /// Opens a document of a family, making it at the first time; with the field to stand on.
    pub(crate) fn open(
        &mut self,
        family: FamilyId,
        source: Source,
    ) -> Result<(DocumentId, Option<Path>), DeskError> {
        let form = self.form()?;
        let record = self.family(family)?;
        self.take_up(family, source)?;
        let (mut document, stand) =
            match Document::load_from(&mut self.store, (family, source), &form)? {
                Some(found) => found,
                None => (self.unborn(&record, source)?, None),
            };
        if source.is_interview() {
            self.store.set_open(Some(family))?;
            self.note_open_source(source)?;
        } else {
            // Several keyers share a PC: whose paper was open is asked of each.
            self.store.set_open_paper(Some((family, source == Source::SecondEntry)))?;
        }
        let id = document.id;
        // Opened again while it is open, it still knows what can be undone.
        if let Some(open) = self.documents.get_mut(&id) {
            document.keep_undo(open);
        }
        if source == Source::Visit {
            self.note_marks(family, Some(&document), None)?;
        }
        self.documents.clear();
        self.store.note_changes()?;
        self.saw(family, Some(id), "document")?;
        self.documents.insert(id, document);
        Ok((id, stand))
    }

    /// What prelist, area and assignment say, by the names of `bind::cacah:prefill`.
    pub(crate) fn known(
        &self,
        record: &FamilyRecord,
    ) -> Result<BTreeMap<&'static str, String>, DeskError> {
        let birth = &record.birth;
        let number = |number: u16| if number == 0 { String::new() } else { number.to_string() };
        let history = self.store.history(record.family)?;
        let welfare = record.door.welfare;
        let enrolment = self.store.enrolment();
        let code = enrolment.officer_code.rsplit(' ').next().unwrap_or_default().to_owned();
        let mut known = self.known_of_area(&birth.idsubsls)?;
        known.extend([
            ("family.address", birth.address.clone()),
            ("family.head", birth.head.to_uppercase()),
            ("family.building", number(birth.building)),
            ("family.number", number(birth.number)),
            ("family.welfare", welfare.map(|code| code.to_string()).unwrap_or_default()),
            ("visit.result", visits::result(&history).to_owned()),
            ("officer.name", enrolment.officer_name.to_uppercase()),
            ("officer.code", code),
        ]);
        Ok(known)
    }

    /// What an area says alone.
    pub(crate) fn known_of_area(
        &self,
        area: &Idsubsls,
    ) -> Result<BTreeMap<&'static str, String>, DeskError> {
        let part =
            |from: usize, to: usize| area.as_str().get(from..to).unwrap_or_default().to_owned();
        let served = self.store.areas()?.into_iter().find(|served| served.idsubsls == *area);
        Ok(BTreeMap::from([
            ("area.province", part(0, 2)),
            ("area.regency", part(2, 4)),
            ("area.district", part(4, 7)),
            ("area.village", part(7, 10)),
            ("area.sls", part(10, 14)),
            ("area.subsls", part(14, 16)),
            ("area.name", served.map(|area| area.name.to_uppercase()).unwrap_or_default()),
        ]))
    }

    /// Leaves a document: unlocking again begins at the list.
    pub(crate) fn close(&mut self, document: &str) -> Result<(), DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        if let Some(closed) = self.documents.remove(&id) {
            match closed.is_paper() {
                true => self.store.set_open_paper(None)?,
                false => self.store.set_open(None)?,
            }
            self.store.note_changes()?;
        }
        Ok(())
    }

    /// Runs an action on an open document and notes when it was durable.
    pub(crate) fn act(
        &mut self,
        document: &str,
        action: impl FnOnce(&mut Document, &mut Store) -> Result<Committed, DeskError>,
    ) -> Result<(&Document, Committed), DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        let open = self.documents.get_mut(&id).ok_or(Code::NotFound)?;
        let done = action(open, &mut self.store)?;
        self.saved = Some(self.host.now());
        let (family, marks) = (open.family, (open.is_undecided(), open.is_returned()));
        if open.source == Source::Visit {
            self.put_marks(family, marks, None)?;
        }
        Ok((self.document(document)?, done))
    }

    /// An open document.
    pub(crate) fn document(&self, document: &str) -> Result<&Document, DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        Ok(self.documents.get(&id).ok_or(Code::NotFound)?)
    }

    /// A family of this vault.
    pub(crate) fn family(&self, family: FamilyId) -> Result<FamilyRecord, DeskError> {
        Ok(self.store.family(family)?.ok_or(Code::NotFound)?)
    }

    /// Appends one fact about a family, outside any document.
    pub(crate) fn fact(
        &mut self,
        family: FamilyId,
        path: &str,
        change: Change,
    ) -> Result<(), DeskError> {
        self.write(family, None, path, change)
    }

    /// Writes the birth of an open document that has none yet.
    pub(crate) fn bear(&mut self, document: &str) -> Result<(), DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        let open = self.documents.get_mut(&id).ok_or(Code::NotFound)?;
        open.be_born(&mut self.store)
    }

    /// Appends one fact to the log of an open document.
    pub(crate) fn log(
        &mut self,
        document: &str,
        path: &str,
        change: Change,
    ) -> Result<(), DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        let open = self.documents.get_mut(&id).ok_or(Code::NotFound)?;
        open.be_born(&mut self.store)?;
        let family = open.family;
        self.write(family, Some(id), path, change)
    }

    /// Remembers in an open document that the notice was given.
    pub(crate) fn noticed(&mut self, document: &str, given: Noticed) -> Result<(), DeskError> {
        let id: DocumentId = document.parse().map_err(|_| Code::NotFound)?;
        let open = self.documents.get_mut(&id).ok_or(Code::NotFound)?;
        open.noticed = Some(given);
        Ok(())
    }

    /// What the journal says of what this officer writes: in a document its work, of the family
    /// itself a visit or a supervisor's word.
    pub(crate) fn mode_of(
        &self,
        family: FamilyId,
        document: Option<DocumentId>,
    ) -> Result<Mode, DeskError> {
        let Some(id) = document else {
            return Ok(match team::role(&self.store)? {
                OfficerRole::Keyer => Mode::Keying,
                OfficerRole::Ppl => Mode::Visit,
                _ => Mode::Supervising,
            });
        };
        if let Some(open) = self.documents.get(&id) {
            return Ok(open.mode());
        }
        let source = self.store.history(family)?.document(id).source;
        Ok(Work::on(&self.store, family, (id, source.unwrap_or(Source::Visit)))?.mode())
    }

    fn note_open_source(&mut self, source: Source) -> Result<(), DeskError> {
        let known = self.open_source()?;
        let source = from_source(source);
        if source != known {
            let text = if source == DocumentSource::ReVisit { RE_VISIT } else { "" };
            self.store.set_setting(OPEN_SOURCE, text)?;
        }
        Ok(())
    }

    fn open_source(&self) -> Result<DocumentSource, DeskError> {
        let known = self.store.setting(OPEN_SOURCE)?;
        let again = known.is_some_and(|known| known == RE_VISIT);
        Ok(if again { DocumentSource::ReVisit } else { DocumentSource::Visit })
    }

    fn write(
        &mut self,
        family: FamilyId,
        document: Option<DocumentId>,
        path: &str,
        change: Change,
    ) -> Result<(), DeskError> {
        let paper = matches!(change, Change::Visit { outcome: Visit::OnPaper, .. });
        let entry = NewEntry {
            family,
            document,
            path: Path::question(path),
            change,
            over: Vec::new(),
            mode: self.mode_of(family, document)?,
            form: None,
            effort: Effort::default(),
        };
        self.store.append(Commit { entries: vec![entry], summary: None, stand: None })?;
        self.saved = Some(self.host.now());
        if paper {
            let open = self.documents.values_mut().filter(|open| open.family == family);
            open.for_each(Document::goes_on_upon_paper);
        }
        Ok(())
    }

    pub(crate) fn view(&self) -> Result<SessionView, DeskError> {
        let round = self.store.round()?;
        let enrolment = self.store.enrolment();
        let areas = self.store.areas()?.into_iter().map(|area| AreaView {
            idsubsls: area.idsubsls.to_string(),
            name: area.name,
            village: area.village,
            district: area.district,
        });
        let role = team::role(&self.store)?;
        // A keyer may share the vault with whoever visits: their visit is not theirs to go on with.
        let open = if role == OfficerRole::Keyer { None } else { self.store.last_open()? };
        let practice =
            round.as_ref().is_some_and(|r| r.kind == cacah_family::round::RoundKind::Practice);
        Ok(SessionView {
            officer: enrolment.officer_code.clone(),
            officer_name: enrolment.officer_name.clone(),
            round: round.map(|round| round.name).unwrap_or_default(),
            practice,
            role,
            tour: false,
            areas: areas.collect(),
            open_family: open.map(|family| family.to_string()),
            open_source: self.open_source()?,
        })
    }
}
