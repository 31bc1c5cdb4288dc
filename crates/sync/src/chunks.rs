//! The sealed chunks of photos and scans, one at a time: own ones are sent, resumed by asking what is
//! missing; those of others, on a spare laptop all of them, are fetched.

use std::collections::BTreeSet;

use cacah_store::{ChunkRecord, ChunkSettlement, Store};
use cacah_wire::error::Code;
use cacah_wire::receipt::ChunkReceipt;
use cacah_wire::seal::{Hash, PublicKey, Signed};

use crate::drive::Access;
use crate::error::SyncError;
use crate::transport::{Transport, TransportError};

/// Chunks asked about at once.
const ASKED: usize = 500;
/// Chunks sent in one sending at most; the rest goes with the next, after the answers that came
/// meanwhile.
const SENT: usize = 2_000;

/// Chunks asked for in one sending at most.
const FETCHED: usize = 200;
/// Setting: the chunk that was asked for last.
const FETCHED_LAST: &str = "fetched_last";

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

/// Fetches chunks that entries from below name and that do not lie here; how many came.
pub(crate) fn fetch(access: &impl Access, transport: &impl Transport) -> Result<u32, SyncError> {
    let (mut wanted, last) =
        access.with(|store| Ok((store.chunks_to_fetch()?, store.setting(FETCHED_LAST)?)))?;
    // What nobody has must not hold up what comes after it.
    let from = wanted.iter().position(|chunk| Some(&chunk.name) == last.as_ref());
    wanted.rotate_left(from.map_or(0, |at| at + 1));
    wanted.truncate(FETCHED);
    let Some(last) = wanted.last().map(|chunk| chunk.name.clone()) else { return Ok(0) };
    let mut fetched = 0;
    for chunk in wanted {
        let bytes = match transport.chunk(&chunk.name) {
            Ok(bytes) => bytes,
            // Its laptop has not sent it yet, or the area is another officer's by now.
            Err(TransportError::Refused(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        if Hash::of(&bytes).0 == chunk.hash {
            access.with(|store| Ok(store.put_chunk(&chunk.name, &bytes)?))?;
            fetched += 1;
        }
    }
    access.with(|store| Ok(store.set_setting(FETCHED_LAST, &last)?))?;
    Ok(fetched)
}

/// False when the chunk no longer lies beside the vault, whole, or is not taken.
fn send_one(
    access: &impl Access,
    transport: &impl Transport,
    chunk: &ChunkRecord,
) -> Result<bool, SyncError> {
    let bytes = access.with(|store| Ok(store.chunk_bytes(&chunk.name)?))?;
    let Some(bytes) = bytes.filter(|bytes| Hash::of(bytes).0 == chunk.hash) else {
        return Ok(false);
    };
    let signed = match transport.put_chunk(&chunk.name, &bytes) {
        // The fault lies in this one, or in what has its name there: the others go all the same.
        Err(TransportError::Refused(Code::BadChunk | Code::BadRequest)) => {
            return Ok(false);
        }
        answer => answer?,
    };
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
