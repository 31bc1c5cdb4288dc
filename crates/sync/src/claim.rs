//! Claiming what waits, a batch at a time, whichever road it takes.

use cacah_family::host::Host;
use cacah_store::{ClaimedSegment, Limits, Store};
use cacah_wire::batch::{MAX_ENTRIES, MAX_EXPANDED, SealedBatch};
use cacah_wire::error::Code;

use crate::build::build;
use crate::error::SyncError;

/// A batch that was claimed.
pub(crate) struct Claimed {
    /// As it is sent.
    pub batch: SealedBatch,
    /// What it claims: a segment for each family in it.
    pub segments: Vec<ClaimedSegment>,
}

/// Puts at most so many waiting families into a batch. The claim is durable before the first byte
/// leaves, so that a crash sends the same batch again. A family no batch can be made of is stepped
/// over and counted in `refused`; `None` when nothing waits.
pub(crate) fn claim(
    store: &mut Store,
    host: &dyn Host,
    mut families: usize,
    copies: bool,
    refused: &mut u32,
) -> Result<Option<Claimed>, SyncError> {
    loop {
        let pending = store.pending(limits(families), copies)?;
        let Some(first) = pending.first() else { return Ok(None) };
        match build(store, host, &pending) {
            Ok((batch, claim)) => {
                store.claim(&claim)?;
                return Ok(Some(Claimed { batch, segments: claim.segments }));
            }
            Err(SyncError::Segment(_) | SyncError::Batch(_)) if pending.len() > 1 => {
                families = pending.len() / 2;
            }
            Err(error @ (SyncError::Segment(_) | SyncError::Batch(_))) => {
                let code = error.code().unwrap_or(Code::Internal);
                store.refuse(first.family, code.as_str())?;
                *refused += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn limits(families: usize) -> Limits {
    // Half of what an endpoint takes: JSON of a batch is several times what the vault counts.
    Limits { families, entries: MAX_ENTRIES / 2, bytes: MAX_EXPANDED / 4 }
}
