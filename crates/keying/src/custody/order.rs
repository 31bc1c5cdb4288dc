//! Which entry comes after which.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Dot, Entry};
use cacah_family::paper::Custody;

/// Entries of a log in one order that every PC finds, and what each had seen.
pub(super) struct Order<'a> {
    /// In order.
    pub entries: Vec<(&'a Entry, &'a Custody)>,
    /// For each, those before it that its writer had seen, by place in `entries`.
    seen: Vec<BTreeSet<usize>>,
}

impl<'a> Order<'a> {
    /// `entries` come sorted by dot.
    pub(super) fn new(mut left: Vec<(&'a Entry, &'a Custody)>) -> Self {
        let mut order = Self { entries: Vec::new(), seen: Vec::new() };
        let dots: BTreeSet<Dot> = left.iter().map(|(entry, _)| entry.dot).collect();
        let mut places: BTreeMap<Dot, usize> = BTreeMap::new();
        let parents: BTreeMap<Dot, BTreeSet<Dot>> =
            left.iter().map(|(entry, act)| (entry.dot, parents(entry, act, &dots))).collect();
        while !left.is_empty() {
            let ready = |(entry, _): &(&Entry, &Custody)| {
                parents[&entry.dot].iter().all(|dot| places.contains_key(dot))
            };
            // Entries that name each other in a circle cannot have been written: they follow dots.
            let next = left.iter().position(ready).unwrap_or_default();
            let (entry, act) = left.remove(next);
            let before = parents[&entry.dot].iter().filter_map(|dot| places.get(dot).copied());
            let mut seen = BTreeSet::new();
            for place in before {
                seen.extend(order.seen[place].iter().copied());
                seen.insert(place);
            }
            places.insert(entry.dot, order.entries.len());
            order.entries.push((entry, act));
            order.seen.push(seen);
        }
        order
    }

    /// Of these places, in order, those that no other of them had seen; the highest dot last.
    pub(super) fn heads(&self, places: &[usize]) -> Vec<usize> {
        let covered = |place: &usize| places.iter().any(|other| self.seen[*other].contains(place));
        let mut heads: Vec<usize> =
            places.iter().copied().filter(|place| !covered(place)).collect();
        heads.sort_by_key(|place| self.entries[*place].0.dot);
        heads
    }
}

/// What an entry comes after: all it is over, what it answers, what its actor wrote before.
fn parents(entry: &Entry, act: &Custody, dots: &BTreeSet<Dot>) -> BTreeSet<Dot> {
    let answers = match act {
        Custody::Settled { of, .. } | Custody::Taken { of } | Custody::Refused { of, .. } => {
            Some(*of)
        }
        _ => None,
    };
    let first = Dot { seq: 0, ..entry.dot };
    let own = dots.range(first..entry.dot).next_back().copied();
    let named = entry.over.iter().copied().chain(answers);
    let known = named.filter(|dot| dots.contains(dot) && *dot != entry.dot);
    known.chain(own).collect()
}
