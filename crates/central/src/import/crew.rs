//! Officers and what they serve.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::host::Host;
use cacah_family::id::OfficerId;
use cacah_wire::down::Officer;

use super::fault::{Faults, Problem};
use super::judge::Known;
use super::line::List;
use super::lists::{AssignmentItem, OfficerItem};
use super::outcome::Tally;
use crate::storage::{Period, Result, Service, Serving, Storage};
use crate::zone::{end_of, start_of};

/// The officers of a round by code.
pub(super) struct Crew(BTreeMap<String, Member>);

struct Member {
    officer: Officer,
    /// By area: since when, if that is set anew, and whether it is served now.
    areas: BTreeMap<String, Served>,
}

#[derive(Default)]
struct Served {
    before: Option<Service>,
    period: Period,
    active: bool,
}

impl Member {
    fn new(officer: Officer) -> Self {
        Self { officer, areas: BTreeMap::new() }
    }
}

impl Crew {
    /// As it is.
    pub fn new(services: Vec<Service>) -> Self {
        let mut crew = BTreeMap::new();
        for service in services {
            let officer = &service.officer;
            let member = crew.entry(officer.code.clone());
            let member = member.or_insert_with(|| Member::new(officer.clone()));
            let (area, active) = (service.area.clone(), service.ended.is_none());
            let period = service.period;
            member.areas.insert(area, Served { before: Some(service), period, active });
        }
        Self(crew)
    }

    /// Officers of the list become members, with the name the list gives them.
    pub fn officers(
        &mut self,
        list: &List<OfficerItem>,
        storage: &impl Storage,
        host: &dyn Host,
    ) -> Result<Tally> {
        let mut tally = Tally::default();
        for (_, OfficerItem { code, name, role }) in &list.rows {
            let known = storage.officer(code)?;
            let id = known.as_ref().map_or_else(|| OfficerId(host.id()), |officer| officer.id);
            let role = role.or(known.as_ref().map(|officer| officer.role)).unwrap_or_default();
            let officer = Officer { id, code: code.clone(), name: name.clone(), role };
            tally.count(known.map(|known| known == officer));
            match self.0.get_mut(code) {
                Some(member) => member.officer = officer,
                None => drop(self.0.insert(code.clone(), Member::new(officer))),
            }
        }
        Ok(tally)
    }

    /// Officers of other rounds that are assigned in this one become members. Whoever is in no list
    /// is a fault, if the list of officers is `whole`.
    pub fn enlist(
        &mut self,
        list: &List<AssignmentItem>,
        storage: &impl Storage,
        whole: bool,
        faults: &mut Faults,
    ) -> Result<()> {
        for (row, AssignmentItem { officer: code, .. }) in &list.rows {
            if self.0.contains_key(code) {
                continue;
            }
            match storage.officer(code)? {
                Some(officer) => drop(self.0.insert(code.clone(), Member::new(officer))),
                None if whole => faults.add(list.fault(*row, 0, Problem::UnknownOfficer)),
                None => {}
            }
        }
        Ok(())
    }

    /// Gives the members the areas of the list; what they serve beside goes on. A day that the list
    /// leaves open stays as it is.
    pub fn assign(
        &mut self,
        list: &List<AssignmentItem>,
        known: &Known,
        faults: &mut Faults,
    ) -> Tally {
        let mut tally = Tally::default();
        for (row, AssignmentItem { officer, area, since, until }) in &list.rows {
            if !known.may_have(area) {
                faults.add(list.fault(*row, 1, Problem::UnknownArea));
            }
            let Some(member) = self.0.get_mut(officer) else { continue };
            let served = member.areas.entry(area.clone()).or_default();
            let Period { since: from, until: to } = served.period;
            let period = Period {
                since: since.map(|day| start_of(day, area)).or(from),
                until: until.map(|day| end_of(day, area)).or(to),
            };
            let same = served.active && served.period == period;
            tally.count(served.before.as_ref().map(|_| same));
            served.period = period;
            served.active = true;
        }
        tally
    }

    /// Ends what is served now and is not in the list; how many that were.
    pub fn end_others(&mut self, list: &List<AssignmentItem>) -> usize {
        let kept: BTreeSet<(&str, &str)> =
            list.rows.iter().map(|(_, item)| (item.officer.as_str(), item.area.as_str())).collect();
        let mut ended = 0;
        for (code, member) in &mut self.0 {
            for (area, served) in &mut member.areas {
                if served.active && !kept.contains(&(code, area)) {
                    served.active = false;
                    ended += 1;
                }
            }
        }
        ended
    }

    /// Areas of which something is said anew.
    pub fn changed(&self) -> impl Iterator<Item = &str> {
        let areas = self.0.values().flat_map(|member| &member.areas);
        let changed = areas.filter(|(_, served)| match &served.before {
            Some(before) => {
                before.ended.is_none() != served.active || before.period != served.period
            }
            None => true,
        });
        changed.map(|(area, _)| area.as_str())
    }

    /// The officers, each with all that is served from now on.
    pub fn into_plan(self) -> Vec<(Officer, Vec<Serving>)> {
        let members = self.0.into_values().map(|Member { officer, areas }| {
            let active = areas.into_iter().filter(|(_, served)| served.active);
            let servings = active.map(|(area, served)| Serving { area, period: served.period });
            (officer, servings.collect())
        });
        members.collect()
    }
}
