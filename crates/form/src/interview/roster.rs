//! Instances of repeats: added, removed, moved.

use std::sync::Arc;

use super::delta::Delta;
use super::findings::Item;
use super::path::Instance;
use super::settle::Changes;
use super::{Interview, InterviewError};

impl Interview {
    /// Adds an instance to `repeat` before place `at` (from 0), or last if there is no such
    /// place. The delta's `next` is its first field.
    ///
    /// # Errors
    /// There is no such repeat, or the id is taken.
    pub fn add(&mut self, repeat: &str, id: Instance, at: usize) -> Result<Delta, InterviewError> {
        let form = Arc::clone(&self.form);
        let Some(repeat) = form.repeat(repeat) else {
            return Err(InterviewError::UnknownRepeat(repeat.to_owned()));
        };
        if self.frames.find(id).is_some() {
            return Err(InterviewError::KnownInstance(id));
        }
        let scope = repeat.id.0 + 1;
        let frame = self.frames.insert(&form, scope, id, at);
        let mut changes = Changes::default();
        for rank in &form.plan.scopes[scope].ranks {
            self.queue_rank(*rank, frame);
        }
        self.queue_roster(&mut changes, scope);
        let questions = &form.plan.scopes[scope].questions;
        changes.touched.extend(questions.iter().map(|question| (frame, *question)));
        self.settle(&mut changes);
        let mut delta = self.conclude(changes);
        delta.next = self.first_of(frame);
        Ok(delta)
    }

    /// Removes an instance with its answers.
    ///
    /// # Errors
    /// There is no such instance.
    pub fn remove(&mut self, id: Instance) -> Result<Delta, InterviewError> {
        let frame = self.instance(id)?;
        let form = Arc::clone(&self.form);
        let scope = self.frames[frame].scope;
        let mut changes = Changes::default();
        for question in &form.plan.scopes[scope].questions {
            let standing = self.frames[frame].standings[form.plan.questions[*question].local];
            let tally = &mut self.tally[form.questions[*question].block.0];
            tally.asked -= usize::from(standing.counted);
            tally.answered -= usize::from(standing.counted && standing.answered);
            if standing.problem.is_some() {
                self.replace(&mut changes.delta, (frame, Item::Question(*question)), None);
            }
        }
        for check in 0..form.checks.len() {
            if form.plan.checks[check].0 == scope {
                self.replace(&mut changes.delta, (frame, Item::Check(check)), None);
            }
        }
        self.frames.remove(frame);
        self.queue_roster(&mut changes, scope);
        self.settle(&mut changes);
        Ok(self.conclude(changes))
    }

    /// Moves an instance to place `at` (from 0) of its repeat, or to the end.
    ///
    /// # Errors
    /// There is no such instance.
    pub fn move_to(&mut self, id: Instance, at: usize) -> Result<Delta, InterviewError> {
        let frame = self.instance(id)?;
        let mut changes = Changes::default();
        self.frames.move_to(frame, at);
        let scope = self.frames[frame].scope;
        self.queue_roster(&mut changes, scope);
        self.settle(&mut changes);
        Ok(self.conclude(changes))
    }

    fn instance(&self, id: Instance) -> Result<usize, InterviewError> {
        self.frames.find(id).ok_or_else(|| InterviewError::UnknownInstance(id.to_string()))
    }
}
