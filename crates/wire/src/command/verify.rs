//! Keying again, and who was right (screen Entri, Verifikasi); settings of the office.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{InstanceView, Progress};

hidden! {
    VerifyField DisputeField Adjudicate
}

/// Arguments of `verify_queue`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyQueueArgs {}

/// What is to be keyed again by whoever sits here: never their own work.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyQueue {
    /// Documents, oldest first.
    pub documents: Vec<VerifyRow>,
    /// Documents that wait for the third person (of supervisors; else 0).
    pub disputes: u32,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyRow {
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
    /// Box.
    pub label: String,
    /// Fields keyed again, of all; of all 0 before the first.
    pub progress: Progress,
    /// `sampled`, `fetched_back`, `learning`, `always`.
    pub why: String,
    /// It is keyed as a document of its own.
    pub independent: bool,
}

/// Arguments of `open_verify`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenVerify {
    /// Document.
    pub document: String,
}

/// A document to be keyed again. No answer of it is in here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyView {
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
    /// The version of the form, as [`FormView::edition`](super::FormView).
    pub edition: String,
    /// Instances of each repeat, in order.
    pub instances: Vec<InstanceView>,
    /// Fields to key, in paper order.
    pub fields: Vec<String>,
    /// Those that are done.
    pub done: Vec<String>,
    /// The field to stand on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<String>,
}

/// A field keyed again.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyField {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// As keyed; empty: empty on paper.
    #[serde(default)]
    pub raw: String,
    /// Missing code instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
    /// It cannot be keyed here: the paper has other members, or none. It waits for the third person.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub parked: bool,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// What comes of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyStep {
    /// `same`, `again` (it differs: key it again), `slip`, `disputed`, `parked`.
    pub outcome: VerifyOutcome,
    /// The field to stand on: the same after `again`; absent when all is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<String>,
    /// Fields done, of all.
    pub progress: Progress,
}

/// What comes of a field keyed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VerifyOutcome {
    /// The same at once.
    Same,
    /// It differs: key it again.
    Again,
    /// The same at the second try.
    Slip,
    /// Twice the same, and not the first keyer's: a third person decides.
    Disputed,
    /// Two different tries: a third person decides.
    Parked,
}

/// All fields are done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyDone {
    /// Fields keyed again.
    pub fields: u32,
    /// The second keyer's own slips.
    pub slips: u32,
    /// That wait for the third person.
    pub disputed: u32,
}

/// Arguments of `disputes`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputesArgs {}

/// Documents whose fields wait for the third person: never one this person keyed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputesView {
    /// Documents, oldest first.
    pub documents: Vec<DisputeRow>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputeRow {
    /// Document.
    pub document: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number (109).
    pub building: u16,
    /// Family number (110).
    pub number: u16,
    /// Box.
    pub label: String,
    /// Fields that wait.
    pub fields: u32,
}

/// Arguments of `dispute`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputeArgs {
    /// Document.
    pub document: String,
}

/// A document of which fields wait: both readings, without names.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputeView {
    /// In short.
    pub row: DisputeRow,
    /// Family, for its page images.
    pub family: String,
    /// Fields that wait, in paper order.
    pub fields: Vec<DisputeField>,
    /// Page images: file ids with their kind, for `page_bytes`.
    pub pages: Vec<PageImage>,
}

/// A page of the paper that was scanned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PageImage {
    /// File.
    pub file: String,
    /// `application/pdf` or `image/png`.
    pub media: String,
}

/// One field. Which reading is whose is not told.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DisputeField {
    /// Question.
    pub path: String,
    /// Number of the member, from 1; 0: none.
    pub member: u16,
    /// One reading: as keyed, or its missing code.
    pub a: String,
    /// The other; absent where the second keyer read it twice differently.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub b: Option<String>,
    /// Names what is shown here; a decision brings it back.
    pub seen: String,
}

/// The third person decides.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Adjudicate {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// What was decided on, as [`DisputeField::seen`]; what has changed since is not decided.
    pub seen: String,
    /// Which.
    pub choice: Choice,
    /// What it says, for `neither`.
    #[serde(default)]
    pub raw: String,
    /// Missing code instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
}

/// Which reading is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// As A.
    A,
    /// As B.
    B,
    /// Neither.
    Neither,
}

/// Page images from a folder, named `<box>_<109>_<110>.pdf` or `.png`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttachPages {
    /// Folder.
    pub folder: String,
}

/// What was attached.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PagesAttached {
    /// Files attached.
    pub attached: u32,
    /// Files that name no document that is here, or are no page.
    pub left: Vec<String>,
}

/// A page image, opened.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PageArgs {
    /// Document.
    pub document: String,
    /// File.
    pub file: String,
}

/// Arguments of `keying_settings`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct KeyingSettingsArgs {}

/// How the office keys and verifies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct KeyingSettingsView {
    /// Outgoing wrong fields per million that are allowed.
    pub limit: u32,
    /// Share of documents keyed again at least, per thousand.
    pub least: u16,
    /// Confidence that the limit holds, per thousand.
    pub confidence: u16,
    /// The first so many documents of a keyer are all keyed again.
    pub learning: u16,
    /// After so many fields keyed again an old one weighs half.
    pub memory: u32,
    /// Every document is keyed again.
    pub all: bool,
    /// Blocks always keyed again.
    pub blocks: Vec<String>,
    /// Questions always keyed again.
    pub questions: Vec<String>,
    /// Keyers all of whose work is.
    pub keyers: Vec<String>,
    /// As a document of its own, compared afterwards.
    pub independent: bool,
    /// Free order.
    pub free: bool,
    /// Row by row over the members.
    pub rows: bool,
    /// Tones.
    pub sound: bool,
    /// Shifts and attendance are kept.
    pub shifts: bool,
    /// A pause is longer than so many seconds.
    pub pause: u32,
    /// Whoever sits here may change them.
    pub mine: bool,
}
