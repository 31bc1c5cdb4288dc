//! The journal: one entry for every committed change, named by a dot, replacing the dots it is over.

use serde::{Deserialize, Serialize};

use crate::area::{District, Idsubsls};
use crate::host::Millis;
use crate::id::{DeviceId, DocumentId, FamilyId, InstanceId, OfficerId, RoundId};
use crate::order::OrderKey;
use crate::path::Path;
use crate::slot::Slot;

/// Who writes: a device in one incarnation. A new incarnation is drawn whenever the file might have
/// forgotten numbers it gave out (restore, salvage, a witness outside that knows a higher one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    /// The enrolment.
    pub device: DeviceId,
    /// Counts from 1.
    pub incarnation: u32,
}

/// Name of an entry: the `seq`-th of its actor, counted from 1 over all families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dot {
    /// Who wrote it.
    pub actor: Actor,
    /// Its number.
    pub seq: u64,
}

/// One committed change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// Its name.
    pub dot: Dot,
    /// The family it belongs to.
    pub family: FamilyId,
    /// The document; absent for facts of the family itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// What it writes.
    pub path: Path,
    /// What is there from now on.
    pub change: Change,
    /// The dots it replaces: the heads its writer saw at `path`, and below it for a removal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Dot>,
    /// Who keyed it.
    pub officer: OfficerId,
    /// In which work.
    pub mode: Mode,
    /// Under which version of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormVersion>,
    /// When.
    pub at: Times,
}

/// BLAKE3 of an entry: tells two contents under one dot apart.
pub type Digest = [u8; 32];

impl Entry {
    /// BLAKE3 of the entry's JSON in field order.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        // Writing into a hasher cannot fail, and every field is plain data.
        serde_json::to_writer(&mut hasher, self).unwrap_or_default();
        hasher.finalize().into()
    }
}

/// What an entry writes at its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Change {
    /// The whole slot of a question.
    Slot(Slot),
    /// An instance joins a repeat, or moves inside it.
    Join {
        /// Name of the repeat.
        repeat: String,
        /// Its place.
        order: OrderKey,
        /// The instance it is nested in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<InstanceId>,
    },
    /// An instance leaves; with `to`, a person who joins another family under the same id.
    Leave {
        /// The receiving family.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<FamilyId>,
    },
    /// A family is born, from the prelist or in the field.
    Family(Birth),
    /// A document is opened for the first time.
    Opened {
        /// Which observation it is.
        source: Source,
    },
    /// The interview is finished by this role.
    Finished {
        /// Who owes no more.
        role: Role,
    },
    /// A finished document is worked on again.
    Reopened {},
    /// The document was opened under another structure of the form.
    Form(FormVersion),
    /// A visit without an answer.
    Visit {
        /// What happened.
        outcome: Visit,
        /// In the officer's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// A masked number was shown in full.
    Revealed {
        /// The question.
        question: Path,
    },
}

/// What is known of a family at its birth.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Birth {
    /// The round.
    pub round: RoundId,
    /// District of the assignment (`wil` of storage); never changes.
    pub home: District,
    /// Where it was found; may change, with lineage.
    pub idsubsls: Idsubsls,
    /// Building number (r109), 0 when not known.
    #[serde(default)]
    pub building: u16,
    /// Family number (r110), 0 when not known.
    #[serde(default)]
    pub number: u16,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// Found in the field, not in the prelist.
    #[serde(default)]
    pub found: bool,
}

/// Never prints a name.
impl std::fmt::Debug for Birth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Birth({}, …)", self.idsubsls)
    }
}

/// Which observation of the family a document is. They are never edits of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Source {
    /// A laptop visit.
    Visit,
    /// The paper, keyed.
    Paper,
    /// The paper, keyed independently again.
    SecondEntry,
    /// A supervisor's visit.
    ReVisit,
}

impl Source {
    /// True of an interview with the family, where an answer that a change hides is folded away; on
    /// paper an answer where none belongs is an error (K002).
    #[must_use]
    pub fn is_interview(self) -> bool {
        matches!(self, Self::Visit | Self::ReVisit)
    }
}

/// Who owes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// PPL.
    Enumerator,
    /// PML.
    FieldChecker,
    /// Coder in the office.
    Coder,
}

/// The work in which an entry was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Mode {
    /// Interview with the family.
    Visit,
    /// Keying paper.
    Keying,
    /// Keying it again, blind.
    Verifying,
    /// A supervisor decides.
    Supervising,
    /// Written by an import or by the endpoint.
    Import,
}

/// What came of a visit without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Visit {
    /// Nobody at home.
    NotHome,
    /// Would not answer.
    Refused,
    /// Moved, or the building is gone.
    Moved,
    /// Asked to come again.
    Later,
}

/// The two hashes of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormVersion {
    /// BLAKE3 of the structure, hex.
    pub structure: String,
    /// BLAKE3 of rules, labels and parameters, hex.
    pub rules: String,
}

/// When an entry was made, as honestly as a laptop can tell. Orders nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Times {
    /// Wall clock, milliseconds UTC.
    pub wall: Millis,
    /// Milliseconds since boot.
    pub mono: u64,
    /// The endpoint's time when last heard, milliseconds UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Millis>,
}
