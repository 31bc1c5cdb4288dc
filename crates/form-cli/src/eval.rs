//! `eval`: a script of answers, and what the form makes of them.

use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, Owed};

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

/// An interview that starts as ODK starts it: every repeat with one instance.
struct Session {
    interview: Interview,
    added: u128,
}

impl Session {
    fn new(form: Arc<Form>, around: &Surroundings) -> Self {
        let repeats: Vec<_> = form.repeats().iter().map(|repeat| repeat.name.clone()).collect();
        let mut session =
            Self { interview: Interview::new(form, Arc::new(around.clone())), added: 0 };
        for repeat in repeats {
            session.add(&repeat).expect("a repeat of the form takes an instance");
        }
        session
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Value { set, value } => self.set(set, Answer::raw(value)),
            Step::Missing { set, missing } => self.set(set, Answer::missing(missing)),
            Step::Add { add } => self.add(add),
            Step::Remove { remove } => {
                let id = path::instance(&self.interview, remove)?;
                self.interview.remove(id).map(drop).map_err(|error| error.to_string())
            }
            Step::Finish { finish } => {
                self.finish(*finish);
                Ok(())
            }
        }
    }

    fn set(&mut self, question: &str, answer: Answer) -> Result<(), String> {
        let path = path::question(&self.interview, question)?;
        self.interview.set(&path, answer).map(drop).map_err(|error| error.to_string())
    }

    fn add(&mut self, repeat: &str) -> Result<(), String> {
        self.added += 1;
        let id = Instance::from_u128(self.added);
        self.interview.add(repeat, id, None, usize::MAX).map(drop).map_err(|error| error.to_string())
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
