//! The set of entries and its heads.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::entry::{Change, Dot, Entry};
use crate::id::{DocumentId, InstanceId};
use crate::path::Path;

/// All entries of one family known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// By dot; two contents of one dot by digest.
    entries: Vec<Arc<Entry>>,
}

/// In which instance each nested one was put.
pub(super) type Parents = BTreeMap<InstanceId, InstanceId>;

/// How deep instances are nested: no form has a roster in a roster in a roster. It bounds what a
/// ring or a chain of parents costs, which nobody can have keyed.
const DEPTH: usize = 8;

/// An instance and those it is nested in, from the inside out.
pub(super) fn chain(parents: &Parents, id: InstanceId) -> impl Iterator<Item = InstanceId> {
    std::iter::successors(Some(id), |id| parents.get(id).copied()).take(DEPTH)
}

/// Heads of one document (or of the family itself), path by path.
pub(super) type Heads<'a> = Vec<(&'a Path, Vec<&'a Entry>)>;

impl History {
    /// Adds one entry; false when it was there.
    pub fn insert(&mut self, entry: impl Into<Arc<Entry>>) -> bool {
        let entry = entry.into();
        if self.entries.last().is_none_or(|last| last.dot < entry.dot) {
            self.entries.push(entry);
            return true;
        }
        match self.entries.binary_search_by(|known| order(known, &entry)) {
            Ok(_) => false,
            Err(at) => {
                self.entries.insert(at, entry);
                true
            }
        }
    }

    /// Adds every entry of `other`; how many were new.
    pub fn union(&mut self, other: Self) -> usize {
        let before = self.entries.len();
        self.entries.extend(other.entries);
        self.entries.sort_by(|a, b| order(a, b));
        self.entries.dedup_by(|a, b| order(a, b).is_eq());
        self.entries.len() - before
    }

    /// Every entry, by actor and number.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().map(AsRef::as_ref)
    }

    /// The same, to be kept in another history.
    pub(super) fn shared(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Documents of the family.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<DocumentId> {
        let mut last = None;
        let changes = self.entries().map(|entry| entry.document);
        changes
            .filter(|document| std::mem::replace(&mut last, *document) != *document)
            .flatten()
            .collect()
    }

    /// The contents of a dot; more than one when an actor gave its number twice.
    pub(super) fn at(&self, dot: Dot) -> &[Arc<Entry>] {
        let from = self.entries.partition_point(|entry| entry.dot < dot);
        let same = self.entries[from..].iter().take_while(|entry| entry.dot == dot).count();
        &self.entries[from..from + same]
    }

    /// Dots with two contents: an actor that gave a number twice. Both are kept.
    #[must_use]
    pub fn forks(&self) -> BTreeSet<Dot> {
        let pairs = self.entries.windows(2).filter(|pair| pair[0].dot == pair[1].dot);
        pairs.map(|pair| pair[0].dot).collect()
    }

    /// True when one of `entries` gives a dot another content than it has here or among them.
    #[must_use]
    pub fn would_fork<'a>(&self, entries: impl IntoIterator<Item = &'a Entry>) -> bool {
        let mut new: Vec<&Entry> = entries.into_iter().collect();
        new.sort_by_key(|entry| entry.dot);
        new.windows(2).any(|pair| pair[0].dot == pair[1].dot && pair[0] != pair[1])
            || new.iter().any(|entry| self.at(entry.dot).iter().any(|known| **known != **entry))
    }

    /// The heads at each path of a document (`None`: of the family itself), in dot order: what the
    /// next entry there is over. A deletion hides heads from the state, not from here.
    #[must_use]
    pub fn heads(&self, document: Option<DocumentId>) -> BTreeMap<&Path, Vec<&Entry>> {
        self.grouped(document).into_iter().collect()
    }

    /// The dots an entry with this change is over: the heads at its path, and for a deletion every
    /// head below it.
    #[must_use]
    pub fn over(&self, document: Option<DocumentId>, path: &Path, change: &Change) -> Vec<Dot> {
        if path.is_log() {
            return Vec::new();
        }
        let parents = match change {
            Change::Leave { .. } => self.parents(document),
            _ => Parents::default(),
        };
        let below = |at: &Path| match change {
            Change::Leave { .. } => {
                let mut above = at.instance.into_iter().flat_map(|id| chain(&parents, id));
                at.instance == path.instance || above.any(|id| Some(id) == path.instance)
            }
            Change::Removed {} => !at.is_log(),
            _ => at == path,
        };
        let heads = self.grouped(document).into_iter().filter(|(at, _)| below(at));
        heads.flat_map(|(_, heads)| heads).map(|head| head.dot).collect()
    }

    /// In which instance each nested one was put.
    pub(super) fn parents(&self, document: Option<DocumentId>) -> Parents {
        let joins = self.entries().filter(|entry| entry.document == document);
        joins
            .filter_map(|entry| match &entry.change {
                Change::Join { parent: Some(parent), .. } => Some((entry.path.instance?, *parent)),
                _ => None,
            })
            .collect()
    }

    /// The heads, sorted by path.
    pub(super) fn grouped(&self, document: Option<DocumentId>) -> Heads<'_> {
        let mut entries: Vec<&Entry> =
            self.entries().filter(|entry| entry.document == document).collect();
        let seen = seen_by_deletions(&entries);
        // Stable: the entries of a path stay in the order of their dots.
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let groups = entries.chunk_by(|a, b| a.path == b.path);
        groups.map(|group| (&group[0].path, heads(group, &seen))).collect()
    }
}

