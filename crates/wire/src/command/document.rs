//! A document: its view, and the actions on it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    AskView, CommentView, DocumentSource, FamilyRow, GoneView, NoticeGiven, OtherFamily, Status,
    Text,
};

hidden! {
    SlotView SetAnswer ConfirmFinding Revealed
}

/// Arguments of `open_document`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenDocument {
    /// Family.
    pub family: String,
    /// Which of its documents.
    #[serde(default, skip_serializing_if = "DocumentSource::is_default")]
    #[ts(as = "Option<DocumentSource>", optional)]
    pub source: DocumentSource,
}

/// Arguments of commands on an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DocumentArgs {
    /// Document id.
    pub document: String,
}

/// A whole document, at its opening.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct DocumentView {
    /// Document id.
    pub document: String,
    /// Its family.
    pub family: FamilyRow,
    /// Which observation it is.
    #[serde(default, skip_serializing_if = "DocumentSource::is_default")]
    #[ts(as = "Option<DocumentSource>", optional)]
    pub source: DocumentSource,
    /// Somebody else's visit, worked on as its supervisor: what is keyed is the field checker's.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub checking: bool,
    /// Then: code and name of whoever visited, as the document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub enumerator: Option<String>,
    /// The version of the form it is shown under, as [`FormView::edition`].
    pub edition: String,
    /// Instances of each repeat, in order.
    pub instances: Vec<InstanceView>,
    /// Every slot with something in it, computed ones included.
    pub slots: Vec<SlotView>,
    /// Paths that are not asked now.
    pub hidden: Vec<String>,
    /// Paths that must be answered now.
    pub required: Vec<String>,
    /// Findings of now.
    pub findings: Vec<FindingView>,
    /// Share answered.
    pub progress: Progress,
    /// The field to stand on: where the officer was, else the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stand: Option<String>,
    /// True after `finish`.
    pub finished: bool,
    /// Something to undo, to redo.
    pub undo: UndoView,
    /// Paths that wait for a decision.
    pub undecided: Vec<String>,
    /// What the supervisor who gave the document back wants looked at.
    pub comments: Vec<CommentView>,
    /// Persons who went to another family.
    pub gone: Vec<GoneView>,
    /// Codes offered now, by path, where a filter leaves out some of the list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<BTreeMap<String, Vec<String>>>", optional)]
    pub options: BTreeMap<String, Vec<String>>,
    /// What keying of paper asks now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<AskView>>", optional)]
    pub asks: Vec<AskView>,
    /// Sets of the paper that are proven to belong, the first among them; 0: no paper.
    #[serde(default)]
    #[ts(as = "Option<u8>", optional)]
    pub sets: u8,
    /// The notice to the respondent, as it was given last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub noticed: Option<NoticeGiven>,
}

/// What undo and redo would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UndoView {
    /// Undo has something to take back.
    pub undo: bool,
    /// Redo has something to do again.
    pub redo: bool,
}

/// One repeat instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InstanceView {
    /// Its id.
    pub instance: String,
    /// Name of the repeat.
    pub repeat: String,
    /// The instance around it, where the repeat lies in another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub within: Option<String>,
    /// The family the person goes to, whose own entry has not arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub leaving: Option<OtherFamily>,
    /// The family the person comes from, where the person still counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub arriving: Option<OtherFamily>,
    /// The family the person came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub came_from: Option<OtherFamily>,
}

/// What a question holds, as shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SlotView {
    /// `question` or `instance/question`.
    pub path: String,
    /// As keyed; masked where the question is sensitive.
    pub raw: String,
    /// Its value in the form's terms; masked likewise, empty when there is none.
    pub value: String,
    /// Missing code, instead of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
    /// Note of the officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Decoded words under a number ("perempuan · 12-05-1990 · Ternate Selatan").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decoded: Option<String>,
    /// `raw` and `value` are masked.
    #[serde(default)]
    pub masked: bool,
    /// Kept as on paper.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub paper: bool,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Galat.
    Error,
    /// Peringatan.
    Warning,
}

/// A finding of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FindingView {
    /// Rule (`K028`).
    pub id: String,
    /// How grave.
    pub severity: Severity,
    /// Question it stands at.
    pub path: String,
    /// What is wrong and what to do.
    pub message: Text,
    /// Confirmed with a reason.
    pub confirmed: bool,
    /// An error that a supervisor let stand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub released: bool,
    /// Places to jump to, the first is `path`.
    pub focus: Vec<String>,
    /// None of the sides that were united had it: it waits for a decision.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub raised: bool,
}

