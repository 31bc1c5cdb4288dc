//! Keying paper again, and who was right (screen Entri, Verifikasi). Whoever keys again never sees
//! what stands there; whoever decides never sees names.

mod again;
mod disputes;
mod fields;
mod independent;
mod pages;
mod queue;
pub(crate) mod settings;

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Change, Entry, Mode};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, OfficerId};
use cacah_family::merge::History;
use cacah_family::paper::{Outcome, Verified};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_keying::sampling::Checked;
use cacah_store::Store;
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use self::again::Again;
use self::queue::Chosen;
use crate::error::DeskError;
use crate::team;

pub(crate) use again::{field, finish, is_keyed_again, open};
pub(crate) use disputes::{adjudicate, list as waiting, page, show as dispute};
pub(crate) use independent::finished as compared;
pub(crate) use pages::attach;
pub(crate) use queue::{list, owed};

/// What is remembered between two commands while a vault is open.
#[derive(Default)]
pub(crate) struct Verifying {
    /// The document that is keyed again.
    again: Option<Again>,
    /// What the queue was made of last.
    chosen: BTreeMap<DocumentId, Chosen>,
    /// Results of documents that nothing has been written of since.
    checked: BTreeMap<DocumentId, (Stamp, Checked)>,
    /// Masked fields that the third person was shown since they opened the document.
    shown: BTreeSet<(DocumentId, Path)>,
}

/// When facts of a document were last written, and how many fields waited.
type Stamp = (Millis, u32);

/// What the journal says of a paper document besides its answers.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Who keyed it.
    keyers: BTreeSet<OfficerId>,
    /// Who keyed it again.
    again: BTreeSet<OfficerId>,
    /// Fields keyed again: the outcome, and what was read where it differs.
    fields: BTreeMap<Path, (Outcome, Option<Slot>)>,
    /// All of it was keyed again.
    done: bool,
    /// Fields a third person decided.
    decided: BTreeSet<Path>,
}

impl Facts {
    pub(crate) fn of(history: &History, document: DocumentId) -> Self {
        let mut facts = Self::default();
        let entries = || history.entries().filter(|entry| entry.document == Some(document));
        for (entry, verified) in in_order(entries()) {
            facts.again.insert(entry.officer);
            let Some(question) = &verified.question else {
                facts.done = true;
                continue;
            };
            // A doubt of whoever was later is a doubt too: the third person decides.
            let read = (verified.outcome, verified.second.clone());
            let known = facts.fields.entry(question.clone()).or_insert_with(|| read.clone());
            if !waits(known.0) {
                *known = read;
            }
        }
        for entry in entries() {
            match &entry.change {
                Change::Adjudicated { question, .. } => {
                    facts.decided.insert(question.clone());
                }
                Change::Slot(_) | Change::Finished { .. } if entry.mode == Mode::Keying => {
                    facts.keyers.insert(entry.officer);
                }
                _ => {}
            }
        }
        facts
    }

    /// True when this officer keyed a field of it again.
    pub(crate) fn is_again_by(&self, officer: OfficerId) -> bool {
        self.again.contains(&officer)
    }

    /// Fields that wait for the third person, with what the second keyer read.
    fn waiting(&self) -> impl Iterator<Item = (&Path, Outcome, Option<&Slot>)> {
        let undecided = self.fields.iter().filter(|(path, _)| !self.decided.contains(*path));
        let waiting = undecided.filter(|(_, (outcome, _))| waits(*outcome));
        waiting.map(|(path, (outcome, second))| (path, *outcome, second.as_ref()))
    }
}

/// What keying again said. Of two who did so at once, on PCs that did not know of each other, whoever
/// was done first counts.
fn in_order<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<(&'a Entry, &'a Verified)> {
    let said = entries.filter_map(|entry| match &entry.change {
        Change::Verified(verified) => Some((entry, verified)),
        _ => None,
    });
    let mut said: Vec<_> = said.collect();
    let mut done: BTreeMap<OfficerId, Millis> = BTreeMap::new();
    for (entry, _) in said.iter().filter(|(_, verified)| verified.question.is_none()) {
        let first = done.entry(entry.officer).or_insert(entry.at.wall);
        *first = entry.at.wall.min(*first);
    }
    said.sort_by_key(|(entry, _)| {
        let done = done.get(&entry.officer).copied().unwrap_or(Millis::MAX);
        (done, entry.at.wall, entry.dot)
    });
    said
}

/// A third person is to decide.
fn waits(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Disputed | Outcome::Parked)
}

/// True of who decides, attaches pages and sets how the office keys: the endpoint holds to the same.
pub(crate) fn supervises(store: &Store) -> Result<bool, DeskError> {
    let role = team::role(store)?;
    Ok(role == OfficerRole::Supervisor || role.is_admin())
}

fn must_supervise(store: &Store) -> Result<(), DeskError> {
    if supervises(store)? { Ok(()) } else { Err(Code::NotAllowed.into()) }
}

fn must_key(store: &Store) -> Result<(), DeskError> {
    let may = team::role(store)? == OfficerRole::Keyer || supervises(store)?;
    if may { Ok(()) } else { Err(Code::NotAllowed.into()) }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
