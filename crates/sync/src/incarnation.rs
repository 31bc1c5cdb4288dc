//! A new incarnation: a statement signed by the device, without which nothing is numbered again.

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_store::{Cause, Store};
use cacah_wire::receipt::{Incarnation, IncarnationReason};
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::SyncError;

/// Numbers of incarnations that may be passed over. Two copies of one vault that know nothing of each
/// other, or one copy restored twice, must not begin the same incarnation.
const GAP: u32 = 1 << 16;

/// Draws the next incarnation of this device. What the endpoint knows beyond this file is told from
/// the beginning: pages that were taken before left it out as this laptop's own.
///
/// # Errors
/// [`SyncError::Store`]; the vault goes on as it was.
pub fn begin(
    store: &mut Store,
    host: &dyn Host,
    reason: IncarnationReason,
) -> Result<(), SyncError> {
    if reason == IncarnationReason::Endpoint {
        store.take(&[], "")?;
    }
    let device = store.enrolment().device;
    let mut random = [0; 4];
    host.fill(&mut random);
    let passed = u32::from_le_bytes(random) % GAP;
    let incarnation = store.next_incarnation().saturating_add(passed);
    let actor = Actor { device, incarnation };
    let statement = state(actor, reason, host, &store.device_signer())?;
    store.begin_incarnation(&statement, actor)?;
    Ok(())
}

/// Draws a new incarnation when the vault owes one; true when it did.
///
/// # Errors
/// As [`begin`].
pub fn pay(store: &mut Store, host: &dyn Host) -> Result<bool, SyncError> {
    let reason = match store.owes() {
        None => return Ok(false),
        Some(Cause::Restored) => IncarnationReason::Restored,
        Some(Cause::Salvaged) => IncarnationReason::Salvaged,
        Some(Cause::Witness(_)) => IncarnationReason::Witness,
    };
    begin(store, host, reason)?;
    Ok(true)
}

/// The signed statement, as it is kept and sent.
pub(crate) fn state(
    actor: Actor,
    reason: IncarnationReason,
    host: &dyn Host,
    device: &cacah_wire::SigningKey,
) -> Result<Vec<u8>, SyncError> {
    let device_key = PublicKey::of(device);
    let body = Incarnation { v: 1, actor, device_key, at: host.now(), reason };
    let signed = Signed::seal(&body, device)?;
    serde_json::to_vec(&signed).map_err(|_| SyncError::Receipt)
}
