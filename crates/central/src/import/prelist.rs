//! The families of the prelist: which row of the list is which family, and what it changes.

use std::collections::{HashMap, HashSet};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Birth;
use cacah_family::host::Host;
use cacah_family::id::{FamilyId, RoundId};
use cacah_wire::down::PrelistFamily;

use super::fault::{Faults, Problem};
use super::judge::Known;
use super::line::List;
use super::lists::FamilyItem;
use super::outcome::Outcome;
use crate::storage::{Listing, Standing};

type Place<'a> = (&'a Idsubsls, u16, u16);

/// A list of families beside the prelist as it is.
pub(super) struct Prelist<'a> {
    round: RoundId,
    list: &'a List<FamilyItem>,
    /// Families of the prelist that are in no row.
    absent: usize,
    /// For each row of the list, the family it names.
    matches: Vec<Option<&'a Listing>>,
    /// Families to be born.
    pub new: Vec<PrelistFamily>,
    /// What the office's list says from now on, where that is new or changed.
    pub listings: Vec<Listing>,
}

impl<'a> Prelist<'a> {
    /// Finds for every row its family: by code, or else by SLS, building and number. Two rows for
    /// one family are a fault, and so is a place that another family has which is in no row.
    pub fn new(
        round: RoundId,
        list: &'a List<FamilyItem>,
        before: &'a [Listing],
        faults: &mut Faults,
    ) -> Self {
        let codes: HashMap<&str, &Listing> =
            before.iter().filter_map(|l| Some((l.code.as_deref()?, l))).collect();
        let places: HashMap<Place<'_>, &Listing> =
            before.iter().filter(|l| l.birth.number > 0).map(|l| (listed(l), l)).collect();
        let mut named = HashSet::new();
        let matches: Vec<Option<&Listing>> = list
            .rows
            .iter()
            .map(|(row, item)| {
                let there = places.get(&written(item)).copied();
                let found = match item.code.as_deref() {
                    Some(code) => {
                        let uncoded = || there.filter(|listing| listing.code.is_none());
                        codes.get(code).copied().or_else(uncoded)
                    }
                    None => there,
                };
                if found.is_some_and(|listing| !named.insert(listing.family)) {
                    faults.add(list.fault(*row, 2, Problem::Taken));
                }
                found
            })
            .collect();
        for (row, item) in &list.rows {
            let there = places.get(&written(item)).map(|listing| listing.family);
            if there.is_some_and(|there| !named.contains(&there)) {
                faults.add(list.fault(*row, 2, Problem::Taken));
            }
        }
        let absent = before.len() - named.len();
        Self { round, list, absent, matches, new: Vec::new(), listings: Vec::new() }
    }

    /// Judges every row. What the field has begun is left as it is.
    pub fn judge(
        &mut self,
        known: &Known,
        host: &dyn Host,
        faults: &mut Faults,
        outcome: &mut Outcome,
    ) {
        for at in 0..self.matches.len() {
            let (row, item) = &self.list.rows[at];
            if !known.may_have(item.idsubsls.as_str()) {
                faults.add(self.list.fault(*row, 0, Problem::UnknownArea));
            }
            match self.matches[at] {
                None => {
                    outcome.families.count(None);
                    self.bear(item, host);
                }
                Some(before) if before.birth.idsubsls != item.idsubsls => {
                    faults.add(self.list.fault(*row, 0, Problem::Moved));
                }
                Some(before) => {
                    let now = corrected(before, item);
                    if before.standing == Standing::Touched && before.birth != now.birth {
                        outcome.touched.push(*row);
                        continue;
                    }
                    outcome.families.count(Some(*before == now));
                    self.listings.extend((*before != now).then_some(now));
                }
            }
        }
        outcome.absent = self.absent;
    }

    fn bear(&mut self, item: &FamilyItem, host: &dyn Host) {
        let family = FamilyId(host.id());
        let birth = Birth {
            round: self.round,
            home: item.idsubsls.district(),
            idsubsls: item.idsubsls.clone(),
            building: item.building,
            number: item.number,
            head: item.head.clone(),
            address: item.address.clone(),
            found: false,
        };
        self.new.push(PrelistFamily { family, birth: birth.clone() });
        let code = item.code.clone();
        self.listings.push(Listing { family, birth, code, standing: Standing::New });
    }
}

/// A family as the list gives it now. A list without codes takes none away.
fn corrected(before: &Listing, item: &FamilyItem) -> Listing {
    let mut now = before.clone();
    (now.birth.building, now.birth.number) = (item.building, item.number);
    (now.birth.head, now.birth.address) = (item.head.clone(), item.address.clone());
    now.code = item.code.clone().or(now.code);
    now
}

fn listed(listing: &Listing) -> Place<'_> {
    (&listing.birth.idsubsls, listing.birth.building, listing.birth.number)
}

fn written(item: &FamilyItem) -> Place<'_> {
    (&item.idsubsls, item.building, item.number)
}
