//! Sealed pieces of photos and scans.

use cacah_family::area::District;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId};
use cacah_wire::seal::Hash;

use super::Result;

/// A sealed piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRow {
    /// Where it is kept: the `wil` of the device.
    pub wil: District,
    /// Keyed BLAKE3 of the plain piece.
    pub name: Hash,
    /// Who sent it.
    pub device: DeviceId,
    /// BLAKE3 of the sealed bytes.
    pub hash: Hash,
    /// When it came.
    pub received: Millis,
    /// The sealed bytes.
    pub body: Vec<u8>,
}

/// Sealed pieces, in the same file as what names them: one backup holds both.
pub trait Chunks {
    /// Keeps a piece; the hash that is kept under its name, which is another one when the name was
    /// taken. `None`, and nothing kept, when its device would have more than `quota` bytes.
    fn put_chunk(&self, chunk: &ChunkRow, quota: u64) -> Result<Option<Hash>>;
    /// Those of the names under which nothing is kept.
    fn missing_chunks(&self, wil: &District, names: &[Hash]) -> Result<Vec<Hash>>;
    /// Families whose entries name a piece.
    fn filed(&self, name: Hash) -> Result<Vec<(District, FamilyId)>>;
    /// The sealed bytes of this name and hash, whoever sent them.
    fn chunk(&self, name: Hash, hash: Hash) -> Result<Option<Vec<u8>>>;
}
