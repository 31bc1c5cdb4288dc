//! Where the paper of an SLS is: the fold of the custody log of its record (ADR 0031).
//!
//! Clocks decide nothing. An entry comes after those that its writer had seen (what it is over, what
//! it answers, what the same actor wrote before); entries that did not see each other follow their
//! dots, and where they say different things of one box or one holder the state says so.

mod act;
mod fold;
mod order;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Dot;
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, OfficerId};
use cacah_family::paper::Paper;

pub use act::{Actor, Refusal};
pub use fold::{events, fold};

/// Code of a person as it is compared and written: no space at its ends, one inside, capitals. A log
/// of before keeps what was typed then, and is read so.
#[must_use]
pub fn code(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// Who has paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// Nobody of the office yet.
    #[default]
    Field,
    /// The office's storage, which its supervisors look after.
    Storage,
    /// Somebody, by [`code`].
    Officer(String),
}

impl Holder {
    /// As it stands in a giving: empty is storage.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let code = code(text);
        if code.is_empty() { Self::Storage } else { Self::Officer(code) }
    }

    /// True of the person of this code, however it is written.
    #[must_use]
    pub fn is(&self, person: &str) -> bool {
        matches!(self, Self::Officer(own) if code(own) == code(person))
    }

    /// Code of a person; empty for storage and the field.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Officer(code) => code,
            Self::Field | Self::Storage => "",
        }
    }
}

/// Where the paper of an SLS is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Still in the field.
    Expected,
    /// Came, with a difference that nobody settled.
    Differs,
    /// Came, lies in no box.
    Received,
    /// In storage, in a box.
    Stored,
    /// Given, and not taken yet.
    Underway,
    /// With somebody.
    Out,
}

/// A count at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its name.
    pub dot: Dot,
    /// Who counted.
    pub by: OfficerId,
    /// When, by that PC.
    pub at: Millis,
    /// Kind of paper.
    pub kind: Paper,
    /// Sets by the hand-over list.
    pub listed: u16,
    /// Sets counted.
    pub counted: u16,
    /// Who brought it, by code.
    pub from: String,
    /// Hand-over letter.
    pub letter: String,
    /// Noted at once.
    pub note: String,
    /// How a difference was settled; the first who did.
    pub settled: Option<Settlement>,
}

impl Receipt {
    /// A difference that nobody settled.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.listed != self.counted && self.settled.is_none()
    }
}

/// A settled difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Who.
    pub by: OfficerId,
    /// When.
    pub at: Millis,
    /// How.
    pub note: String,
}

/// A hand-over, as its giver wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giving {
    /// Its name.
    pub dot: Dot,
    /// Who wrote it.
    pub by: OfficerId,
    /// When.
    pub at: Millis,
    /// Who had the paper.
    pub from: Holder,
    /// Who is to have it.
    pub to: Holder,
    /// Single documents; empty: the bundle.
    pub documents: BTreeSet<FamilyId>,
    /// Letter.
    pub letter: String,
    /// Note.
    pub note: String,
    /// The receiver said that it came.
    pub taken: bool,
    /// The giver or a supervisor said that it did not.
    pub refused: bool,
}

/// A document that is not with its bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Who has it.
    pub holder: Holder,
    /// Since when.
    pub since: Millis,
    /// Why it left.
    pub note: String,
}

/// What entries that did not see each other say differently, or what cannot be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The bundle was put into several boxes; the last of these is provisional.
    Boxes(Vec<String>),
    /// Several say that they have the bundle; the last of these is provisional.
    Holders(Vec<String>),
    /// A giving that was taken, and refused as well: whoever took it has it.
    Answered(Dot),
    /// Other bundles claim the same box.
    Shared(Vec<Idsubsls>),
}

/// Where the paper of an SLS is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BundleState {
    /// Counts at the door, in order.
    pub receipts: Vec<Receipt>,
    /// Box; empty: none.
    pub number: String,
    /// Where the box stands, or was seen last.
    pub place: String,
    /// Who has the bundle.
    pub holder: Holder,
    /// Since when; absent in the field.
    pub since: Option<Millis>,
    /// Hand-overs, in order.
    pub givings: Vec<Giving>,
    /// Documents that are not with the bundle.
    pub away: BTreeMap<FamilyId, Away>,
    /// What does not fit together.
    pub findings: Vec<Finding>,
    /// When something last happened.
    pub last: Option<Millis>,
}

impl BundleState {
    /// Where it is in its life.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if self.underway().is_some() {
            Stage::Underway
        } else if let Holder::Officer(_) = self.holder {
            Stage::Out
        } else if self.receipts.is_empty() {
            Stage::Expected
        } else if self.receipts.iter().any(Receipt::differs) {
            Stage::Differs
        } else if self.number.is_empty() {
            Stage::Received
        } else {
            Stage::Stored
        }
    }

    /// Hand-overs that nobody has answered, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Giving> {
        self.givings.iter().filter(|giving| !giving.taken && !giving.refused)
    }

    /// The one of the bundle, if there is one.
    #[must_use]
    pub fn underway(&self) -> Option<&Giving> {
        self.pending().find(|giving| giving.documents.is_empty())
    }

    /// Sets by the hand-over lists.
    #[must_use]
    pub fn listed(&self, kind: Paper) -> u32 {
        self.sum(kind, |receipt| receipt.listed)
    }

    /// Sets counted.
    #[must_use]
    pub fn counted(&self, kind: Paper) -> u32 {
        self.sum(kind, |receipt| receipt.counted)
    }

    /// Who has a document.
    #[must_use]
    pub fn holder_of(&self, family: FamilyId) -> &Holder {
        self.away.get(&family).map_or(&self.holder, |away| &away.holder)
    }

    /// Since when a document lies in storage; absent where it does not.
    #[must_use]
    pub fn stored_since(&self, family: FamilyId) -> Option<Millis> {
        let (holder, since) = match self.away.get(&family) {
            Some(away) => (&away.holder, Some(away.since)),
            None => (&self.holder, self.since),
        };
        since.filter(|_| *holder == Holder::Storage)
    }

    fn sum(&self, kind: Paper, count: fn(&Receipt) -> u16) -> u32 {
        let of_kind = self.receipts.iter().filter(|receipt| receipt.kind == kind);
        of_kind.map(|receipt| u32::from(count(receipt))).sum()
    }
}

/// Adds to each bundle the others that claim its box: two PCs gave one number twice.
pub fn share(bundles: &mut BTreeMap<Idsubsls, BundleState>) {
    let mut claims: BTreeMap<String, Vec<Idsubsls>> = BTreeMap::new();
    for (area, bundle) in &*bundles {
        if !bundle.number.is_empty() {
            claims.entry(bundle.number.clone()).or_default().push(area.clone());
        }
    }
    for (area, bundle) in bundles {
        let others = claims.get(&bundle.number).into_iter().flatten();
        let others: Vec<Idsubsls> = others.filter(|other| *other != area).cloned().collect();
        if !others.is_empty() {
            bundle.findings.push(Finding::Shared(others));
        }
    }
}
