//! `eval`: a script of answers, and what the form makes of them.

use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, Lacking, Owed, RepeatId};

use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::path;
use crate::script::{self, Step};
use crate::surroundings::Surroundings;

/// Runs a script through a form and gives the result as JSON.
///
/// # Errors
/// [`Failure::Function`] when the form calls a function that `around` lacks, [`Failure::Script`]
/// at the first wrong line.
pub fn eval(form: &Arc<Form>, script: &str, around: &Surroundings) -> Result<String, Failure> {
    if let Some(name) = form.named_functions().iter().find(|name| !around.provides(name)) {
        return Err(Failure::Function(name.clone()));
    }
    let steps = script::parse(script)?;
    let mut session = Session::new(Arc::clone(form), around);
    for (line, step) in &steps {
        session.step(step).map_err(|message| Failure::Script { line: *line, message })?;
    }
    let outcome = Outcome::of(&session.interview);
    Ok(serde_json::to_string(&outcome).expect("maps with text keys are JSON"))
}

/// An interview that starts as ODK starts it: every repeat with one instance, also within another
/// instance, and one that says its count with so many.
struct Session {
    interview: Interview,
    added: u128,
}

impl Session {
    fn new(form: Arc<Form>, around: &Surroundings) -> Self {
        let interview = Interview::new(form, Arc::new(around.clone()));
        let mut session = Self { interview, added: 0 };
        session.interview.begin();
        session.fill(None, None);
        session.supply();
        session
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Value { set, value } => self.set(set, Answer::raw(value)),
            Step::Missing { set, missing } => self.set(set, Answer::missing(missing)),
            Step::Add { add } => {
                let (repeat, parent) = path::repeat(&self.interview, add)?;
                self.add(repeat, parent);
                Ok(())
            }
            Step::Remove { remove } => {
                let id = path::instance(&self.interview, remove)?;
                self.interview.remove(id).map(drop).map_err(|error| error.to_string())
            }
            Step::Finish { finish } => {
                self.finish(*finish);
                Ok(())
            }
        }?;
        self.supply();
        Ok(())
    }

    fn set(&mut self, question: &str, answer: Answer) -> Result<(), String> {
        let path = path::question(&self.interview, question)?;
        self.interview.set(&path, answer).map(drop).map_err(|error| error.to_string())
    }

    /// Adds an instance with the first instances of the repeats in it.
    fn add(&mut self, repeat: &str, parent: Option<Instance>) {
        self.added += 1;
        let id = Instance::from_u128(self.added);
        let added = self.interview.add(repeat, id, parent, usize::MAX);
        added.expect("a repeat of the form takes an instance");
        self.fill(self.interview.form().repeat(repeat).map(|repeat| repeat.id), Some(id));
    }

    /// Gives each repeat directly within `repeat` its first instance.
    fn fill(&mut self, repeat: Option<RepeatId>, instance: Option<Instance>) {
        let form = Arc::clone(self.interview.form());
        for inner in form.repeats().iter().filter(|inner| inner.parent == repeat && !inner.counted)
        {
            self.add(&inner.name, instance);
        }
    }

    /// Adds the instances that a `repeat_count` asks for.
    fn supply(&mut self) {
        loop {
            let lacking = self.interview.lacking();
            if lacking.is_empty() {
                return;
            }
            for Lacking { repeat, parent, count } in lacking {
                (0..count).for_each(|_| self.add(&repeat, parent));
            }
        }
    }

    /// A script speaks for every role: what anybody owes and left open becomes a finding.
    fn finish(&mut self, finished: bool) {
        if finished {
            for role in [Owed::Enumerator, Owed::FieldChecker, Owed::Coder] {
                self.interview.finish(role);
            }
        } else {
            self.interview.reopen();
        }
    }
}