/// Share answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Progress {
    /// Answered among the asked.
    pub answered: u32,
    /// Asked now.
    pub asked: u32,
    /// The same per block: name, answered, asked.
    pub blocks: Vec<BlockProgress>,
}

/// Share answered of one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlockProgress {
    /// Block name.
    pub block: String,
    /// Answered among the asked.
    pub answered: u32,
    /// Asked now.
    pub asked: u32,
}

/// One answer to store.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SetAnswer {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
    /// As keyed; empty empties the field.
    #[serde(default)]
    pub raw: String,
    /// True: the answer stays as it is, only note and `seen` are written (the window holds no masked answer to repeat).
    #[serde(default)]
    pub keep: bool,
    /// Missing code instead of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<String>,
    /// Note; absent keeps the one there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Where a number was seen: `ktp`, `kk`, `told`, `prelist`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seen: Option<String>,
    /// The paper says so: keying asks no more here, findings stand.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub paper: bool,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// A finding confirmed.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConfirmFinding {
    /// Document.
    pub document: String,
    /// Question the finding stands at.
    pub path: String,
    /// Rule.
    pub finding: String,
    /// Why it is right all the same.
    pub reason: String,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// A new instance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AddInstance {
    /// Document.
    pub document: String,
    /// Repeat.
    pub repeat: String,
    /// The instance around it, where the repeat lies in another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub within: Option<String>,
    /// Before this instance; absent: at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// An instance moved.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct MoveInstance {
    /// Document.
    pub document: String,
    /// What moves.
    pub instance: String,
    /// Before this instance; absent: to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// One instance of a document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct InstanceArgs {
    /// Document.
    pub document: String,
    /// Instance.
    pub instance: String,
    /// Keys pressed for it.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub keys: u32,
    /// Milliseconds in the field, pauses of more than half a minute left out.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub active: u32,
}

/// What one committed action changed; everything not named is as it was.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Delta {
    /// The field the engine sends the officer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<String>,
    /// Paths asked from now on.
    pub shown: Vec<String>,
    /// Paths no longer asked.
    pub hidden: Vec<String>,
    /// Answers hidden by this change that stay in the journal and do not count.
    pub folded: u32,
    /// Paths that became required, and that no longer are.
    pub required: Vec<String>,
    /// Paths no longer required.
    pub optional: Vec<String>,
    /// Slots changed, computed ones included; an empty one is cleared.
    pub slots: Vec<SlotView>,
    /// Findings new or changed.
    pub findings: Vec<FindingView>,
    /// Findings gone: rule and path.
    pub cleared: Vec<ClearedFinding>,
    /// All instances in order, when the roster changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub instances: Option<Vec<InstanceView>>,
    /// Share answered now.
    pub progress: Progress,
    /// Undo and redo now.
    pub undo: UndoView,
    /// RFC 3339: when it was durable.
    pub saved: String,
    /// Paths that wait for a decision.
    pub undecided: Vec<String>,
    /// The supervisor's comments that are not answered.
    pub comments: Vec<CommentView>,
    /// Codes offered from now on, by path, where they may have changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<BTreeMap<String, Vec<String>>>", optional)]
    pub options: BTreeMap<String, Vec<String>>,
    /// What keying of paper asks now, all that stands: findings at their field, column or document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<AskView>>", optional)]
    pub asks: Vec<AskView>,
    /// More changed than this says: the window asks for the whole document again.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub renewed: bool,
}

/// A finding that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClearedFinding {
    /// Rule.
    pub id: String,
    /// Question it stood at.
    pub path: String,
}

/// Where the officer stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Stand {
    /// Document.
    pub document: String,
    /// Field.
    pub path: String,
}

/// The interview after `finish`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Finished {
    /// Findings, missing answers now among them.
    pub delta: Delta,
    /// Status now.
    pub status: Status,
    /// Open questions owed by this officer.
    pub owed_here: Vec<String>,
    /// Open questions owed by others (field checker, coder).
    pub owed_later: Vec<OwedView>,
}

/// An open question somebody else owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OwedView {
    /// Question.
    pub path: String,
    /// Who owes it.
    pub owed: String,
}

/// A masked value asked for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reveal {
    /// Document.
    pub document: String,
    /// Question.
    pub path: String,
}

/// The value in full.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Revealed {
    /// As keyed.
    pub raw: String,
    /// Decoded words under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decoded: Option<String>,
}
