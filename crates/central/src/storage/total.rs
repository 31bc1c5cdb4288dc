//! Counts per area.

use std::ops::AddAssign;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::Birth;
use cacah_family::id::RoundId;

/// Counts of families in one SLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaTotal {
    /// District of the assignment.
    pub wil: District,
    /// Round.
    pub round: RoundId,
    /// SLS.
    pub idsubsls: Idsubsls,
    /// Of the prelist.
    pub prelist: i64,
    /// Found in the field.
    pub found: i64,
    /// With anything received.
    pub received: i64,
    /// Finished.
    pub finished: i64,
    /// Without an answer.
    pub blank: i64,
    /// With an error.
    pub error: i64,
    /// With an unconfirmed warning.
    pub warning: i64,
    /// With neither.
    pub clean: i64,
    /// Of the list or found, and met in verifying it.
    pub listed: i64,
    /// Of these there: expected to have a document.
    pub verified: i64,
    /// Verified by the recap of the listing.
    pub recap: i64,
    /// 1: a supervisor approved the SLS.
    pub approved: i64,
}

impl AreaTotal {
    /// Zero, for the area of a family.
    #[must_use]
    pub fn of(birth: &Birth) -> Self {
        Self {
            wil: birth.home.clone(),
            round: birth.round,
            idsubsls: birth.idsubsls.clone(),
            prelist: 0,
            found: 0,
            received: 0,
            finished: 0,
            blank: 0,
            error: 0,
            warning: 0,
            clean: 0,
            listed: 0,
            verified: 0,
            recap: 0,
            approved: 0,
        }
    }

    /// The same counts the other way round, to take away.
    #[must_use]
    pub fn negative(mut self) -> Self {
        for count in self.counts() {
            *count = -*count;
        }
        self
    }

    /// True when it changes nothing.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.clone().counts().into_iter().all(|count| *count == 0)
    }

    fn counts(&mut self) -> [&mut i64; 12] {
        [
            &mut self.prelist,
            &mut self.found,
            &mut self.received,
            &mut self.finished,
            &mut self.blank,
            &mut self.error,
            &mut self.warning,
            &mut self.clean,
            &mut self.listed,
            &mut self.verified,
            &mut self.recap,
            &mut self.approved,
        ]
    }
}

/// Counts of the same area are added up.
impl AddAssign<AreaTotal> for AreaTotal {
    fn add_assign(&mut self, mut other: AreaTotal) {
        for (count, more) in self.counts().into_iter().zip(other.counts()) {
            *count += *more;
        }
    }
}
