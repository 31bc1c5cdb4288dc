//! What is found across families: rows of facts and of findings.

use std::collections::BTreeMap;

use cacah_family::across::{Card, Rule};
use cacah_family::area::{District, Idsubsls};
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, InstanceId, RoundId};
use cacah_wire::seal::Hash;

use super::Result;

/// What the standing document of a family says to others, numbers by keyed hash.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AcrossFacts {
    /// NIKs, by person.
    pub persons: BTreeMap<InstanceId, Hash>,
    /// The KK number.
    pub card: Option<Hash>,
    /// What the card is, where it is shared.
    pub kind: Option<Card>,
    /// Building number.
    pub building: Option<u32>,
    /// Family number.
    pub number: Option<u32>,
    /// Name of the head, as names are compared.
    pub head: Option<String>,
    /// Welfare by the officer's judgement, code of the form.
    pub welfare: Option<u32>,
    /// Families of an SLS, in a recap of its listing.
    pub recap: Option<u32>,
    /// Findings confirmed in it, with their reason, by rule id.
    pub confirmed: BTreeMap<String, String>,
}

/// Never prints a name.
impl std::fmt::Debug for AcrossFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AcrossFacts({} persons)", self.persons.len())
    }
}

/// A family's part of a finding.
#[derive(Debug, Clone)]
pub struct AcrossPart {
    /// The rule.
    pub rule: &'static Rule,
    /// What it is found in; the same for all families of the finding.
    pub scope: String,
    /// Where in it; the same for all families of the finding.
    pub spot: String,
    /// Since when, by the endpoint's clock.
    pub since: Millis,
    /// The reason, when an officer confirmed it in this family's document.
    pub confirmed: Option<String>,
    /// Areas of the other families.
    pub others: Vec<Idsubsls>,
}

impl AcrossPart {
    /// The finding's name: nothing of what it was found in can be read from it.
    #[must_use]
    pub fn bucket(&self) -> Hash {
        bucket(&self.scope, &self.spot)
    }
}

/// The name of the finding in this scope, at this spot.
#[must_use]
pub fn bucket(scope: &str, spot: &str) -> Hash {
    Hash::of(format!("{scope}#{spot}").as_bytes())
}

/// A finding as an office lists it: no name, no number of a person.
#[derive(Debug, Clone)]
pub struct AcrossRow {
    /// The rule.
    pub rule: &'static Rule,
    /// Equal for all families of one finding.
    pub bucket: Hash,
    /// The area of the family, or the area itself.
    pub idsubsls: Idsubsls,
    /// The family; absent where the finding is of the area.
    pub family: Option<FamilyId>,
    /// Since when; absent where it was found by being asked.
    pub since: Option<Millis>,
    /// The reason, when an officer confirmed it.
    pub confirmed: Option<String>,
}

/// An area as its recap and its documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCount {
    /// District of the assignment.
    pub wil: District,
    /// Its round.
    pub round: RoundId,
    /// It.
    pub idsubsls: Idsubsls,
    /// Families by the recap of the listing; by the list itself until a recap is keyed.
    pub listed: u64,
    /// Families with a document.
    pub documents: u64,
}

/// The storage as checks across families see it.
pub trait Across {
    /// What a family's findings are, each with the areas of the others concerned.
    fn across(&self, wil: &District, family: FamilyId) -> Result<Vec<AcrossPart>>;
    /// Findings of the families under a prefix of idsubsls, by area, rule and finding.
    fn findings(&self, prefix: &str) -> Result<Vec<AcrossRow>>;
    /// Areas under a prefix, counted.
    fn counts(&self, prefix: &str) -> Result<Vec<AreaCount>>;
}
