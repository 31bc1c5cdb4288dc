//! The answer to one bucket: all families that share a number, or all families of an SLS.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::plain;
use super::{Card, Check};
use crate::id::{FamilyId, InstanceId};

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A laptop, of what it holds: it never says that something is not there.
    Laptop,
    /// The endpoint, of its registry.
    Endpoint,
}

/// One who has the number of the bucket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holder {
    /// Whose document says so.
    pub family: FamilyId,
    /// The lowest of the ids joined to it by aliases: with itself nobody shares a number.
    pub one: FamilyId,
    /// The person, of a NIK. Who moves between families keeps this id and is nobody's double.
    pub person: Option<InstanceId>,
    /// What the card is, of a KK number.
    pub kind: Option<Card>,
}

/// A family in its SLS.
#[derive(Clone, PartialEq, Eq)]
pub struct Placed {
    /// It.
    pub family: FamilyId,
    /// The lowest of the ids joined to it by aliases.
    pub one: FamilyId,
    /// As its document says; absent without one.
    pub building: Option<u32>,
    /// As its document says.
    pub number: Option<u32>,
    /// As its document says, in [`Facts::head`](super::Facts::head)'s spelling.
    pub head: Option<String>,
    /// As its document says, code of the form.
    pub welfare: Option<u32>,
    /// Its row of the listing.
    pub listed: Listed,
}

/// A row of the listing.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    /// Family number; 0 where the listing has none.
    pub number: u32,
    /// Name of the head.
    pub head: String,
    /// Welfare by the officer's judgement, code of the form; absent where nobody judged.
    pub welfare: Option<u32>,
}

/// Something found in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// What.
    pub check: Check,
    /// Where in the bucket: two findings of one check differ here.
    pub spot: String,
    /// The families concerned.
    pub families: BTreeSet<FamilyId>,
}

impl Found {
    fn of(check: Check, families: BTreeSet<FamilyId>) -> Option<Self> {
        (!families.is_empty()).then(|| Self { check, spot: String::new(), families })
    }
}

/// Of all who have one NIK.
#[must_use]
pub fn persons(holders: &[Holder]) -> Vec<Found> {
    let count = |key: fn(&Holder) -> (Option<FamilyId>, Option<InstanceId>)| {
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        holders.iter().for_each(|holder| *counts.entry(key(holder)).or_default() += 1);
        move |holder: &Holder| counts.get(&key(holder)).copied().unwrap_or(0)
    };
    let family = count(|holder| (Some(holder.one), None));
    let person = count(|holder| (None, holder.person));
    let both = count(|holder| (Some(holder.one), holder.person));
    // Somebody who is neither of this family nor this very person.
    let doubled = |holder: &&Holder| holders.len() + both(holder) > family(holder) + person(holder);
    let families = holders.iter().filter(doubled).map(|holder| holder.family).collect();
    Found::of(Check::SamePerson, families).into_iter().collect()
}

/// Of all who have one KK number.
#[must_use]
pub fn cards(holders: &[Holder], side: Side) -> Vec<Found> {
    // For each family the answer asks only whether another one of a kind is there.
    let mut ones: BTreeMap<Option<Card>, BTreeSet<FamilyId>> = BTreeMap::new();
    for holder in holders {
        ones.entry(holder.kind).or_default().insert(holder.one);
    }
    let other = |holder: &Holder, kind: Option<Card>| {
        ones.get(&kind).is_some_and(|ones| ones.iter().any(|one| *one != holder.one))
    };
    let shares = |holder: &&Holder| match holder.kind {
        Some(_) => other(holder, None),
        None => [None, Some(Card::Main), Some(Card::Split)].into_iter().any(|k| other(holder, k)),
    };
    let lone = |holder: &&Holder| match holder.kind {
        Some(Card::Main) => !other(holder, Some(Card::Split)),
        Some(Card::Split) => !other(holder, Some(Card::Main)),
        None => false,
    };
    let family = |holder: &Holder| holder.family;
    let shared = Found::of(Check::SameCard, holders.iter().filter(shares).map(family).collect());
    let lone = (side == Side::Endpoint)
        .then(|| Found::of(Check::LoneCard, holders.iter().filter(lone).map(family).collect()));
    shared.into_iter().chain(lone.flatten()).collect()
}

/// Of all families of an SLS.
#[must_use]
pub fn neighbours(sls: &[Placed]) -> Vec<Found> {
    let documents = sls.iter().filter_map(|family| Some((family.number?, family)));
    let listed = sls.iter().map(|family| (family.listed.number, family));
    let mut found = doubles(Check::SameNumber, documents);
    found.extend(doubles(Check::ListedTwice, listed.filter(|(number, _)| *number > 0)));
    found.extend(out_of_order(sls));
    found.extend(sls.iter().filter(|family| differs(family)).map(|family| Found {
        check: Check::NotAsListed,
        spot: family.family.to_string(),
        families: BTreeSet::from([family.family]),
    }));
    found
}

fn doubles<'a>(check: Check, families: impl Iterator<Item = (u32, &'a Placed)>) -> Vec<Found> {
    let mut numbers: BTreeMap<u32, Vec<&Placed>> = BTreeMap::new();
    for (number, family) in families {
        numbers.entry(number).or_default().push(family);
    }
    let doubled = numbers.into_iter().filter(|(_, families)| {
        families.iter().any(|family| Some(family.one) != families.first().map(|f| f.one))
    });
    let found = doubled.map(|(number, families)| Found {
        check,
        spot: number.to_string(),
        families: families.into_iter().map(|family| family.family).collect(),
    });
    found.collect()
}

/// Walked by family number, no building comes back to: where it does, both neighbours are named.
fn out_of_order(sls: &[Placed]) -> Vec<Found> {
    let walk = sls.iter().filter_map(|f| Some((f.number?, f.building?, f.family)));
    let mut walk: Vec<_> = walk.collect();
    walk.sort_unstable();
    let steps = walk.windows(2).filter_map(|step| match step {
        [(_, before, one), (number, after, other)] if after < before => Some(Found {
            check: Check::Order,
            spot: number.to_string(),
            families: BTreeSet::from([*one, *other]),
        }),
        _ => None,
    });
    steps.collect()
}

/// Rests where either side says nothing.
fn differs(family: &Placed) -> bool {
    let Listed { number, head, welfare } = &family.listed;
    let listed = plain(head);
    let name = family.head.as_ref().is_some_and(|head| !listed.is_empty() && *head != listed);
    let other = |keyed: Option<u32>, listed: u32| keyed.is_some_and(|keyed| keyed != listed);
    name || (*number > 0 && other(family.number, *number))
        || welfare.is_some_and(|listed| other(family.welfare, listed))
}
