//! Rules of the sheet `checks`.

use crate::model::{QuestionId, RepeatId};
use crate::text::Text;

/// A rule over the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Id of the rule book, as `K019`; may stand in several rows with different focus.
    pub id: String,
    /// How bad a violation is.
    pub severity: Severity,
    /// Scope as the rule book names it.
    pub scope: String,
    /// The repeat it runs over; none: once for the document.
    pub context: Option<RepeatId>,
    /// When it is broken, as written.
    pub violated_when: String,
    /// Questions to jump to; a finding stands at the first.
    pub focus: Vec<QuestionId>,
    /// When keying asks.
    pub asks_at: AsksAt,
    /// It stands only while something required is found open (`… and K001`).
    pub while_open: bool,
    /// What to tell the officer.
    pub message: Text,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Must be fixed, or released by a supervisor.
    #[default]
    Error,
    /// May be confirmed with a reason.
    Warning,
}

/// When heads-down keying asks about a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AsksAt {
    /// At once.
    Field,
    /// At the end of the member's column.
    Column,
    /// At the end of the document.
    #[default]
    Document,
    /// Only in the work-list.
    Later,
}
