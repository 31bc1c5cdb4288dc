//! Judging a whole batch, family by family: one that cannot be judged never blocks the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use cacah_family::area::District;
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::merge::{History, Moves};
use cacah_wire::batch::{BatchError, Line, MAX_ENTRIES, SegmentName};
use cacah_wire::down::Officer;
use cacah_wire::error::Code;
use cacah_wire::receipt::{SegmentVerdict, Verdict};
use cacah_wire::seal::Hash;
use cacah_wire::segment::SealedSegment;

use super::case::{Case, packed};
use super::judge::{Proven, Standing, prove};
use super::moves::{Said, concerned};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::{Forms, RoundForms};
use crate::storage::{
    Assignment, Device, FamilyRow, FamilyWrite, KnownFamily, Released, SegmentRow, Storage,
    StorageError,
};

/// One batch before the bench; or none, when what is held is heard again.
pub struct Sitting<'a, S> {
    central: &'a Central<S>,
    home: District,
    now: Millis,
    forms: Option<RoundForms>,
    devices: HashMap<DeviceId, Option<Device>>,
    officers: HashMap<OfficerId, (Option<Officer>, Vec<Assignment>)>,
    /// Entries proven so far.
    entries: usize,
    /// What the families heard so far say of persons who came and went.
    said: Said,
    /// Of these persons came or went, or did before.
    moving: Vec<Moving>,
    judged: Judged,
}

/// A family that was judged, should what another one says change it.
struct Moving {
    known: KnownFamily,
    case: Case,
    /// Its place among those judged.
    at: usize,
}

/// What came of it.
#[derive(Default)]
pub struct Judged {
    /// One for each line, in the batch's order.
    pub verdicts: Vec<SegmentVerdict>,
    /// Segments to keep.
    pub segments: Vec<SegmentRow>,
    /// Segments that were held and are part of the state from now on.
    pub released: Vec<Released>,
    /// Families as they were.
    pub before: Vec<FamilyRow>,
    /// Families as they will be.
    pub families: Vec<FamilyWrite>,
}

impl<'a, S: Storage> Sitting<'a, S> {
    /// Opens the sitting over families of one round and home.
    pub fn new(
        central: &'a Central<S>,
        round: RoundId,
        home: &District,
        now: Millis,
    ) -> Result<Self> {
        let known = central.storage.round(round)?.is_some();
        let forms = known.then(|| Forms::of(&central.storage, round)).transpose()?;
        Ok(Self {
            central,
            home: home.clone(),
            now,
            forms,
            devices: HashMap::new(),
            officers: HashMap::new(),
            entries: 0,
            said: Said::default(),
            moving: Vec::new(),
            judged: Judged::default(),
        })
    }

    /// Judges every line of a batch.
    pub fn judge(mut self, batch: BatchId, lines: &[Line]) -> Result<Judged> {
        let mut families: BTreeMap<FamilyId, Vec<usize>> = BTreeMap::new();
        for (at, (name, _)) in lines.iter().enumerate() {
            families.entry(name.family).or_default().push(at);
        }
        let mut verdicts: Vec<Option<Verdict>> = vec![None; lines.len()];
        for (family, places) in families {
            let lines: Vec<&Line> = places.iter().map(|at| &lines[*at]).collect();
            for (at, verdict) in places.iter().zip(self.family(family, batch, &lines)?) {
                verdicts[*at] = Some(verdict);
            }
        }
        let named = lines.iter().zip(verdicts).filter_map(|((name, _), verdict)| {
            Some(SegmentVerdict { family: name.family, segment: name.hash, verdict: verdict? })
        });
        self.judged.verdicts = named.collect();
        self.settle_moves()?;
        Ok(self.judged)
    }

    /// Hears again what is held of one family.
    pub fn reconsider(mut self, family: FamilyId) -> Result<Judged> {
        self.hear(family, BatchId(uuid::Uuid::nil()), &[])?;
        self.settle_moves()?;
        Ok(self.judged)
    }

    /// Judges one family again that has nothing new.
    pub fn again(mut self, family: FamilyId) -> Result<Judged> {
        let known = self.central.storage.known(&self.home, family)?;
        self.settle(family, &known, &Case::open(&known))?;
        self.settle_moves()?;
        Ok(self.judged)
    }

