//! Taking back an action of any age, or putting its answer back: new entries over what stands.

use cacah_family::entry::Effort;
use cacah_family::entry::{Change, Entry};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::command::{Back, DocumentView, Revert};
use cacah_wire::error::Code;

use crate::document::Step;
use crate::error::DeskError;
use crate::interview::view;
use crate::moved;
use crate::session::Session;
use crate::words::{Words, dot_of};

/// What leads back.
enum Plan {
    /// The live interview follows it.
    Step(Step),
    /// What it covered shows itself again when the document is loaded; and what undoes that.
    Uncover(Step, Step),
    /// A person goes from one family to another.
    Move { person: InstanceId, from: FamilyId, to: FamilyId },
}

pub(crate) fn revert(session: &mut Session, args: &Revert) -> Result<DocumentView, DeskError> {
    let dot = dot_of(&args.entry)?;
    let (id, family) = {
        let document = session.document(&args.document)?;
        (document.id, document.family)
    };
    let history = session.store.history(family)?;
    let entry = history.entries().find(|e| e.dot == dot && e.document == Some(id));
    let entry = entry.ok_or_else(|| DeskError::At(Code::NotFound, "entry".into()))?;
    let plan = match args.back {
        Back::Undo => undo(&history, id, entry),
        Back::Restore => restore(&history, id, entry),
    };
    match plan.ok_or_else(|| DeskError::At(Code::BadRequest, "back".into()))? {
        Plan::Step(step) => {
            session.act(&args.document, |document, store| {
                if step.iter().any(|(path, _)| path.is_answer() && !document.has(path)) {
                    return Err(DeskError::At(Code::NotFound, "member".into()));
                }
                document.act(store, step, Effort::default())
            })?;
        }
        Plan::Uncover(step, inverse) => {
            session.write_over(family, Some(id), step)?;
            session.note_undo(id, inverse);
        }
        Plan::Move { person, from, to } => moved::transfer(session, person, from, to)?,
    }
    view(session, &args.document)
}

/// Whether an entry can be taken back, and whether what it wrote can be put back.
pub(crate) fn ways(words: &Words<'_>, entry: &Entry) -> (bool, bool) {
    let Some(id) = words.document else { return (false, false) };
    let here = match &entry.change {
        Change::Slot(_) => words.is_here(&entry.path),
        Change::Join { from: None, .. } => words.is_here(&entry.path),
        _ => true,
    };
    let undo = here && undo(words.history, id, entry).is_some();
    // An older answer can be taken back too; of all else only what stands is there to take back.
    let current = matches!(entry.change, Change::Slot(_)) || words.stands(entry);
    let restore = here && !words.stands(entry) && restore(words.history, id, entry).is_some();
    (undo && current, restore)
}

/// As it was before the entry; `None` for what cannot be taken back.
fn undo(history: &History, id: DocumentId, entry: &Entry) -> Option<Plan> {
    let path = entry.path.clone();
    let step = |change| Some(Plan::Step(vec![(path.clone(), change)]));
    match &entry.change {
        Change::Slot(slot) => step(Change::Slot(slot_before(history, entry, slot)?)),
        Change::Join { from: Some(from), .. } => {
            Some(Plan::Move { person: path.instance?, from: entry.family, to: *from })
        }
        Change::Join { .. } => {
            let before = history.before(entry);
            let placed = before.iter().rev().find(|e| matches!(e.change, Change::Join { .. }));
            step(placed.map_or(Change::Leave { to: None }, |placed| home(&placed.change)))
        }
        Change::Leave { to: Some(to) } => {
            Some(Plan::Move { person: path.instance?, from: *to, to: entry.family })
        }
        Change::Leave { to: None } => {
            let join = last_join(history, id, &path)?;
            let back = vec![(path.clone(), join)];
            Some(Plan::Uncover(back, vec![(path, Change::Leave { to: None })]))
        }
        Change::Finished { .. } | Change::Reopened {} => step(state_before(history, entry)),
        Change::File(_) => uncover(path, Change::NoFile {}, entry.change.clone()),
        Change::NoFile {} => {
            let before = history.before(entry).into_iter().rev();
            let file = before.map(|e| &e.change).find(|c| matches!(c, Change::File(_)))?;
            uncover(path, file.clone(), Change::NoFile {})
        }
        _ => None,
    }
}

/// As the entry had it; `None` for what says nothing that could stand again.
fn restore(history: &History, id: DocumentId, entry: &Entry) -> Option<Plan> {
    let path = entry.path.clone();
    match &entry.change {
        Change::Slot(_) => Some(Plan::Step(vec![(path, entry.change.clone())])),
        Change::Join { from: None, .. } => {
            let there =
                history.document(id).instances.iter().any(|m| Some(m.instance) == path.instance);
            there.then(|| Plan::Step(vec![(path, home(&entry.change))]))
        }
        Change::File(_) => uncover(path, entry.change.clone(), Change::NoFile {}),
        _ => None,
    }
}

/// How a document stood before it was finished or reopened: a field checker finishes what the
/// enumerator has finished, a document given back is open.
fn state_before(history: &History, entry: &Entry) -> Change {
    let finished = |before: &&Entry| matches!(before.change, Change::Finished { .. });
    let before = history.before(entry).into_iter().find(finished);
    before.map_or(Change::Reopened {}, |before| before.change.clone())
}

fn uncover(path: Path, change: Change, inverse: Change) -> Option<Plan> {
    Some(Plan::Uncover(vec![(path.clone(), change)], vec![(path, inverse)]))
}

/// The answer an entry replaced. After a decision there were several: the one that was not taken,
/// when it is clear which.
fn slot_before(history: &History, entry: &Entry, taken: &Slot) -> Option<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for before in history.before(entry) {
        if let Change::Slot(slot) = &before.change
            && !slots.contains(slot)
        {
            slots.push(slot.clone());
        }
    }
    if slots.len() > 1 {
        slots.retain(|slot| slot != taken);
    }
    match slots.as_slice() {
        [] => Some(Slot::default()),
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Where an instance last stood.
pub(crate) fn last_join(history: &History, id: DocumentId, path: &Path) -> Option<Change> {
    let all = history.of(Some(id), path).into_iter().rev();
    all.map(|entry| &entry.change).find(|c| matches!(c, Change::Join { .. })).map(home)
}

/// A join inside its own family: who is brought back has not come from anywhere.
fn home(join: &Change) -> Change {
    match join.clone() {
        Change::Join { repeat, order, parent, .. } => {
            Change::Join { repeat, order, parent, from: None }
        }
        other => other,
    }
}
