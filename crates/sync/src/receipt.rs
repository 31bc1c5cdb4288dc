//! From a signed receipt to what the store settles.

use cacah_store::{Outcome, Settlement, Store};
use cacah_wire::batch::SealedBatch;
use cacah_wire::receipt::{HubNote, Receipt, Verdict};
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::SyncError;

/// Proves a receipt with the endpoint's key and reads it for this device: a batch of an earlier
/// incarnation may be answered when a later one writes.
///
/// # Errors
/// [`SyncError::Receipt`] when it is forged, of another device, or of a newer layout.
pub(crate) fn prove(store: &Store, signed: &Signed) -> Result<Settlement, SyncError> {
    let key = PublicKey(store.enrolment().endpoint_key);
    let receipt: Receipt = signed.open(&key).map_err(|_| SyncError::Receipt)?;
    if receipt.v != 1 || receipt.actor.device != store.actor().device {
        return Err(SyncError::Receipt);
    }
    let raw = serde_json::to_vec(signed).map_err(|_| SyncError::Receipt)?;
    let verdicts = receipt
        .verdicts
        .iter()
        .map(|verdict| (verdict.family, verdict.segment.0, outcome(verdict.verdict)))
        .collect();
    Ok(Settlement {
        number: receipt.number,
        batch: receipt.batch,
        hash: receipt.hash.0,
        at: receipt.at,
        epoch: receipt.epoch,
        safe_through: receipt.safe_through,
        raw,
        verdicts,
    })
}

/// Proves a hub's note and keeps it beside the batch.
///
/// # Errors
/// [`SyncError::Receipt`] when it does not prove itself or speaks of another batch.
pub(crate) fn note(
    store: &mut Store,
    signed: &Signed,
    batch: &SealedBatch,
) -> Result<(), SyncError> {
    // The link is TLS under the office's own authority; the signature keeps who said it.
    let note: HubNote = signed.open(&signed.key).map_err(|_| SyncError::Receipt)?;
    if note.v != 1 || note.batch != batch.id || note.hash != batch.hash {
        return Err(SyncError::Receipt);
    }
    let raw = serde_json::to_vec(signed).map_err(|_| SyncError::Receipt)?;
    Ok(store.note_hub(batch.id, batch.hash.0, &raw)?)
}

fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Stored => Outcome::Stored,
        Verdict::Already => Outcome::Already,
        Verdict::Held(code) => Outcome::Held(code.as_str().into()),
        Verdict::Unreadable(code) => Outcome::Unreadable(code.as_str().into()),
    }
}
