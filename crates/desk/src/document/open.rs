//! Opening: from the journal's state to a live interview.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::entry::{Change, Role, Source};
use cacah_family::host::Host;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::Member;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::{Interview, Owed, Question};
use cacah_store::{Opened, Store};

use super::merged::Merged;
use super::{Document, Step, Work, firsts, to_answer, to_engine};
use crate::error::DeskError;
use crate::form::LoadedForm;
use crate::verify::settings;

impl Document {
    /// The visit document of a family as the journal has it; `None` when there is none yet.
    pub(crate) fn load(
        store: &mut Store,
        family: FamilyId,
        form: &Arc<LoadedForm>,
    ) -> Result<Option<(Self, Option<Path>)>, DeskError> {
        Self::load_from(store, (family, Source::Visit), form)
    }

    /// The document of a family from one source.
    pub(crate) fn load_from(
        store: &mut Store,
        (family, source): (FamilyId, Source),
        form: &Arc<LoadedForm>,
    ) -> Result<Option<(Self, Option<Path>)>, DeskError> {
        let Some(opened) = store.open_document(family, source)? else { return Ok(None) };
        let stand = opened.stand.clone();
        Ok(Some((Self::from_opened(store, opened, (family, source), form)?, stand)))
    }

    /// Loads it again: entries were written that the live interview did not follow. What can be
    /// undone stays. False when it is no longer the document in work; one nobody has answered in is.
    pub(crate) fn reload(&mut self, store: &mut Store) -> Result<bool, DeskError> {
        let fresh = Self::load_from(store, (self.family, self.source), &self.form.clone())?;
        let Some((mut fresh, _)) = fresh.filter(|(fresh, _)| fresh.id == self.id) else {
            return Ok(!self.is_born());
        };
        fresh.keep_undo(self);
        *self = fresh;
        Ok(true)
    }

    fn from_opened(
        store: &Store,
        opened: Opened,
        (family, source): (FamilyId, Source),
        form: &Arc<LoadedForm>,
    ) -> Result<Self, DeskError> {
        let Opened { document: id, mut state, heads, .. } = opened;
        let mut merged = Merged::read(store, family, id, &mut state, form)?;
        let work = Work::on(store, family, (id, source))?;
        let interview = interview(form, &state.instances, &state.slots);
        let mut interview = visited(store, interview, source, work)?;
        let record = match source.is_interview() {
            true => None,
            false => store.paper_document(family, source)?,
        };
        let sets = record.map_or(0, |record| record.sheets);
        merged.weigh(store, (family, id), &heads, &state, form)?;
        if state.finished.is_some() {
            interview = interview.left_by(Owed::Enumerator);
        }
        if state.finished == Some(Role::FieldChecker) {
            interview = interview.left_by(Owed::FieldChecker);
        }
        Ok(Self {
            id,
            family,
            source,
            work,
            form: form.clone(),
            interview,
            slots: state.slots,
            heads,
            members: state.instances,
            finished: state.finished,
            merged,
            under: state.forms,
            sets,
            noticed: state.noticed,
            unborn: None,
            undo: Vec::new(),
            redo: Vec::new(),
        })
    }

    /// A document nobody has answered in yet. It is born with its first entry: leafing through families
    /// writes nothing.
    pub(crate) fn unborn(
        (store, host): (&Store, &dyn Host),
        (family, source, work): (FamilyId, Source, Work),
        form: &Arc<LoadedForm>,
        known: impl Fn(&Question) -> Option<Slot>,
    ) -> Result<Self, DeskError> {
        let interview = Interview::new(form.form.clone(), form.around.clone());
        let interview = visited(store, interview, source, work)?;
        let mut document = Self {
            id: DocumentId(host.id()),
            family,
            source,
            work,
            form: form.clone(),
            interview,
            slots: BTreeMap::new(),
            heads: BTreeMap::new(),
            members: Vec::new(),
            finished: None,
            merged: Merged::default(),
            under: vec![form.version.clone()],
            sets: u8::from(!source.is_interview()),
            noticed: None,
            unborn: None,
            undo: Vec::new(),
            redo: Vec::new(),
        };
        let birth = document.birth(known);
        document.conceive(birth)?;
        Ok(document)
    }

    /// Its birth: opened, every repeat with one instance (as XLSForm says, and so that the road through
    /// the form leads into it), and what the prelist and the assignment already say filled in.
    fn birth(&self, known: impl Fn(&Question) -> Option<Slot>) -> Step {
        let opened = (Path::question(Path::DOCUMENT), Change::Opened { source: self.source });
        let prefilled = self.form.form.questions().iter().filter_map(|question| {
            let slot = known(question).filter(|slot| !slot.raw.is_empty())?;
            Some((Path::question(&question.name), Change::Slot(slot)))
        });
        let firsts = firsts(&self.form, None, None);
        std::iter::once(opened).chain(firsts).chain(prefilled).collect()
    }
}

/// A live interview over what the journal says; it asks all of it.
pub(super) fn interview(
    form: &LoadedForm,
    members: &[Member],
    slots: &BTreeMap<Path, Slot>,
) -> Interview {
    let answers = slots.iter().filter(|(path, _)| path.is_answer());
    Interview::load(
        form.form.clone(),
        form.around.clone(),
        members.iter().map(|m| (m.repeat.as_str(), m.instance.0, m.parent.map(|id| id.0))),
        answers.map(|(path, slot)| (to_engine(path), to_answer(slot))),
    )
}

/// An interview folds away what it hides and leads to what its officer owes; paper is gone through as
/// it is printed, whoever wrote there, and an answer where none belongs is an error.
fn visited(
    store: &Store,
    interview: Interview,
    source: Source,
    work: Work,
) -> Result<Interview, DeskError> {
    if source.is_interview() {
        return Ok(interview.folding().serving(work.owed()));
    }
    let rows = settings::read(store)?.rows;
    let given = |question: &Question| question.prefill.as_deref().is_some_and(is_of_line);
    Ok(interview.on_paper(rows, given))
}

/// What picking a line of the listing says already: where it is, and its numbers.
pub(crate) fn is_of_line(prefill: &str) -> bool {
    prefill.starts_with("area.") || is_number(prefill)
}

/// What stands on the line of the listing to be compared with the paper.
pub(crate) fn is_compared(prefill: &str) -> bool {
    matches!(prefill, "family.head" | "family.address" | "family.welfare")
}

/// The numbers that pick a line of the listing, and are on every sheet of its paper.
pub(crate) fn is_number(prefill: &str) -> bool {
    matches!(prefill, "family.building" | "family.number")
}
