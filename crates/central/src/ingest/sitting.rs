//! Judging a whole batch, family by family: one that cannot be judged never blocks the next.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId, OfficerId};
use cacah_family::merge::History;
use cacah_wire::batch::{BatchHeader, Line, SegmentName};
use cacah_wire::error::Code;
use cacah_wire::receipt::{SegmentVerdict, Verdict};
use cacah_wire::segment::SealedSegment;

use super::judge::{Proven, Standing, prove};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::{Forms, RoundForms};
use crate::storage::{
    Assignment, Device, FamilyRow, FamilyWrite, KnownFamily, SegmentRow, Storage, StorageError,
};

const LEVEL: i32 = 9;

/// One batch before the bench.
pub struct Sitting<'a, S> {
    central: &'a Central<S>,
    header: &'a BatchHeader,
    now: Millis,
    forms: Option<RoundForms>,
    devices: HashMap<DeviceId, Option<Device>>,
    assignments: HashMap<OfficerId, Vec<Assignment>>,
    judged: Judged,
}

/// What came of it.
#[derive(Default)]
pub struct Judged {
    /// One for each line, in the batch's order.
    pub verdicts: Vec<SegmentVerdict>,
    /// Segments to keep.
    pub segments: Vec<SegmentRow>,
    /// Families as they were.
    pub before: Vec<FamilyRow>,
    /// Families as they will be.
    pub families: Vec<FamilyWrite>,
}

impl<'a, S: Storage> Sitting<'a, S> {
    /// Opens the sitting.
    pub fn new(central: &'a Central<S>, header: &'a BatchHeader, now: Millis) -> Result<Self> {
        let known = central.storage.round(header.round)?.is_some();
        let forms = known.then(|| Forms::of(&central.storage, header.round)).transpose()?;
        let (devices, assignments) = (HashMap::new(), HashMap::new());
        let judged = Judged::default();
        Ok(Self { central, header, now, forms, devices, assignments, judged })
    }

    /// Judges every line.
    pub fn judge(mut self, lines: &[Line]) -> Result<Judged> {
        let mut families: BTreeMap<FamilyId, Vec<usize>> = BTreeMap::new();
        for (at, (name, _)) in lines.iter().enumerate() {
            families.entry(name.family).or_default().push(at);
        }
        let mut verdicts: Vec<Option<Verdict>> = vec![None; lines.len()];
        for (family, places) in families {
            let lines: Vec<&Line> = places.iter().map(|at| &lines[*at]).collect();
            for (at, verdict) in places.iter().zip(self.family(family, &lines)?) {
                verdicts[*at] = Some(verdict);
            }
        }
        let named = lines.iter().zip(verdicts).filter_map(|((name, _), verdict)| {
            Some(SegmentVerdict { family: name.family, segment: name.hash, verdict: verdict? })
        });
        self.judged.verdicts = named.collect();
        Ok(self.judged)
    }

    fn family(&mut self, family: FamilyId, lines: &[&Line]) -> Result<Vec<Verdict>> {
        let known = self.central.storage.known(&self.header.home, family)?;
        let mut case = Case::open(&known);
        let mut verdicts = Vec::with_capacity(lines.len());
        for (name, sealed) in lines {
            let verdict = match self.prove(name, sealed.as_ref())? {
                Err(code) => Verdict::Unreadable(code),
                Ok(proven) => self.hear(&known, &mut case, proven)?,
            };
            verdicts.push(verdict);
        }
        if case.taken > 0 && !self.settle(family, &known, &mut case)? {
            for verdict in verdicts.iter_mut().filter(|verdict| **verdict == Verdict::Stored) {
                *verdict = Verdict::Held(Code::Internal);
            }
        }
        self.judged.segments.append(&mut case.segments);
        Ok(verdicts)
    }

    fn prove(
        &mut self,
        name: &SegmentName,
        sealed: Option<&SealedSegment>,
    ) -> Result<std::result::Result<Proven, Code>> {
        let Some((sealed, segment)) = sealed.and_then(|s| Some((s.clone(), s.read().ok()?))) else {
            return Ok(Err(Code::BadSegment));
        };
        let id = segment.actor.device;
        if !self.devices.contains_key(&id) {
            self.devices.insert(id, self.central.storage.device(id)?);
        }
        let writer = self.devices.get(&id).and_then(Option::as_ref);
        Ok(prove(name, &self.header.home, sealed, segment, writer))
    }

