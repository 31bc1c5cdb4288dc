//! Commands of the road to the office: link and stick, receipts and their proof, safety copies,
//! a damaged or newer vault, photos.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Road, StateView};
use crate::error::Code;

hidden! {
    EnrolFromStick CopyArgs VaultArgs ExportNewer WhereaboutsView NewerFamilyRow SalvagedFamily
    FileBytes
}

/// Arguments of `road_settings`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct RoadSettingsArgs {}
/// Arguments of `copy_now`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct CopyNowArgs {}
/// Arguments of `verify_receipts`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct VerifyReceiptsArgs {
    /// The text of a printed receipt's QR code, to be held against this vault too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub paper: Option<String>,
}

/// How this vault's work travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RoadSettings {
    /// Unfinished documents are sent too, as safety copies.
    pub copies: bool,
    /// It is sent by the clock, not by hand alone.
    pub clock: bool,
    /// A hub on the office's network (`https://host:port`), tried while the endpoint is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hub: Option<String>,
    /// Folder of the rolling copy of the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub safety: Option<String>,
    /// Folder a stick was last written to or read from; told, not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stick: Option<String>,
}

/// How it stands with the link.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct LinkView {
    /// A sending is under way.
    pub busy: bool,
    /// RFC 3339: when the last sending of this session ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tried: Option<String>,
    /// RFC 3339: when the next is due; absent when it is sent by hand alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next: Option<String>,
    /// Why the last one stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub failure: Option<Code>,
    /// The last one went to the hub.
    pub hub: bool,
}

/// How it stands with the rolling copy of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SafetyView {
    /// Where it goes.
    pub folder: String,
    /// RFC 3339: the last good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub copied: Option<String>,
    /// RFC 3339: since when it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub failing: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub failure: Option<Code>,
}

/// The road of one family, from the vault alone.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct WhereaboutsView {
    /// Family.
    pub family: String,
    /// Its head.
    pub head: String,
    /// SLS.
    pub idsubsls: String,
    /// How far it has come.
    pub road: Road,
    /// Entries in no segment yet.
    pub entries: u32,
    /// Every segment that was made of it, oldest first.
    pub segments: Vec<SegmentRow>,
}

/// What was sent of a family at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SegmentRow {
    /// The batch it went in.
    pub batch: String,
    /// Entries in it.
    pub entries: u32,
    /// What became of it.
    pub fate: Fate,
    /// Why it is held or unreadable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub code: Option<Code>,
    /// The receipt that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub receipt: Option<ReceiptFacts>,
    /// A hub keeps the batch.
    pub at_hub: bool,
    /// Its entries were let go here.
    pub wiped: bool,
}

/// What became of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// No receipt yet.
    Waiting,
    /// Durable at the endpoint.
    Stored,
    /// Durable there, kept aside for a supervisor.
    Held,
    /// Not taken.
    Unreadable,
    /// Its claim was given back: the entries go in another segment.
    Void,
}

/// A receipt that names a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptFacts {
    /// Its number.
    pub number: u64,
    /// RFC 3339, the endpoint's clock.
    pub at: String,
    /// Life of the endpoint's data.
    pub epoch: String,
    /// It is in a proven backup of the endpoint.
    pub safe: bool,
}

/// A folder a person chose.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FolderArgs {
    /// Its path, as typed or pasted.
    pub folder: String,
}

/// A file a person chose.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileArgs {
    /// Its path, as typed or pasted.
    pub path: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Written {
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u64,
}

/// A sealed file for the endpoint. It settles nothing: all of it waits until a receipt comes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct StickFile {
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Families in it.
    pub families: u32,
    /// Batches in it.
    pub batches: u32,
    /// Pieces of photos in it.
    pub chunks: u32,
    /// Families no batch could be made of; they stay here.
    pub refused: u32,
    /// Counts this laptop's files.
    pub number: u64,
    /// Who can open it: the address of the endpoint.
    pub receiver: String,
}

/// Sealed files of the endpoint in a folder.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AnswersView {
    /// Those there are, by name.
    pub files: Vec<Written>,
}

/// What an answer file brought.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AnswerRead {
    /// Receipts in it.
    pub receipts: u32,
    /// Receipts of what this vault does not know.
    pub unknown: u32,
    /// Areas and families that were told.
    pub families: u32,
    /// Entries of others that are new here.
    pub entries: u32,
    /// Families that wait now.
    pub waiting: u32,
}

/// A spare laptop's enrolment, from the file the office made.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct EnrolFromStick {
    /// The file.
    pub path: String,
    /// The one-time code that came beside it.
    pub code: String,
    /// The password this officer chooses.
    pub password: String,
}

/// A receipt per SLS to print.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintReceipt {
    /// The SLS.
    pub idsubsls: String,
    /// Where the PDF goes.
    pub folder: String,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

/// Receipts held against the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProofView {
    /// Receipts whose signature was proven.
    pub receipts: u32,
    /// Segments made again from the journal that give exactly the hash of the receipt.
    pub rebuilt: u32,
    /// Segments whose entries were let go: their hash stays.
    pub wiped: u32,
    /// What should be at the endpoint, SLS by SLS.
    pub areas: Vec<AreaProof>,
    /// What does not hold.
    pub problems: Vec<ProofProblem>,
    /// What the printed receipt proves, when one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub paper: Option<PaperProof>,
}

