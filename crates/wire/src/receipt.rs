//! Receipts: what the endpoint proves it holds; and incarnations: what a device proves of itself.

use cacah_family::entry::Actor;
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, FamilyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Code;
use crate::seal::{Hash, PublicKey};

/// Body of a signed receipt. Written in the same transaction as what it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Numbered per actor from 1 without gaps; a gap at the laptop is asked for again.
    pub number: u64,
    /// Whose numbers these are.
    pub actor: Actor,
    /// Life of the endpoint's data; a new one after a restore makes laptops offer again.
    pub epoch: Uuid,
    /// Receipts of this actor up to this number are in a verified backup: only they permit wiping.
    pub safe_through: u64,
    /// The batch it answers.
    pub batch: BatchId,
    /// BLAKE3 of the batch's bytes.
    pub hash: Hash,
    /// The endpoint's clock.
    pub at: Millis,
    /// One verdict for each segment, in the batch's order.
    pub verdicts: Vec<SegmentVerdict>,
}

/// What became of one segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentVerdict {
    /// Its family.
    pub family: FamilyId,
    /// BLAKE3 of its body.
    pub segment: Hash,
    /// The verdict.
    pub verdict: Verdict,
}

/// What became of one family's segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Durable, and part of the state.
    Stored,
    /// Was there before, byte for byte.
    Already,
    /// Durable, kept aside for a supervisor.
    Held(Code),
    /// Not taken: it cannot be read or verified. The laptop keeps it.
    Unreadable(Code),
}

/// Body of a signed statement that a device begins a new incarnation. Signed by the device key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Incarnation {
    /// Version of this layout: 1.
    pub v: u32,
    /// The new actor.
    pub actor: Actor,
    /// The device's key.
    pub device_key: PublicKey,
    /// When, by the laptop's wall clock.
    pub at: Millis,
    /// Why.
    pub reason: IncarnationReason,
}

/// Why a new incarnation began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncarnationReason {
    /// The laptop was enrolled.
    Enrolled,
    /// An older copy of the vault was restored.
    Restored,
    /// A damaged vault was salvaged.
    Salvaged,
    /// A witness outside the file knows a higher number.
    Witness,
    /// The endpoint knows a higher number.
    Endpoint,
}

/// Body of a signed receipt for sealed chunks of files: durable at the endpoint, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChunkReceipt {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Who sent them.
    pub device: DeviceId,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// The endpoint's clock.
    pub at: Millis,
    /// BLAKE3 of the sealed bytes of each chunk.
    pub chunks: Vec<Hash>,
}

/// Body of a hub's signed note: it keeps a batch and will carry it on. Never permits wiping, settles
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HubNote {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// The batch it keeps.
    pub batch: BatchId,
    /// BLAKE3 of its bytes.
    pub hash: Hash,
    /// The hub's clock.
    pub at: Millis,
}
