//! What the journal says of paper: custody of the bundle of an SLS, shifts of those who key it,
//! settings of the office, and what keying it again found (ADR 0031).

use serde::{Deserialize, Serialize};

use crate::entry::Dot;
use crate::id::FamilyId;
use crate::path::Path;
use crate::slot::Slot;

/// Something that happened to the paper of an SLS. Entries are a log at `@custody` of the record of
/// the SLS; the fold of them is where the paper is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Custody {
    /// Came from the field with a hand-over list.
    Received {
        /// Which questionnaires.
        kind: Paper,
        /// Sets by the hand-over list.
        listed: u16,
        /// Sets counted.
        counted: u16,
        /// Who brought it, by code.
        from: String,
        /// Number of the hand-over letter.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        letter: String,
        /// What was noted at once, where they differ.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// A difference of a receipt is settled.
    Settled {
        /// The receipt.
        of: Dot,
        /// How.
        note: String,
    },
    /// Lies in this box from now on.
    Boxed {
        /// Number of the box: province, regency, four digits.
        number: String,
    },
    /// The box stands here from now on.
    Shelved {
        /// Storage place, as the office calls it.
        place: String,
    },
    /// Given to somebody; pending until that person says so too.
    Given {
        /// To whom, by code; empty: to storage.
        to: String,
        /// These documents alone; empty: the bundle.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<FamilyId>,
        /// Number of a letter.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        letter: String,
        /// Why, of a document that is pulled or parked.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// What was given has come.
    Taken {
        /// The giving.
        of: Dot,
    },
    /// It did not come: it is where it was.
    Refused {
        /// The giving.
        of: Dot,
        /// Why.
        note: String,
    },
    /// Seen in a stock-take.
    Seen {
        /// Where.
        place: String,
    },
}

/// Kinds of paper of one SLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Paper {
    /// REGSOSEK22-VK.
    Vk,
    /// REGSOSEK22-K.
    K,
    /// REGSOSEK22-XK.
    Xk,
    /// REGSOSEK22-PSLS.
    Psls,
}

/// A shift, of whoever writes the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attendance {
    /// What.
    pub act: Presence,
    /// Number of the shift, from 1.
    pub shift: u8,
}

/// Coming and going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Presence {
    /// Comes.
    Begin,
    /// Pauses.
    Pause,
    /// Is back.
    Resume,
    /// Goes.
    End,
}

/// What keying a field again found. The first keying is the document's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verified {
    /// Where; absent when the whole document is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Path>,
    /// What.
    pub outcome: Outcome,
    /// What the second keyer read, where it differs from the first and waits for the third person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<Slot>,
}

/// Outcome of a field that was keyed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Outcome {
    /// The same at once.
    Same,
    /// The same at the second try: the second keyer's slip.
    Slip,
    /// Twice the same, and not the first keyer's: A and B wait for the third person.
    Disputed,
    /// Two tries, both different: nobody reads it alike.
    Parked,
    /// Of the whole document: done.
    Done,
}

/// Who was right where two keyings differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Right {
    /// Who keyed first.
    First,
    /// Who keyed again.
    Second,
    /// Neither.
    Neither,
}

/// How the office keys and verifies: a supervisor's settings, at `@keying` of the record of the
/// office. Rates are in parts of a million fields, so that they travel exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct KeyingSettings {
    /// Sampling of what is keyed again.
    pub sampling: Sampling,
    /// Forms, blocks or questions that are always keyed again, and keyers all of whose work is.
    pub always: Always,
    /// How the second keying is done.
    pub way: Way,
    /// Free order: keys go where the keyer goes, skips are not made by the engine.
    pub free: bool,
    /// Row by row over the members instead of down a member's column.
    pub rows: bool,
    /// Tones.
    pub sound: bool,
    /// Shifts and attendance are kept.
    pub shifts: bool,
    /// A pause is longer than so many seconds.
    pub pause: u32,
}

impl Default for KeyingSettings {
    fn default() -> Self {
        Self {
            sampling: Sampling::default(),
            always: Always::default(),
            way: Way::Dependent,
            free: false,
            rows: false,
            sound: true,
            shifts: false,
            pause: 120,
        }
    }
}

/// Parameters of the sampling plan (ADR 0032).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Sampling {
    /// Outgoing wrong fields per million that are allowed.
    pub limit: u32,
    /// Share of documents keyed again at least, per thousand.
    pub least: u16,
    /// Confidence that the limit holds, per thousand.
    pub confidence: u16,
    /// The first so many documents of a keyer are all keyed again.
    pub learning: u16,
    /// After so many fields keyed again an old one weighs half.
    pub memory: u32,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { limit: 10_000, least: 50, confidence: 900, learning: 10, memory: 4_000 }
    }
}

/// What is keyed again whatever the sample says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Always {
    /// Every document.
    pub all: bool,
    /// Blocks, by name.
    pub blocks: Vec<String>,
    /// Questions, by name.
    pub questions: Vec<String>,
    /// Keyers, by code.
    pub keyers: Vec<String>,
}

/// How paper is keyed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Way {
    /// Field by field against the first keying, blind.
    Dependent,
    /// As a document of its own, compared when both are finished.
    Independent,
}
