//! The supervisor's work on the same app: PML and Koseka.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CommentView, FamilyRow, Text, ValueView};

/// Which observation of a family a document is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentSource {
    /// The enumerator's visit.
    #[default]
    Visit,
    /// The supervisor's own visit.
    ReVisit,
    /// The paper, keyed.
    Paper,
    /// The paper, keyed independently again.
    SecondEntry,
}

impl DocumentSource {
    /// True for the visit: layouts leave it out.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Gives an open document back to its enumerator.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReturnDocument {
    /// Document.
    pub document: String,
    /// What is to be looked at, at least one.
    pub comments: Vec<CommentView>,
}

/// Approves an SLS, or takes that back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ApproveSls {
    /// The SLS.
    pub idsubsls: String,
    /// False takes it back.
    pub approved: bool,
    /// Why, when it is taken back.
    #[serde(default)]
    pub reason: String,
}

/// Draws families of an SLS to visit them again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DrawSample {
    /// The SLS.
    pub idsubsls: String,
    /// How many more.
    pub families: u32,
}

/// What was drawn now.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Sample {
    /// The families, in walking order.
    pub families: Vec<FamilyRow>,
    /// Finished families of the SLS that could have been drawn.
    pub of: u32,
}

/// The enumerator's visit beside the supervisor's own, where they differ.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CompareView {
    /// Questions answered differently, in paper order.
    pub rows: Vec<CompareRow>,
    /// Questions answered in both.
    pub compared: u32,
}

/// A question answered differently.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CompareRow {
    /// Where, in the visit.
    pub path: String,
    /// Paper number.
    pub number: String,
    /// The question.
    pub label: Text,
    /// Whose, for a member: the name, as the visit has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub row: Option<String>,
    /// The enumerator's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub visit: Option<ValueView>,
    /// The supervisor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub re_visit: Option<ValueView>,
}
