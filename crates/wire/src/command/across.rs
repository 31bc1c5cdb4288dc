//! What is found across families.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Severity, Text};

hidden! {
    AcrossFamilyView
}

/// Arguments of `across`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct AcrossArgs {
    /// Only what concerns this family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<String>,
}

/// What is found across families; no part of any document's status.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AcrossView {
    /// One row for each family of a finding, errors first; families of one finding stand together.
    pub rows: Vec<AcrossRow>,
}

/// A family's part of a finding.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AcrossRow {
    /// Rule.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: Text,
    /// The family.
    pub family: AcrossFamilyView,
    /// The other families concerned that are here.
    pub others: Vec<AcrossFamilyView>,
    /// A family that is not here is concerned too. Which one nobody is told.
    pub elsewhere: bool,
    /// Who found it, one or both.
    pub sides: Vec<AcrossSide>,
    /// Since when, milliseconds: the earlier side.
    pub since: i64,
    /// The question to look at, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub question: Option<String>,
    /// The reason, when it was confirmed in the document of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub confirmed: Option<String>,
}

/// Who found it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum AcrossSide {
    /// This laptop, among the families it holds.
    Laptop,
    /// The endpoint, in the whole registry.
    Endpoint,
}

/// A family of this laptop in a finding.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AcrossFamilyView {
    /// Family id.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number, 0 when not known yet.
    pub building: u16,
    /// Family number, 0 when not known yet.
    pub number: u16,
    /// Head of family.
    pub head: String,
}
