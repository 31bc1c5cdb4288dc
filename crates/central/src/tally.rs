//! `GET /v1/tally`: what the endpoint holds of a device, counted from the rows at rest, so that a
//! laptop can see that nothing is missing.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::Actor;
use cacah_wire::down::{Tally, TallyHashes, TallyList};
use cacah_wire::seal::Hash;

use crate::central::Central;
use crate::error::Result;
use crate::storage::{Device, Storage};

/// Hashes in one answer at most.
const HASHES: u32 = 100_000;

impl<S: Storage> Central<S> {
    /// Segments of the device, held ones too, SLS by SLS.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`](crate::CentralError::Unauthorized), storage.
    pub fn tally(&self, token: &str) -> Result<TallyList> {
        let device = self.device(token)?;
        let mut highest = BTreeMap::new();
        let mut areas: BTreeMap<Idsubsls, Tally> = BTreeMap::new();
        for row in self.storage.tally(device.id)? {
            let last = highest.entry(row.incarnation).or_default();
            *last = row.last.max(*last);
            let area = areas.entry(row.idsubsls.clone());
            let none =
                || Tally { idsubsls: row.idsubsls, segments: 0, entries: 0, hash: Hash([0; 32]) };
            let tally = area.or_insert_with(none);
            tally.segments += 1;
            tally.entries += u64::from(row.count);
            tally.hash.0.iter_mut().zip(row.hash.0).for_each(|(sum, byte)| *sum ^= byte);
        }
        let areas = areas.into_values().collect();
        let safe = self.safe(&device, highest.keys().copied())?;
        Ok(TallyList { v: 1, epoch: self.epoch, highest, areas, safe })
    }

    fn safe(
        &self,
        device: &Device,
        incarnations: impl Iterator<Item = u32>,
    ) -> Result<BTreeMap<u32, u64>> {
        let mut safe = BTreeMap::new();
        for incarnation in incarnations {
            let actor = Actor { device: device.id, incarnation };
            let through = self.storage.safe_through(&device.wil, actor)?;
            if through > 0 {
                safe.insert(incarnation, through);
            }
        }
        Ok(safe)
    }

    /// Which segments of an SLS those are.
    ///
    /// # Errors
    /// As [`Central::tally`].
    pub fn tally_of(&self, token: &str, area: &Idsubsls) -> Result<TallyHashes> {
        let device = self.device(token)?;
        Ok(TallyHashes { hashes: self.storage.tally_of(device.id, area, HASHES)? })
    }
}
