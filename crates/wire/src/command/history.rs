//! What happened to a document and how to take it back: its history, what was removed, decisions
//! between answers that differ, persons who move.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Severity, Text};

hidden! {
    ValueView HistoryRow RemovedMember DecisionView Decide OtherFamily CommentView GoneView
}

/// Question to the history of an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct History {
    /// Document.
    pub document: String,
    /// Only at this path; absent: everywhere in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub path: Option<String>,
    /// First row wanted.
    #[serde(default)]
    pub offset: u32,
    /// Rows wanted, at most 1,000.
    pub limit: u32,
}

/// A page of history, newest first: an entry stands before what it rests on, whatever clocks said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HistoryPage {
    /// Rows.
    pub rows: Vec<HistoryRow>,
    /// Rows in all.
    pub total: u32,
}

/// One entry of the journal in words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HistoryRow {
    /// Its name: `device.incarnation.number`.
    pub entry: String,
    /// Where it wrote.
    pub path: String,
    /// Number of the question on the paper, empty when it has none.
    pub number: String,
    /// The question; empty for what is none.
    pub label: Text,
    /// What the member is called, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub row: Option<String>,
    /// What was done.
    pub deed: Deed,
    /// What it replaced; several after a decision.
    pub before: Vec<ValueView>,
    /// What it wrote, when that is an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<ValueView>,
    /// The other family of a person who moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<OtherFamily>,
    /// What the supervisor said.
    pub comments: Vec<CommentView>,
    /// Who.
    pub by: ByView,
    /// When, as far as it is known. Orders nothing.
    pub at: WhenView,
    /// It is what stands now.
    pub stands: bool,
    /// It can be taken back.
    pub undo: bool,
    /// What it wrote can be put back.
    pub restore: bool,
    /// Keys pressed for it.
    pub keys: u32,
    /// Milliseconds in the field.
    pub active: u32,
}

/// What an entry did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Wrote or emptied an answer.
    Answered,
    /// Confirmed a finding, or wrote a note; the answer is as it was.
    Remarked,
    /// Added a member.
    Joined,
    /// Gave a member another place.
    Placed,
    /// Removed a member.
    Left,
    /// A person went to another family.
    WentTo,
    /// A person came from another family.
    CameFrom,
    /// Began the document.
    Opened,
    /// Finished it.
    Finished,
    /// Took it up again.
    Reopened,
    /// A supervisor gave it back.
    Returned,
    /// Removed the document.
    Removed,
    /// Brought it back.
    Restored,
    /// Showed a masked number.
    Revealed,
    /// Gave the notice to the respondent.
    Noticed,
    /// Opened it under another version of the form.
    Form,
    /// Attached a photo or scan.
    File,
    /// Took a photo or scan out.
    NoFile,
    /// A supervisor let an error stand, or took that back.
    Released,
    /// Paper changed hands, box or place.
    Custody,
    /// Set how the office keys.
    Keying,
    /// Came, paused, or went.
    Attended,
    /// Laid the document aside.
    Parked,
    /// Took it up again.
    Unparked,
    /// Proved an extra sheet to belong to it.
    Sheet,
    /// Keyed again, blind.
    Verified,
    /// Said which of two keyings is right.
    Adjudicated,
    /// Looked at a finding against the paper.
    Ticked,
    /// A fact of the family: its birth, an alias, a visit, the document that counts.
    Family,
}

/// An answer as history shows it: numbers of people masked, codes in words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ValueView {
    /// As keyed; masked where the question is sensitive, empty when the question was.
    pub raw: String,
    /// The choice in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub words: Option<Text>,
    /// Missing code in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<Text>,
    /// Note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Findings confirmed with it.
    pub confirmed: Vec<ConfirmedView>,
    /// Errors a supervisor let stand with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<ConfirmedView>>", optional)]
    pub released: Vec<ConfirmedView>,
    /// `raw` is masked.
    pub masked: bool,
}

/// A finding confirmed, or let stand, with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConfirmedView {
    /// Rule.
    pub rule: String,
    /// Why.
    pub reason: String,
}

/// Who wrote an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ByView {
    /// Code of the officer, when this laptop knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub officer: Option<String>,
    /// It is the officer at work.
    pub own: bool,
    /// In which work.
    pub mode: WorkMode,
    /// Last letters of the laptop's id, when it was another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub device: Option<String>,
}

