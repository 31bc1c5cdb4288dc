//! One family before the bench: what is known of it and what is added.

use std::collections::HashMap;
use std::sync::Arc;

use cacah_family::entry::Entry;
use cacah_family::host::Millis;
use cacah_family::merge::History;
use cacah_wire::error::Code;
use cacah_wire::pack::{Pack, pack};
use cacah_wire::receipt::Verdict;
use cacah_wire::seal::Hash;
use cacah_wire::segment::SealedSegment;

use super::judge::Proven;
use crate::storage::{KnownFamily, SegmentRow};

/// A segment and where it stands.
#[derive(Clone)]
struct Part {
    row: SegmentRow,
    /// It was here before this batch, and if so whether held.
    before: Option<Option<Code>>,
}

/// One family before the bench.
#[derive(Clone)]
pub struct Case {
    /// The entries of its state; `None` when its stored segments cannot be read back.
    history: Option<History>,
    parts: Vec<Part>,
    /// Where each lies among them.
    places: HashMap<Hash, usize>,
}

impl Case {
    /// With what is known of the family.
    pub fn open(known: &KnownFamily) -> Self {
        let mut history = History::default();
        let stored = known.segments.iter().filter(|row| row.held.is_none());
        let readable = stored.into_iter().all(|row| match unpacked(row) {
            Some(proven) => {
                add(&mut history, &proven.entries);
                true
            }
            None => false,
        });
        let parts = known.segments.iter();
        let places = parts.clone().map(|row| row.hash).zip(0..).collect();
        let parts = parts.map(|row| Part { row: row.clone(), before: Some(row.held) });
        Self { history: readable.then_some(history), parts: parts.collect(), places }
    }

    /// The entries of its state so far.
    pub fn history(&self) -> Option<&History> {
        self.history.as_ref()
    }

    fn part(&self, hash: Hash) -> Option<&Part> {
        self.places.get(&hash).and_then(|at| self.parts.get(*at))
    }

    /// True for a segment that is here, held or not.
    pub fn knows(&self, hash: Hash) -> bool {
        self.places.contains_key(&hash)
    }

    /// Adds a new segment; its entries join the state unless it is held.
    pub fn keep(&mut self, row: SegmentRow, entries: &[Arc<Entry>]) {
        if let (None, Some(history)) = (row.held, &mut self.history) {
            add(history, entries);
        }
        self.places.insert(row.hash, self.parts.len());
        self.parts.push(Part { row, before: None });
    }

    /// True when anything of earlier batches is held.
    pub fn waits(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.before, Some(Some(_))))
    }

    /// Held segments of earlier batches.
    pub fn waiting(&self) -> Vec<Hash> {
        let held =
            self.parts.iter().filter(|part| part.before.is_some() && part.row.held.is_some());
        held.map(|part| part.row.hash).collect()
    }

    /// A segment taken apart again, when it can be.
    pub fn read(&self, hash: Hash) -> Option<Proven> {
        self.part(hash).and_then(|part| unpacked(&part.row))
    }

    /// When a segment came.
    pub fn received(&self, hash: Hash) -> Option<Millis> {
        self.part(hash).map(|part| part.row.received)
    }

    /// Lets a held segment into the state.
    pub fn release(&mut self, hash: Hash, entries: &[Arc<Entry>]) {
        if let Some(part) = self.places.get(&hash).and_then(|at| self.parts.get_mut(*at)) {
            part.row.held = None;
        }
        if let Some(history) = &mut self.history {
            add(history, entries);
        }
    }

    /// True when the state has anything new.
    pub fn changed(&self) -> bool {
        self.parts.iter().any(|part| part.row.held.is_none() && part.before != Some(None))
    }

    /// Segments in the state.
    pub fn stored(&self) -> u32 {
        let stored = self.parts.iter().filter(|part| part.row.held.is_none()).count();
        u32::try_from(stored).unwrap_or(u32::MAX)
    }

    /// Undoes it all: what is new is held, what was held stays so.
    pub fn set_aside(&mut self, code: Code) {
        for part in &mut self.parts {
            part.row.held = match part.before {
                Some(before) => before,
                None => part.row.held.or(Some(code)),
            };
        }
    }

    /// Segments that were not here before.
    pub fn new_segments(&self) -> impl Iterator<Item = SegmentRow> {
        self.parts.iter().filter(|part| part.before.is_none()).map(|part| part.row.clone())
    }

    /// Segments that were held and are no longer.
    pub fn released(&self) -> impl Iterator<Item = Hash> {
        let parts = self.parts.iter();
        let released = parts.filter(|p| p.row.held.is_none() && matches!(p.before, Some(Some(_))));
        released.map(|part| part.row.hash)
    }

    /// What to tell the laptop of a segment; `first` for the first line of the batch that holds it.
    pub fn verdict(&self, hash: Hash, first: bool) -> Verdict {
        match self.part(hash).map(|part| (part.row.held, part.before)) {
            Some((Some(code), _)) => Verdict::Held(code),
            Some((None, Some(None))) => Verdict::Already,
            Some((None, _)) if first => Verdict::Stored,
            Some((None, _)) => Verdict::Already,
            None => Verdict::Unreadable(Code::Internal),
        }
    }
}

fn add(history: &mut History, entries: &[Arc<Entry>]) {
    for entry in entries {
        history.insert(Arc::clone(entry));
    }
}

/// A signed line as it is stored.
pub fn packed(sealed: &SealedSegment) -> Option<Vec<u8>> {
    Some(pack(&serde_json::to_vec(sealed).ok()?, Pack::Disk))
}

/// A stored line; it was proven when it came.
fn unpacked(row: &SegmentRow) -> Option<Proven> {
    let sealed = row.sealed()?;
    let segment = sealed.read().ok()?;
    let entries = segment.entries().ok()?.into_iter().map(Arc::new).collect();
    Some(Proven { sealed, segment, entries })
}
