//! What an office's spreadsheets change.

use cacah_family::entry::Birth;
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_wire::down::Officer;

use super::{Period, RoundPlan};

/// An area an officer serves or served in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The officer.
    pub officer: Officer,
    /// Prefix of idsubsls.
    pub area: String,
    /// When.
    pub period: Period,
    /// Served no more since.
    pub ended: Option<Millis>,
}

/// A family of the prelist as the office last gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The family.
    pub family: FamilyId,
    /// As the office gave it.
    pub birth: Birth,
    /// The office's own code of it.
    pub code: Option<String>,
    /// What there is of it.
    pub standing: Standing,
}

/// What there is of a listed family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing yet: it is among the plan's families.
    New,
    /// Its row, at this revision, as the office gave it.
    Untouched(u64),
    /// Something of it came from the field, kept aside or not.
    Touched,
}

/// What an import writes, in one transaction.
#[derive(Debug, Clone)]
pub struct OfficeChange {
    /// Form, areas, officers with all they serve from now on, and new families.
    pub plan: RoundPlan,
    /// Families that are new or changed, as the office gives them now. The row of a touched one
    /// stays. If an untouched one has changed since its revision was read, nothing is written.
    pub listings: Vec<Listing>,
}
