//! A new incarnation: a statement signed by the device, without which nothing is numbered again.

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_store::{Cause, Store};
use cacah_wire::receipt::{Incarnation, IncarnationReason};
use cacah_wire::seal::{PublicKey, Signed};

use crate::error::SyncError;

/// Draws the next incarnation of this device.
///
/// # Errors
/// [`SyncError::Store`]; the vault goes on as it was.
pub fn begin(
    store: &mut Store,
    host: &dyn Host,
    reason: IncarnationReason,
) -> Result<(), SyncError> {
    let device = store.enrolment().device;
    let actor = Actor { device, incarnation: store.next_incarnation() };
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
