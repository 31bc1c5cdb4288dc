//! The state of areas, as far as somebody may see it.

use crate::access::{Action, may};
use crate::central::Central;
use crate::error::Result;
use crate::forks::Fork;
use crate::storage::{AreaTotal, SegmentRow, Storage};

/// How areas stand: counts and ids, no answer and no name.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Families by SLS and status.
    pub totals: Vec<AreaTotal>,
    /// What is held there.
    pub held: Vec<SegmentRow>,
    /// Numbers given twice, for who sees the whole endpoint.
    pub forks: Vec<Fork>,
}

impl<S: Storage> Central<S> {
    /// How the areas under a prefix stand that somebody serves; the empty one is all of those.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`](crate::CentralError::NotAllowed).
    pub fn overview(&self, by: &str, area: &str) -> Result<Overview> {
        let warrant = self.warrant(by, Action::SeeFamilies)?;
        if !area.is_empty() && !warrant.covers(area) {
            return Err(self.refuse(Some(warrant.officer), Action::SeeFamilies, area)?);
        }
        let seen = |place: &str| place.starts_with(area) && warrant.covers(place);
        let mut totals = self.storage.totals()?;
        totals.retain(|total| seen(total.idsubsls.as_str()));
        let mut held = self.storage.held()?;
        held.retain(|row| seen(row.idsubsls.as_str()));
        let whole = warrant.covers("") && may(warrant.role, Action::Verify);
        let forks = if whole { self.forks()? } else { Vec::new() };
        Ok(Overview { totals, held, forks })
    }
}
