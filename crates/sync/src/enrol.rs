//! Making a laptop known: it draws its keys and trades a ticket for an enrolment.

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_store::{Enrolment, Secret};
use cacah_wire::SigningKey;
use cacah_wire::down::{EnrolReply, EnrolRequest, Ticket};
use cacah_wire::receipt::IncarnationReason;
use cacah_wire::seal::{Hash, PublicKey};
use x25519_dalek::{PublicKey as PublicPoint, StaticSecret};

use crate::error::SyncError;
use crate::incarnation::state;
use crate::transport::{Transport, TransportError};

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
    let mut recovery = Secret::default();
    host.fill(&mut *recovery);
    let request = EnrolRequest {
        code: ticket.code.clone(),
        device_key: PublicKey::of(&device_key),
        officer_key: PublicKey::of(&officer_key),
        recovery_point: Some(point(&recovery)),
    };
    let reply = match transport.enrol(&request) {
        // The answer may have been lost on the way back: the same request gives the same answer.
        Err(TransportError::Down) => transport.enrol(&request)?,
        other => other?,
    };
    let place = (ticket.url.clone(), ticket.certificate.clone());
    let enrolment = enrolment(reply, place, (&device_key, &officer_key), host)?;
    Ok(Enrolment { recovery_seed: Some(recovery), ..enrolment })
}

/// The X25519 public half of the recovery point (RFC 7748).
fn point(private: &Secret) -> Hash {
    Hash(PublicPoint::from(&StaticSecret::from(**private)).to_bytes())
}

/// What the vault is made of: the endpoint's answer, where it is (URL, certificate), and the keys.
pub(crate) fn enrolment(
    reply: EnrolReply,
    (endpoint_url, certificate): (String, String),
    (device_key, officer_key): (&SigningKey, &SigningKey),
    host: &dyn Host,
) -> Result<Enrolment, SyncError> {
    let actor = Actor { device: reply.device, incarnation: 1 };
    let incarnation = state(actor, IncarnationReason::Enrolled, host, device_key)?;
    Ok(Enrolment {
        officer: reply.officer.id,
        officer_code: reply.officer.code,
        officer_name: reply.officer.name,
        device: reply.device,
        incarnation,
        device_key: Secret::new(device_key.to_bytes()),
        officer_key: Some(Secret::new(officer_key.to_bytes())),
        endpoint_url,
        certificate,
        token: reply.token.into(),
        endpoint_key: reply.endpoint_key.0,
        recovery: reply.recovery,
        recovery_seed: None,
    })
}

fn signing_key(host: &dyn Host) -> SigningKey {
    let mut seed = [0; 32];
    host.fill(&mut seed);
    SigningKey::from_bytes(&seed)
}
