//! What is read to tell a laptop what is new, and what the endpoint holds of it.

use cacah_family::area::{District, Idsubsls};
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_wire::seal::Hash;
use serde::{Deserialize, Serialize};

use super::{FamilyRow, Result, Service};

/// For whom changes are read.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The officer.
    pub officer: OfficerId,
    /// The laptop.
    pub device: DeviceId,
    /// What it wrote in this incarnation and later ones it has.
    pub incarnation: u32,
    /// What of others in the areas served.
    pub view: View,
}

/// What of others somebody is told in the areas served, besides what concerns the own documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Nothing: enumerators.
    #[default]
    Own,
    /// Paper, to key it again: keyers.
    Paper,
    /// All but what is keyed again: supervisors in the field.
    Field,
    /// All: the office.
    Office,
}

impl View {
    /// True when somebody with this view was told all that one with the other is.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self == other || self == Self::Office || other == Self::Own
    }

    /// True of whoever works where the paper is.
    #[must_use]
    pub fn is_processing(self) -> bool {
        matches!(self, Self::Paper | Self::Office)
    }
}

/// Where a walk through families stands.
pub type Place = (Idsubsls, FamilyId);

/// One row of the log of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its place within the district, rising.
    pub seq: u64,
    /// What changed.
    pub what: Changed,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// A segment entered the state of a family.
    Segment(FamilyId, Hash),
    /// The office's list has a family new or corrected.
    Family(FamilyId),
    /// What is found of a family across families changed, or concerns others now.
    Across(FamilyId),
    /// An area is new or has a new name, others serve it, or it is there no more.
    Area(Idsubsls),
}

/// A segment in a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    /// As the segment says.
    pub idsubsls: Idsubsls,
    /// Of its writer.
    pub incarnation: u32,
    /// Number of its last entry.
    pub last: u64,
    /// Entries in it.
    pub count: u32,
    /// Its name.
    pub hash: Hash,
}

/// The storage as laptops are told of it. Every method reads one snapshot.
pub trait Telling {
    /// Districts of a round under a prefix of idsubsls.
    fn districts(&self, round: RoundId, prefix: &str) -> Result<Vec<District>>;
    /// Families of a district and round under a prefix, by area and id, behind a place.
    fn walk(
        &self,
        wil: &District,
        round: RoundId,
        prefix: &str,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Vec<FamilyRow>>;
    /// Number of the newest change of a district, 0 before the first.
    fn newest_change(&self, wil: &District) -> Result<u64>;
    /// Changes of a district above a number, rising. Segments that cannot concern the reader are
    /// left out: those of others in families where neither the reader nor the office wrote, unless
    /// the reader sees documents of others, or it is of the record of an SLS.
    fn changes(
        &self,
        wil: &District,
        after: u64,
        reader: Reader,
        limit: u32,
    ) -> Result<Vec<ChangeRow>>;
    /// Every segment a device wrote, held ones too, by area.
    fn tally(&self, device: DeviceId) -> Result<Vec<TallyRow>>;
    /// Hashes of the segments a device wrote of an area, held ones too.
    fn tally_of(&self, device: DeviceId, area: &Idsubsls, limit: u32) -> Result<Vec<Hash>>;
    /// Who serves an area, and not a whole sub-district, in whatever period; by code.
    fn team(&self, round: RoundId, area: &Idsubsls) -> Result<Vec<Service>>;
    /// Devices that are the office itself, in this life of the data and earlier ones.
    fn desks(&self) -> Result<Vec<DeviceId>>;
}
