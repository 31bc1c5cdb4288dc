//! What is wrong, for whoever has to fix it.

use super::path::Path;
use super::standing::Problem;
use super::{Answer, Interview};
use crate::model::{AsksAt, Check, Form, Question, Severity};
use crate::plan::DOCUMENT;
use crate::text::Text;

/// A rule that is broken. `id` and `path` together name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands. For a rule over a whole repeat, its first instance; the bare question
    /// while the repeat is empty.
    pub path: Path,
    /// What to tell the officer.
    pub message: Text,
    /// Whether an answer in its focus confirms it.
    pub confirmed: bool,
    /// Whether a supervisor let it stand, at an answer in its focus: an error that is no open one.
    pub released: bool,
    /// Where to jump to.
    pub focus: Vec<Path>,
    /// When keying asks.
    pub asks_at: AsksAt,
}

/// What a finding is about, within a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Item {
    Question(usize),
    Check(usize),
}

impl Form {
    /// What a finding of `rule` at a question says; none of a rule this form does not have there.
    #[must_use]
    pub fn message(&self, rule: &str, question: &str) -> Option<&Text> {
        let question = self.question(question)?;
        if let Some(own) = self.engine_checks.iter().position(|check| check.id == rule) {
            return Some(self.engine_message(question, own));
        }
        let rows = || self.checks.iter().filter(|check| check.id == rule);
        let row = rows().find(|check| check.focus.first() == Some(&question.id));
        Some(&row.or_else(|| rows().next())?.message)
    }

    /// The words of one of the engine's own rules: of the question, of a row for it, or of the rule.
    fn engine_message<'f>(&'f self, question: &'f Question, own: usize) -> &'f Text {
        let words = self.covering.get(&(question.id, own)).unwrap_or(&self.engine_checks[own]);
        match own {
            0 if !question.required_message.is_empty() => &question.required_message,
            2 if question.choices.is_none() && !question.constraint_message.is_empty() => {
                &question.constraint_message
            }
            _ => &words.message,
        }
    }
}

impl Interview {
    /// The finding that `problem` of a question makes.
    pub(super) fn question_finding(
        &self,
        frame: usize,
        question: usize,
        problem: Problem,
    ) -> Finding {
        let model = &self.form.questions[question];
        let own = match problem {
            Problem::Open => 0,
            Problem::Hidden => 1,
            Problem::Outside | Problem::Constraint => 2,
            Problem::Sum => 3,
        };
        let check = &self.form.engine_checks[own];
        let words = self.form.covering.get(&(model.id, own)).unwrap_or(check);
        let severity = match problem {
            Problem::Open | Problem::Hidden => model.severity.unwrap_or(check.severity),
            _ => check.severity,
        };
        let path = self.path(frame, question);
        Finding {
            id: check.id.clone(),
            severity,
            confirmed: self.confirms(frame, question, &check.id),
            released: self.releases(frame, question, &check.id),
            focus: vec![path.clone()],
            path,
            message: self.form.engine_message(model, own).clone(),
            asks_at: words.asks_at,
        }
    }

    /// The finding of a violated check.
    pub(super) fn check_finding(&self, frame: usize, check: &Check) -> Finding {
        let places = || check.focus.iter().flat_map(|id| self.focus(frame, check, id.0));
        let focus: Vec<Path> = places().map(|(frame, id)| self.path(frame, id)).collect();
        let bare = || {
            let question = check.focus.first().map(|id| &self.form.questions[id.0].name);
            Path { instance: None, question: question.cloned().unwrap_or_default() }
        };
        Finding {
            id: check.id.clone(),
            severity: check.severity,
            path: focus.first().cloned().unwrap_or_else(bare),
            message: check.message.clone(),
            confirmed: places().any(|(frame, id)| self.confirms(frame, id, &check.id)),
            released: places().any(|(frame, id)| self.releases(frame, id, &check.id)),
            focus,
            asks_at: check.asks_at,
        }
    }

    /// Where a question in the focus of a check lies: in the instance of the check, in the
    /// document, or in every instance of a repeat that the check sees from outside.
    fn focus(
        &self,
        frame: usize,
        check: &Check,
        question: usize,
    ) -> impl Iterator<Item = (usize, usize)> {
        let plan = &self.form.plan;
        let own = check.context.map_or(DOCUMENT, |repeat| repeat.0 + 1);
        let scope = plan.questions[question].scope;
        let around = self.frames.enclosing(frame, plan.meeting(own, scope));
        self.frames.within(around, scope).into_iter().map(move |frame| (frame, question))
    }

    fn confirms(&self, frame: usize, question: usize, id: &str) -> bool {
        self.held(frame, question).confirmed.iter().any(|confirmed| confirmed == id)
    }

    fn releases(&self, frame: usize, question: usize, id: &str) -> bool {
        self.held(frame, question).released.iter().any(|released| released == id)
    }

    fn held(&self, frame: usize, question: usize) -> &Answer {
        &self.frames[frame].answers[self.form.plan.questions[question].local]
    }
}
