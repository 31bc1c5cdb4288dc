//! What goes down to a laptop: round, form, areas, prelist.

use std::collections::BTreeMap;

use cacah_family::id::RoundId;
use cacah_wire::down::Package;

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{Storage, StorageError};

impl<S: Storage> Central<S> {
    /// All this officer needs for the newest round, and only what this officer may see.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`]; [`CentralError::Officer`] when the officer never had an area.
    pub fn package(&self, token: &str) -> Result<Package> {
        let device = self.device(token)?;
        if device.revoked.is_some() {
            return Err(CentralError::Unauthorized);
        }
        let assignments = self.storage.assignments(device.officer)?;
        let newest = assignments.first();
        let id = newest.ok_or_else(|| CentralError::Officer(device.officer.to_string()))?.round;
        let round = self.storage.round(id)?.ok_or(StorageError::Damaged("round"))?;
        let form = self.newest_files(id)?;
        let current = assignments.iter().filter(|area| area.round == id && area.ended.is_none());
        let mut areas = BTreeMap::new();
        let mut families = BTreeMap::new();
        for assignment in current {
            // Prefixes may overlap: a family is handed out once.
            for area in self.storage.areas(id, &assignment.area)? {
                areas.insert(area.idsubsls.clone(), area);
            }
            for family in self.storage.prelist(id, &assignment.area)? {
                let birth = &family.birth;
                let place = (birth.idsubsls.clone(), birth.building, birth.number);
                families.insert((place, family.family), family);
            }
        }
        let (areas, families) = (areas.into_values().collect(), families.into_values().collect());
        Ok(Package { round, form, areas, families })
    }

    fn newest_files(&self, round: RoundId) -> Result<BTreeMap<String, String>> {
        let newest = self.storage.forms(round)?.pop().ok_or(StorageError::Damaged("form"))?;
        self.forms.files(&self.storage, round, newest.number)
    }
}
