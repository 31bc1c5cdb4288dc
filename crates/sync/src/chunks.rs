//! Sending the sealed chunks of photos and scans, one at a time, resumed by asking what is missing.

use std::collections::BTreeSet;

use cacah_store::{ChunkRecord, ChunkSettlement, Store};
use cacah_wire::receipt::ChunkReceipt;
use cacah_wire::seal::{Hash, PublicKey, Signed};

use crate::drive::Access;
use crate::error::SyncError;
use crate::transport::Transport;

/// Chunks asked about at once.
const ASKED: usize = 500;
/// Chunks sent in one sending at most; the rest goes with the next, after the answers that came
/// meanwhile.
const SENT: usize = 2_000;

/// Sends chunks without a receipt; how many were receipted.
pub(crate) fn send(access: &impl Access, transport: &impl Transport) -> Result<u32, SyncError> {
    let mut receipted = 0;
    let mut lost = BTreeSet::new();
    for _ in 0..SENT / ASKED {
        let waiting = access.with(|store| Ok(store.chunks_to_send(ASKED)?))?;
        let waiting: Vec<_> = waiting.into_iter().filter(|c| !lost.contains(&c.name)).collect();
        if waiting.is_empty() {
            break;
        }
        // What the endpoint has of an earlier try gets its receipt all the same: it is sent last.
        let names: Vec<String> = waiting.iter().map(|chunk| chunk.name.clone()).collect();
        let missing: BTreeSet<String> = transport.missing_chunks(&names)?.into_iter().collect();
        let (first, last): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|chunk| missing.contains(&chunk.name));
        for chunk in first.into_iter().chain(last) {
            if send_one(access, transport, &chunk)? {
                receipted += 1;
            } else {
                lost.insert(chunk.name);
            }
        }
    }
    Ok(receipted)
}

/// False when the chunk no longer lies beside the vault, whole.
fn send_one(
    access: &impl Access,
    transport: &impl Transport,
    chunk: &ChunkRecord,
) -> Result<bool, SyncError> {
    let bytes = access.with(|store| Ok(store.chunk_bytes(&chunk.name)?))?;
    let Some(bytes) = bytes.filter(|bytes| Hash::of(bytes).0 == chunk.hash) else {
        return Ok(false);
    };
    let signed = transport.put_chunk(&chunk.name, &bytes)?;
    access.with(|store| settle(store, &signed))?;
    Ok(true)
}

/// Proves a receipt for chunks and settles what it names.
///
/// # Errors
/// [`SyncError::Receipt`] when it is forged, of another laptop, or of a newer layout.
pub(crate) fn settle(store: &mut Store, signed: &Signed) -> Result<(), SyncError> {
    let key = PublicKey(store.enrolment().endpoint_key);
    let receipt: ChunkReceipt = signed.open(&key).map_err(|_| SyncError::Receipt)?;
    if receipt.v != 1 || receipt.device != store.enrolment().device {
        return Err(SyncError::Receipt);
    }
    let raw = serde_json::to_vec(signed).map_err(|_| SyncError::Receipt)?;
    let chunks = receipt.chunks.iter().map(|hash| hash.0).collect();
    let settlement = ChunkSettlement { epoch: receipt.epoch, at: receipt.at, raw, chunks };
    Ok(store.settle_chunks(&settlement)?)
}
