//! The duplicate finder at the doorstep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AcrossFamilyView, Text};

hidden! {
    Alike AlikeRow
}

/// What stands at a question of an open document, typed or stored: who else could it be?
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Alike {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// As typed so far; absent asks about the stored answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub raw: Option<String>,
}

/// Others it could be, likeliest first, at most five.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct AlikeView {
    /// Rows.
    pub rows: Vec<AlikeRow>,
    /// What the office found about the stored answer with a family that is not here. Which one nobody
    /// is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Text>>", optional)]
    pub elsewhere: Vec<Text>,
}

/// A family of this laptop that has the same number, or somebody likely the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AlikeRow {
    /// The family.
    pub family: AcrossFamilyView,
    /// The member, by name; absent where only the list names the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub member: Option<String>,
    /// Why.
    pub reason: AlikeReason,
    /// How likely, 0 to 100; 100 for equal numbers.
    pub score: u8,
    /// The reason in words ("nama mirip, tanggal lahir sama").
    pub words: Text,
}

/// Why somebody could be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlikeReason {
    /// The same NIK.
    SameNik,
    /// The same KK number.
    SameKk,
    /// Likely the same person.
    SamePerson,
}
