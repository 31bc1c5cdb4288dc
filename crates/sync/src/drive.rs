//! Sending: takes steps from [`plan`] until nothing waits or the link fails.

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_store::{ClaimedBatch, ENDPOINT_TIME, Enrolment, Secret, Settlement, Store};
use cacah_wire::SigningKey;
use cacah_wire::batch::{MAX_FAMILIES, SealedBatch};
use cacah_wire::down::{EnrolRequest, Ticket};
use cacah_wire::receipt::{Incarnation, IncarnationReason};
use cacah_wire::seal::{PublicKey, Signed};

use crate::build::{build, stored};
use crate::error::SyncError;
use crate::plan::{Limits, Step, plan};
use crate::receipt::prove;
use crate::transport::{Transport, TransportError};

/// Families in one batch, until issue 3 makes it grow and shrink with the link.
const FAMILIES: usize = 25;

/// Lends the store for a moment; held between requests only.
pub trait Access {
    /// Runs `work` on the open store.
    ///
    /// # Errors
    /// [`SyncError::Locked`] when it is not open any more, else what `work` says.
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError>;
}

/// What a sending did.
#[derive(Debug, Default)]
pub struct Report {
    /// Batches receipted.
    pub batches: u32,
    /// Segments stored, or already there.
    pub stored: u32,
    /// Segments held or unreadable.
    pub held: u32,
    /// Why it stopped before everything was sent.
    pub stopped: Option<SyncError>,
}

/// Sends all that waits. Stops at the first failure of the link; nothing is given up.
pub fn send(access: &impl Access, transport: &impl Transport, host: &dyn Host) -> Report {
    let mut report = Report::default();
    if let Err(error) = run(access, transport, host, &mut report) {
        report.stopped = Some(error);
    }
    report
}

fn run(
    access: &impl Access,
    transport: &impl Transport,
    host: &dyn Host,
    report: &mut Report,
) -> Result<(), SyncError> {
    let hello = transport.hello()?;
    access.with(|store| note_time(store, host, hello.now))?;
    let limits = Limits { families: FAMILIES.min(hello.max_families as usize).min(MAX_FAMILIES) };
    let mut asked = false;
    loop {
        let (step, unconfirmed) = access.with(|store| next_step(store, limits, asked))?;
        match step {
            Step::Rest => return Ok(()),
            Step::AskReceipts { after } => {
                asked = true;
                for signed in transport.receipts(after)?.receipts {
                    access.with(|store| settle(store, &prove(store, &signed)?, report))?;
                }
            }
            Step::Resend(_) => {
                let Some(claimed) = unconfirmed else { return Ok(()) };
                put(access, transport, &stored(&claimed), report)?;
            }
            Step::Build { families } => {
                let batch = access.with(|store| claim(store, host, families))?;
                put(access, transport, &batch, report)?;
            }
        }
    }
}

fn next_step(
    store: &mut Store,
    limits: Limits,
    asked: bool,
) -> Result<(Step, Option<ClaimedBatch>), SyncError> {
    let gap = if asked { None } else { store.receipt_gaps()?.first().map(|number| number - 1) };
    let unconfirmed = store.unconfirmed()?.into_iter().next();
    let ids: Vec<_> = unconfirmed.iter().map(|batch| batch.id).collect();
    let pending = if ids.is_empty() { store.pending(limits.families)?.len() } else { 0 };
    Ok((plan(gap, &ids, pending, limits), unconfirmed))
}

/// The claim is durable before the first byte leaves, so that a crash sends the same batch again.
fn claim(store: &mut Store, host: &dyn Host, families: usize) -> Result<SealedBatch, SyncError> {
    let pending = store.pending(families)?;
    let (batch, claimed) = build(store, host, &pending)?;
    store.claim(&claimed)?;
    Ok(batch)
}

fn put(
    access: &impl Access,
    transport: &impl Transport,
    batch: &SealedBatch,
    report: &mut Report,
) -> Result<(), SyncError> {
    let signed = transport.put_batch(batch)?;
    access.with(|store| {
        let settlement = prove(store, &signed)?;
        // One that leaves a segment out would have the batch sent again and again.
        if settlement.batch != batch.id || !speaks_of_all(store, &settlement)? {
            return Err(SyncError::Receipt);
        }
        settle(store, &settlement, report)
    })?;
    report.batches += 1;
    Ok(())
}

fn speaks_of_all(store: &Store, receipt: &Settlement) -> Result<bool, SyncError> {
    let claimed = store.unconfirmed()?.into_iter().find(|claimed| claimed.id == receipt.batch);
    let named = |hash| receipt.verdicts.iter().any(|(_, segment, _)| *segment == hash);
    Ok(claimed.is_none_or(|claimed| claimed.segments.iter().all(|segment| named(segment.hash))))
}

fn settle(
    store: &mut Store,
    settlement: &Settlement,
    report: &mut Report,
) -> Result<(), SyncError> {
    use cacah_store::Outcome::{Already, Held, Stored, Unreadable};
    for (_, _, outcome) in &settlement.verdicts {
        match outcome {
            Stored | Already => report.stored += 1,
            Held(_) | Unreadable(_) => report.held += 1,
        }
    }
    Ok(store.settle(settlement)?)
}

/// How far this clock is from the endpoint's, for the top line; orders nothing.
fn note_time(store: &mut Store, host: &dyn Host, endpoint: i64) -> Result<(), SyncError> {
    store.set_setting("clock_offset_ms", &host.now().saturating_sub(endpoint).to_string())?;
    Ok(store.set_setting(ENDPOINT_TIME, &endpoint.to_string())?)
}

/// Makes a laptop known: draws its keys, trades the ticket for an enrolment.
///
/// # Errors
/// When the endpoint cannot be reached or the ticket is spent.
pub fn enrol(
    ticket: &Ticket,
    transport: &impl Transport,
    host: &dyn Host,
) -> Result<Enrolment, SyncError> {
    let (device_key, officer_key) = (signing_key(host), signing_key(host));
    let request = EnrolRequest {
        code: ticket.code.clone(),
        device_key: PublicKey::of(&device_key),
        officer_key: PublicKey::of(&officer_key),
    };
    let reply = match transport.enrol(&request) {
        // The answer may have been lost on the way back: the same request gives the same answer.
        Err(TransportError::Down) => transport.enrol(&request)?,
        other => other?,
    };
    let incarnation = Incarnation {
        v: 1,
        actor: Actor { device: reply.device, incarnation: 1 },
        device_key: PublicKey::of(&device_key),
        at: host.now(),
        reason: IncarnationReason::Enrolled,
    };
    let incarnation = Signed::seal(&incarnation, &device_key)?;
    Ok(Enrolment {
        officer: reply.officer.id,
        officer_code: reply.officer.code,
        officer_name: reply.officer.name,
        device: reply.device,
        incarnation: serde_json::to_vec(&incarnation).map_err(|_| SyncError::Receipt)?,
        device_key: Secret::new(device_key.to_bytes()),
        officer_key: Some(Secret::new(officer_key.to_bytes())),
        endpoint_url: ticket.url.clone(),
        certificate: ticket.certificate.clone(),
        token: reply.token.into(),
        endpoint_key: reply.endpoint_key.0,
        recovery: reply.recovery,
    })
}

fn signing_key(host: &dyn Host) -> SigningKey {
    let mut seed = [0; 32];
    host.fill(&mut seed);
    SigningKey::from_bytes(&seed)
}
