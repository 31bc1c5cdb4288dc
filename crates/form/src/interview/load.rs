//! A whole interview at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::answer::Answer;
use super::delta::Progress;
use super::frames::Frames;
use super::path::{Instance, Path};
use super::settle::{Changes, Queue};
use super::{Functions, Interview};
use crate::model::{Form, Owed};

/// How an interview is judged from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// As [`Interview::folding`].
    pub folds: bool,
    /// As [`Interview::finish`].
    pub finished: Option<Owed>,
}

/// An instance of a repeat: name of the repeat, id, and the instance around it.
pub type Placed<'a> = (&'a str, Instance, Option<Instance>);

impl Interview {
    /// Loads an interview: `instances` in their order, each with the name of its repeat and the
    /// instance around it; then `answers`. Everything is computed once. What the form has no place for is kept aside and
    /// returned by [`Interview::unknown`].
    pub fn load<'a>(
        form: Arc<Form>,
        functions: Arc<dyn Functions>,
        instances: impl Iterator<Item = Placed<'a>>,
        answers: impl Iterator<Item = (Path, Answer)>,
    ) -> Self {
        Self::load_on(form, functions, (instances, answers), Terms::default())
    }

    /// The same on terms that are known before: every question is judged once, not again for each.
    pub fn load_on<'a>(
        form: Arc<Form>,
        functions: Arc<dyn Functions>,
        (instances, answers): (
            impl Iterator<Item = Placed<'a>>,
            impl Iterator<Item = (Path, Answer)>,
        ),
        terms: Terms,
    ) -> Self {
        let mut interview = Self {
            frames: Frames::new(&form),
            functions,
            queue: Queue::new(),
            live: HashMap::new(),
            tally: vec![Progress::default(); form.blocks.len()],
            finished: terms.finished.into_iter().collect(),
            folds: terms.folds,
            serves: None,
            paper: None,
            unknown: Vec::new(),
            form,
        };
        let form = Arc::clone(&interview.form);
        let mut instances: Vec<Placed<'_>> = instances.collect();
        // A repeat stands after the one around it, so its instances find theirs.
        instances.sort_by_key(|(repeat, ..)| form.repeat(repeat).map(|repeat| repeat.id));
        for (repeat, id, parent) in instances {
            if let Ok(home) = interview.home(repeat, parent)
                && interview.frames.find(id).is_none()
            {
                interview.frames.insert(&form, home, id, usize::MAX);
            }
        }
        for (path, answer) in answers {
            match interview.locate(&path) {
                Ok((frame, question)) if form.questions[question].holds_answer() => {
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
            for frame in self.frames.within(Frames::DOCUMENT, cell.scope) {
                let value = self.compute(cell, frame);
                self.frames.keep(frame, cell.local, value);
            }
        }
        let mut changes = Changes { touched: self.places(), ..Changes::default() };
        for (check, (scope, _)) in form.plan.checks.iter().enumerate() {
            self.frames.each_within(Frames::DOCUMENT, *scope, &mut |frame| {
                changes.checks.push((frame, check));
            });
        }
        self.conclude(changes);
    }
}
