//! A live interview: answers in, consequences out.

mod answer;
mod asks;
mod begin;
mod column;
mod delta;
mod findings;
mod frames;
mod input;
mod keyed;
mod load;
mod options;
mod order;
mod path;
mod roster;
mod settle;
mod sheets;
mod standing;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

pub use answer::Answer;
pub use delta::{Delta, Lacking, Progress};
pub use findings::Finding;
pub(crate) use frames::Frames;
pub(crate) use input::Input;
pub use load::{Placed, Terms};
pub use path::{Instance, Path, PathError};

use crate::model::{BlockId, Form, Kind, Owed, Severity};
use crate::value::Value;
use findings::Item;
use settle::{Changes, Queue};
use sheets::Sheets;

/// Functions that a form calls as `cacah:name(…)` and the caller provides.
pub trait Functions: Send + Sync {
    /// Calls the function `name`, given without its prefix. None reads as empty. The same
    /// arguments must always give the same value.
    fn call(&self, name: &str, arguments: &[Value]) -> Option<Value>;

    /// The time of day where the officer is. The engine has no clock of its own.
    fn now(&self) -> Option<DateTime<FixedOffset>> {
        None
    }

    /// What the surroundings know under `name`: `deviceid`, `username`, ….
    fn property(&self, _name: &str) -> Option<String> {
        None
    }
}

/// No functions at all: every call yields nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFunctions;

impl Functions for NoFunctions {
    fn call(&self, _: &str, _: &[Value]) -> Option<Value> {
        None
    }
}

/// Why an interview could not do what it was told. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterviewError {
    /// The form has no such question.
    #[error("the form has no question `{0}`")]
    UnknownQuestion(String),
    /// The form has no such repeat.
    #[error("the form has no repeat `{0}`")]
    UnknownRepeat(String),
    /// No instance has this id, or it is not of the question's repeat.
    #[error("`{0}` names no instance that has this question")]
    UnknownInstance(String),
    /// An instance with this id exists.
    #[error("the instance {0} exists already")]
    KnownInstance(Instance),
    /// The form computes this value; it takes no answer.
    #[error("the question `{0}` takes no answer")]
    TakesNoAnswer(String),
}

impl InterviewError {
    /// Stable code for the outside.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion(_) => "unknown_question",
            Self::UnknownRepeat(_) => "unknown_repeat",
            Self::UnknownInstance(_) => "unknown_instance",
            Self::KnownInstance(_) => "known_instance",
            Self::TakesNoAnswer(_) => "takes_no_answer",
        }
    }
}

/// What decides the status of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Errors that nobody released, open questions of the enumerator among them.
    pub errors: usize,
    /// Errors that a supervisor let stand.
    pub released: usize,
    /// Warnings nobody confirmed.
    pub warnings: usize,
}

/// A live interview over a compiled form. It stores any answer it is given; what is wrong with
/// it is a finding.
pub struct Interview {
    form: Arc<Form>,
    functions: Arc<dyn Functions>,
    frames: Frames,
    queue: Queue,
    live: HashMap<(usize, Item), Finding>,
    tally: Vec<Progress>,
    finished: Vec<Owed>,
    folds: bool,
    serves: Option<Owed>,
    /// Fields are visited as the paper has them.
    paper: Option<Sheets>,
    unknown: Vec<(Path, Answer)>,
}

impl Interview {
    /// An interview without answers; its repeats have no instances.
    pub fn new(form: Arc<Form>, functions: Arc<dyn Functions>) -> Self {
        Self::load(form, functions, std::iter::empty(), std::iter::empty())
    }

    /// The form it runs.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Stores `answer` at `path` and works out all that follows from it. An empty answer empties
    /// the question. The delta's `next` is the field to go to from here.
    ///
    /// # Errors
    /// The path names nothing that takes an answer.
    pub fn set(&mut self, path: &Path, answer: Answer) -> Result<Delta, InterviewError> {
        let (frame, question) = self.locate(path)?;
        let form = Arc::clone(&self.form);
        if !form.questions[question].takes_answer() {
            return Err(InterviewError::TakesNoAnswer(path.question.clone()));
        }
        let mut changes = Changes::default();
        self.store(&mut changes, (frame, question), answer);
        self.settle(&mut changes);
        self.pull_triggers(&mut changes, (frame, question));
        let mut delta = self.conclude(changes);
        delta.next = self.after(frame, question);
        Ok(delta)
    }

    /// Keeps an answer and queues what depends on it.
    fn store(&mut self, changes: &mut Changes, (frame, question): (usize, usize), answer: Answer) {
        let form = Arc::clone(&self.form);
        let slot = &form.plan.questions[question];
        let before = &self.frames[frame].answers[slot.local];
        if before.confirmed != answer.confirmed || before.released != answer.released {
            self.touch_focused(changes, frame, question);
        }
        self.frames[frame].store(&form, question, answer);
        changes.touched.push((frame, question));
        self.queue_cell(slot.scope, slot.value, frame);
        if let Some(valid) = slot.valid {
            self.queue_cell(slot.scope, valid, frame);
        }
    }

    /// What was stored at `path`; none if the path names nothing.
    pub fn answer(&self, path: &Path) -> Option<&Answer> {
        let (frame, question) = self.locate(path).ok()?;
        Some(&self.frames[frame].answers[self.form.plan.questions[question].local])
    }

    /// The value at `path`: empty when unanswered, hidden, answered by a missing code or not
    /// readable. The value of a sum is the sum, though expressions see its codes.
    pub fn value(&self, path: &Path) -> Value {
        let Ok((frame, question)) = self.locate(path) else { return Value::Empty };
        let slot = &self.form.plan.questions[question];
        let value = self.frames.cell(frame, slot.value);
        match self.form.questions[question].kind {
            Kind::Sum { .. } => input::total(value),
            _ => value.clone(),
        }
    }

