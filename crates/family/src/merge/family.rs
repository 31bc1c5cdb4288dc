//! What a family's history amounts to, and persons who move between families.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::document::{DocumentState, Member, agreed};
use super::history::{History, heads};
use super::past::causal;
use crate::entry::{Birth, Change, Dot, Entry, Listed, Position, Recap, SlsChange};
use crate::id::{DocumentId, FamilyId, InstanceId};
use crate::path::Path;

/// What a family's history amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FamilyState {
    /// What its birth says; absent until that entry has arrived. Where births differ, the highest
    /// dot's, provisionally: `undecided` says so.
    pub birth: Option<Birth>,
    /// Visits without an answer.
    pub visits: usize,
    /// What verifying the list found. Of this and the facts that follow: where writers differ, the
    /// highest dot's, provisionally; `undecided` says so.
    pub listed: Option<Listed>,
    /// Where the dwelling stands.
    pub position: Option<Position>,
    /// It is handed over.
    pub handed: bool,
    /// A supervisor drew it, to visit it again.
    pub sampled: bool,
    /// Of the record of an SLS: what became of it.
    pub sls: Option<SlsChange>,
    /// Of the record of an SLS: the recap of its listing.
    pub recap: Option<Recap>,
    /// Of the record of an SLS: a supervisor approved it, and nobody took that back.
    pub approved: bool,
    /// Other ids of the family.
    pub aliases: BTreeSet<FamilyId>,
    /// The document that counts, when one was chosen and nobody chose another.
    pub accepted: Option<DocumentId>,
    /// Paths of the family itself whose heads differ: decisions for a person.
    pub undecided: Vec<Path>,
    /// Its documents.
    pub documents: BTreeMap<DocumentId, DocumentState>,
    /// Persons who came and went.
    pub moves: Moves,
    /// Dots with two contents.
    pub forks: BTreeSet<Dot>,
}

/// One side of the moves of persons, as this family's own entries have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moves {
    /// Given to another family: person, receiving family.
    pub gave: BTreeSet<(InstanceId, FamilyId)>,
    /// Taken from another family: person, giving family.
    pub took: BTreeSet<(InstanceId, FamilyId)>,
}

impl Moves {
    /// Of what other families say, as [`FamilyState::settle_moves`] asks for it, what answers `own`
    /// moves: only that is of any weight.
    #[must_use]
    pub fn answer(&self, own: &Self) -> Self {
        Self {
            gave: self.gave.intersection(&own.took).copied().collect(),
            took: self.took.intersection(&own.gave).copied().collect(),
        }
    }
}

impl History {
    /// What the entries amount to.
    #[must_use]
    pub fn state(&self) -> FamilyState {
        let mut state = FamilyState {
            documents: self.documents().into_iter().map(|id| (id, self.document(id))).collect(),
            moves: self.moves(),
            forks: self.forks(),
            ..FamilyState::default()
        };
        for (path, heads) in self.grouped(None) {
            let Some(newest) = heads.last() else { continue };
            let differ = heads.iter().any(|head| head.change != newest.change);
            if differ && !path.is_log() && path.name.as_deref() != Some(Path::ALIAS) {
                state.undecided.push(path.clone());
            }
            for head in &heads {
                match &head.change {
                    Change::Family(birth) => state.birth = Some(birth.clone()),
                    Change::Alias { family } => {
                        state.aliases.insert(*family);
                    }
                    Change::Visit { .. } => state.visits += 1,
                    Change::Accepted { document } if !differ => state.accepted = Some(*document),
                    change => state.fact(change),
                }
            }
        }
        state
    }

    fn moves(&self) -> Moves {
        let mut moves = Moves::default();
        for (person, entries) in self.moved(None) {
            moves.took.extend(came_from(&entries).map(|from| (person, from)));
            moves.gave.extend(gone_to(&entries).into_iter().map(|to| (person, to)));
        }
        moves
    }

