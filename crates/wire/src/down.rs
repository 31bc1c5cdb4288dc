//! What comes down to a laptop: enrolment, the hello of the endpoint, pages, tallies.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::round::Round;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::orders::{Authority, Policy};
use crate::people::{OfficerRole, RevokeOrder};
use crate::seal::{Hash, PublicKey, Signed};
use crate::segment::SealedSegment;

const TICKET_PREFIX: &str = "cacah1.";

/// A one-time enrolment ticket: typed, scanned or read from a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Where the endpoint is, `https://host:port`.
    pub url: String,
    /// The one-time code.
    pub code: String,
    /// The endpoint's certificate, PEM, or both while they change: no other is trusted.
    pub certificate: String,
}

/// Never prints the code.
impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ticket({})", self.url)
    }
}

/// The text is no ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an enrolment ticket")]
pub struct BadTicket;

impl Ticket {
    /// As text, without blanks.
    #[must_use]
    pub fn to_text(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        format!("{TICKET_PREFIX}{}", URL_SAFE_NO_PAD.encode(json))
    }

    /// From text; blanks and line ends inside are forgiven.
    ///
    /// # Errors
    /// [`BadTicket`] for anything else.
    pub fn from_text(text: &str) -> Result<Self, BadTicket> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let body = text.strip_prefix(TICKET_PREFIX).ok_or(BadTicket)?;
        let json = URL_SAFE_NO_PAD.decode(body).map_err(|_| BadTicket)?;
        serde_json::from_slice(&json).map_err(|_| BadTicket)
    }
}

/// `POST /v1/enrol`: a laptop asks to be known. Repeating it with the same keys gives the same
/// answer while the code lives, so that a lost answer locks nobody out.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct EnrolRequest {
    /// The one-time code.
    pub code: String,
    /// The new device key.
    pub device_key: PublicKey,
    /// The new officer key.
    pub officer_key: PublicKey,
    /// X25519 public half of what the laptop agrees on a secret with, so that the office knows the
    /// laptop by a short challenge (ADR 0022).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_point: Option<Hash>,
}

/// Never prints the code.
impl std::fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnrolRequest({}, {})", self.device_key, self.officer_key)
    }
}

/// What the endpoint answers.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct EnrolReply {
    /// The new device.
    pub device: DeviceId,
    /// Whom the ticket was for.
    pub officer: Officer,
    /// Opaque bearer token, 256 bits, hex; stored hashed at the endpoint.
    pub token: String,
    /// Key that signs receipts.
    pub endpoint_key: PublicKey,
    /// age X25519 recipient of the office's recovery key: the recovery slot exists before the first answer.
    pub recovery: String,
    /// age X25519 recipient of the endpoint: files on a stick are sealed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stick: Option<String>,
}

/// Never prints the token.
impl std::fmt::Debug for EnrolReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnrolReply({}, {})", self.device, self.officer.code)
    }
}

/// An officer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Officer {
    /// Id.
    pub id: OfficerId,
    /// Code shown everywhere ("PPL 0123").
    pub code: String,
    /// Name; shown only inside an unlocked vault.
    pub name: String,
    /// What the officer is for the office; PPL where it is not said.
    #[serde(default, skip_serializing_if = "OfficerRole::is_default")]
    pub role: OfficerRole,
}

/// Never prints the name.
impl std::fmt::Debug for Officer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Officer({})", self.code)
    }
}

/// An SLS as an officer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Area {
    /// Its id.
    pub idsubsls: Idsubsls,
    /// Its name.
    pub name: String,
    /// Kelurahan.
    pub village: String,
    /// Kecamatan.
    pub district: String,
}

/// A family of the prelist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrelistFamily {
    /// Its id, given once at import.
    pub family: FamilyId,
    /// What is known of it.
    pub birth: Birth,
}

/// `GET /v1/hello`: the endpoint's truth of the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hello {
    /// Protocol version: 1.
    pub v: u32,
    /// The endpoint's clock.
    pub now: Millis,
    /// Life of its data.
    pub epoch: Uuid,
    /// Bytes a batch may have.
    pub max_bytes: u32,
    /// Families a batch may have.
    pub max_families: u32,
    /// True of a hub: it carries batches on, and its word settles nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hub: bool,
    /// age X25519 recipient of the endpoint: files on a stick are sealed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stick: Option<String>,
}

/// `GET /v1/receipts?incarnation=I&after=N`: receipts of an actor above a number.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptList {
    /// Signed receipts, rising, at most 100.
    pub receipts: Vec<Signed>,
}