/// A printed receipt held against the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperProof {
    /// This laptop printed it, and the vault says the same now.
    Holds,
    /// This laptop printed it; more was receipted since.
    Older,
    /// Not of this laptop, or changed.
    Forged,
}

/// What the receipts say of one SLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AreaProof {
    /// The SLS.
    pub idsubsls: String,
    /// Segments at rest at the endpoint.
    pub segments: u64,
    /// Entries in them.
    pub entries: u64,
    /// XOR of their hashes, hex: the endpoint has the same when it holds the same.
    pub hash: String,
}

/// Something a receipt does not prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProofProblem {
    /// What is wrong.
    pub fault: Fault,
    /// Number of the receipt.
    pub receipt: u64,
    /// Life of the endpoint's data.
    pub epoch: String,
    /// The family it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub family: Option<String>,
}

/// What can be wrong with a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is not signed by the endpoint, or cannot be read.
    Signature,
    /// It says something else than what was kept of it, or is not of this laptop.
    Differs,
    /// Receipts before this one are missing.
    Gap,
    /// It names a segment that was not sent from here.
    Unknown,
    /// It does not speak of a segment of its batch.
    Silent,
    /// The journal does not give the segment that was receipted.
    Journal,
}

/// A safety copy and its password.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CopyArgs {
    /// The copy's folder.
    pub path: String,
    /// Password of its officer.
    pub password: String,
}

/// Safety copies in a folder, newest first of each vault.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CopiesView {
    /// Those there are.
    pub copies: Vec<CopyRow>,
}

/// One safety copy; nothing of it was decrypted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CopyRow {
    /// Its folder.
    pub path: String,
    /// Whose vault it is.
    pub officer: String,
    /// Counts the copies of this vault.
    pub number: u64,
    /// RFC 3339, by the laptop's wall clock; empty when its name does not say.
    pub at: String,
}

/// What a copy holds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct CopyPreview {
    /// Families.
    pub families: u64,
    /// Documents.
    pub documents: u64,
    /// Entries.
    pub entries: u64,
    /// Entries that no receipt in the copy names.
    pub beyond: u64,
    /// Number of its newest receipt; 0 without one.
    pub receipt: u64,
    /// RFC 3339: its last entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last: Option<String>,
    /// This laptop has a vault of the officer: it will be set aside, whole.
    pub replaces: bool,
}

/// A vault made of a copy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RestoredView {
    /// This laptop now, unlocked.
    pub state: StateView,
    /// Where the vault lies that was there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub aside: Option<String>,
}

/// A vault of this laptop, and its password.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct VaultArgs {
    /// Officer code.
    pub officer: String,
    /// The password.
    pub password: String,
}

/// A vault made of what a damaged one still held.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SalvagedView {
    /// This laptop now, unlocked.
    pub state: StateView,
    /// Families saved.
    pub families: u64,
    /// Documents saved.
    pub documents: u64,
    /// Entries saved.
    pub entries: u64,
    /// Entries that are nowhere any more.
    pub lost: u64,
    /// Families of which the endpoint, or a batch that waits, has more than this vault.
    pub elsewhere: Vec<SalvagedFamily>,
    /// Where the damaged vault lies, as it was.
    pub aside: String,
}

/// A family that is not whole here.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SalvagedFamily {
    /// Family.
    pub family: String,
    /// Its head; empty when it was not saved.
    pub head: String,
    /// Entries missing here.
    pub entries: u64,
    /// The endpoint has them, by a receipt; else they lie in a batch that waits here.
    pub receipted: bool,
}

/// A vault that a newer version of the app wrote, as far as this one reads it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NewerView {
    /// Its families, in walking order.
    pub families: Vec<NewerFamilyRow>,
}

/// One family of it.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct NewerFamilyRow {
    /// Family.
    pub family: String,
    /// Its head.
    pub head: String,
    /// SLS.
    pub idsubsls: String,
    /// Building; 0 when not known.
    pub building: u32,
    /// Family number; 0 when not known.
    pub number: u32,
    /// Entries written for it.
    pub entries: u32,
}

/// A newer vault carried out.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ExportNewer {
    /// Officer code.
    pub officer: String,
    /// The password.
    pub password: String,
    /// Where the copy goes, encrypted as it is.
    pub folder: String,
}

/// A photo or scan for an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct Attach {
    /// Document.
    pub document: String,
    /// The file, as typed or pasted: JPEG, PNG or PDF, at most 20 MiB.
    pub path: String,
}

/// One photo or scan of an open document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttachedFile {
    /// Document.
    pub document: String,
    /// The file's id.
    pub file: String,
}

/// The photos and scans of a document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FilesView {
    /// Those there are.
    pub files: Vec<FileRow>,
    /// Longest edge photos are shrunk to on this laptop, pixels.
    #[serde(default)]
    pub edge: u32,
}

/// One photo or scan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileRow {
    /// Its id.
    pub file: String,
    /// What it is (`image/jpeg`).
    pub media: String,
    /// Its size.
    pub bytes: u64,
    /// All of its pieces are at the endpoint, by receipt.
    pub receipted: bool,
    /// All of its pieces lie here.
    pub here: bool,
}

/// A photo or scan to be shown.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileBytes {
    /// What it is.
    pub media: String,
    /// The whole file, base64.
    pub base64: String,
}

/// Photos and scans on the road.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FilesWaiting {
    /// Sealed pieces without a receipt.
    pub chunks: u32,
    /// Their bytes.
    pub bytes: u64,
}