    /// Takes the word of the office on one family: held segments let in, and what it writes itself
    /// in view of all that is there then. `None` when the family cannot be computed with it.
    pub fn word(
        mut self,
        family: FamilyId,
        admitted: &[Hash],
        write: impl FnOnce(&KnownFamily, &History) -> Result<Option<Proven>>,
    ) -> Result<Option<Judged>> {
        let known = self.central.storage.known(&self.home, family)?;
        let mut case = Case::open(&known);
        for hash in admitted {
            let Some(proven) = case.read(*hash) else { return Ok(None) };
            case.release(*hash, &proven.entries);
        }
        let Some(history) = case.history() else { return Ok(None) };
        if let Some(proven) = write(&known, history)? {
            let row = self.row(BatchId(uuid::Uuid::nil()), &proven, None)?;
            case.keep(row, &proven.entries);
        }
        if !self.settle(family, &known, &case)? {
            return Ok(None);
        }
        self.judged.segments.extend(case.new_segments());
        let home = &self.home;
        let released = case.released().map(|segment| (home.clone(), family, segment));
        self.judged.released.extend(released);
        self.settle_moves()?;
        Ok(Some(self.judged))
    }

    fn family(
        &mut self,
        family: FamilyId,
        batch: BatchId,
        lines: &[&Line],
    ) -> Result<Vec<Verdict>> {
        let mut proven = Vec::new();
        let mut named = Vec::with_capacity(lines.len());
        for (name, sealed) in lines {
            named.push(self.prove(name, sealed.as_ref())?.map(|segment| {
                let hash = segment.sealed.hash();
                proven.push(segment);
                hash
            }));
        }
        let case = self.hear(family, batch, &proven)?;
        let mut told = Vec::new();
        let verdicts = named.into_iter().map(|line| match line {
            Err(code) => Verdict::Unreadable(code),
            Ok(hash) => {
                let first = !told.contains(&hash);
                told.push(hash);
                case.verdict(hash, first)
            }
        });
        Ok(verdicts.collect())
    }

    fn prove(
        &mut self,
        name: &SegmentName,
        sealed: Option<&SealedSegment>,
    ) -> Result<std::result::Result<Proven, Code>> {
        let Some((sealed, segment)) = sealed.and_then(|s| Some((s.clone(), s.read().ok()?))) else {
            return Ok(Err(Code::BadSegment));
        };
        let home = self.home.clone();
        let writer = self.writer(segment.actor.device)?;
        let proven = prove(name, &home, sealed, segment, writer);
        self.entries += proven.as_ref().map_or(0, |proven| proven.entries.len());
        if self.entries > MAX_ENTRIES { Err(BatchError::TooLarge.into()) } else { Ok(proven) }
    }

    /// Judges the proven segments of one family, then what is held of it: a birth that came late, a
    /// form or an area that was given since, lets in what waited for it. So the order in which
    /// batches arrive does not matter.
    fn hear(&mut self, family: FamilyId, batch: BatchId, lines: &[Proven]) -> Result<Case> {
        let known = self.central.storage.known(&self.home, family)?;
        let mut case = Case::open(&known);
        for proven in lines {
            if case.knows(proven.sealed.hash()) {
                continue;
            }
            let held = self.held(&known, &case, proven, self.now)?;
            let row = self.row(batch, proven, held)?;
            case.keep(row, &proven.entries);
        }
        let new = case.waits().then(|| case.clone());
        while self.release(&known, &mut case)? {}
        if case.released().next().is_some() && !self.settle(family, &known, &case)? {
            // What was let in may be what cannot be computed; it must not cost what is new.
            case = new.unwrap_or(case);
        }
        let pending = case.released().next().is_none() && case.changed();
        if pending && !self.settle(family, &known, &case)? {
            case.set_aside(Code::Internal);
        }
        self.judged.segments.extend(case.new_segments());
        let home = &self.home;
        let released = case.released().map(|segment| (home.clone(), family, segment));
        self.judged.released.extend(released);
        Ok(case)
    }

    /// Why a segment that came at `received` is kept aside, if it is.
    fn held(
        &mut self,
        known: &KnownFamily,
        case: &Case,
        proven: &Proven,
        received: Millis,
    ) -> Result<Option<Code>> {
        let officer = proven.segment.officer;
        if !self.officers.contains_key(&officer) {
            let known = self.central.storage.officer_by_id(officer)?;
            self.officers.insert(officer, (known, self.central.storage.assignments(officer)?));
        }
        let writer = self.writer(proven.segment.actor.device)?;
        let revoked = writer.is_some_and(|device| device.revoked.is_some());
        // What cannot be read back must not be merged into.
        let Some(history) = case.history() else { return Ok(Some(Code::Internal)) };
        let (known_as, assignments) = match self.officers.get(&officer) {
            Some((known, assignments)) => (known.as_ref(), assignments.as_slice()),
            None => (None, &[][..]),
        };
        let standing = Standing {
            forms: self.forms.as_ref(),
            assignments,
            role: known_as.map(|officer| officer.role).unwrap_or_default(),
            code: known_as.map_or("", |officer| &officer.code),
            received,
            revoked,
            row: known.row.as_ref(),
            history,
        };
        Ok(standing.held(proven))
    }

