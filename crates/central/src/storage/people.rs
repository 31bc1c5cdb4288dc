//! Rows of rounds, officers and laptops.

use std::collections::BTreeMap;

use cacah_family::area::District;
use cacah_family::entry::FormVersion;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId, RoundId};
use cacah_family::round::Round;
use cacah_wire::down::{Area, Officer, PrelistFamily};
use cacah_wire::seal::{Hash, PublicKey};

/// A round to install.
#[derive(Debug, Clone)]
pub struct RoundPlan {
    /// The round.
    pub round: Round,
    /// Version of its form.
    pub form: FormVersion,
    /// The form's files: name, text.
    pub files: BTreeMap<String, String>,
    /// Its areas.
    pub areas: Vec<Area>,
    /// Officers and the prefixes of idsubsls each serves.
    pub officers: Vec<(Officer, Vec<String>)>,
    /// The prelist.
    pub families: Vec<PrelistFamily>,
}

/// A version of a round's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// Counts from 1 within the round.
    pub number: u32,
    /// Its hashes.
    pub version: FormVersion,
    /// When it was handed out last, counted within the round: the highest is in force.
    pub published: u32,
}

/// An area an officer serves or served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// In which round.
    pub round: RoundId,
    /// Prefix of idsubsls.
    pub area: String,
    /// Served no more since, by the endpoint's clock.
    pub ended: Option<Millis>,
}

/// A one-time code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// BLAKE3 of the code.
    pub code: Hash,
    /// Whom it is for.
    pub officer: OfficerId,
    /// Good until then, by the endpoint's clock.
    pub until: Millis,
    /// The device it was spent on.
    pub device: Option<DeviceId>,
}

/// An enrolment: one laptop with one officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Where its batches and receipts are kept; never changes.
    pub wil: District,
    /// Its officer.
    pub officer: OfficerId,
    /// BLAKE3 of its bearer token.
    pub token: Hash,
    /// Signs batches.
    pub device_key: PublicKey,
    /// Signs segments.
    pub officer_key: PublicKey,
    /// When it was enrolled.
    pub enrolled: Millis,
    /// Since when what it sends is held, by the endpoint's clock.
    pub revoked: Option<Millis>,
}
