//! A ticket short enough to type, and what stands in for the certificate it leaves out (ADR 0027).
//!
//! Whoever knows the code can prove it over any bytes. So the endpoint sends its certificate to a
//! laptop that trusts nobody yet, with a proof made of the code; whoever sits between has no code.

use std::fmt;

use cacah_family::radio::{self, Misread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::down::{BadTicket, Ticket};
use crate::seal::Hash;

/// Bytes of a code: it is guessed from what passes on the way at best, and lives ten minutes.
pub const CODE: usize = 10;
const PREFIX: &str = "cacah2";
const PURPOSE: &str = "ticket";
const HTTPS: &str = "https://";

/// A one-time ticket to type or scan: `cacah2.HOST:PORT.XXXX-XXXX-…`.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortTicket {
    /// Where the endpoint is, `host:port`.
    pub place: String,
    /// The one-time code, as [`spell_code`] spells it.
    pub code: String,
}

/// Never prints the code.
impl fmt::Debug for ShortTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortTicket({})", self.place)
    }
}

/// What an officer typed, scanned or pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyTicket {
    /// With the certificate.
    Long(Ticket),
    /// Without.
    Short(ShortTicket),
}

/// The text is no ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// Neither form.
    #[error(transparent)]
    Bad(#[from] BadTicket),
    /// A short one with a slip in its code.
    #[error(transparent)]
    Misread(#[from] Misread),
}

/// A one-time code in groups, from its random bytes.
#[must_use]
pub fn spell_code(random: &[u8; CODE]) -> String {
    radio::spell(PURPOSE, random)
}

impl AnyTicket {
    /// From text, however it was typed.
    ///
    /// # Errors
    /// [`TicketError::Misread`] with the group of the code to look at again.
    pub fn from_text(text: &str) -> Result<Self, TicketError> {
        if text.trim_start().get(..PREFIX.len()).is_some_and(|p| p.eq_ignore_ascii_case(PREFIX)) {
            Ok(Self::Short(ShortTicket::from_text(text)?))
        } else {
            Ok(Self::Long(Ticket::from_text(text)?))
        }
    }
}

impl ShortTicket {
    /// The short form of a ticket.
    #[must_use]
    pub fn of(ticket: &Ticket) -> Self {
        let place = ticket.url.strip_prefix(HTTPS).unwrap_or(&ticket.url).trim_end_matches('/');
        let port = place.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let place = if port { place.to_owned() } else { format!("{place}:443") };
        Self { place, code: ticket.code.clone() }
    }

    /// As text.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{PREFIX}.{}.{}", self.place, self.code)
    }

    /// Where the endpoint is, as a URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{HTTPS}{}", self.place)
    }

    /// From text: case, blanks and dashes do not matter, nor O for 0, I and L for 1; a blank stands
    /// for a dot between the parts.
    fn from_text(text: &str) -> Result<Self, TicketError> {
        let text = text.trim().to_ascii_lowercase();
        let rest = text.strip_prefix(PREFIX).ok_or(BadTicket)?;
        let rest = rest.strip_prefix(is_between).ok_or(BadTicket)?;
        let rest = rest.trim_start_matches(is_between);
        let (host, rest) = rest.rsplit_once(':').ok_or(BadTicket)?;
        let (port, code) = rest.trim_start().split_once(is_between).ok_or(BadTicket)?;
        let port: u16 = port.parse().map_err(|_| BadTicket)?;
        let host: String = host.chars().filter(|letter| !letter.is_whitespace()).collect();
        let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
        if host.is_empty() || !host.chars().all(plain) {
            return Err(BadTicket.into());
        }
        let code = radio::spell(PURPOSE, &radio::read(PURPOSE, code, CODE)?);
        Ok(Self { place: format!("{host}:{port}"), code })
    }
}

fn is_between(letter: char) -> bool {
    letter == '.' || letter.is_whitespace()
}

/// `POST /v1/introduce`: a laptop with a short ticket asks who the endpoint is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IntroduceRequest {
    /// Names the ticket without telling its code.
    pub id: Hash,
    /// Drawn for this request: an answer of another one proves nothing.
    pub nonce: Hash,
}

/// What the endpoint answers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IntroduceReply {
    /// The certificates it is known by, PEM.
    pub certificate: String,
    /// Proof that whoever sends them knows the code.
    pub proof: Hash,
}

/// What both sides of an introduction derive from the code.
pub struct Introduction {
    key: [u8; 32],
    id: Hash,
}

impl Introduction {
    /// From the hash of the code, which is all an endpoint keeps of it.
    #[must_use]
    pub fn of(code: Hash) -> Self {
        let derive = |context: &str| blake3::derive_key(context, &code.0);
        let key = derive("cacah 2026-11 introduction proof");
        Self { key, id: Hash(derive("cacah 2026-11 introduction id")) }
    }

