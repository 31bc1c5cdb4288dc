//! Our engine at a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_form::{Answer, Form, Interview, NoFunctions, Path};

use super::script::{Outcome, State, Step, Verdict};
use crate::questionnaire::instance;

/// Runs `script` on a new document. Where `refusing`, an answer that is refused is taken back, as
/// Collect does.
///
/// # Errors
/// A step that the form does not know.
pub fn ours(form: &Arc<Form>, script: &[Step], refusing: bool) -> Result<Outcome, String> {
    let mut keying = Keying::new(form)?;
    let verdicts = script.iter().map(|step| keying.take(step, refusing)).collect::<Result<_, _>>()?;
    Ok(Outcome { verdicts, state: keying.state() })
}

/// The steps of `script` that answer only what is asked at their time, as an interview does.
///
/// # Errors
/// A step that the form does not know.
pub fn asked(form: &Arc<Form>, script: Vec<Step>, refusing: bool) -> Result<Vec<Step>, String> {
    let mut keying = Keying::new(form)?;
    let mut kept = Vec::new();
    for step in script {
        if let Step::Set { set, .. } = &step
            && !keying.interview.relevant(&keying.path(set)?)
        {
            continue;
        }
        keying.take(&step, refusing)?;
        kept.push(step);
    }
    Ok(kept)
}

struct Keying {
    interview: Interview,
    ids: usize,
}

impl Keying {
    /// A new document, with an instance of each repeat.
    fn new(form: &Arc<Form>) -> Result<Self, String> {
        let interview = Interview::new(Arc::clone(form), Arc::new(NoFunctions));
        let mut keying = Self { interview, ids: 0 };
        for repeat in form.repeats() {
            keying.add(&repeat.name)?;
        }
        Ok(keying)
    }

    fn add(&mut self, repeat: &str) -> Result<(), String> {
        self.ids += 1;
        let added = self.interview.add(repeat, instance(self.ids), None, usize::MAX);
        added.map(drop).map_err(|error| error.to_string())
    }

    fn take(&mut self, step: &Step, refusing: bool) -> Result<Option<Verdict>, String> {
        match step {
            Step::Set { set, value } => self.set(set, value, refusing).map(Some),
            Step::Add { add } => self.add(add).map(|()| None),
            Step::Remove { remove } => {
                let (repeat, at) = split(remove);
                let id = self.interview.instances(repeat).get(at - 1).copied();
                let id = id.ok_or_else(|| format!("no {remove}"))?;
                self.interview.remove(id).map(|_| None).map_err(|error| error.to_string())
            }
        }
    }

    fn set(&mut self, path: &str, value: &str, refusing: bool) -> Result<Verdict, String> {
        let path = self.path(path)?;
        let before = self.interview.answer(&path).cloned().unwrap_or_default();
        let stored = self.interview.set(&path, Answer::raw(value));
        stored.map_err(|error| error.to_string())?;
        if self.valid(&path) {
            return Ok(Verdict::Held);
        }
        if refusing {
            self.interview.set(&path, before).map_err(|error| error.to_string())?;
        }
        Ok(Verdict::Refused)
    }

    fn path(&self, text: &str) -> Result<Path, String> {
        let Some((place, name)) = text.rsplit_once('/') else { return Ok(Path::document(text)) };
        let (repeat, at) = split(place);
        let id = self.interview.instances(repeat).get(at - 1).copied();
        Ok(Path::of(id.ok_or_else(|| format!("no {place}"))?, name))
    }

    fn valid(&self, path: &Path) -> bool {
        let findings = self.interview.findings();
        !findings.iter().any(|found| found.path == *path && found.id == "K003")
    }

    fn state(&self) -> BTreeMap<String, State> {
        let form = self.interview.form();
        let mut state = BTreeMap::new();
        for question in form.questions() {
            let Some(repeat) = question.repeat.map(|id| &form.repeats()[id.0].name) else {
                let path = Path::document(&question.name);
                state.insert(question.name.clone(), self.standing(&path));
                continue;
            };
            for (at, id) in self.interview.instances(repeat).iter().enumerate() {
                let path = Path::of(*id, &question.name);
                state.insert(format!("{repeat}[{}]/{}", at + 1, question.name), self.standing(&path));
            }
        }
        state
    }

    fn standing(&self, path: &Path) -> State {
        let value = self.interview.value(path);
        let relevant = self.interview.relevant(path);
        let keyed = self.interview.answer(path).map(|answer| answer.raw.trim()).unwrap_or_default();
        let value = if value.is_empty() { keyed.to_owned() } else { value.string().into_owned() };
        let required = self.interview.required(path);
        State { value, relevant, required, valid: self.valid(path) }
    }
}

/// `a[2]` in its parts.
fn split(place: &str) -> (&str, usize) {
    let (repeat, at) = place.trim_end_matches(']').split_once('[').unwrap_or((place, "1"));
    (repeat, at.parse().unwrap_or(1))
}
