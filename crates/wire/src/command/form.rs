//! The form as the window renders it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Arguments of `form`: none; the round of the open vault has one form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct FormArgs {}

/// A text in the languages of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Text {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

/// The form as the window renders it: it knows nothing about any questionnaire.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FormView {
    /// Name of the form (`regsosek22-k`).
    pub id: String,
    /// Title.
    pub title: Text,
    /// BLAKE3 of the structure, hex.
    pub structure: String,
    /// Names the version, with its rules.
    pub edition: String,
    /// Blocks in paper order.
    pub blocks: Vec<BlockView>,
    /// Questions in paper order, those inside repeats included.
    pub questions: Vec<QuestionView>,
    /// Choice lists by name.
    pub lists: std::collections::BTreeMap<String, Vec<ChoiceView>>,
    /// Words for missing codes.
    pub missing: Vec<ChoiceView>,
    /// The repeats, those around others first.
    #[serde(default)]
    pub repeats: Vec<RepeatView>,
    /// Columns of one set of the paper, for the instances of a repeat; 0: the form says nothing.
    #[serde(default)]
    #[ts(as = "Option<u8>", optional)]
    pub columns: u8,
    /// The question that says how a member is related to the head of family, where the form has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub relation: Option<String>,
}

/// A block of the paper.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlockView {
    /// Name in the form (`blok_3`).
    pub name: String,
    /// Number on the paper (`III`), empty when it has none.
    pub number: String,
    /// Title.
    pub title: Text,
    /// Name of the repeat this block is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub repeat: Option<String>,
    /// Pages inside the repeat, in order.
    pub pages: Vec<String>,
}

/// A repeated part of the form. It stands before the first of its questions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepeatView {
    /// Name in the form (`anggota`).
    pub name: String,
    /// Number on the paper, empty when it has none.
    pub number: String,
    /// Title.
    pub title: Text,
    /// Block it stands in.
    pub block: String,
    /// The repeat around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub within: Option<String>,
    /// The form says how many instances it has: nobody adds or removes one.
    pub counted: bool,
    /// Its pages, in order.
    pub pages: Vec<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A string of digits, leading zeros kept.
    Digits,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date with a time of day.
    DateTime,
    /// A place on the earth: latitude and longitude.
    Geopoint,
    /// Text read off a code by a scanner.
    Barcode,
    /// Name of an attached file.
    File,
    /// `OK`, once somebody has seen the question.
    Acknowledge,
    /// One code.
    One,
    /// Several codes, keyed as their sum or ticked.
    Sum,
    /// Several codes.
    Many,
    /// Nothing to answer.
    Note,
    /// Computed by the form.
    Computed,
}

/// One question.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QuestionView {
    /// Id (`r301a`).
    pub name: String,
    /// Number on the paper (`301a`).
    pub number: String,
    /// Block it stands in.
    pub block: String,
    /// Repeat it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub repeat: Option<String>,
    /// Page inside the repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<String>,
    /// How it is answered.
    pub kind: Kind,
    /// The question.
    pub label: Text,
    /// Help below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<Text>,
    /// More help, for those who ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guidance: Option<Text>,
    /// Name of its choice list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub list: Option<String>,
    /// Boxes on the paper; a full field goes on by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub width: Option<u16>,
    /// Display width of a code, with leading zeros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub digits: Option<u16>,
    /// Missing codes it takes.
    pub missing: Vec<String>,
    /// Who owes it: `enumerator`, `field_checker`, `coder`.
    pub owed: String,
    /// Why it may be skipped: its own condition in the paper's numbers (`301a = 1`), absent when always asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub asked_when: Option<String>,
    /// Masked until asked.
    pub sensitive: bool,
    /// Grouped and decoded as `nik` or `kk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decode: Option<String>,
    /// Text becomes capitals while keyed.
    pub capitals: bool,
    /// Cannot be keyed.
    pub readonly: bool,
    /// Keying may copy the previous document's answer here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub carried: bool,
    /// Keying holds it fixed for a bundle, and does not visit it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub bundled: bool,
    /// Tells who somebody is: `alike` is asked about it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub alike: bool,
}

/// One choice: code before text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChoiceView {
    /// Code.
    pub code: String,
    /// Text.
    pub label: Text,
}
