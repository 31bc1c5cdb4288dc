//! Officers and what they serve.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::host::{Host, Millis};
use cacah_family::id::OfficerId;
use cacah_wire::down::Officer;
use chrono::NaiveDate;

use super::fault::{Faults, Problem};
use super::judge::Known;
use super::line::List;
use super::lists::{AssignmentItem, OfficerItem};
use super::outcome::Tally;
use crate::storage::{Result, Service, Storage};

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
    since: Option<Millis>,
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
            member.areas.insert(area, Served { before: Some(service), since: None, active });
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
        for (_, OfficerItem { code, name }) in &list.rows {
            let known = storage.officer(code)?;
            tally.count(known.as_ref().map(|officer| officer.name == *name));
            let id = known.map_or_else(|| OfficerId(host.id()), |officer| officer.id);
            let officer = Officer { id, code: code.clone(), name: name.clone() };
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

    /// Gives the members the areas of the list; what they serve beside goes on.
    pub fn assign(
        &mut self,
        list: &List<AssignmentItem>,
        known: &Known,
        faults: &mut Faults,
    ) -> Tally {
        let mut tally = Tally::default();
        for (row, AssignmentItem { officer, area, since }) in &list.rows {
            if !known.may_have(area) {
                faults.add(list.fault(*row, 1, Problem::UnknownArea));
            }
            let Some(member) = self.0.get_mut(officer) else { continue };
            let served = member.areas.entry(area.clone()).or_default();
            let before = served.before.as_ref();
            let start = since.map(start);
            served.since = start.filter(|start| before.is_none_or(|was| was.since != *start));
            let same = before.map(|_| served.active && served.since.is_none());
            tally.count(same);
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

    /// Beginnings that are set anew.
    pub fn since(&self) -> Vec<(OfficerId, String, Millis)> {
        let members = self.0.values();
        let areas = members.flat_map(|member| {
            member
                .areas
                .iter()
                .map(|(area, served)| (member.officer.id, area.clone(), served.since))
        });
        areas.filter_map(|(officer, area, since)| Some((officer, area, since?))).collect()
    }

    /// The officers, each with all that is served from now on.
    pub fn into_plan(self) -> Vec<(Officer, Vec<String>)> {
        let members = self.0.into_values().map(|Member { officer, areas }| {
            let active = areas.into_iter().filter(|(_, served)| served.active);
            (officer, active.map(|(area, _)| area).collect())
        });
        members.collect()
    }
}

/// Midnight UTC of a day.
fn start(day: NaiveDate) -> Millis {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
}
