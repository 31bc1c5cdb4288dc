//! Keying paper heads down (screen Entri).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FamilyRow, KeyingSettingsView, MyFigures, Pending, Text};

hidden! {
    LineView BundleField SheetProof ProveSheet
}

/// Arguments of `entry`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct EntryArgs {}

/// The desk of a keyer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct EntryView {
    /// Bundles with this keyer, and those that wait to be confirmed.
    pub bundles: Vec<EntryBundle>,
    /// Documents this keyer laid aside.
    pub parked: Vec<ParkedDocument>,
    /// The family of the document that was open when the work ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub open: Option<OpenPaper>,
    /// Figures of this keyer today.
    pub figures: MyFigures,
    /// How the office keys.
    pub settings: KeyingSettingsView,
}

/// A paper document that is open.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenPaper {
    /// Family.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// It is a second entry.
    pub second: bool,
}

/// A bundle on the desk.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct EntryBundle {
    /// The SLS.
    pub idsubsls: String,
    /// Its name.
    pub name: String,
    /// Box.
    pub number: String,
    /// Given to this keyer and not confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pending: Option<Pending>,
    /// Documents expected: the recap VK, else what was counted, else the list.
    pub expected: u32,
    /// Finished.
    pub keyed: u32,
    /// Begun and not finished.
    pub begun: u32,
    /// Laid aside.
    pub parked: u32,
    /// With errors.
    pub errors: u32,
    /// The recap VK is keyed.
    pub recap: bool,
    /// The fixed fields are filled.
    pub fixed: bool,
}

/// A document that was laid aside.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ParkedDocument {
    /// Family.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// Why.
    pub reason: String,
    /// Since when; RFC 3339.
    pub at: String,
}

/// 109 and 110 as keyed: they pick a line of the listing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PickLine {
    /// The SLS.
    pub idsubsls: String,
    /// 109.
    pub building: u16,
    /// 110.
    pub number: u16,
}

/// The line, to compare with the paper.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct LineView {
    /// The family; absent: no line has these numbers, and it can be keyed as found in the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<FamilyRow>,
    /// 111 by the listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub welfare: Option<u8>,
    /// Its paper document: `none`, `begun`, `parked`, `keyed`.
    pub stage: String,
    /// Who keyed it, by code.
    pub keyer: String,
}

/// Fixed fields of a bundle (`bind::cacah:bundle` of the form).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleFields {
    /// The SLS.
    pub idsubsls: String,
    /// Every fixed question with what it holds.
    pub fields: Vec<BundleField>,
}

/// One of them.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BundleField {
    /// Question.
    pub question: String,
    /// As keyed.
    pub raw: String,
}

/// Lays an open document aside.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Park {
    /// Document.
    pub document: String,
    /// Why.
    pub reason: String,
}

/// Block I of an extra sheet, keyed to prove that it belongs.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProveSheet {
    /// Document.
    pub document: String,
    /// Which sheet, from 2.
    pub number: u8,
    /// Of how many; 0: the paper does not say.
    #[serde(default)]
    pub of: u8,
    /// 109 as on the sheet.
    pub building: u16,
    /// 110 as on the sheet.
    pub family_number: u16,
}

/// Whether it belongs.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SheetProof {
    /// It does, and that is written.
    pub belongs: bool,
    /// Questions that differ.
    pub differs: Vec<String>,
}

/// Copies what the previous document of this keyer says at a question (`bind::cacah:repeat`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepeatAnswer {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// What keying asks now: a finding that stands where the page is still in view. Never a finding that
/// is kept as on paper, confirmed or released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AskView {
    /// Rule.
    pub id: String,
    /// When it asks: at the field, which shuts; at the end of a column; at the end of the document.
    pub at: AskAt,
    /// Question.
    pub path: String,
    /// What is wrong.
    pub message: Text,
    /// Places a digit jumps to, `path` first.
    pub focus: Vec<String>,
}

/// When keying asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AskAt {
    /// At the field.
    Field,
    /// At the end of a member's column.
    Column,
    /// At the end of the document.
    Document,
}
