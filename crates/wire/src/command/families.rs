//! The list of families.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Code;

hidden! {
    FamilyRow AddFamily RecordVisit
}

/// Status of a document as BPS staff say it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Kosong: claimed, no content.
    Blank,
    /// Galat: violates a hard rule.
    Error,
    /// Peringatan: suspicious, may be confirmed.
    Warning,
    /// Bersih.
    Clean,
}

/// Where a family's work stands on the road to the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Road {
    /// Nothing keyed yet.
    Untouched,
    /// Being keyed; not finished.
    Open,
    /// Finished, waits to be sent.
    Pending,
    /// Being keyed; all of it so far is at the office, as a safety copy.
    Copied {
        /// Number of the newest receipt that names it.
        receipt: u64,
    },
    /// In a batch whose receipt has not come.
    Claimed {
        /// A hub keeps it and will carry it on.
        at_hub: bool,
    },
    /// Every entry is named by a receipt.
    Settled {
        /// Number of the newest receipt that names it.
        receipt: u64,
    },
    /// Arrived, held for a supervisor.
    Held {
        /// Why.
        code: Code,
        /// Number of the receipt that says so.
        receipt: u64,
    },
    /// Not taken; still here, stepped over, and offered again by the next sending by hand.
    Unreadable {
        /// Why.
        code: Code,
        /// Number of the receipt that says so; absent when it never arrived.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        receipt: Option<u64>,
    },
}

/// Question to the list of families.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Families {
    /// Letters and digits of head, member, address or number; a NIK or KK number only whole. Empty: all.
    #[serde(default)]
    pub search: String,
    /// Only this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<Status>,
    /// Only this SLS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub idsubsls: Option<String>,
    /// Only those where this is still to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub gap: Option<GapReason>,
    /// First row wanted.
    #[serde(default)]
    pub offset: u32,
    /// Rows wanted, at most 1,000.
    pub limit: u32,
}

/// A page of families in walking order (area, building, family number).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FamilyPage {
    /// Rows.
    pub rows: Vec<FamilyRow>,
    /// Rows in all with this search and filter.
    pub total: u32,
}

/// One family of the list.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct FamilyRow {
    /// Family id.
    pub family: String,
    /// SLS.
    pub idsubsls: String,
    /// Building number (r109), 0 when not known yet.
    pub building: u16,
    /// Family number (r110), 0 when not known yet.
    pub number: u16,
    /// Head of family.
    pub head: String,
    /// Address.
    pub address: String,
    /// Members, when keyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub members: Option<u16>,
    /// Added in the field, not in the prelist.
    pub found: bool,
    /// Status of the document.
    pub status: Status,
    /// Share answered, 0 to 100.
    pub percent: u8,
    /// Visits without an answer so far.
    pub visits: u8,
    /// Where it stands.
    pub road: Road,
    /// Answers that differ wait for a decision.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub undecided: bool,
    /// A supervisor gave it back.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub returned: bool,
    /// How it went at the door.
    #[serde(default)]
    pub field: FieldState,
}

/// What is known of a family besides its document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FieldState {
    /// What verifying the list found; absent until it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub presence: Option<Presence>,
    /// Welfare by the officer's judgement, code of the form (1 to 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub welfare: Option<u8>,
    /// What came of the last visit without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub outcome: Option<VisitOutcome>,
    /// When to come again: `2022-10-20T16:00`, by the clock on the wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub appointment: Option<String>,
    /// Handed over to the supervisor.
    #[serde(default)]
    pub handed: bool,
    /// Drawn by a supervisor, to visit it again.
    #[serde(default)]
    pub sampled: bool,
    /// Where the dwelling stands is known.
    #[serde(default)]
    pub located: bool,
    /// Status of the supervisor's own visit, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub re_visit: Option<Status>,
}

/// Whether a family of the list is there (codes of VK1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Found where the list says.
    Found,
    /// Not in the list, found in the field.
    New,
    /// Moved away.
    Moved,
    /// All its members died, or nobody knows it.
    DiedOut,
    /// The same family stands elsewhere in the list.
    Doubled,
}

/// Why a family is not done.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// Whether it is there was not verified.
    NotListed,
    /// Nobody was there yet.
    NotVisited,
    /// Nobody was at home, or they asked to come again.
    NotHome,
    /// Would not answer, and is not handed over.
    Refused,
    /// Handed over to the supervisor.
    HandedOver,
    /// Begun, not finished; on paper too.
    Unfinished,
    /// Has errors.
    Error,
    /// Has warnings nobody confirmed.
    Warning,
    /// A supervisor gave it back.
    Returned,
    /// Answers that differ wait for a decision.
    Undecided,
    /// Finished, and not named by a receipt.
    NotReceipted,
    /// Drawn by a supervisor, and not visited again.
    Sample,
}

/// A family found in the field.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct AddFamily {
    /// The SLS, one of the officer's.
    pub idsubsls: String,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// Building number (r109).
    #[serde(default)]
    pub building: u16,
    /// Family number (r110).
    #[serde(default)]
    pub number: u16,
    /// In walking order before this family: it takes that number, and those behind move on by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// With `before`: in a building of its own, and the buildings behind move on by one.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub new_building: bool,
}

/// Outcome of a visit without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// Nobody at home.
    NotHome,
    /// Would not answer.
    Refused,
    /// Moved away, or the building is gone.
    Moved,
    /// Asked to come again.
    Later,
    /// Went on upon paper; to be keyed into the same document.
    OnPaper,
}

/// A visit without an answer.
#[derive(Clone, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecordVisit {
    /// Family.
    pub family: String,
    /// What happened.
    pub outcome: VisitOutcome,
    /// In the officer's words.
    #[serde(default)]
    pub note: String,
    /// When to come again: `2022-10-20T16:00`, by the clock on the wall.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub appointment: Option<String>,
}