/// `GET /v1/down?after=CURSOR`, signed by the endpoint: what changed for this officer since the
/// cursor, a page at a time. Every page is of use by itself; taking one twice is harmless.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DownPage {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// For whom.
    pub device: DeviceId,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// The endpoint's clock.
    pub at: Millis,
    /// In the order to take them.
    pub items: Vec<DownItem>,
    /// What the endpoint found across families, to be taken after the items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub across: Vec<AcrossFamily>,
    /// The certificates that are trusted from now on, once they ever changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// The officer of this laptop, when what is known of them changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<Officer>,
    /// What the office asks of every laptop, once it asked anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
    /// For the office: when the PCs of those who key paper were heard last, all of them, when that
    /// is news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Vec<HeardDevice>>,
    /// Opaque; where the next page begins.
    pub next: String,
    /// There is more now.
    pub more: bool,
}

/// A PC as the endpoint knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeardDevice {
    /// Its enrolment.
    pub device: DeviceId,
    /// Whose, by code.
    pub officer: String,
    /// When it was heard last, by the endpoint's clock; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
}

/// All that the endpoint finds across families and that concerns one of them, in place of what was
/// told of it before. It names no other family: those of the officer's own areas are told their own
/// part of a finding, and equal `bucket`s say that it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcrossFamily {
    /// The family.
    pub family: FamilyId,
    /// What concerns it.
    pub findings: Vec<AcrossFinding>,
}

/// A family's part of a finding across families.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcrossFinding {
    /// Id of the rule.
    pub rule: String,
    /// Opaque; the same for all families of the finding.
    pub bucket: String,
    /// Since when, by the endpoint's clock.
    pub since: Millis,
    /// A family outside the officer's areas is concerned too. Which one is not said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

/// One thing a laptop is told. It may come again, changed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
// Tagged from outside: a tag inside would be looked for in a copy, and a segment keeps its exact bytes.
#[serde(rename_all = "snake_case")]
pub enum DownItem {
    /// The round.
    Round {
        /// It.
        round: Round,
    },
    /// A version of the round's form; the last one told is the one to work with.
    Form {
        /// The round.
        round: RoundId,
        /// Its hashes as the endpoint knows them; absent from an endpoint before they were told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<FormVersion>,
        /// Its files: name, text.
        files: BTreeMap<String, String>,
    },
    /// An area of the assignment.
    Area {
        /// The round.
        round: RoundId,
        /// It.
        area: Area,
    },
    /// An area is no longer assigned. What was done in it stays, and is sent.
    AreaEnded {
        /// The round.
        round: RoundId,
        /// Its id.
        idsubsls: Idsubsls,
    },
    /// A family of the prelist.
    Family {
        /// It.
        family: PrelistFamily,
    },
    /// Who serves an area: for those who supervise them, and for whoever asks for the supervisor.
    Team {
        /// The round.
        round: RoundId,
        /// The area.
        idsubsls: Idsubsls,
        /// Everybody who serves it now and was not told as serving a whole sub-district or more.
        officers: Vec<Officer>,
    },
    /// Entries of others in a family of this officer: a return, a decision, work on a lost laptop.
    Entries {
        /// What is known of the family, should this laptop not have it.
        birth: Birth,
        /// Whose key signed the segment.
        key: PublicKey,
        /// The segment.
        segment: SealedSegment,
    },
    /// This laptop is revoked: what it sends from now on is held.
    Revoked {
        /// When, by the endpoint's clock.
        at: Millis,
        /// What the laptop is to do when it has sent all it has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<RevokeOrder>,
    },
}

/// `GET /v1/tally`: what the endpoint holds of this device, all its incarnations together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TallyList {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// Highest entry number of each incarnation the endpoint knows of.
    pub highest: BTreeMap<u32, u64>,
    /// One for each SLS that has any.
    pub areas: Vec<Tally>,
    /// Receipts of each incarnation up to this number are in a verified backup: what they name may
    /// be wiped, also by a laptop that sends nothing more and so gets no receipt that says so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub safe: BTreeMap<u32, u64>,
}

/// Segments of an SLS at rest, held ones too: equal on both sides when nothing is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// As the segments say.
    pub idsubsls: Idsubsls,
    /// How many.
    pub segments: u64,
    /// Entries in them.
    pub entries: u64,
    /// XOR of their hashes: independent of order, changed by any one that is missing.
    pub hash: Hash,
}

/// `GET /v1/tally/{idsubsls}`: which segments those are, to find what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TallyHashes {
    /// Hashes of the segments, at most 100,000.
    pub hashes: Vec<Hash>,
}
