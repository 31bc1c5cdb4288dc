//! A whole interview at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::answer::Answer;
use super::delta::Progress;
use super::frames::Frames;
use super::path::{Instance, Path};
use super::settle::{Changes, Queue};
use super::{Functions, Interview};
use crate::model::Form;

impl Interview {
    /// Loads an interview: `instances` in their order, each with the name of its repeat, then
    /// `answers`. Everything is computed once. What the form has no place for is kept aside and
    /// returned by [`Interview::unknown`].
    pub fn load<'a>(
        form: Arc<Form>,
        functions: Arc<dyn Functions>,
        instances: impl Iterator<Item = (&'a str, Instance)>,
        answers: impl Iterator<Item = (Path, Answer)>,
    ) -> Self {
        let mut interview = Self {
            frames: Frames::new(&form),
            functions,
            queue: Queue::new(),
            live: HashMap::new(),
            tally: vec![Progress::default(); form.blocks.len()],
            finished: Vec::new(),
            folds: false,
            serves: None,
            unknown: Vec::new(),
            form,
        };
        let form = Arc::clone(&interview.form);
        for (repeat, id) in instances {
            if let Some(repeat) = form.repeat(repeat)
                && interview.frames.find(id).is_none()
            {
                interview.frames.insert(&form, repeat.id.0 + 1, id, usize::MAX);
            }
        }
        for (path, answer) in answers {
            match interview.locate(&path) {
                Ok((frame, question)) if form.questions[question].takes_answer() => {
                    interview.frames[frame].store(&form, question, answer);
                }
                _ => interview.unknown.push((path, answer)),
            }
        }
        interview.compute_all();
        interview
    }

    fn compute_all(&mut self) {
        let form = Arc::clone(&self.form);
        for cell in &form.plan.cells {
            for at in 0..self.frames.roster(cell.scope).len() {
                let frame = self.frames.roster(cell.scope)[at];
                let value = self.compute(cell, frame);
                self.frames.keep(frame, cell.local, value);
            }
        }
        let mut changes = Changes { touched: self.places().collect(), ..Changes::default() };
        for (check, (scope, _)) in form.plan.checks.iter().enumerate() {
            let frames = self.frames.roster(*scope).iter();
            changes.checks.extend(frames.map(|frame| (*frame, check)));
        }
        self.conclude(changes);
    }
}
