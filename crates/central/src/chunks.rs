//! Sealed pieces of photos and scans: kept as they come, byte for byte. The endpoint opens a file
//! only when somebody asks for it; its key is in the journal.

use cacah_wire::receipt::ChunkReceipt;
use cacah_wire::seal::{Hash, Signed};

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{ChunkRow, Device, Storage};

/// Bytes of a sealed piece at most.
pub const MAX_CHUNK: usize = 512 << 10;
/// Names asked for at once.
pub const MAX_NAMES: usize = 10_000;
/// Bytes a device may have here: some ten thousand photos.
const QUOTA: u64 = 4 << 30;

impl<S: Storage> Central<S> {
    /// Keeps a piece and says so, signed. Sending it again is harmless.
    ///
    /// # Errors
    /// [`CentralError::Chunk`] when the bytes are not those that were named, or another piece has
    /// the name; [`CentralError::Quota`] when it is too large or the device has sent too much.
    pub fn put_chunk(&self, token: &str, name: Hash, hash: Hash, bytes: Vec<u8>) -> Result<Signed> {
        let device = self.device(token)?;
        self.take_chunk(&device, name, hash, bytes)?;
        self.chunk_receipt(&device, vec![hash])
    }

    /// The same for a device that is known otherwise than by its token.
    pub(crate) fn take_chunk(
        &self,
        device: &Device,
        name: Hash,
        hash: Hash,
        bytes: Vec<u8>,
    ) -> Result<()> {
        if bytes.len() > MAX_CHUNK {
            return Err(CentralError::Quota);
        }
        if bytes.is_empty() || Hash::of(&bytes) != hash {
            return Err(CentralError::Chunk);
        }
        let (wil, received) = (device.wil.clone(), self.host.now());
        let chunk = ChunkRow { wil, name, device: device.id, hash, received, body: bytes };
        let Some(kept) = self.storage.put_chunk(&chunk, QUOTA)? else {
            return Err(CentralError::Quota);
        };
        if kept == hash { Ok(()) } else { Err(CentralError::Chunk) }
    }

    /// Says that these pieces are here.
    pub(crate) fn chunk_receipt(&self, device: &Device, chunks: Vec<Hash>) -> Result<Signed> {
        let (device, at) = (device.id, self.host.now());
        let receipt = ChunkReceipt { v: 1, device, epoch: self.epoch, at, chunks };
        Ok(Signed::seal(&receipt, &self.keys.signing)?)
    }

    /// Those of the names of which nothing is here yet.
    ///
    /// # Errors
    /// [`CentralError::Request`] for too many names.
    pub fn missing_chunks(&self, token: &str, names: &[Hash]) -> Result<Vec<Hash>> {
        let device = self.device(token)?;
        if names.len() > MAX_NAMES {
            return Err(CentralError::Request("too many names"));
        }
        Ok(self.storage.missing_chunks(&device.wil, names)?)
    }
}
