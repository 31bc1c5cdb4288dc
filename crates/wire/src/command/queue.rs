//! What waits, sending, receipts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Failure, FilesWaiting, Road};

hidden! {
    QueueRow
}

/// Arguments of `queue`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueArgs {}

/// Arguments of `send`: none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct SendArgs {}

/// What waits, and what came of what was sent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueView {
    /// Families with anything on the road, unsettled first.
    pub rows: Vec<QueueRow>,
    /// Families waiting or claimed.
    pub waiting: u32,
    /// Families settled.
    pub settled: u32,
    /// Families held or unreadable.
    pub held: u32,
    /// Photos and scans that wait.
    #[serde(default)]
    #[ts(as = "Option<FilesWaiting>", optional)]
    pub files: FilesWaiting,
}

/// One family of the queue.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueRow {
    /// Family.
    pub family: String,
    /// Head of family.
    pub head: String,
    /// SLS.
    pub idsubsls: String,
    /// Family number.
    pub number: u16,
    /// Entries no receipt names yet.
    pub entries: u32,
    /// Where it stands.
    pub road: Road,
}

/// What a sending did.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct SendReport {
    /// Batches receipted.
    pub batches: u32,
    /// Families stored (or found already there).
    pub stored: u32,
    /// Families held or unreadable.
    pub held: u32,
    /// Families still waiting.
    pub waiting: u32,
    /// Why it stopped early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stopped: Option<Failure>,
}

/// Question to the list of receipts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Receipts {
    /// Rows wanted, at most 1,000.
    pub limit: u32,
}

/// Receipts, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptPage {
    /// Rows.
    pub rows: Vec<ReceiptRow>,
    /// Receipts in all.
    pub total: u32,
}

/// One receipt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptRow {
    /// Its number.
    pub number: u64,
    /// RFC 3339, the endpoint's clock.
    pub at: String,
    /// Batch it answers.
    pub batch: String,
    /// Families it names.
    pub families: u32,
    /// Signature proven against the endpoint's key.
    pub proven: bool,
}
