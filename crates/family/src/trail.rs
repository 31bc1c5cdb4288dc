//! The audit trail: who did what to what, and when, each record chained to the one before by its
//! hash (the scheme of RFC 6962's predecessor, a linear hash chain). Ids and counts only: no type
//! here can hold an answer, a name or an identity number.
//!
//! A record is kept as the exact line it was written as; the hash of a line stands in the next one.

use serde::{Deserialize, Serialize};

use crate::entry::FormVersion;
use crate::host::Millis;
use crate::id::{BatchId, DeviceId, DocumentId, FamilyId, OfficerId};
use crate::path::Path;

/// What the first record has before it.
pub const START: [u8; 32] = [0; 32];

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Act {
    /// A vault was opened with a password; `count` wrong guesses came before.
    Unlocked,
    /// A vault was closed.
    Locked,
    /// The curtain fell.
    Covered,
    /// The curtain was lifted; `count` wrong PINs came before.
    Lifted,
    /// A vault was opened with a code of the office; `count` is that of the challenge.
    Recovered,
    /// A password or PIN was changed.
    PasswordChanged,
    /// An officer was let into a shared vault, or made known at the endpoint.
    OfficerAdded,
    /// An officer was taken out of a shared vault, or let go at the endpoint.
    OfficerRemoved,
    /// Answers were shown: a document opened, a page of the office's browser read.
    Saw,
    /// Answers were changed; `count` entries, whose hashes hash to the digest among the subjects.
    Changed,
    /// A masked number was shown in full.
    Unmasked,
    /// Something was printed.
    Printed,
    /// Something was written to a file that leaves: a stick, a safety copy, an export.
    Exported,
    /// The notice to the respondent was given.
    Noticed,
    /// Documents were wiped after their time.
    Wiped,
    /// The laptop asks for the office from now on.
    AsksOffice,
    /// A batch went, or came.
    Sent,
    /// A ticket was made.
    Ticket,
    /// A laptop was enrolled.
    Enrolled,
    /// A laptop was revoked.
    Revoked,
    /// The office answered a challenge; `count` is that of the challenge.
    RecoveryAnswered,
    /// The recovery key was split among keepers; `count` of them.
    KeySplit,
    /// A laptop was told families.
    Told,
    /// A document was given back, decided on, accepted, or a held segment let in.
    Supervised,
    /// Lists of the office were imported, a round installed.
    Imported,
    /// A version of the form was handed out.
    Published,
    /// A backup was made, or data were restored from one.
    BackedUp,
    /// A person logged in at the browser; `count` wrong tries came before.
    LoggedIn,
    /// A login failed.
    LoginFailed,
    /// A person logged out.
    LoggedOut,
    /// An account was made, changed or ended.
    Account,
    /// What laptops are asked for was changed.
    Policy,
    /// A right was missing: it was tried and refused.
    Refused,
}