    /// The verdict on a proven segment; what is to be kept goes into the case.
    fn hear(&mut self, known: &KnownFamily, case: &mut Case, proven: Proven) -> Result<Verdict> {
        let hash = proven.sealed.hash();
        if let Some(held) = case.seen(known, hash) {
            return Ok(held.map_or(Verdict::Already, Verdict::Held));
        }
        let officer = proven.segment.officer;
        if !self.assignments.contains_key(&officer) {
            self.assignments.insert(officer, self.central.storage.assignments(officer)?);
        }
        let held = match &case.history {
            // Its own segments cannot be read back: nothing may be merged into it.
            None => Some(Code::Internal),
            Some(history) => Standing {
                forms: self.forms.as_ref(),
                assignments: self.assignments.get(&officer).map_or(&[], Vec::as_slice),
                row: known.row.as_ref(),
                history,
            }
            .held(&proven),
        };
        case.segments.push(self.row(&proven, held)?);
        if held.is_none() {
            case.take(proven);
        }
        Ok(held.map_or(Verdict::Stored, Verdict::Held))
    }

    fn row(&self, proven: &Proven, held: Option<Code>) -> Result<SegmentRow> {
        let segment = &proven.segment;
        let line = serde_json::to_vec(&proven.sealed);
        let line = line.ok().and_then(|line| zstd::bulk::compress(&line, LEVEL).ok());
        Ok(SegmentRow {
            wil: self.header.home.clone(),
            family: segment.family,
            hash: proven.sealed.hash(),
            batch: self.header.batch,
            actor: segment.actor,
            officer: segment.officer,
            round: segment.round,
            idsubsls: segment.idsubsls.clone(),
            first: segment.first,
            count: segment.count,
            held,
            received: self.now,
            body: line.ok_or(StorageError::Damaged("segment"))?,
        })
    }

    /// Computes the family's new state; false when it cannot be computed, and its segments are kept
    /// aside instead. A fault of ours in one family's checks must not cost the others.
    fn settle(&mut self, family: FamilyId, known: &KnownFamily, case: &mut Case) -> Result<bool> {
        let (Some(history), Some(forms)) = (&case.history, &self.forms) else { return Ok(false) };
        let stored = known.segments.iter().filter(|segment| segment.held.is_none()).count();
        let received = u32::try_from(stored + case.taken).unwrap_or(u32::MAX);
        let central = self.central;
        let before = known.row.as_ref();
        let work = || central.family(family, before, history, received, forms);
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(write)) => {
                self.judged.before.extend(before.cloned());
                self.judged.families.push(write);
                Ok(true)
            }
            Ok(Err(CentralError::Storage(error @ StorageError::Database(_)))) => Err(error.into()),
            fault => {
                let reason = fault.map_or("panic".to_owned(), |error| match error {
                    Err(error) => error.to_string(),
                    Ok(_) => String::new(),
                });
                tracing::error!(%family, reason, "a family could not be checked and is held");
                for segment in case.segments.iter_mut().filter(|s| s.held.is_none()) {
                    segment.held = Some(Code::Internal);
                }
                Ok(false)
            }
        }
    }
}

/// One family before the bench.
struct Case {
    /// Its entries; `None` when its stored segments cannot be read back.
    history: Option<History>,
    segments: Vec<SegmentRow>,
    taken: usize,
}

impl Case {
    fn open(known: &KnownFamily) -> Self {
        let mut history = History::default();
        let stored = known.segments.iter().filter(|segment| segment.held.is_none());
        let read = stored.into_iter().all(|segment| {
            let entries = read_back(segment);
            let good = entries.is_some();
            for entry in entries.into_iter().flatten() {
                history.insert(entry);
            }
            good
        });
        Self { history: read.then_some(history), segments: Vec::new(), taken: 0 }
    }

    /// Whether a segment is here already, and if so why it is held.
    #[expect(clippy::option_option, reason = "absent, there, and there but held are three answers")]
    fn seen(&self, known: &KnownFamily, hash: cacah_wire::seal::Hash) -> Option<Option<Code>> {
        let mut here = known.segments.iter().chain(&self.segments);
        here.find(|segment| segment.hash == hash).map(|segment| segment.held)
    }

    fn take(&mut self, proven: Proven) {
        self.taken += 1;
        if let Some(history) = &mut self.history {
            for entry in proven.entries {
                history.insert(entry);
            }
        }
    }
}

fn read_back(segment: &SegmentRow) -> Option<Vec<cacah_family::entry::Entry>> {
    let line = zstd::decode_all(segment.body.as_slice()).ok()?;
    let sealed: SealedSegment = serde_json::from_slice(&line).ok()?;
    sealed.read().ok()?.entries().ok()
}