/// The work in which an entry was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkMode {
    /// Interview with the family.
    Visit,
    /// Keying paper.
    Keying,
    /// Keying it again.
    Verifying,
    /// A supervisor decides.
    Supervising,
    /// An import or the endpoint.
    Import,
}

/// When an entry was made: both clocks, as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WhenView {
    /// RFC 3339: the laptop's own clock, right or wrong.
    pub laptop: String,
    /// RFC 3339: the office's time, reckoned; absent when the office was never heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub office: Option<String>,
    /// `office` may be so many minutes off either way; absent: it is only the earliest it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub within_minutes: Option<u32>,
    /// The two differ by more than a few minutes.
    pub clock_wrong: bool,
}

/// A family as another one's document names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OtherFamily {
    /// Its id.
    pub family: String,
    /// Its head; empty when it is not on this laptop.
    pub head: String,
}

/// A person who went to another family.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GoneView {
    /// The person.
    pub instance: String,
    /// What the person is called.
    pub row: String,
    /// Where to.
    pub family: OtherFamily,
}

/// A supervisor's remark on a returned document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CommentView {
    /// The question it stands at; absent for the whole document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub path: Option<String>,
    /// In the supervisor's words.
    pub text: String,
}

/// An old action taken back, or its answer put back. There is no limit of age.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Revert {
    /// Document.
    pub document: String,
    /// Which entry.
    pub entry: String,
    /// What to do with it.
    pub back: Back,
}

/// The two ways back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// As it was before the entry.
    Undo,
    /// As the entry had it.
    Restore,
}

/// Arguments of commands on a family.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FamilyArgs {
    /// Family.
    pub family: String,
}

/// What was removed from a family; all of it can come back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RemovedView {
    /// Documents.
    pub documents: Vec<RemovedDocument>,
    /// Members of its documents that are not removed themselves.
    pub members: Vec<RemovedMember>,
}

/// A removed document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RemovedDocument {
    /// Document.
    pub document: String,
    /// Answers it holds.
    pub answers: u32,
    /// Who removed it.
    pub by: ByView,
    /// When.
    pub at: WhenView,
}

/// A removed member, or a person who moved to another family.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RemovedMember {
    /// Document it was in.
    pub document: String,
    /// The entry that removed it: undoing that brings it back.
    pub entry: String,
    /// What it was called.
    pub row: String,
    /// Answers it holds.
    pub answers: u32,
    /// Where the person moved, if that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<OtherFamily>,
    /// Who removed it.
    pub by: ByView,
    /// When.
    pub at: WhenView,
}

/// A removed document brought back; the one in work then takes its place among the removed ones.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RestoreDocument {
    /// Family.
    pub family: String,
    /// Document.
    pub document: String,
}

/// What a person has to decide in a family.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DecisionsView {
    /// One for each place.
    pub rows: Vec<DecisionView>,
}

/// What a decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Disputed {
    /// Answers to one question differ.
    Answer,
    /// A member: there or gone, or removed while somebody answered about it.
    Member,
    /// The document: finished, returned, removed, or removed while somebody answered in it.
    Document,
    /// A fact of the family.
    Family,
    /// An error that none of the sides had: it is mended where it jumps to.
    Raised,
}

/// Answers that were written without knowing of each other.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DecisionView {
    /// Document; absent for a fact of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub document: Option<String>,
    /// Where.
    pub path: String,
    /// Number of the question on the paper.
    pub number: String,
    /// The question.
    pub label: Text,
    /// What the member is called, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub row: Option<String>,
    /// What it is about.
    pub disputed: Disputed,
    /// What each side says, the officer's own first.
    pub sides: Vec<HistoryRow>,
    /// What both knew before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<ValueView>,
    /// The rule that only the merge raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub raised: Option<RaisedView>,
}

/// An error of both sides together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RaisedView {
    /// Rule.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// Places to jump to.
    pub focus: Vec<String>,
}

/// A decision: the side taken, or an answer of one's own. It stands over all sides.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Decide {
    /// Family.
    pub family: String,
    /// Document; absent for a fact of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub document: Option<String>,
    /// Where.
    pub path: String,
    /// The side taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub entry: Option<String>,
    /// Instead of a side: an answer of one's own, of a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub raw: Option<String>,
}

/// A person moved to another family with all answers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct MovePerson {
    /// Document the person is in.
    pub document: String,
    /// The person.
    pub instance: String,
    /// The receiving family, of this laptop.
    pub family: String,
}