    fn writer(&mut self, id: DeviceId) -> Result<Option<&Device>> {
        if !self.devices.contains_key(&id) {
            self.devices.insert(id, self.central.storage.device(id)?);
        }
        Ok(self.devices.get(&id).and_then(Option::as_ref))
    }

    /// Lets in what need not wait, each as soon as it is heard; true when there was any.
    fn release(&mut self, known: &KnownFamily, case: &mut Case) -> Result<bool> {
        let mut any = false;
        for hash in case.waiting() {
            let Some(proven) = case.read(hash) else { continue };
            let Some(received) = case.received(hash) else { continue };
            if self.held(known, case, &proven, received)?.is_none() {
                case.release(hash, &proven.entries);
                any = true;
            }
        }
        Ok(any)
    }

    fn row(&self, batch: BatchId, proven: &Proven, held: Option<Code>) -> Result<SegmentRow> {
        let segment = &proven.segment;
        Ok(SegmentRow {
            wil: self.home.clone(),
            family: segment.family,
            hash: proven.sealed.hash(),
            batch,
            actor: segment.actor,
            officer: segment.officer,
            round: segment.round,
            idsubsls: segment.idsubsls.clone(),
            first: segment.first,
            count: segment.count,
            last: proven.entries.last().map_or(segment.first, |entry| entry.dot.seq),
            held,
            received: self.now,
            body: packed(&proven.sealed).ok_or(StorageError::Damaged("segment"))?,
        })
    }

    /// Computes the family's new state; false when it cannot be computed.
    fn settle(&mut self, family: FamilyId, known: &KnownFamily, case: &Case) -> Result<bool> {
        let elsewhere = self.said.of(family, &known.elsewhere, &self.home);
        let forms = self.forms.as_ref();
        let Some(write) = computed(self.central, family, (known, case), &elsewhere, forms)? else {
            return Ok(false);
        };
        self.said.say(family, &write.moves);
        if write.moves != Moves::default() || known.moves != Moves::default() {
            let at = self.judged.families.len();
            self.moving.push(Moving { known: known.clone(), case: case.clone(), at });
        }
        self.judged.before.extend(known.row.clone());
        self.judged.families.push(write);
        Ok(true)
    }

    /// Judges again those families, here and elsewhere, of which another says something else now
    /// than when they were judged.
    fn settle_moves(&mut self) -> Result<()> {
        let mut others = BTreeSet::new();
        for Moving { known, case, at } in std::mem::take(&mut self.moving) {
            let family = self.judged.families[at].row.family;
            let elsewhere = self.said.of(family, &known.elsewhere, &self.home);
            let write = &mut self.judged.families[at];
            let answered = elsewhere.answer(&write.moves);
            if write.answered != answered {
                // One that cannot be judged with the others' word stays as it was without.
                write.answered = answered;
                let forms = self.forms.as_ref();
                let again = computed(self.central, family, (&known, &case), &elsewhere, forms)?;
                self.judged.families[at] = again.unwrap_or_else(|| write.clone());
            }
            let now = &self.judged.families[at].moves;
            others.extend(concerned(&known.moves, now, &elsewhere));
        }
        others.into_iter().try_for_each(|family| self.settle_other(family))
    }

    /// Judges a family again that has nothing new itself, wherever it lives.
    fn settle_other(&mut self, family: FamilyId) -> Result<()> {
        let central = self.central;
        for home in central.storage.homes(family)? {
            let known = central.storage.known(&home, family)?;
            let Some(row) = known.row.clone() else { continue };
            if home == self.home && self.said.has(family) {
                continue;
            }
            let forms = Forms::of(&central.storage, row.birth.round)?;
            let elsewhere = self.said.of(family, &known.elsewhere, &self.home);
            let case = Case::open(&known);
            let again = computed(central, family, (&known, &case), &elsewhere, Some(&forms))?;
            if let Some(write) = again {
                self.judged.before.push(row);
                self.judged.families.push(write);
            }
        }
        Ok(())
    }
}

/// A family's new state, when it can be computed. A fault of ours in the checks of one family must
/// not cost the others.
fn computed<S: Storage>(
    central: &Central<S>,
    family: FamilyId,
    (known, case): (&KnownFamily, &Case),
    elsewhere: &Moves,
    forms: Option<&RoundForms>,
) -> Result<Option<FamilyWrite>> {
    let (Some(history), Some(forms)) = (case.history(), forms) else { return Ok(None) };
    let before = known.row.as_ref();
    let work = || central.family(family, before, history, case.stored(), elsewhere, forms);
    let reason = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(write)) => return Ok(Some(write)),
        Ok(Err(CentralError::Storage(error @ StorageError::Database(_)))) => {
            return Err(error.into());
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "panic".to_owned(),
    };
    tracing::error!(%family, reason, "a family could not be checked");
    Ok(None)
}
