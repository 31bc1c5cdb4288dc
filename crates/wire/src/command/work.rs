//! Figures of work, shifts, and the error work-list (screen Entri, Galat and Angka).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Severity, Text};

/// Figures of work, for a while.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkFigures {
    /// Of this keyer, by code; empty: of whoever sits here. Others' are a supervisor's.
    #[serde(default)]
    pub officer: String,
    /// Of everybody, a supervisor's.
    #[serde(default)]
    pub everybody: bool,
    /// From this day, local date; empty: today.
    #[serde(default)]
    pub from: String,
    /// To this day.
    #[serde(default)]
    pub to: String,
    /// Cut by.
    pub by: FiguresBy,
}

/// How figures are cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FiguresBy {
    /// By keyer.
    #[default]
    Officer,
    /// By keyer and day.
    Day,
    /// By keyer and shift.
    Shift,
    /// By SLS.
    Sls,
    /// By question.
    Field,
}

/// Figures.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FiguresView {
    /// Rows.
    pub rows: Vec<FiguresRow>,
    /// Their sum.
    pub total: FiguresRow,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FiguresRow {
    /// Keyer, by code.
    pub officer: String,
    /// Day, shift, SLS or question.
    pub of: String,
    /// Documents finished.
    pub documents: u32,
    /// Documents keyed again.
    pub verified: u32,
    /// Keys pressed.
    pub keys: u32,
    /// Keys in fields of digits and codes.
    pub number_keys: u32,
    /// Milliseconds in fields.
    pub active: u64,
    /// Of them in fields of digits and codes.
    pub number_active: u64,
    /// Milliseconds between the first and the last key, pauses left out.
    pub present: u64,
    /// Pauses.
    pub pauses: u32,
    /// Fields keyed again by somebody else.
    pub checked: u32,
    /// Keys that were pressed in these when they were keyed first.
    pub checked_keys: u32,
    /// Of them wrong, as somebody decided.
    pub wrong: u32,
    /// Of them keyed differently, and nobody has decided: no errors yet.
    pub suspected: u32,
}

/// Figures of whoever sits here, for the footer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MyFigures {
    /// Documents finished today.
    pub documents: u32,
    /// Keystrokes per hour, in fields of digits and codes.
    pub per_hour: u32,
    /// Wrong fields per 1,000 keystrokes, as far as they were keyed again, in tenths; absent: none were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub errors_tenths: Option<u32>,
    /// Minutes since the last pause.
    pub since_pause: u32,
    /// Shift that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shift: Option<u8>,
}

/// Coming, pausing, going.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Attend {
    /// What.
    pub act: AttendAct,
    /// Shift, of `begin`.
    #[serde(default)]
    pub shift: u8,
}

/// What.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttendAct {
    /// Comes.
    Begin,
    /// Pauses.
    Pause,
    /// Is back.
    Resume,
    /// Goes.
    End,
}

/// The error work-list over all documents of this vault.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkList {
    /// Of this SLS.
    #[serde(default)]
    pub idsubsls: String,
    /// Of this field checker, by code of the PML (204).
    #[serde(default)]
    pub checker: String,
    /// Of this rule.
    #[serde(default)]
    pub rule: String,
    /// Errors alone.
    #[serde(default)]
    pub errors: bool,
    /// Those settled too: confirmed, released, ticked.
    #[serde(default)]
    pub settled: bool,
    /// First row.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most.
    #[serde(default)]
    pub limit: u32,
}

/// Rows.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkPage {
    /// The page, by SLS, building, number, then paper order.
    pub rows: Vec<WorkRow>,
    /// All that fit.
    pub total: u32,
    /// Errors open, of all that fit.
    pub errors: u32,
    /// Warnings open.
    pub warnings: u32,
    /// Errors a supervisor let stand.
    pub released: u32,
    /// Rules that occur, with their number: to narrow by.
    pub rules: Vec<Counted>,
    /// Field checkers that occur.
    pub checkers: Vec<Counted>,
    /// SLS that occur.
    pub slses: Vec<Counted>,
}

/// How often something occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Counted {
    /// What.
    pub name: String,
    /// How often.
    pub count: u32,
}

/// One finding of one document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WorkRow {
    /// Document.
    pub document: String,
    /// Family.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// Number of the member, from 1; 0: none.
    pub member: u16,
    /// Question.
    pub path: String,
    /// Rule.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// Kept as on paper.
    pub paper: bool,
    /// Looked at against the paper.
    pub ticked: bool,
    /// Confirmed with a reason.
    pub confirmed: bool,
    /// Let stand by a supervisor.
    pub released: bool,
}

/// Names one finding.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Tick {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// Rule.
    pub finding: String,
    /// Looked at, or not any more.
    pub done: bool,
}

/// A supervisor lets an error stand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Release {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// Rule.
    pub finding: String,
    /// Why; empty takes it back.
    pub reason: String,
}

/// The work-list on paper.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintWorkList {
    /// Folder.
    pub folder: String,
    /// Of this SLS.
    #[serde(default)]
    pub idsubsls: String,
    /// Of this field checker; empty: a page for each.
    #[serde(default)]
    pub checker: String,
}