/// Dot order; digests are needed only for two contents of one dot.
fn order(a: &Entry, b: &Entry) -> Ordering {
    a.dot.cmp(&b.dot).then_with(
        || {
            if a == b { Ordering::Equal } else { a.digest().cmp(&b.digest()) }
        },
    )
}

/// What each deletion named below it: named dot, deletion.
fn seen_by_deletions(entries: &[&Entry]) -> Vec<(Dot, Dot)> {
    let deletions = entries
        .iter()
        .filter(|entry| matches!(entry.change, Change::Leave { .. } | Change::Removed {}));
    let mut seen: Vec<(Dot, Dot)> =
        deletions.flat_map(|entry| entry.over.iter().map(|dot| (*dot, entry.dot))).collect();
    seen.sort_unstable();
    seen
}

/// Those of one path's entries that no other is over.
pub(super) fn heads<'a>(group: &[&'a Entry], seen: &[(Dot, Dot)]) -> Vec<&'a Entry> {
    if let [only] = group {
        return vec![only];
    }
    let mut dots: Vec<Dot> = group.iter().map(|entry| entry.dot).collect();
    dots.sort_unstable();
    let mut over: Vec<(Dot, &Entry)> = Vec::with_capacity(group.len());
    for entry in group {
        over.extend(
            entry.over.iter().filter(|dot| may_replace(entry, **dot)).map(|dot| (*dot, *entry)),
        );
    }
    over.sort_by_key(|(dot, entry)| (*dot, entry.dot));
    let covered = |head: &Entry| {
        let contents = between(&dots, head.dot, head.dot);
        named(&over, head.dot, contents) || answered_after(&dots, seen, head.dot)
    };
    let heads: Vec<&Entry> = group.iter().copied().filter(|entry| !covered(entry)).collect();
    // Entries over one another in a circle cannot have been written: nothing of it is hidden.
    if heads.is_empty() { group.to_vec() } else { heads }
}

/// Nobody is over a number they have not given yet.
fn may_replace(entry: &Entry, dot: Dot) -> bool {
    dot.actor != entry.dot.actor || dot.seq < entry.dot.seq
}

/// How many of these sorted dots lie between two, both among them.
fn between(dots: &[Dot], first: Dot, last: Dot) -> usize {
    let from = dots.partition_point(|dot| *dot < first);
    dots[from..].partition_point(|dot| *dot <= last)
}

/// An entry is over a dot; over a forked one only when it names it once for each content, for one
/// who names it less often has not seen them all.
fn named(over: &[(Dot, &Entry)], dot: Dot, contents: usize) -> bool {
    let from = over.partition_point(|(named, _)| *named < dot);
    let mut naming = over[from..].iter().take_while(|(named, _)| *named == dot);
    if contents == 1 {
        return naming.next().is_some();
    }
    let by: Vec<&(Dot, &Entry)> = naming.collect();
    by.chunk_by(|a, b| std::ptr::eq(a.1, b.1)).any(|same| same.len() >= contents)
}

/// An actor that deleted `head` from above and then wrote here again, at one of `dots`, has seen it,
/// though an entry after a deletion names nothing.
fn answered_after(dots: &[Dot], seen: &[(Dot, Dot)], head: Dot) -> bool {
    let from = seen.partition_point(|(named, _)| *named < head);
    let mut deletions = seen[from..].iter().take_while(|(named, _)| *named == head);
    deletions.any(|(_, deletion)| {
        let first = Dot { seq: deletion.seq.saturating_add(1), ..*deletion };
        let last = Dot { seq: u64::MAX, ..*deletion };
        let itself = if (first..=last).contains(&head) { between(dots, head, head) } else { 0 };
        between(dots, first, last) > itself
    })
}