/// To what it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Subject {
    /// A family.
    Family(FamilyId),
    /// A document.
    Document(DocumentId),
    /// A question of a document, never its answer.
    Question(Path),
    /// A laptop.
    Device(DeviceId),
    /// An officer.
    Officer(OfficerId),
    /// A batch.
    Batch(BatchId),
    /// Entries of the laptop of the record, of an incarnation of it.
    Entries {
        /// The incarnation.
        incarnation: u32,
        /// Number of the first.
        first: u64,
        /// Number of the last; others' may lie between.
        last: u64,
    },
    /// An area, as a prefix of `idsubsls`.
    Area(#[serde(deserialize_with = "plain::area")] String),
    /// A version of the form.
    Form(FormVersion),
    /// A hash, hex: of a file that was written, or of the hashes of entries.
    Digest(#[serde(deserialize_with = "plain::digest")] String),
    /// A thing of a closed list by its name: what was printed, why it was locked.
    Kind(#[serde(deserialize_with = "plain::word")] String),
}

/// What a text among the subjects may be: a line with anything else is no record, so that no answer,
/// name or number can stand in a trail that is proven.
mod plain {
    use serde::de::Error;
    use serde::{Deserialize as _, Deserializer};

    fn text<'d, D: Deserializer<'d>>(
        from: D,
        (what, longest): (&'static str, usize),
        is_plain: impl Fn(u8) -> bool,
    ) -> Result<String, D::Error> {
        let text = String::deserialize(from)?;
        let plain = text.len() <= longest && text.bytes().all(is_plain);
        if plain { Ok(text) } else { Err(D::Error::custom(what)) }
    }

    pub(super) fn area<'d, D: Deserializer<'d>>(from: D) -> Result<String, D::Error> {
        text(from, ("no prefix of idsubsls", 16), |byte| byte.is_ascii_digit())
    }

    pub(super) fn digest<'d, D: Deserializer<'d>>(from: D) -> Result<String, D::Error> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        text(from, ("no hash", 64), hex)
    }

    pub(super) fn word<'d, D: Deserializer<'d>>(from: D) -> Result<String, D::Error> {
        text(from, ("no word of the code", 32), |byte| byte.is_ascii_lowercase() || byte == b'_')
    }
}

/// What was done to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deed {
    /// What.
    pub act: Act,
    /// To what, in the order of the act's own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Subject>,
    /// How many, where that says something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl Deed {
    /// An act on nothing in particular.
    #[must_use]
    pub fn new(act: Act) -> Self {
        Self { act, on: Vec::new(), count: None }
    }

    /// On one thing more.
    #[must_use]
    pub fn on(mut self, subject: Subject) -> Self {
        self.on.push(subject);
        self
    }

    /// On a thing of a closed list: `what` is a name in the code, never a word of a person.
    #[must_use]
    pub fn kind(self, what: &'static str) -> Self {
        self.on(Subject::Kind(what.to_owned()))
    }

    /// So many.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Counts from 1 without gaps.
    pub seq: u64,
    /// By the clock of the machine that wrote it, milliseconds UTC. Orders nothing.
    pub at: Millis,
    /// Who; absent when nobody was known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OfficerId>,
    /// On or from which laptop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// What was done.
    #[serde(flatten)]
    pub deed: Deed,
    /// Hash of the line before, hex; of the first, zeros.
    pub prev: String,
}

impl Record {
    /// The exact line to keep, without its line end, and its hash.
    #[must_use]
    pub fn line(&self) -> (String, [u8; 32]) {
        // A record of ids and numbers is always JSON.
        let line = serde_json::to_string(self).unwrap_or_default();
        let hash = hash(&line);
        (line, hash)
    }
}

/// The hash of a line, as the next line names it.
#[must_use]
pub fn hash(line: &str) -> [u8; 32] {
    blake3::hash(line.as_bytes()).into()
}

/// As it stands in [`Record::prev`].
#[must_use]
pub fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

/// Where a chain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the last record, 0 before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first record.
    pub const START: Self = Self { seq: 0, hash: START };

    /// The record that comes next here.
    #[must_use]
    pub fn next(
        &self,
        at: Millis,
        (by, device): (Option<OfficerId>, Option<DeviceId>),
        deed: Deed,
    ) -> Record {
        Record { v: 1, seq: self.seq + 1, at, by, device, deed, prev: hex(&self.hash) }
    }

    /// Takes the next line of the chain.
    ///
    /// # Errors
    /// [`Broken`] when it does not follow on this head.
    pub fn follow(&mut self, line: &str) -> Result<Record, Broken> {
        let place = self.seq + 1;
        let record: Record = serde_json::from_str(line).map_err(|_| Broken { seq: place })?;
        if record.seq != place || record.prev != hex(&self.hash) {
            return Err(Broken { seq: place });
        }
        *self = Self { seq: place, hash: hash(line) };
        Ok(record)
    }
}

/// The chain does not hold from this record on: one is missing, was changed, or stands elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the trail does not hold at record {seq}")]
pub struct Broken {
    /// Its number.
    pub seq: u64,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn lines(count: u64) -> Vec<String> {
        let mut head = Head::START;
        (0..count)
            .map(|n| {
                let deed = Deed::new(Act::Printed).kind("receipt").count(n);
                let (line, _) =
                    head.next(1_000, (Some(OfficerId(Uuid::from_u128(1))), None), deed).line();
                head.follow(&line).unwrap();
                line
            })
            .collect()
    }

    fn broken_at(lines: &[String]) -> Option<u64> {
        let mut head = Head::START;
        lines.iter().find_map(|line| head.follow(line).err()).map(|broken| broken.seq)
    }

    #[test]
    fn a_chain_holds_and_shows_each_thing_that_is_done_to_it() {
        let whole = lines(5);
        assert_eq!(broken_at(&whole), None);
        let mut changed = whole.clone();
        changed[2] = changed[2].replace("\"count\":2", "\"count\":9");
        assert_eq!(broken_at(&changed), Some(4));
        let mut missing = whole.clone();
        missing.remove(1);
        assert_eq!(broken_at(&missing), Some(2));
        let mut swapped = whole.clone();
        swapped.swap(3, 4);
        assert_eq!(broken_at(&swapped), Some(4));
        let mut foreign = whole;
        foreign[0] = "{}".into();
        assert_eq!(broken_at(&foreign), Some(1));
    }
}
