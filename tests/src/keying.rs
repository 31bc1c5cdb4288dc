//! Keying a whole family through `cacah-desk`, as the window would: answer by answer.

use cacah_testkit::desk::Desk;
use cacah_testkit::ternate::{Answer, FamilyAnswers};
use cacah_wire::command::{
    AddInstance, Command, Delta, DocumentArgs, DocumentSource, DocumentView, Failure, Finished,
    OpenDocument, SetAnswer,
};

/// An open document and how far its answers have come.
#[derive(Debug)]
pub struct Interview {
    /// Document id.
    pub document: String,
    steps: Vec<Step>,
    done: usize,
    instances: Vec<String>,
    next: Option<String>,
}

/// One act of keying, in paper order.
#[derive(Debug, Clone)]
enum Step {
    /// The member of this index, unless the roster has it already.
    Member(usize),
    Answer {
        member: Option<usize>,
        answer: Answer,
    },
}

impl Interview {
    /// Opens the document of `family` to key `answers` into it.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn open(desk: &mut Desk, family: &str, answers: &FamilyAnswers) -> Self {
        let view = open(desk, family);
        let document = view.document;
        let instances = view.instances.into_iter().map(|one| one.instance).collect();
        Self { document, steps: steps(answers), done: 0, instances, next: None }
    }

    /// Keys up to `count` more answers; hands back how many are still to come.
    ///
    /// # Errors
    /// What the desk answers; the step it failed at is then still to come.
    pub fn key(&mut self, desk: &mut Desk, count: usize) -> Result<usize, Failure> {
        let until = self.steps.len().min(self.done.saturating_add(count));
        while let Some(step) = self.steps.get(self.done).filter(|_| self.done < until).cloned() {
            self.take(desk, &step)?;
            self.done += 1;
        }
        Ok(self.steps.len() - self.done)
    }

    fn take(&mut self, desk: &mut Desk, step: &Step) -> Result<(), Failure> {
        let document = self.document.clone();
        let command = match step {
            Step::Member(index) if *index < self.instances.len() => return Ok(()),
            Step::Member(_) => {
                let repeat = "anggota".into();
                Command::AddInstance(AddInstance {
                    document,
                    repeat,
                    within: None,
                    before: None,
                    keys: 0,
                    active: 0,
                })
            }
            Step::Answer { member, answer } => {
                let path = self.path(*member, &answer.question);
                Command::SetAnswer(set(document, path, &answer.raw))
            }
        };
        let delta: Delta = desk.call(&command)?;
        if let Some(instances) = delta.instances {
            self.instances = instances.into_iter().map(|one| one.instance).collect();
        }
        self.next = delta.next;
        Ok(())
    }

    /// The field that the engine led to last.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn path(&self, member: Option<usize>, question: &str) -> String {
        match member {
            Some(index) => format!("{}/{question}", self.instances[index]),
            None => question.into(),
        }
    }

    /// Every path keyed so far, with its answer.
    #[must_use]
    pub fn keyed(&self) -> Vec<(String, String)> {
        let done = self.steps.iter().take(self.done);
        done.filter_map(|step| match step {
            Step::Answer { member, answer } => {
                Some((self.path(*member, &answer.question), answer.raw.clone()))
            }
            Step::Member(_) => None,
        })
        .collect()
    }

    /// "Selesai".
    ///
    /// # Panics
    /// When the desk refuses.
    pub fn finish(&self, desk: &mut Desk) -> Finished {
        finish(desk, &self.document)
    }
}

/// Opens the document of a family.
///
/// # Panics
/// When it does not open.
pub fn open(desk: &mut Desk, family: &str) -> DocumentView {
    let family = family.into();
    desk.call(&Command::OpenDocument(OpenDocument { family, source: DocumentSource::Visit }))
        .expect("the document opens")
}

/// "Selesai" for a document.
///
/// # Panics
/// When the desk refuses.
pub fn finish(desk: &mut Desk, document: &str) -> Finished {
    let document = document.into();
    desk.call(&Command::Finish(DocumentArgs { document })).expect("finished")
}

/// An answer, with nothing said beside it.
#[must_use]
pub fn set(document: String, path: String, raw: &str) -> SetAnswer {
    SetAnswer {
        document,
        path,
        raw: raw.into(),
        missing: None,
        note: None,
        seen: None,
        keep: false,
        paper: false,
        keys: 0,
        active: 0,
    }
}

fn steps(answers: &FamilyAnswers) -> Vec<Step> {
    let of = |member, list: &[Answer]| -> Vec<Step> {
        list.iter().map(|answer| Step::Answer { member, answer: answer.clone() }).collect()
    };
    let mut steps = of(None, &answers.opening);
    for (index, list) in answers.members.iter().enumerate() {
        steps.push(Step::Member(index));
        steps.extend(of(Some(index), list));
    }
    steps.extend(of(None, &answers.closing));
    steps
}
