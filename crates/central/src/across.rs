//! Findings across families, as an office asks for them (ADR 0020).

use cacah_family::across::{Check, Facts};
use cacah_family::id::RoundId;
use cacah_wire::seal::Hash;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::plan::is_area;
use crate::storage::{AcrossFacts, AcrossRow, AreaCount, NumberKind, Storage};

/// Where findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// A prefix of idsubsls; empty for the whole registry.
    pub area: String,
}

impl<S: Storage> Central<S> {
    /// What is found across families of an area. What is not there (a document of a family on the
    /// list) is counted now; the rest was found when it arrived.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Request`] when it is no area.
    pub fn findings(&self, by: &str, asked: &Asked) -> Result<Vec<AcrossRow>> {
        if !asked.area.is_empty() && !is_area(&asked.area) {
            return Err(CentralError::Request("no prefix of an idsubsls"));
        }
        self.allow(by, Action::SeeFamilies, &asked.area)?;
        let counts = self.storage.counts(&asked.area)?;
        let mut rows = self.storage.findings(&asked.area)?;
        rows.extend(counts.iter().filter(|area| area.listed != area.documents).map(lacking));
        rows.sort_by(|a, b| a.idsubsls.cmp(&b.idsubsls));
        Ok(rows)
    }

    /// A document's facts as the registry keeps them: numbers by keyed hash alone.
    pub(crate) fn hashed(&self, round: RoundId, facts: Facts) -> AcrossFacts {
        let hash = |kind, digits: &str| self.keys.number(round, kind, digits);
        let persons = facts.persons.iter();
        AcrossFacts {
            persons: persons.map(|(who, nik)| (*who, hash(NumberKind::Nik, nik))).collect(),
            card: facts.card.map(|digits| hash(NumberKind::Kk, &digits)),
            kind: facts.kind,
            building: facts.building,
            number: facts.number,
            head: facts.head,
            welfare: facts.welfare,
            recap: facts.recap,
            confirmed: facts.confirmed,
        }
    }
}

fn lacking(area: &AreaCount) -> AcrossRow {
    let name = format!("{}/{}", area.round, area.idsubsls);
    AcrossRow {
        rule: Check::Count.rule(),
        bucket: Hash::of(name.as_bytes()),
        idsubsls: area.idsubsls.clone(),
        family: None,
        since: None,
        confirmed: None,
    }
}
