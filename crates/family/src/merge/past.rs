//! What came before what: the history of a path, and the sides that a merge has brought together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::history::History;
use crate::entry::{Actor, Dot, Entry};
use crate::id::DocumentId;
use crate::path::Path;

impl History {
    /// Every entry at a path, causes before what they led to; entries that knew nothing of one
    /// another by their dots.
    #[must_use]
    pub fn of(&self, document: Option<DocumentId>, path: &Path) -> Vec<&Entry> {
        let at_path = self.entries().filter(|e| e.document == document && e.path == *path);
        causal(&at_path.collect::<Vec<_>>())
    }

    /// Every entry of a document (`None`: of the family itself), in the same order.
    #[must_use]
    pub fn story(&self, document: Option<DocumentId>) -> Vec<&Entry> {
        let of_document = self.entries().filter(|entry| entry.document == document);
        causal(&of_document.collect::<Vec<_>>())
    }

    /// What an entry replaced: everything it is over, which is what taking it back brings back.
    #[must_use]
    pub fn before(&self, entry: &Entry) -> Vec<&Entry> {
        let mut dots = entry.over.clone();
        dots.sort_unstable();
        dots.dedup();
        let replaced = dots.iter().flat_map(|dot| self.at(*dot)).map(AsRef::as_ref);
        replaced.filter(|before| before.document == entry.document).collect()
    }

    /// A document as each side had it before they were united: one history for every actor whose
    /// work none of the others' rests on. One side alone is the whole document, and so is one of
    /// more actors than anybody could ask who did what. What an error of the
    /// union and of no side is, only the merge has raised.
    #[must_use]
    pub fn sides(&self, document: DocumentId) -> Vec<Self> {
        let clocks = self.clocks(document);
        let known = |a: &Clock, b: &Clock| a.iter().all(|(actor, seq)| b.get(actor) >= Some(seq));
        let first = |at: usize, clock: &Clock| clocks[..at].iter().all(|other| other != clock);
        let furthest = clocks.iter().enumerate().filter(|(at, clock)| {
            first(*at, clock) && !clocks.iter().any(|other| other != *clock && known(clock, other))
        });
        furthest.map(|(_, clock)| self.until(document, clock)).collect()
    }

    fn until(&self, document: DocumentId, clock: &Clock) -> Self {
        let mut side = Self::default();
        for entry in self.shared().iter().filter(|entry| entry.document == Some(document)) {
            if clock.get(&entry.dot.actor) >= Some(&entry.dot.seq) {
                side.insert(std::sync::Arc::clone(entry));
            }
        }
        side
    }

    /// For each actor of the document, what its last entry rests on.
    fn clocks(&self, document: DocumentId) -> Vec<Clock> {
        let mut actors: BTreeMap<Actor, Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries().filter(|entry| entry.document == Some(document)) {
            actors.entry(entry.dot.actor).or_default().push(entry);
        }
        if !(2..=MOST).contains(&actors.len()) {
            let last =
                |(actor, entries): (&Actor, &Vec<&Entry>)| Some((*actor, entries.last()?.dot.seq));
            return vec![actors.iter().filter_map(last).collect()];
        }
        actors.values().filter_map(|own| Some(clock(&actors, own.last()?.dot))).collect()
    }
}

/// Actors of a document whose sides are told apart: each costs a walk through all of it.
const MOST: usize = 32;

/// The last number of each actor that something rests on.
type Clock = BTreeMap<Actor, u64>;

/// An actor knows all it wrote itself, and what that is over.
fn clock(actors: &BTreeMap<Actor, Vec<&Entry>>, last: Dot) -> Clock {
    let mut clock = Clock::new();
    let mut waiting = vec![last];
    while let Some(dot) = waiting.pop() {
        let Some(entries) = actors.get(&dot.actor) else { continue };
        let known = clock.get(&dot.actor).copied();
        if known >= Some(dot.seq) {
            continue;
        }
        clock.insert(dot.actor, dot.seq);
        let from = entries.partition_point(|entry| Some(entry.dot.seq) <= known);
        let new = entries[from..].iter().take_while(|entry| entry.dot.seq <= dot.seq);
        waiting.extend(new.flat_map(|entry| entry.over.iter().copied()));
    }
    clock
}

/// Causes first; by dots where neither knew of the other, and for what goes round in a circle.
pub(super) fn causal<'a>(entries: &[&'a Entry]) -> Vec<&'a Entry> {
    let mut by_dot: BTreeMap<Dot, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        by_dot.entry(entry.dot).or_default().push(at);
    }
    let mut effects: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut causes = vec![0usize; entries.len()];
    let mut link = |cause: &[usize], effect: usize| {
        for cause in cause {
            effects[*cause].push(effect);
            causes[effect] += 1;
        }
    };
    for (at, entry) in entries.iter().enumerate() {
        let own = Dot { seq: 0, ..entry.dot }..entry.dot;
        if let Some((_, before)) = by_dot.range(own).next_back() {
            link(before, at);
        }
        for dot in entry.over.iter().filter(|dot| dot.actor != entry.dot.actor) {
            link(by_dot.get(dot).map_or(&[], Vec::as_slice), at);
        }
    }
    let mut ready: BinaryHeap<Reverse<(Dot, usize)>> = (0..entries.len())
        .filter(|at| causes[*at] == 0)
        .map(|at| Reverse((entries[at].dot, at)))
        .collect();
    let mut done = vec![false; entries.len()];
    let mut order = Vec::with_capacity(entries.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        done[at] = true;
        order.push(entries[at]);
        for effect in std::mem::take(&mut effects[at]) {
            causes[effect] -= 1;
            if causes[effect] == 0 {
                ready.push(Reverse((entries[effect].dot, effect)));
            }
        }
    }
    order.extend((0..entries.len()).filter(|at| !done[*at]).map(|at| entries[at]));
    order
}
