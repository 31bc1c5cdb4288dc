//! `eval`: a script of answers, and what the form makes of them.

use std::path::Path as FilePath;
use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, NoFunctions, Owed};

use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::script::{self, Step};
use crate::{path, source};

/// Runs the script at `script` (`-` is standard input) and gives the result as JSON.
///
/// # Errors
/// [`Failure::Form`] when the form does not compile, [`Failure::Function`] when it calls a named
/// function, [`Failure::File`] when the script cannot be read, [`Failure::Script`] at its first
/// wrong line.
pub fn eval(source: &source::Source, script: &FilePath) -> Result<String, Failure> {
    let form = source.form()?;
    if let Some(name) = form.named_functions().first() {
        return Err(Failure::Function(name.clone()));
    }
    let steps = script::parse(&source::read_text(script)?)?;
    let mut session = Session::new(form);
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
    fn new(form: Arc<Form>) -> Self {
        let repeats: Vec<_> = form.repeats().iter().map(|repeat| repeat.name.clone()).collect();
        let mut session = Self { interview: Interview::new(form, Arc::new(NoFunctions)), added: 0 };
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
        self.interview.add(repeat, id, usize::MAX).map(drop).map_err(|error| error.to_string())
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
