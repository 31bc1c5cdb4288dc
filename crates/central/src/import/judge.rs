//! An office's lists held against each other and against what the endpoint has.

use std::collections::BTreeSet;
use std::ops::Bound;

use cacah_wire::down::Area;

use super::crew::Crew;
use super::fault::Faults;
use super::line::List;
use super::lists::{self, AssignmentItem, FamilyItem, OfficerItem};
use super::outcome::Outcome;
use super::prelist::Prelist;
use super::{Import, ImportError};
use crate::central::Central;
use crate::storage::{OfficeChange, RoundPlan, Storage};

/// The lists of an import.
pub(super) struct Lists {
    officers: Option<List<OfficerItem>>,
    assignments: Option<List<AssignmentItem>>,
    areas: Option<List<Area>>,
    prelist: Option<List<FamilyItem>>,
    replace_assignments: bool,
}

impl Lists {
    /// Reads every file to its end.
    pub fn read(import: &Import, faults: &mut Faults) -> Self {
        Self {
            officers: import.officers.as_ref().map(|file| lists::officers(file, faults)),
            assignments: import.assignments.as_ref().map(|file| lists::assignments(file, faults)),
            areas: import.areas.as_ref().map(|file| lists::areas(file, faults)),
            prelist: import.prelist.as_ref().map(|file| lists::prelist(file, faults)),
            replace_assignments: import.replace_assignments,
        }
    }
}

/// The SLS of a round, those of the file among them.
pub(super) struct Known {
    ids: BTreeSet<String>,
    /// The list of areas has no fault: what is missing here is missing there.
    whole: bool,
}

impl Known {
    /// False only when it is certain that no SLS of the round begins so.
    pub fn may_have(&self, prefix: &str) -> bool {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        !self.whole
            || self.ids.range::<str, _>(from).next().is_some_and(|id| id.starts_with(prefix))
    }
}

/// Areas that an import says something new of, or lists families in.
pub(super) type Places = Vec<String>;

impl<S: Storage> Central<S> {
    /// What the lists change in a round, and where. With a fault in them it is not to be written.
    pub(super) fn judge(
        &self,
        mut plan: RoundPlan,
        lists: &Lists,
        faults: &mut Faults,
    ) -> Result<(OfficeChange, Places, Outcome), ImportError> {
        let round = plan.round.id;
        let mut outcome = Outcome::default();
        let known = self.areas(lists, &mut plan, &mut outcome)?;
        let mut crew = Crew::new(self.storage.services(round)?);
        if let Some(list) = &lists.officers {
            outcome.officers = crew.officers(list, &self.storage, self.host.as_ref())?;
        }
        if let Some(list) = &lists.assignments {
            let whole = lists.officers.as_ref().is_none_or(|officers| officers.whole);
            crew.enlist(list, &self.storage, whole, faults)?;
            outcome.assignments = crew.assign(list, &known, faults);
            if lists.replace_assignments {
                outcome.ended = crew.end_others(list);
            }
        }
        let mut listings = Vec::new();
        if let Some(list) = &lists.prelist {
            let before = self.storage.listings(round)?;
            let mut prelist = Prelist::new(round, list, &before, faults);
            prelist.judge(&known, self.host.as_ref(), faults, &mut outcome);
            (plan.families, listings) = (prelist.new, prelist.listings);
        }
        let listed = listings.iter().map(|listing| listing.birth.idsubsls.as_str());
        let listed = listed.chain(plan.families.iter().map(|new| new.birth.idsubsls.as_str()));
        let named = plan.areas.iter().map(|area| area.idsubsls.as_str());
        let places: BTreeSet<_> = listed.chain(named).chain(crew.changed()).collect();
        let places = places.into_iter().map(str::to_owned).collect();
        plan.officers = crew.into_plan();
        Ok((OfficeChange { plan, listings }, places, outcome))
    }

    fn areas(
        &self,
        lists: &Lists,
        plan: &mut RoundPlan,
        outcome: &mut Outcome,
    ) -> Result<Known, ImportError> {
        let mut ids = BTreeSet::new();
        let before = self.storage.areas(plan.round.id, "")?;
        ids.extend(before.iter().map(|area| area.idsubsls.to_string()));
        for (_, area) in lists.areas.iter().flat_map(|list| &list.rows) {
            let at = before.binary_search_by(|known| known.idsubsls.cmp(&area.idsubsls));
            outcome.areas.count(at.ok().map(|at| before[at] == *area));
            ids.insert(area.idsubsls.to_string());
            plan.areas.push(area.clone());
        }
        Ok(Known { ids, whole: lists.areas.as_ref().is_none_or(|list| list.whole) })
    }
}
