//! The set of entries and its heads.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::entry::{Actor, Change, Dot, Entry};
use crate::id::DocumentId;
use crate::path::Path;

/// All entries of one family known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// By dot; two contents of one dot by digest.
    entries: Vec<Arc<Entry>>,
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
        let below = |at: &Path| match change {
            Change::Leave { .. } => {
                at.instance == path.instance || self.is_below(document, at, path)
            }
            Change::Removed {} => !at.is_log(),
            _ => at == path,
        };
        let heads = self.grouped(document).into_iter().filter(|(at, _)| below(at));
        heads.flat_map(|(_, heads)| heads).map(|head| head.dot).collect()
    }

    fn is_below(&self, document: Option<DocumentId>, at: &Path, instance: &Path) -> bool {
        let parents = self.parents(document);
        let mut above = at.instance;
        for _ in 0..=parents.len() {
            above = above.and_then(|id| parents.get(&id).copied());
            if above == instance.instance {
                return above.is_some();
            }
        }
        false
    }

    /// In which instance each nested one was put.
    pub(super) fn parents(
        &self,
        document: Option<DocumentId>,
    ) -> BTreeMap<crate::id::InstanceId, crate::id::InstanceId> {
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
    let mut over: Vec<(Dot, &Entry)> = Vec::with_capacity(group.len());
    for entry in group {
        over.extend(
            entry.over.iter().filter(|dot| may_replace(entry, **dot)).map(|dot| (*dot, *entry)),
        );
    }
    over.sort_by_key(|(dot, entry)| (*dot, entry.dot));
    let covered = |head: &Entry| {
        let contents = group.iter().filter(|entry| entry.dot == head.dot).count();
        named(&over, head.dot, contents) || answered_after(group, seen, head)
    };
    let heads: Vec<&Entry> = group.iter().copied().filter(|entry| !covered(entry)).collect();
    // Entries over one another in a circle cannot have been written: nothing of it is hidden.
    if heads.is_empty() { group.to_vec() } else { heads }
}

/// Nobody is over a number they have not given yet.
fn may_replace(entry: &Entry, dot: Dot) -> bool {
    dot.actor != entry.dot.actor || dot.seq < entry.dot.seq
}

/// An entry is over a dot; over a forked one only when it names it once for each content, for one
/// who names it less often has not seen them all.
fn named(over: &[(Dot, &Entry)], dot: Dot, contents: usize) -> bool {
    let from = over.partition_point(|(named, _)| *named < dot);
    let naming = over[from..].iter().take_while(|(named, _)| *named == dot);
    if contents == 1 {
        return naming.count() > 0;
    }
    let by: Vec<&(Dot, &Entry)> = naming.collect();
    by.chunk_by(|a, b| std::ptr::eq(a.1, b.1)).any(|same| same.len() >= contents)
}

/// An actor that deleted `head` from above and then wrote here again has seen it, though an entry
/// after a deletion names nothing.
fn answered_after(group: &[&Entry], seen: &[(Dot, Dot)], head: &Entry) -> bool {
    let from = seen.partition_point(|(named, _)| *named < head.dot);
    let mut deletions = seen[from..].iter().take_while(|(named, _)| *named == head.dot);
    deletions.any(|(_, deletion)| {
        let (actor, seq): (Actor, u64) = (deletion.actor, deletion.seq);
        group
            .iter()
            .any(|entry| entry.dot.actor == actor && entry.dot.seq > seq && entry.dot != head.dot)
    })
}
