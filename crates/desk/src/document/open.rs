//! Opening: from the journal's state to a live interview.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::entry::{Change, Role, Source};
use cacah_family::host::Host;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::Member;
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};
use cacah_form::{Interview, Owed};
use cacah_store::{Opened, Store};

use super::merged::Merged;
use super::{Document, Step, Work, firsts, to_answer, to_engine};
use crate::error::DeskError;
use crate::form::LoadedForm;

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
        let mut interview = interview(form, &state.instances, &state.slots).serving(work.owed());
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
            noticed: state.noticed,
            unborn: None,
            undo: Vec::new(),
            redo: Vec::new(),
        })
    }

    /// A document nobody has answered in yet. It is born with its first entry: leafing through families
    /// writes nothing.
    pub(crate) fn unborn(
        host: &dyn Host,
        (family, source, work): (FamilyId, Source, Work),
        form: &Arc<LoadedForm>,
        known: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, DeskError> {
        let interview = Interview::new(form.form.clone(), form.around.clone());
        let mut document = Self {
            id: DocumentId(host.id()),
            family,
            source,
            work,
            form: form.clone(),
            interview: interview.folding().serving(work.owed()),
            slots: BTreeMap::new(),
            heads: BTreeMap::new(),
            members: Vec::new(),
            finished: None,
            merged: Merged::default(),
            under: vec![form.version.clone()],
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
    fn birth(&self, known: impl Fn(&str) -> Option<String>) -> Step {
        let opened = (Path::question(Path::DOCUMENT), Change::Opened { source: self.source });
        let prefilled = self.form.form.questions().iter().filter_map(|question| {
            let raw = known(question.prefill.as_deref()?).filter(|raw| !raw.is_empty())?;
            let slot = Slot { raw, seen: Some(Seen::Prelist), ..Slot::default() };
            Some((Path::question(&question.name), Change::Slot(slot)))
        });
        let firsts = firsts(&self.form, None, None);
        std::iter::once(opened).chain(firsts).chain(prefilled).collect()
    }
}

/// A live interview over what the journal says.
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
    .folding()
    .serving(Owed::Enumerator)
}