    /// Persons who came or went in a document (`None`: in any), each with the entries at the person
    /// itself, causes first.
    pub(super) fn moved(&self, document: Option<DocumentId>) -> Vec<(InstanceId, Vec<&Entry>)> {
        if !self.entries().any(|entry| moves_person(&entry.change)) {
            return Vec::new();
        }
        let mut persons: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries().filter(|e| document.is_none() || e.document == document) {
            if let (Some(instance), None) = (entry.path.instance, &entry.path.name) {
                persons.entry((entry.document, instance)).or_default().push(entry);
            }
        }
        persons.retain(|_, entries| entries.iter().any(|entry| moves_person(&entry.change)));
        persons.into_iter().map(|((_, person), entries)| (person, causal(&entries))).collect()
    }
}

/// The family a person last came from.
pub(super) fn came_from(entries: &[&Entry]) -> Option<FamilyId> {
    entries.iter().rev().find_map(|entry| match &entry.change {
        Change::Join { from, .. } => *from,
        _ => None,
    })
}

/// Families a person left for, unless somebody took that back or says otherwise. One who came back
/// from another family had been given all the same.
fn gone_to(entries: &[&Entry]) -> BTreeSet<FamilyId> {
    let heads = heads(entries, &[]);
    let returns = entries.iter().filter(|e| matches!(e.change, Change::Join { from: Some(_), .. }));
    let returned: BTreeSet<Dot> = returns.flat_map(|entry| entry.over.iter().copied()).collect();
    let now = agreed(&heads);
    let stands = |leave: &Entry| returned.contains(&leave.dot) || now == Some(&leave.change);
    let gone = entries.iter().filter_map(|entry| match &entry.change {
        Change::Leave { to: Some(to) } if stands(entry) => Some(*to),
        _ => None,
    });
    gone.collect()
}

fn moves_person(change: &Change) -> bool {
    matches!(change, Change::Join { from: Some(_), .. } | Change::Leave { to: Some(_) })
}

impl FamilyState {
    fn fact(&mut self, change: &Change) {
        match change {
            Change::Listed(listed) => self.listed = Some(listed.clone()),
            Change::Position(position) => self.position = Some(position.clone()),
            Change::HandedOver { .. } => self.handed = true,
            Change::TakenBack {} => self.handed = false,
            Change::Sampled {} => self.sampled = true,
            Change::Sls(change) => self.sls = Some(change.clone()),
            Change::Recap(recap) => self.recap = Some(*recap),
            Change::Approved {} => self.approved = true,
            Change::Disapproved { .. } => self.approved = false,
            _ => {}
        }
    }

    /// Settles the moves of persons with what is known of the other families: `took(person, to)`
    /// when `to` says it took the person from this family, `gave(person, from)` when `from` says it
    /// gave the person to this one ([`Moves`]). Once both have said so, the person counts in the
    /// receiving family alone; until then in the giving one, marked.
    pub fn settle_moves(
        &mut self,
        took: impl Fn(InstanceId, FamilyId) -> bool,
        gave: impl Fn(InstanceId, FamilyId) -> bool,
    ) {
        for document in self.documents.values_mut() {
            let gone = |member: &Member| member.leaving.is_some_and(|to| took(member.instance, to));
            let left: BTreeSet<InstanceId> =
                document.instances.iter().filter(|m| gone(m)).map(|m| m.instance).collect();
            document.instances.retain(|member| !left.contains(&member.instance));
            document.slots.retain(|path, _| path.instance.is_none_or(|id| !left.contains(&id)));
            for member in &mut document.instances {
                // One who came back from where nobody took them never left.
                let never_left = |from| {
                    let person = member.instance;
                    member.leaving.is_none()
                        && self.moves.gave.contains(&(person, from))
                        && !took(person, from)
                };
                member.arriving = member
                    .arriving
                    .filter(|from| !gave(member.instance, *from) && !never_left(*from));
            }
        }
    }
}
