//! XLSForm to compiled form to live interview. Pure: no files, no clock, no randomness.
//!
//! [`Sheets`] are read from CSV or `.xlsx`, [`Form::compile`] checks and compiles them, and an
//! [`Interview`] takes answers and gives back what each has changed. The dialect is described in
//! `docs/forms.md`.

mod compile;
mod diff;
mod error;
mod eval;
mod expr;
mod formula;
mod functions;
mod interview;
mod items;
mod lint;
mod model;
mod plan;
mod slip;
mod source;
mod text;
mod time;
mod value;

pub use diff::{Effect, FormChange, FormDiff, Impact, What, diff, impact};
pub use error::{FormError, FormErrorCode};
pub use interview::{
    Answer, Delta, Finding, Functions, Instance, Interview, InterviewError, Lacking, NoFunctions,
    Path, PathError, Placed, Progress, Terms, Verdict,
};
pub use lint::{Diagnostic, lint};
pub use model::{
    AsksAt, Block, BlockId, Check, Choice, Form, Kind, ListId, Media, Metadata, Owed, Page,
    Parameter, Question, QuestionId, Repeat, RepeatId, Severity,
};
pub use source::{Sheets, Table};
pub use text::{Language, Text};
pub use time::{DateTime, Time};
pub use value::Value;
