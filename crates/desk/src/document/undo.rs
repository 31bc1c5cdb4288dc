//! Taking an action back by new entries; the journal forgets nothing.

use cacah_family::entry::Effort;
use cacah_store::Store;
use cacah_wire::command::UndoView;

use super::{Committed, Document, Step};
use crate::error::DeskError;

/// Backwards through the actions of the officer, or forwards again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Undo,
    Redo,
}

impl Document {
    /// Commits an action of the officer, to be undone as one.
    pub(crate) fn act(
        &mut self,
        store: &mut Store,
        step: Step,
        effort: Effort,
    ) -> Result<Committed, DeskError> {
        let done = self.commit(store, step, effort)?;
        if !done.inverse.is_empty() {
            self.note_undo(done.inverse.clone());
        }
        Ok(done)
    }

    /// Remembers what takes an action back that was carried out elsewhere.
    pub(crate) fn note_undo(&mut self, inverse: Step) {
        self.undo.push(inverse);
        self.redo.clear();
    }

    /// Takes over what can be undone and redone in `other`, the same document as it was.
    pub(crate) fn keep_undo(&mut self, other: &mut Self) {
        self.undo = std::mem::take(&mut other.undo);
        self.redo = std::mem::take(&mut other.redo);
    }

    /// What undo or redo would write next.
    pub(crate) fn next_step(&self, way: Way) -> Option<&Step> {
        match way {
            Way::Undo => self.undo.last(),
            Way::Redo => self.redo.last(),
        }
    }

    /// The next step was written; `inverse` leads back.
    pub(crate) fn stepped(&mut self, way: Way, inverse: Step) {
        let (from, to) = match way {
            Way::Undo => (&mut self.undo, &mut self.redo),
            Way::Redo => (&mut self.redo, &mut self.undo),
        };
        from.pop();
        to.push(inverse);
    }

    /// Takes the last action back, or does it again; `None` when there is none.
    pub(crate) fn step(
        &mut self,
        store: &mut Store,
        way: Way,
    ) -> Result<Option<Committed>, DeskError> {
        let Some(step) = self.next_step(way).cloned() else { return Ok(None) };
        let done = self.commit(store, step, Effort::default())?;
        self.stepped(way, done.inverse.clone());
        Ok(Some(done))
    }

    /// What either would find.
    pub(crate) fn undo_view(&self) -> UndoView {
        UndoView { undo: !self.undo.is_empty(), redo: !self.redo.is_empty() }
    }
}
