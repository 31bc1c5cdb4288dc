//! Our engine at a script.

use std::collections::BTreeMap;
use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, NoFunctions, Path};

use super::script::{Outcome, State, Step, Verdict};
use crate::questionnaire::instance;

/// Runs `script` on a new document. Where `refusing`, an answer that is refused is taken back, as
/// Collect does.
///
/// # Errors
/// A step that the form does not know.
pub fn ours(form: &Arc<Form>, script: &[Step], refusing: bool) -> Result<Outcome, String> {
    let mut keying = Keying::new(form)?;
    let verdicts =
        script.iter().map(|step| keying.take(step, refusing)).collect::<Result<_, _>>()?;
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
            let around = repeat.parent.map(|id| &form.repeats()[id.0].name);
            let around = around.and_then(|name| keying.interview.instances(name).first().copied());
            keying.add(&repeat.name, around)?;
        }
        Ok(keying)
    }

    fn add(&mut self, repeat: &str, parent: Option<Instance>) -> Result<(), String> {
        self.ids += 1;
        let added = self.interview.add(repeat, instance(self.ids), parent, usize::MAX);
        added.map(drop).map_err(|error| error.to_string())
    }

    fn take(&mut self, step: &Step, refusing: bool) -> Result<Option<Verdict>, String> {
        match step {
            Step::Set { set, value } => self.set(set, value, refusing).map(Some),
            Step::Add { add } => {
                let (around, repeat) = add.rsplit_once('/').unwrap_or(("", add));
                let parent = self.place(around)?;
                self.add(repeat, parent).map(|()| None)
            }
            Step::Remove { remove } => {
                let id = self.place(remove)?.ok_or_else(|| format!("no {remove}"))?;
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
        let (around, question) = text.rsplit_once('/').unwrap_or(("", text));
        Ok(Path { instance: self.place(around)?, question: question.to_owned() })
    }

    /// The instance at `a[2]/b[1]`; none for the document.
    fn place(&self, text: &str) -> Result<Option<Instance>, String> {
        let mut found = None;
        for part in text.split('/').filter(|part| !part.is_empty()) {
            let (repeat, at) = part.trim_end_matches(']').split_once('[').unwrap_or((part, "1"));
            let at = at.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
            let all = self.interview.instances_of(repeat, found);
            found = at.and_then(|at| all.get(at).copied());
            found.ok_or_else(|| format!("no {text}"))?;
        }
        Ok(found)
    }

    /// The path of a question as scripts write it.
    fn written(&self, path: &Path) -> String {
        let repeats = self.interview.form().repeats();
        let mut written = path.question.clone();
        let mut repeat = self.interview.form().question(&path.question).and_then(|one| one.repeat);
        let mut place = path.instance;
        while let (Some(around), Some(id)) = (repeat.map(|id| &repeats[id.0]), place) {
            (repeat, place) = (around.parent, self.interview.parent(id));
            let all = self.interview.instances_of(&around.name, place);
            let at = all.iter().position(|other| *other == id).unwrap_or_default();
            written = format!("{}[{}]/{written}", around.name, at + 1);
        }
        written
    }

    fn valid(&self, path: &Path) -> bool {
        let findings = self.interview.findings();
        !findings.iter().any(|found| found.path == *path && found.id == "K003")
    }

    fn state(&self) -> BTreeMap<String, State> {
        let form = self.interview.form();
        let mut paths = Vec::new();
        for question in form.questions() {
            match question.repeat.map(|id| &form.repeats()[id.0].name) {
                None => paths.push(Path::document(&question.name)),
                Some(repeat) => {
                    let all = self.interview.instances(repeat);
                    paths.extend(all.into_iter().map(|id| Path::of(id, &question.name)));
                }
            }
        }
        paths.iter().map(|path| (self.written(path), self.standing(path))).collect()
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
