//! What a supervisor at the endpoint changes besides a family.

use cacah_family::area::District;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_wire::seal::Hash;

use super::Result;

/// A held segment that was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseRow {
    /// Home of its family.
    pub wil: District,
    /// Its family.
    pub family: FamilyId,
    /// Its name.
    pub segment: Hash,
    /// By whose word.
    pub officer: OfficerId,
    /// Why.
    pub reason: String,
    /// When, by the endpoint's clock.
    pub at: Millis,
}

/// The storage as a supervisor changes it.
pub trait Supervising {
    /// Districts that hold anything of a family; one, unless somebody sent it under a foreign home.
    fn homes(&self, family: FamilyId) -> Result<Vec<District>>;
    /// Number of the last entry of a device, 0 before the first.
    fn last_entry(&self, device: DeviceId) -> Result<u64>;
    /// What was let in, oldest first.
    fn releases(&self) -> Result<Vec<ReleaseRow>>;
    /// Ends an assignment; false when there is none that lasts.
    fn end_service(
        &self,
        officer: OfficerId,
        round: RoundId,
        area: &str,
        at: Millis,
    ) -> Result<bool>;
}
