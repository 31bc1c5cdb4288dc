//! What one step has changed.

use std::iter::Sum;
use std::sync::Arc;

use super::answer::Answer;
use super::findings::{Finding, Item};
use super::path::{Instance, Path};
use super::settle::Changes;
use super::{Frames, Interview};

/// All that one step has changed, and nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delta {
    /// The field to go to.
    pub next: Option<Path>,
    /// Questions that are asked now; all of a new instance.
    pub shown: Vec<Path>,
    /// Questions that are no longer asked; those of a removed instance are not listed.
    pub hidden: Vec<Path>,
    /// Questions that became required, or stopped being so.
    pub required: Vec<(Path, bool)>,
    /// Calculated values that changed, as text.
    pub values: Vec<(Path, String)>,
    /// Findings that are new or changed.
    pub findings: Vec<Finding>,
    /// Findings that are gone: id and path.
    pub cleared: Vec<(String, Path)>,
    /// Questions that offer other options than before.
    pub options: Vec<Path>,
    /// Answers that the form itself gave, for the caller to store with the one that led to them:
    /// first answers, triggers, calculations of answers.
    pub given: Vec<(Path, Answer)>,
    /// Instances that the form asks for and the caller is to add.
    pub lacking: Vec<Lacking>,
    /// Progress of the whole form.
    pub progress: Progress,
    /// Whether the instances of a repeat, or their order, changed.
    pub instances_changed: bool,
}

/// Instances that a `repeat_count` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Name of the repeat.
    pub repeat: String,
    /// The instance around them.
    pub parent: Option<Instance>,
    /// How many more there should be.
    pub count: usize,
}

/// How much is done. Asked are the visible questions that are required or answered, so that an
/// optional question left empty does not keep a form from being complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions answered.
    pub answered: usize,
    /// Questions to be answered.
    pub asked: usize,
}

impl Sum for Progress {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, part| Self {
            answered: sum.answered + part.answered,
            asked: sum.asked + part.asked,
        })
    }
}

impl Interview {
    /// Compares what was touched with how it stood before, and keeps how it stands now.
    pub(super) fn conclude(&mut self, mut changes: Changes) -> Delta {
        let mut delta =
            Delta { instances_changed: changes.instances, ..std::mem::take(&mut changes.delta) };
        changes.touched.sort_unstable();
        changes.touched.dedup();
        for (frame, question) in changes.touched {
            self.conclude_question(&mut delta, frame, question);
        }
        let form = Arc::clone(&self.form);
        for check in form.checks.iter().enumerate().filter(|(_, check)| check.while_open) {
            let roster = self.frames.within(Frames::DOCUMENT, form.plan.checks[check.0].0);
            changes.checks.extend(roster.iter().map(|frame| (*frame, check.0)));
        }
        changes.checks.sort_unstable();
        changes.checks.dedup();
        for (frame, check) in changes.checks {
            let violated = self.frames.cell(frame, form.plan.checks[check].1).boolean()
                && (!form.checks[check].while_open || self.lacks());
            let finding = violated.then(|| self.check_finding(frame, &form.checks[check]));
            self.replace(&mut delta, (frame, Item::Check(check)), finding);
        }
        for (frame, question) in changes.values {
            let value = self.frames.cell(frame, form.plan.questions[question].value);
            delta.values.push((self.path(frame, question), value.string().into_owned()));
        }
        for (frame, question) in changes.options {
            delta.options.push(self.path(frame, question));
        }
        changes.counts.sort_unstable();
        changes.counts.dedup();
        delta.lacking = self.lacking_in(changes.counts.into_iter());
        delta.progress = self.progress();
        delta
    }

    fn conclude_question(&mut self, delta: &mut Delta, frame: usize, question: usize) {
        let new = self.judge(frame, question);
        let local = self.form.plan.questions[question].local;
        let old = std::mem::replace(&mut self.frames[frame].standings[local], new);
        if old.asked != new.asked {
            let list = if new.asked { &mut delta.shown } else { &mut delta.hidden };
            list.push(self.path(frame, question));
        }
        if old.required != new.required {
            delta.required.push((self.path(frame, question), new.required));
        }
        let tally = &mut self.tally[self.form.questions[question].block.0];
        tally.asked = tally.asked + usize::from(new.counted) - usize::from(old.counted);
        let done = |counted: bool, answered: bool| usize::from(counted && answered);
        tally.answered =
            tally.answered + done(new.counted, new.answered) - done(old.counted, old.answered);
        if old.problem.is_some() || new.problem.is_some() {
            let finding =
                new.problem.map(|problem| self.question_finding(frame, question, problem));
            self.replace(delta, (frame, Item::Question(question)), finding);
        }
    }

    /// Puts `finding` in the place of the one before and notes the difference.
    pub(super) fn replace(
        &mut self,
        delta: &mut Delta,
        key: (usize, Item),
        finding: Option<Finding>,
    ) {
        let old = match &finding {
            Some(finding) => self.live.insert(key, finding.clone()),
            None => self.live.remove(&key),
        };
        if old == finding {
            return;
        }
        if let Some(old) = old {
            let same = finding.as_ref().is_some_and(|new| new.id == old.id && new.path == old.path);
            if !same {
                delta.cleared.push((old.id, old.path));
            }
        }
        delta.findings.extend(finding);
    }
}
