//! An open document: the live interview, the slots behind it, and the heads every new entry is over.

mod commit;
mod found;
mod given;
mod head;
mod merged;
mod open;
mod sheets;
mod undo;
mod version;
mod view;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_family::entry::{Change, Dot, FormVersion, Mode, Role, Source};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::merge::{Member, Noticed};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::{Finding, Interview};
use cacah_store::NewEntry;

use crate::form::LoadedForm;

use merged::{Merged, errors, same};

pub(crate) use commit::Committed;
pub(crate) use given::firsts;
pub(crate) use open::{is_compared, is_number, is_of_line};
pub(crate) use undo::Way;
pub(crate) use view::from_source;
pub(crate) use work::Work;

/// A document in work.
pub(crate) struct Document {
    pub(crate) id: DocumentId,
    pub(crate) family: FamilyId,
    /// Which observation of the family it is.
    pub(crate) source: Source,
    /// In which work it is open.
    pub(crate) work: Work,
    pub(crate) form: Arc<LoadedForm>,
    pub(crate) interview: Interview,
    slots: BTreeMap<Path, Slot>,
    heads: BTreeMap<Path, Vec<Dot>>,
    members: Vec<Member>,
    /// Who said last that it is finished: a field checker does so after the enumerator.
    pub(crate) finished: Option<Role>,
    pub(crate) merged: Merged,
    /// Versions of the form it was worked on under last.
    under: Vec<FormVersion>,
    /// Sets of the paper proven to belong, the first among them; 0: no paper.
    pub(crate) sets: u8,
    /// The notice to the respondent, as it was given last.
    pub(crate) noticed: Option<Noticed>,
    /// The entries of its birth, until the first answer writes them.
    unborn: Option<Vec<NewEntry>>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// What one action writes: undone or redone as a whole.
pub(crate) type Step = Vec<(Path, Change)>;

impl Document {
    /// What a question holds; the empty slot when nothing.
    pub(crate) fn slot(&self, path: &Path) -> Slot {
        self.slots.get(path).cloned().unwrap_or_default()
    }

    /// Paper that is keyed, once or again.
    pub(crate) fn is_paper(&self) -> bool {
        !self.source.is_interview()
    }

    /// True once the enumerator has finished it.
    pub(crate) fn is_finished(&self) -> bool {
        self.finished.is_some()
    }

    /// True once whoever has it open has finished their part of it.
    pub(crate) fn is_done(&self) -> bool {
        match self.work.role() {
            Role::Enumerator => self.is_finished(),
            role => self.finished == Some(role),
        }
    }

    /// An interview goes on upon paper: what is keyed from now on was written there.
    pub(crate) fn goes_on_upon_paper(&mut self) {
        if self.work == Work::Interview && self.source == Source::Visit && !self.is_finished() {
            self.work = Work::Keying;
        }
    }

    /// What the journal says of what is written here.
    pub(crate) fn mode(&self) -> Mode {
        self.work.mode()
    }

    /// The instances of a repeat, in order.
    pub(crate) fn members<'a>(&'a self, repeat: &'a str) -> impl Iterator<Item = &'a Member> {
        self.members.iter().filter(move |member| member.repeat == repeat)
    }

    /// What is answered about an instance.
    pub(crate) fn answers_of(&self, instance: InstanceId) -> impl Iterator<Item = (&Path, &Slot)> {
        self.slots.iter().filter(move |(path, _)| path.instance == Some(instance))
    }

    /// Errors that none of the sides had which were united here, and that are still there.
    pub(crate) fn raised(&self) -> Vec<Finding> {
        if self.merged.raised.is_empty() {
            return Vec::new();
        }
        let mut now = errors(&self.form, &self.members, &self.slots);
        now.retain(|finding| self.merged.raised.iter().any(|raised| same(raised, finding)));
        now
    }

    /// Paths where a person has to decide.
    pub(crate) fn disputed(&self) -> Vec<String> {
        let raised = self.raised();
        let raised = raised.iter().map(|finding| finding.path.to_string());
        self.merged.undecided.iter().map(ToString::to_string).chain(raised).collect()
    }

    /// True while a person has to decide here.
    pub(crate) fn is_undecided(&self) -> bool {
        !self.merged.undecided.is_empty() || !self.raised().is_empty()
    }

    /// True while a supervisor's comments are not answered.
    pub(crate) fn is_returned(&self) -> bool {
        !self.merged.comments.is_empty()
    }

    /// One instance.
    pub(crate) fn member(&self, instance: InstanceId) -> Option<&Member> {
        self.members.iter().find(|member| member.instance == instance)
    }

    /// True when the path names a question of this form, in an instance that is here.
    pub(crate) fn has(&self, path: &Path) -> bool {
        let Some(question) = path.name.as_deref().and_then(|name| self.form.form.question(name))
        else {
            return false;
        };
        match (question.repeat, path.instance) {
            (None, None) => true,
            (Some(repeat), Some(instance)) => self
                .member(instance)
                .is_some_and(|m| m.repeat == self.form.form.repeats()[repeat.0].name),
            _ => false,
        }
    }
}

/// Whether an instance is of `repeat`, within one instance around it.
fn is_inside(member: &Member, repeat: &str, parent: Option<InstanceId>) -> bool {
    member.repeat == repeat && member.parent == parent
}

/// The engine's name of a path.
pub(crate) fn to_engine(path: &Path) -> cacah_form::Path {
    cacah_form::Path {
        instance: path.instance.map(|id| id.0),
        question: path.name.as_deref().unwrap_or_default().to_owned(),
    }
}

/// The journal's name of the engine's path.
pub(crate) fn from_engine(path: &cacah_form::Path) -> Path {
    Path { instance: path.instance.map(InstanceId), name: Some(path.question.as_str().into()) }
}

/// What the engine sees of a slot.
pub(crate) fn to_answer(slot: &Slot) -> cacah_form::Answer {
    cacah_form::Answer {
        raw: slot.raw.clone(),
        missing: slot.missing.clone(),
        confirmed: slot.confirmed.keys().cloned().collect(),
        released: slot.released.keys().cloned().collect(),
    }
}
