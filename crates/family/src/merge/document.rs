//! What a document's entries amount to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::family::came_from;
use super::history::{Heads, History, Parents, chain};
use crate::entry::{Change, Comment, Dot, Entry, File, FormVersion, NoticeWay, Role, Source};
use crate::host::Millis;
use crate::id::{DocumentId, FamilyId, InstanceId};
use crate::order::OrderKey;
use crate::path::Path;
use crate::slot::Slot;

/// What a document's entries amount to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentState {
    /// Which observation it is; absent until that entry has arrived.
    pub source: Option<Source>,
    /// Slots by path, empty ones left out. Where heads differ, the highest dot's, provisionally.
    pub slots: BTreeMap<Path, Slot>,
    /// Instances in order, repeat by repeat; persons on the move among them, marked.
    pub instances: Vec<Member>,
    /// Photos and scans, by file id.
    pub files: BTreeMap<InstanceId, File>,
    /// Paths whose heads differ, and answers a deletion has not seen: decisions for a person.
    pub undecided: Vec<Path>,
    /// Finished by this role.
    pub finished: Option<Role>,
    /// A supervisor's comments while it is given back; it is not finished then.
    pub returned: Vec<Comment>,
    /// Taken out of the work: what it held is in the journal, and comes back when it is restored.
    pub removed: bool,
    /// Versions of the form it is worked on under: of the last openings under another structure, or
    /// without one of its birth. Several where writers differ.
    pub forms: Vec<FormVersion>,
    /// The notice to the respondent, as it was given last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Noticed>,
}

/// That the notice to the respondent was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// By the clock of the laptop.
    pub at: Millis,
    /// How.
    pub way: NoticeWay,
    /// Version of its words.
    pub version: String,
}

/// One repeat instance of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its id; the person's id for a member of the family.
    pub instance: InstanceId,
    /// Name of the repeat.
    pub repeat: String,
    /// Its place.
    pub order: OrderKey,
    /// The instance it is nested in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<InstanceId>,
    /// Left for this family, whose own entry has not arrived: the person counts here until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<FamilyId>,
    /// Came from this family, whose own entry has not arrived: the person counts there until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arriving: Option<FamilyId>,
}

impl Member {
    /// An instance that is simply there.
    #[must_use]
    pub fn new(instance: InstanceId, repeat: String, order: OrderKey) -> Self {
        Self { instance, repeat, order, parent: None, leaving: None, arriving: None }
    }

    /// True when the person counts in this family.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.arriving.is_none()
    }
}

/// A deletion that stands, and what its writers had seen.
struct Deletion {
    seen: BTreeSet<Dot>,
    /// A person who only leaves keeps everything until the other family has arrived.
    hides: bool,
}

impl Deletion {
    /// True for something written that no writer of the deletion had seen.
    fn missed(&self, heads: &[&Entry]) -> bool {
        heads.iter().any(|head| !self.seen.contains(&head.dot) && says_something(&head.change))
    }
}

fn says_something(change: &Change) -> bool {
    match change {
        Change::Slot(slot) => *slot != Slot::default(),
        change => !matches!(change, Change::Leave { .. } | Change::NoFile {} | Change::Restored {}),
    }
}

impl History {
    /// What one document's entries amount to.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> DocumentState {
        let grouped = self.grouped(Some(id));
        let deletions = Deletions::of(self, id, &grouped);
        let mut state = DocumentState::default();
        let mut undecided = BTreeSet::new();
        let moved: BTreeMap<InstanceId, Vec<&Entry>> = self.moved(Some(id)).into_iter().collect();
        for (path, heads) in &grouped {
            let Some(newest) = heads.last() else { continue };
            let differ = heads.iter().any(|head| head.change != newest.change);
            let mut hidden = false;
            let mut missed = false;
            for deletion in deletions.above(path) {
                hidden |= deletion.hides;
                missed |= deletion.missed(heads);
            }
            if (differ || missed) && !path.is_log() {
                undecided.insert((*path).clone());
            }
            if !hidden {
                state.take(path, heads, newest, &moved);
            }
        }
        state.instances.sort_by(|a, b| {
            (&a.repeat, &a.order, a.instance).cmp(&(&b.repeat, &b.order, b.instance))
        });
        state.undecided = undecided.into_iter().collect();
        state.removed = deletions.document.is_some();
        state
    }
}

/// The deletions of a document that stand.
struct Deletions {
    document: Option<Deletion>,
    instances: BTreeMap<InstanceId, Deletion>,
    parents: Parents,
}

