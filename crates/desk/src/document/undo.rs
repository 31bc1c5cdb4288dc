//! Undo and redo: each takes a whole action back by new entries; the journal forgets nothing.

use cacah_store::Store;
use cacah_wire::command::UndoView;

use super::{Committed, Document, Step};
use crate::error::DeskError;

impl Document {
    /// Commits an action of the officer, to be undone as one.
    pub(crate) fn act(&mut self, store: &mut Store, step: Step) -> Result<Committed, DeskError> {
        let done = self.commit(store, step)?;
        if !done.inverse.is_empty() {
            self.undo.push(done.inverse.clone());
            self.redo.clear();
        }
        Ok(done)
    }

    /// Takes the last action back; `None` when there is none.
    pub(crate) fn undo(&mut self, store: &mut Store) -> Result<Option<Committed>, DeskError> {
        let Some(step) = self.undo.last().cloned() else { return Ok(None) };
        let done = self.commit(store, step)?;
        self.undo.pop();
        self.redo.push(done.inverse.clone());
        Ok(Some(done))
    }

    /// Does again what undo took back; `None` when there is nothing.
    pub(crate) fn redo(&mut self, store: &mut Store) -> Result<Option<Committed>, DeskError> {
        let Some(step) = self.redo.last().cloned() else { return Ok(None) };
        let done = self.commit(store, step)?;
        self.redo.pop();
        self.undo.push(done.inverse.clone());
        Ok(Some(done))
    }

    /// What either would find.
    pub(crate) fn undo_view(&self) -> UndoView {
        UndoView { undo: !self.undo.is_empty(), redo: !self.redo.is_empty() }
    }
}
