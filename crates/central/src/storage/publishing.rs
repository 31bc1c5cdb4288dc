//! The versions of a form that were handed out.

use std::collections::BTreeMap;

use cacah_family::entry::FormVersion;
use cacah_family::host::Millis;
use cacah_family::id::RoundId;
use cacah_family::round::Round;

use super::Result;

/// One handing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// Counts from 1 within the round; the last is in force.
    pub seq: u32,
    /// Number of the version.
    pub version: u32,
    /// When, by the endpoint's clock.
    pub at: Millis,
}

/// The storage as one who publishes a form.
pub trait Publishing {
    /// All rounds, the oldest first.
    fn rounds(&self) -> Result<Vec<Round>>;
    /// What was handed out in a round, the oldest first.
    fn publications(&self, round: RoundId) -> Result<Vec<Publication>>;
    /// Keeps a version that is new and hands it out; its number. One that is in force already
    /// stays so, and nothing is written.
    fn publish(
        &self,
        round: RoundId,
        version: &FormVersion,
        files: &BTreeMap<String, String>,
        now: Millis,
    ) -> Result<u32>;
}