    /// Names the ticket.
    #[must_use]
    pub fn id(&self) -> Hash {
        self.id
    }

    /// True for this ticket's id; takes as long for any other.
    #[must_use]
    pub fn is(&self, id: Hash) -> bool {
        blake3::Hash::from_bytes(self.id.0) == blake3::Hash::from_bytes(id.0)
    }

    /// The proof over a certificate, for one request.
    #[must_use]
    pub fn proof(&self, nonce: Hash, certificate: &str) -> Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(&nonce.0).update(certificate.as_bytes());
        Hash(hasher.finalize().into())
    }

    /// True when the answer was made by somebody who knows the code, for this request.
    #[must_use]
    pub fn proves(&self, nonce: Hash, reply: &IntroduceReply) -> bool {
        let proof = self.proof(nonce, &reply.certificate);
        blake3::Hash::from_bytes(proof.0) == blake3::Hash::from_bytes(reply.proof.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticket(url: &str) -> Ticket {
        Ticket { url: url.into(), code: spell_code(&[7; CODE]), certificate: String::new() }
    }

    #[test]
    fn a_short_ticket_is_understood_however_it_is_typed() {
        let short = ShortTicket::of(&ticket("https://kantor8271.example:8271"));
        let text = short.to_text();
        let typed = [
            text.clone(),
            text.to_uppercase(),
            text.replace('-', " "),
            text.replacen("cacah2.", "Cacah2 ", 1).replacen(":8271.", ": 8271  ", 1),
            // Only the code is forgiven: in a host an O is a letter.
            format!(" {}.{}\n", "cacah2.kantor8271.example:8271", short.code.replace('0', "o")),
        ];
        for typed in typed {
            let read = AnyTicket::from_text(&typed);
            assert_eq!(read, Ok(AnyTicket::Short(short.clone())), "{typed}");
        }
        assert_eq!(short.url(), "https://kantor8271.example:8271");
        let address = ShortTicket::of(&ticket("https://[::1]:82"));
        assert_eq!(AnyTicket::from_text(&address.to_text()), Ok(AnyTicket::Short(address)));
        assert_eq!(ShortTicket::of(&ticket("https://kantor.example/")).place, "kantor.example:443");
    }

    #[test]
    fn a_slip_in_the_code_is_named_by_its_group() {
        let text = ShortTicket::of(&ticket("https://10.0.0.5:8271")).to_text();
        let (place, code) = text.rsplit_once('.').unwrap();
        let mut groups: Vec<String> = code.split('-').map(str::to_owned).collect();
        let wrong = if groups[2].starts_with('A') { "B" } else { "A" };
        groups[2].replace_range(..1, wrong);
        let slip = AnyTicket::from_text(&format!("{place}.{}", groups.join("-")));
        assert_eq!(slip, Err(TicketError::Misread(Misread::Group(3))));
        let short = AnyTicket::from_text(&format!("{place}.{}", groups[..5].join("-")));
        assert_eq!(short, Err(TicketError::Misread(Misread::Length { expected: 24 })));
        for none in ["cacah2", "cacah2.host", "cacah2.host:1", "cacah2..:1.AAAA", "cacah2.a/b:1.A"]
        {
            assert_eq!(AnyTicket::from_text(none), Err(TicketError::Bad(BadTicket)), "{none}");
        }
    }

    #[test]
    fn the_long_form_is_read_as_before() {
        let long = ticket("https://kantor.example:8271");
        assert_eq!(AnyTicket::from_text(&long.to_text()), Ok(AnyTicket::Long(long)));
    }

    #[test]
    fn trust_a_proof_is_for_one_code_request_and_certificate() {
        let introduction = Introduction::of(Hash([1; 32]));
        let nonce = Hash([2; 32]);
        let proof = introduction.proof(nonce, "PEM");
        let reply = IntroduceReply { certificate: "PEM".into(), proof };
        assert!(introduction.proves(nonce, &reply));
        assert!(!introduction.proves(Hash([3; 32]), &reply), "an answer of another request");
        let other = IntroduceReply { certificate: "MEP".into(), proof };
        assert!(!introduction.proves(nonce, &other), "another certificate");
        let stranger = Introduction::of(Hash([9; 32]));
        assert!(!stranger.proves(nonce, &reply) && !stranger.is(introduction.id()));
        assert!(introduction.is(introduction.id()));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in any::<String>()) {
            let _ = AnyTicket::from_text(&text);
            let _ = AnyTicket::from_text(&format!("cacah2.{text}"));
        }
    }
}
