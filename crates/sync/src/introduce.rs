//! A typed ticket becomes a whole one: the endpoint proves its certificate with the code (ADR 0027).

use std::io::Read as _;
use std::time::Duration;

use cacah_family::host::Host;
use cacah_wire::down::Ticket;
use cacah_wire::introduce::{
    AnyTicket, IntroduceReply, IntroduceRequest, Introduction, ShortTicket,
};
use cacah_wire::seal::Hash;

use crate::error::SyncError;
use crate::http::{client, failed, refused};
use crate::transport::TransportError;

/// Bytes of an answer at most: two certificates.
const MAX_ANSWER: u64 = 64 << 10;
const ANSWER: Duration = Duration::from_secs(30);

/// A ticket as it was typed, scanned or pasted, with the certificate it stands for. A short one asks
/// the endpoint, over a connection that trusts nobody: nothing secret is sent, and of what comes back
/// only what the code proves is believed.
///
/// # Errors
/// [`SyncError::Ticket`] for a text that is no ticket, [`SyncError::Transport`] with
/// [`TransportError::Certificate`] when whoever answers does not know the code.
pub fn introduced(text: &str, host: &dyn Host) -> Result<Ticket, SyncError> {
    match AnyTicket::from_text(text)? {
        AnyTicket::Long(ticket) => Ok(ticket),
        AnyTicket::Short(short) => Ok(introduce(short, host)?),
    }
}

fn introduce(ticket: ShortTicket, host: &dyn Host) -> Result<Ticket, TransportError> {
    let introduction = Introduction::of(Hash::of(ticket.code.as_bytes()));
    let mut nonce = Hash([0; 32]);
    host.fill(&mut nonce.0);
    let reply = ask(&ticket, &IntroduceRequest { id: introduction.id(), nonce })?;
    if !introduction.proves(nonce, &reply) {
        return Err(TransportError::Certificate);
    }
    let (url, code) = (ticket.url(), ticket.code);
    Ok(Ticket { url, code, certificate: reply.certificate })
}

/// The one request that is sent to whoever is there.
fn ask(ticket: &ShortTicket, request: &IntroduceRequest) -> Result<IntroduceReply, TransportError> {
    let anybody = client().tls_danger_accept_invalid_certs(true).timeout(ANSWER).build();
    let anybody = anybody.map_err(|_| TransportError::Certificate)?;
    let body = serde_json::to_vec(request).map_err(|_| TransportError::Down)?;
    let request = anybody.post(format!("{}/v1/introduce", ticket.url()));
    let request = request.header("content-type", "application/json").body(body);
    let response = request.send().map_err(|error| failed(&error))?;
    if !response.status().is_success() {
        return Err(refused(response));
    }
    let mut bytes = Vec::new();
    response.take(MAX_ANSWER).read_to_end(&mut bytes).map_err(|_| TransportError::Down)?;
    serde_json::from_slice(&bytes).map_err(|_| TransportError::Down)
}
