//! Everything, read through once: to prove it, not to work with it.

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::id::{BatchId, FamilyId};
use cacah_wire::seal::Hash;

use super::Result;

/// A receipt as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Whose.
    pub actor: Actor,
    /// Its number.
    pub number: u64,
    /// The batch it answers.
    pub batch: BatchId,
    /// BLAKE3 of the batch's bytes.
    pub hash: Hash,
    /// The exact bytes.
    pub receipt: Vec<u8>,
}

/// The numbers of a segment's entries lie between these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Who gave them.
    pub actor: Actor,
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// Home of the family.
    pub wil: District,
    /// The family.
    pub family: FamilyId,
    /// The segment.
    pub hash: Hash,
}

/// The storage as one who proves it reads it.
pub trait Audit {
    /// Families that have a row or a segment.
    fn everyone(&self) -> Result<Vec<(District, FamilyId)>>;
    /// Receipts behind one, actor by actor, by rising number.
    fn receipts_behind(&self, after: Option<(Actor, u64)>, limit: u32) -> Result<Vec<ReceiptRow>>;
    /// Spans of all segments, held ones too, actor by actor, by the first number.
    fn spans(&self) -> Result<Vec<Span>>;
}