impl Deletions {
    fn of(history: &History, id: DocumentId, grouped: &Heads<'_>) -> Self {
        let mut deletions =
            Self { document: None, instances: BTreeMap::new(), parents: Parents::new() };
        for (path, heads) in grouped {
            // One who says it is there keeps it there until somebody decides.
            let Some(change) = agreed(heads) else { continue };
            let seen = || heads.iter().flat_map(|head| head.over.iter().copied()).collect();
            match (change, path.instance, &path.name) {
                (Change::Leave { to }, Some(instance), None) => {
                    let deletion = Deletion { seen: seen(), hides: to.is_none() };
                    deletions.instances.insert(instance, deletion);
                }
                (Change::Removed {}, None, Some(_)) => {
                    deletions.document = Some(Deletion { seen: seen(), hides: true });
                }
                _ => {}
            }
        }
        if !deletions.instances.is_empty() {
            deletions.parents = history.parents(Some(id));
        }
        deletions
    }

    /// Those above a path, its own instance's for what is below it.
    fn above<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Deletion> {
        let from = path.instance.into_iter().flat_map(|id| chain(&self.parents, id));
        // Nobody's own instance is above it, only those it is nested in.
        let instances = from.skip(usize::from(path.name.is_none()));
        let instances = instances.filter_map(|id| self.instances.get(&id));
        let fact = path.instance.is_none() && !path.is_answer();
        instances.chain(self.document.as_ref().filter(move |_| !fact))
    }
}

/// What all heads say, when they say the same.
pub(super) fn agreed<'a>(heads: &[&'a Entry]) -> Option<&'a Change> {
    let (first, rest) = heads.split_first()?;
    rest.iter().all(|head| head.change == first.change).then_some(&first.change)
}

impl DocumentState {
    fn take(
        &mut self,
        path: &Path,
        heads: &[&Entry],
        newest: &Entry,
        moved: &BTreeMap<InstanceId, Vec<&Entry>>,
    ) {
        match (path.instance, path.name.as_deref()) {
            (Some(instance), None) => {
                let past = moved.get(&instance).map_or(&[][..], Vec::as_slice);
                self.instances.extend(member(instance, heads, past));
            }
            (Some(file), Some(Path::FILE)) => {
                let file_of = |head: &&Entry| match &head.change {
                    Change::File(file) => Some(file.clone()),
                    _ => None,
                };
                self.files.extend(heads.iter().rev().find_map(file_of).map(|of| (file, of)));
            }
            (None, Some(Path::NOTICE)) => {
                if let Change::Noticed { version, way } = &newest.change {
                    let (at, way, version) = (newest.at.wall, *way, version.clone());
                    self.noticed = Some(Noticed { at, way, version });
                }
            }
            _ => self.fact(path, heads, &newest.change),
        }
    }

    fn fact(&mut self, path: &Path, heads: &[&Entry], change: &Change) {
        match change {
            Change::Slot(slot) if *slot != Slot::default() => {
                self.slots.insert(path.clone(), slot.clone());
            }
            Change::Opened { source } => {
                self.source = Some(*source);
                self.forms = forms(heads.iter().filter_map(|head| head.form.as_ref()));
            }
            Change::Finished { role } => self.finished = Some(*role),
            // Its path comes after that of the birth.
            Change::Form(_) => {
                self.forms = forms(heads.iter().filter_map(|head| match &head.change {
                    Change::Form(version) => Some(version),
                    _ => None,
                }));
            }
            _ => {}
        }
        for head in heads {
            if let Change::Returned { comments } = &head.change {
                self.returned.extend(comments.iter().cloned());
                self.finished = None;
            }
        }
    }
}

/// Each version once.
fn forms<'a>(versions: impl Iterator<Item = &'a FormVersion>) -> Vec<FormVersion> {
    let versions: BTreeSet<_> = versions.collect();
    versions.into_iter().cloned().collect()
}

/// An instance as its heads have it: present as soon as one of them says so. `past` is what came
/// before, for one who moved.
fn member(instance: InstanceId, heads: &[&Entry], past: &[&Entry]) -> Option<Member> {
    let leaving = match agreed(heads) {
        Some(Change::Leave { to }) => Some((*to)?),
        _ => None,
    };
    // One who leaves stands where the joins before put it.
    let newest = heads.iter().rev().chain(past.iter().rev());
    let (repeat, order, parent) = newest.copied().find_map(place)?;
    let arriving = came_from(past);
    Some(Member { instance, repeat, order, parent, leaving, arriving })
}

fn place(entry: &Entry) -> Option<(String, OrderKey, Option<InstanceId>)> {
    match &entry.change {
        Change::Join { repeat, order, parent, .. } => {
            Some((repeat.clone(), order.clone(), *parent))
        }
        _ => None,
    }
}