    /// Whether the question is asked.
    pub fn relevant(&self, path: &Path) -> bool {
        self.standing(path).is_some_and(|standing| standing.asked)
    }

    /// Whether the question is asked and must be answered.
    pub fn required(&self, path: &Path) -> bool {
        self.standing(path).is_some_and(|standing| standing.required)
    }

    /// The live instances of a repeat, in the order of the document; none if there is no such
    /// repeat.
    pub fn instances(&self, repeat: &str) -> Vec<Instance> {
        let scope = self.form.repeat(repeat).map(|repeat| repeat.id.0 + 1);
        let frames = scope.map(|scope| self.frames.within(Frames::DOCUMENT, scope));
        frames.into_iter().flatten().filter_map(|frame| self.frames[frame].id).collect()
    }

    /// The live instances of a repeat within one instance of the repeat around it, or within the
    /// document, in order; none if there is no such place.
    pub fn instances_of(&self, repeat: &str, parent: Option<Instance>) -> &[Instance] {
        self.home(repeat, parent).map_or(&[], |(scope, around)| self.frames.ids(around, scope))
    }

    /// All live instances, as [`Interview::load`] takes them.
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut placed = Vec::new();
        // A repeat stands after the one around it, and so do its instances.
        for repeat in &self.form.repeats {
            for frame in self.frames.within(Frames::DOCUMENT, repeat.id.0 + 1) {
                let parent = self.frames[self.frames[frame].parent].id;
                placed.extend(self.frames[frame].id.map(|id| (repeat.name.as_str(), id, parent)));
            }
        }
        placed
    }

    /// The instance around an instance, if its repeat lies in another.
    pub fn parent(&self, id: Instance) -> Option<Instance> {
        self.frames[self.frames[self.frames.find(id)?].parent].id
    }

    /// All live findings in the order of the form, then of the instances.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<_> = self.live.iter().collect();
        findings.sort_by_key(|((_, item), finding)| {
            let question = self.form.by_name.get(&finding.path.question);
            let place = finding.path.instance.and_then(|id| self.frames.find(id));
            (question, place.map(|frame| self.frames.places(frame)), &finding.id, *item)
        });
        findings.into_iter().map(|(_, finding)| finding.clone()).collect()
    }

    /// Required questions that are asked and empty, in visiting order, with who owes them.
    pub fn open_questions(&self) -> Vec<(Path, Owed)> {
        let open = |(frame, question): &(usize, usize)| {
            let slot = &self.form.plan.questions[*question];
            let standing = &self.frames[*frame].standings[slot.local];
            standing.required && !standing.answered
        };
        let places = self.places().into_iter().filter(open);
        places
            .map(|(frame, question)| {
                (self.path(frame, question), self.form.questions[question].owed)
            })
            .collect()
    }

    /// Answers that a change hides are folded away: kept, not counted, and no K002. So it is in an
    /// interview, where hiding is the form's doing; on paper an answer where none belongs is an error.
    #[must_use]
    pub fn folding(mut self) -> Self {
        self.folds = true;
        self.judge_again();
        self
    }

    /// Leads only to questions that `role` owes; the others stay open to whoever goes there.
    #[must_use]
    pub fn serving(mut self, role: Owed) -> Self {
        self.serves = Some(role);
        self
    }

    /// What decides the status: every error, what the enumerator still owes among them, and the
    /// warnings nobody confirmed. An error stays one though somebody confirmed it; one that a
    /// supervisor let stand is counted apart.
    pub fn verdict(&self) -> Verdict {
        let of = |severity| self.live.values().filter(move |finding| finding.severity == severity);
        let owed = self.open_questions().into_iter().filter(|(_, who)| *who == Owed::Enumerator);
        let still = if self.finished() { 0 } else { owed.count() };
        let released = of(Severity::Error).filter(|finding| finding.released).count();
        Verdict {
            errors: of(Severity::Error).count() - released + still,
            released,
            warnings: of(Severity::Warning).filter(|finding| !finding.confirmed).count(),
        }
    }

    /// Loaded as `role` left it: done, and nothing is answered anew.
    #[must_use]
    pub fn left_by(mut self, role: Owed) -> Self {
        self.finished.push(role);
        self.judge_again();
        self
    }

    /// The role `role` is done: what it owes and left open becomes K001.
    pub fn finish(&mut self, role: Owed) -> Delta {
        if !self.finished.contains(&role) {
            self.finished.push(role);
        }
        let mut changes = Changes { touched: self.places(), ..Changes::default() };
        self.end(&mut changes);
        self.conclude(changes)
    }

    /// Goes on after `finish`: K001 findings go.
    pub fn reopen(&mut self) -> Delta {
        self.finished.clear();
        self.judge_again()
    }

    /// Whether any role has finished.
    pub fn finished(&self) -> bool {
        !self.finished.is_empty()
    }

    /// How much of the whole form is answered.
    pub fn progress(&self) -> Progress {
        self.tally.iter().copied().sum()
    }

    /// How much of a block is answered.
    pub fn progress_of_block(&self, block: BlockId) -> Progress {
        self.tally.get(block.0).copied().unwrap_or_default()
    }

    /// Answers given to `load` that the form has no place for, as they were given.
    pub fn unknown(&self) -> &[(Path, Answer)] {
        &self.unknown
    }

    fn judge_again(&mut self) -> Delta {
        let changes = Changes { touched: self.places(), ..Changes::default() };
        self.conclude(changes)
    }
}
