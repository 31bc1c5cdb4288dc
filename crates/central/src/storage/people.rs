//! Rows of rounds, officers and laptops.

use std::collections::BTreeMap;

use cacah_family::area::District;
use cacah_family::entry::FormVersion;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId, RoundId};
use cacah_family::round::Round;
use cacah_wire::down::{Area, Officer, PrelistFamily};
use cacah_wire::people::RevokeOrder;
use cacah_wire::seal::{Hash, PublicKey};

use super::Result;

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
    pub officers: Vec<(Officer, Vec<Serving>)>,
    /// The prelist.
    pub families: Vec<PrelistFamily>,
}

/// An area an officer is to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// Prefix of idsubsls.
    pub area: String,
    /// When.
    pub period: Period,
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

/// When an area is served, as the office says it: instants by the endpoint's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// From then on; absent: always before.
    pub since: Option<Millis>,
    /// Until then, which is no more of it; absent: open.
    pub until: Option<Millis>,
}

/// An area an officer serves or served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// In which round; [`EVERY_ROUND`] for people of the office.
    pub round: RoundId,
    /// Prefix of idsubsls.
    pub area: String,
    /// When.
    pub period: Period,
    /// Served no more since, by the endpoint's clock, whatever the period.
    pub ended: Option<Millis>,
}

/// Stands for every round, those to come among them.
pub const EVERY_ROUND: RoundId = RoundId(uuid::Uuid::nil());

impl Assignment {
    /// The moment from which it is served no more, if there is one.
    #[must_use]
    pub fn end(&self) -> Option<Millis> {
        self.ended.into_iter().chain(self.period.until).min()
    }

    /// True when it is served no more at this moment, and never begins again by itself.
    #[must_use]
    pub fn is_over(&self, now: Millis) -> bool {
        self.end().is_some_and(|end| end <= now)
    }

    /// True when it is served at this moment.
    #[must_use]
    pub fn lasts(&self, now: Millis) -> bool {
        self.period.since.is_none_or(|since| since <= now) && !self.is_over(now)
    }
}

/// Somebody the endpoint knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who, with the role.
    pub officer: Officer,
    /// May do nothing any more since, by the endpoint's clock.
    pub ended: Option<Millis>,
}

/// Why and how a laptop is revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// When, by the endpoint's clock.
    pub at: Millis,
    /// What the laptop is told to do.
    pub order: Option<RevokeOrder>,
    /// By whose word.
    pub by: OfficerId,
    /// In that person's words.
    pub reason: String,
}

/// The storage as it knows people and their laptops.
pub trait People {
    /// Everybody, by code.
    fn people(&self) -> Result<Vec<Person>>;
    /// Somebody, by code.
    fn person(&self, code: &str) -> Result<Option<Person>>;
    /// Somebody new, or with another name or role; one who had ended begins again.
    fn put_person(&self, officer: &Officer) -> Result<()>;
    /// Ends what somebody may do; false when it has ended or there is none.
    fn end_person(&self, officer: OfficerId, at: Millis) -> Result<bool>;
    /// All somebody serves or served, in rounds and in [`EVERY_ROUND`].
    fn services_of(&self, officer: OfficerId) -> Result<Vec<Assignment>>;
    /// Gives somebody an area for a period.
    fn serve(
        &self,
        officer: OfficerId,
        round: RoundId,
        serving: &Serving,
        now: Millis,
    ) -> Result<()>;
    /// What the ids of all areas begin with; nothing when there is no area.
    fn extent(&self) -> Result<Option<String>>;
    /// Every laptop, by officer and enrolment.
    fn devices(&self) -> Result<Vec<Device>>;
    /// A laptop was heard.
    fn seen(&self, device: DeviceId, at: Millis) -> Result<()>;
    /// Revokes a laptop, for ever; false when there is none. The first time counts, the last order.
    fn revoke(&self, device: DeviceId, revocation: &Revocation) -> Result<bool>;
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
    /// What it is told to do since it was revoked.
    pub order: Option<RevokeOrder>,
    /// When it was heard last, to the minute, by the endpoint's clock; absent: never.
    pub seen: Option<Millis>,
}
