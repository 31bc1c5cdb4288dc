//! Instances of repeats: added, removed, moved.

use std::sync::Arc;

use super::delta::Delta;
use super::findings::Item;
use super::frames::{Frame, Frames};
use super::path::Instance;
use super::settle::Changes;
use super::{Interview, InterviewError};

impl Interview {
    /// Adds an instance to `repeat` before place `at` (from 0), or last if there is no such
    /// place; `parent` is the instance around it, if the repeat lies in another. The delta's
    /// `next` is its first field.
    ///
    /// # Errors
    /// There is no such repeat or parent, or the id is taken.
    pub fn add(
        &mut self,
        repeat: &str,
        id: Instance,
        parent: Option<Instance>,
        at: usize,
    ) -> Result<Delta, InterviewError> {
        let form = Arc::clone(&self.form);
        let (scope, around) = self.home(repeat, parent)?;
        if self.frames.find(id).is_some() {
            return Err(InterviewError::KnownInstance(id));
        }
        let frame = self.frames.insert(&form, (scope, around), id, at);
        let mut changes = Changes::default();
        self.start_written(&mut changes, frame);
        for rank in &form.plan.scopes[scope].ranks {
            self.queue_rank(*rank, frame);
        }
        self.queue_roster(&mut changes, around, scope);
        let questions = &form.plan.scopes[scope].questions;
        changes.touched.extend(questions.iter().map(|question| (frame, *question)));
        self.settle(&mut changes);
        self.start_computed(&mut changes, frame);
        let mut delta = self.conclude(changes);
        delta.next = self.first_of(frame);
        Ok(delta)
    }

    /// Removes an instance with its answers, and the instances in it with theirs.
    ///
    /// # Errors
    /// There is no such instance.
    pub fn remove(&mut self, id: Instance) -> Result<Delta, InterviewError> {
        let frame = self.instance(id)?;
        let Frame { scope, parent, .. } = self.frames[frame];
        let mut changes = Changes::default();
        self.take_out(&mut changes, frame);
        self.queue_roster(&mut changes, parent, scope);
        self.settle(&mut changes);
        Ok(self.conclude(changes))
    }

    fn take_out(&mut self, changes: &mut Changes, frame: usize) {
        let form = Arc::clone(&self.form);
        let scope = self.frames[frame].scope;
        for child in &form.plan.scopes[scope].children {
            for inner in self.frames.roster(frame, *child).to_vec() {
                self.take_out(changes, inner);
            }
        }
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
    }

    /// Moves an instance to place `at` (from 0) of its repeat, or to the end.
    ///
    /// # Errors
    /// There is no such instance.
    pub fn move_to(&mut self, id: Instance, at: usize) -> Result<Delta, InterviewError> {
        let frame = self.instance(id)?;
        let mut changes = Changes::default();
        self.frames.move_to(frame, at);
        let Frame { scope, parent, .. } = self.frames[frame];
        self.queue_roster(&mut changes, parent, scope);
        self.settle(&mut changes);
        Ok(self.conclude(changes))
    }

    /// The scope of a repeat and the frame that its instances lie in.
    pub(super) fn home(
        &self,
        repeat: &str,
        parent: Option<Instance>,
    ) -> Result<(usize, usize), InterviewError> {
        let found = self.form.repeat(repeat);
        let found = found.ok_or_else(|| InterviewError::UnknownRepeat(repeat.to_owned()))?;
        let scope = found.id.0 + 1;
        let around = match parent {
            None => Frames::DOCUMENT,
            Some(id) => self.instance(id)?,
        };
        if self.frames[around].scope == self.form.plan.scopes[scope].parent {
            Ok((scope, around))
        } else {
            let named = parent.map_or_else(|| repeat.to_owned(), |id| id.to_string());
            Err(InterviewError::UnknownInstance(named))
        }
    }

    fn instance(&self, id: Instance) -> Result<usize, InterviewError> {
        self.frames.find(id).ok_or_else(|| InterviewError::UnknownInstance(id.to_string()))
    }
}
