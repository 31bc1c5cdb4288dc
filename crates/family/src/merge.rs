//! Merge: the union of entries, and the state they amount to.
//!
//! A family's history is a set; uniting two sets is commutative, associative and idempotent by
//! construction (a grow-only set of dotted entries: Shapiro et al., CRDTs, INRIA RR-7506). What is
//! there now are the heads: entries no other entry is over. Clocks decide nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{Birth, Change, Digest, Dot, Entry, FormVersion, Role, Source};
use crate::id::{DocumentId, InstanceId};
use crate::order::OrderKey;
use crate::path::Path;
use crate::slot::Slot;

/// All entries of one family known here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    entries: BTreeMap<(Dot, Digest), Entry>,
}

impl History {
    /// Adds one entry; false when it was there.
    pub fn insert(&mut self, entry: Entry) -> bool {
        self.entries.insert((entry.dot, entry.digest()), entry).is_none()
    }

    /// Adds every entry of `other`; how many were new.
    pub fn union(&mut self, other: Self) -> usize {
        other.entries.into_values().filter(|entry| self.insert(entry.clone())).count()
    }

    /// Every entry, by actor and number.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
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

    /// Dots with two contents: an actor that gave a number twice. Both are kept.
    #[must_use]
    pub fn forks(&self) -> BTreeSet<Dot> {
        let dots: Vec<Dot> = self.entries.keys().map(|(dot, _)| *dot).collect();
        dots.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
    }

    /// True when one of `entries` gives a dot another content than it has here or among them.
    #[must_use]
    pub fn would_fork(&self, entries: &[Entry]) -> bool {
        let mut new = Self::default();
        for entry in entries {
            new.insert(entry.clone());
        }
        let other = |(dot, digest): &(Dot, Digest)| {
            let here = self.entries.range((*dot, [0; 32])..=(*dot, [u8::MAX; 32]));
            here.into_iter().any(|((_, known), _)| known != digest)
        };
        !new.forks().is_empty() || new.entries.keys().any(other)
    }

    /// The heads at each path of a document (`None`: of the family itself), in dot order.
    #[must_use]
    pub fn heads(&self, document: Option<DocumentId>) -> BTreeMap<&Path, Vec<&Entry>> {
        let of_document = || self.entries.values().filter(|entry| entry.document == document);
        let covered: BTreeSet<Dot> = of_document().flat_map(|e| e.over.iter().copied()).collect();
        let mut heads: BTreeMap<&Path, Vec<&Entry>> = BTreeMap::new();
        for entry in of_document().filter(|entry| !covered.contains(&entry.dot)) {
            heads.entry(&entry.path).or_default().push(entry);
        }
        heads
    }

    /// What the entries amount to.
    #[must_use]
    pub fn state(&self) -> FamilyState {
        let documents: BTreeSet<DocumentId> =
            self.entries.values().filter_map(|entry| entry.document).collect();
        let births = self.heads(None);
        let birth = births.iter().find(|(path, _)| path.name.as_deref() == Some(Path::FAMILY));
        FamilyState {
            birth: birth.and_then(|(_, heads)| {
                heads.iter().rev().find_map(|entry| match &entry.change {
                    Change::Family(birth) => Some(birth.clone()),
                    _ => None,
                })
            }),
            visits: births
                .values()
                .flatten()
                .filter(|e| matches!(e.change, Change::Visit { .. }))
                .count(),
            documents: documents.into_iter().map(|id| (id, self.document(id))).collect(),
            forks: self.forks(),
        }
    }

    fn document(&self, id: DocumentId) -> DocumentState {
        let mut state = DocumentState::default();
        let mut left = BTreeSet::new();
        for (path, heads) in self.heads(Some(id)) {
            let Some(newest) = heads.last() else { continue };
            let differ = heads.iter().any(|head| head.change != newest.change);
            if differ && !path.is_log() {
                state.undecided.push(path.clone());
            }
            if let (Some(instance), None) = (path.instance, &path.name) {
                // A person who both stayed and left stays, until somebody decides.
                match heads.iter().rev().find_map(|head| join(&head.change)) {
                    Some((repeat, order)) => {
                        state.instances.push(Member { instance, repeat, order })
                    }
                    None => {
                        left.insert(instance);
                    }
                }
                continue;
            }
            state.take(path, &newest.change);
        }
        state.instances.sort_by(|a, b| {
            (&a.repeat, &a.order, a.instance).cmp(&(&b.repeat, &b.order, b.instance))
        });
        state.set_aside(&left);
        state
    }
}

fn join(change: &Change) -> Option<(String, OrderKey)> {
    match change {
        Change::Join { repeat, order, .. } => Some((repeat.clone(), order.clone())),
        _ => None,
    }
}

/// What a family's history amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FamilyState {
    /// What its birth says; absent until that entry has arrived.
    pub birth: Option<Birth>,
    /// Visits without an answer.
    pub visits: usize,
    /// Its documents.
    pub documents: BTreeMap<DocumentId, DocumentState>,
    /// Dots with two contents.
    pub forks: BTreeSet<Dot>,
}

/// What a document's entries amount to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentState {
    /// Which observation it is; absent until that entry has arrived.
    pub source: Option<Source>,
    /// Slots by path, empty ones left out. Where heads differ, the highest dot's, provisionally.
    pub slots: BTreeMap<Path, Slot>,
    /// Instances in order, repeat by repeat.
    pub instances: Vec<Member>,
    /// Paths whose heads differ: a decision for a person.
    pub undecided: Vec<Path>,
    /// Finished by this role.
    pub finished: Option<Role>,
    /// The newest structure it was opened under, when it was not its first.
    pub form: Option<FormVersion>,
}

/// One repeat instance of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id; the person's id for a member of the family.
    pub instance: InstanceId,
    /// Name of the repeat.
    pub repeat: String,
    /// Its place.
    pub order: OrderKey,
}

impl DocumentState {
    fn take(&mut self, path: &Path, change: &Change) {
        match change {
            Change::Slot(slot) if *slot != Slot::default() => {
                self.slots.insert(path.clone(), slot.clone());
            }
            Change::Opened { source } => self.source = Some(*source),
            Change::Finished { role } => self.finished = Some(*role),
            Change::Form(version) => self.form = Some(version.clone()),
            _ => {}
        }
    }

    /// Slots of instances that left do not count. One that no removal has seen is a decision: somebody
    /// answered while somebody else removed.
    fn set_aside(&mut self, left: &BTreeSet<InstanceId>) {
        let gone: Vec<Path> = self
            .slots
            .keys()
            .filter(|path| path.instance.is_some_and(|id| left.contains(&id)))
            .cloned()
            .collect();
        for path in gone {
            self.slots.remove(&path);
            if !self.undecided.contains(&path) {
                self.undecided.push(path);
            }
        }
    }
}

#[cfg(test)]
mod tests;
