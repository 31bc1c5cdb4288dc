//! From a signed receipt to what the store settles.

use cacah_store::{Outcome, Settlement, Store};
use cacah_wire::receipt::{Receipt, Verdict};
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::SyncError;

/// Proves a receipt with the endpoint's key and reads it for this actor.
///
/// # Errors
/// [`SyncError::Receipt`] when it is forged, of another actor, or of a newer layout.
pub(crate) fn prove(store: &Store, signed: &Signed) -> Result<Settlement, SyncError> {
    let key = PublicKey(store.enrolment().endpoint_key);
    let receipt: Receipt = signed.open(&key).map_err(|_| SyncError::Receipt)?;
    if receipt.v != 1 || receipt.actor != store.actor() {
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
        at: receipt.at,
        epoch: receipt.epoch,
        safe_through: receipt.safe_through,
        raw,
        verdicts,
    })
}

fn outcome(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Stored => Outcome::Stored,
        Verdict::Already => Outcome::Already,
        Verdict::Held(code) => Outcome::Held(code.as_str().into()),
        Verdict::Unreadable(code) => Outcome::Unreadable(code.as_str().into()),
    }
}
