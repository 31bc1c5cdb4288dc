//! Proving every receipt against the data: signatures, numbers, segments, state, totals.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cacah_family::entry::Actor;
use cacah_family::id::{DeviceId, FamilyId, RoundId};
use cacah_family::merge::History;
use cacah_wire::pack::unpack;
use cacah_wire::receipt::{Receipt, Verdict};
use cacah_wire::seal::{Hash, PublicKey, Signed};

use crate::central::Central;
use crate::error::Result;
use crate::forms::{Forms, RoundForms};
use crate::ingest::Said;
use crate::storage::{DocumentRow, FamilyWrite, KnownFamily, ReceiptRow, SegmentRow, Storage};

/// Receipts read at once.
const RECEIPTS: u32 = 500;
/// Problems told in words.
const TOLD: usize = 20;
/// Bytes a stored state may unpack to.
const STATE: usize = 64 << 20;

/// What was proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Receipts.
    pub receipts: u64,
    /// Segments.
    pub segments: u64,
    /// Of them wiped: their hashes stay.
    pub wiped: u64,
    /// Families whose state was merged again.
    pub families: u64,
    /// What does not hold.
    pub problems: u64,
    /// The first of them, in ids and codes.
    pub told: Vec<String>,
}

impl Proof {
    fn problem(&mut self, what: impl std::fmt::Display) {
        self.problems += 1;
        if self.told.len() < TOLD {
            self.told.push(what.to_string());
        }
    }

    fn hold(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.problem(what());
        }
    }
}

/// One who proves.
struct Auditor<'a, S> {
    central: &'a Central<S>,
    proof: Proof,
    keys: HashMap<DeviceId, Option<PublicKey>>,
    forms: BTreeMap<RoundId, RoundForms>,
    here: BTreeSet<(FamilyId, Hash)>,
}

impl<S: Storage> Central<S> {
    /// Proves every receipt against the data, and the data against themselves.
    ///
    /// # Errors
    /// The storage's; what does not hold is in the [`Proof`].
    pub fn verify_receipts(&self) -> Result<Proof> {
        let mut auditor = Auditor {
            central: self,
            proof: Proof::default(),
            keys: HashMap::new(),
            forms: BTreeMap::new(),
            here: BTreeSet::new(),
        };
        for desk in self.storage.desks()? {
            auditor.keys.insert(desk, Some(self.endpoint_key()));
        }
        for (wil, family) in self.storage.everyone()? {
            auditor.family(family, &self.storage.known(&wil, family)?)?;
        }
        auditor.receipts()?;
        let same = self.storage.totals()? == self.storage.recount()?;
        auditor.proof.hold(same, || "totals are not those of the families".to_owned());
        Ok(auditor.proof)
    }
}

impl<S: Storage> Auditor<'_, S> {
    fn family(&mut self, family: FamilyId, known: &KnownFamily) -> Result<()> {
        let mut history = History::default();
        let (mut stored, mut whole) = (0, true);
        for row in &known.segments {
            self.proof.segments += 1;
            self.here.insert((family, row.hash));
            stored += u32::from(row.held.is_none());
            if row.body.is_empty() {
                self.proof.wiped += 1;
                whole = false;
                continue;
            }
            let entries = self.segment(row)?;
            let Some(entries) = entries else {
                whole = false;
                self.proof.problem(format_args!(
                    "family {family}: segment {} is not what was signed",
                    row.hash
                ));
                continue;
            };
            if row.held.is_none() {
                for entry in entries {
                    history.insert(entry);
                }
            }
        }
        if !whole || history.is_empty() {
            return Ok(());
        }
        self.proof.families += 1;
        let same = self.state(family, known, &history, stored)?;
        self.proof.hold(same, || format!("family {family}: its state is not that of its entries"));
        Ok(())
    }

    /// The entries of a segment that is what its row says and what its officer signed.
    fn segment(&mut self, row: &SegmentRow) -> Result<Option<Vec<cacah_family::entry::Entry>>> {
        let device = row.actor.device;
        if !self.keys.contains_key(&device) {
            let writer = self.central.storage.device(device)?;
            self.keys.insert(device, writer.map(|device| device.officer_key));
        }
        let key = self.keys.get(&device).copied().flatten();
        let sealed = row.sealed().filter(|sealed| sealed.hash() == row.hash);
        let opened = key.zip(sealed).and_then(|(key, sealed)| sealed.open(&key).ok());
        let segment = opened.filter(|segment| {
            let named = (segment.family, segment.actor, segment.officer, segment.round);
            let counted = (segment.first, segment.count);
            named == (row.family, row.actor, row.officer, row.round)
                && counted == (row.first, row.count)
        });
        Ok(segment.and_then(|segment| segment.entries().ok()))
    }

    fn state(
        &mut self,
        family: FamilyId,
        known: &KnownFamily,
        history: &History,
        stored: u32,
    ) -> Result<bool> {
        let Some(row) = &known.row else { return Ok(false) };
        let round = row.birth.round;
        if !self.forms.contains_key(&round) {
            self.forms.insert(round, Forms::of(&self.central.storage, round)?);
        }
        let Some(forms) = self.forms.get(&round) else { return Ok(false) };
        let elsewhere = &Said::default().of(family, &known.elsewhere, &row.birth.home);
        let merged = self.central.family(family, Some(row), history, stored, elsewhere, forms);
        let Ok(merged) = merged else {
            return Ok(false);
        };
        let documents = self.central.storage.documents(&row.birth.home, family)?;
        Ok(is_same(&merged, row.received, known, &documents))
    }

    fn receipts(&mut self) -> Result<()> {
        let mut last: Option<(Actor, u64)> = None;
        loop {
            let rows = self.central.storage.receipts_behind(last, RECEIPTS)?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in rows {
                self.proof.receipts += 1;
                let before = last.filter(|(actor, _)| *actor == row.actor);
                let next = before.map_or(1, |(_, number)| number + 1);
                let name = || {
                    format!(
                        "receipt {} of {}/{}",
                        row.number, row.actor.device, row.actor.incarnation
                    )
                };
                self.proof.hold(row.number == next, || format!("{}: a gap before it", name()));
                last = Some((row.actor, row.number));
                match self.opened(&row) {
                    None => self.proof.problem(format_args!("{}: not what was signed", name())),
                    Some(receipt) => self.named(&receipt, &name()),
                }
            }
        }
    }

    fn opened(&self, row: &ReceiptRow) -> Option<Receipt> {
        let signed: Signed = serde_json::from_slice(&row.receipt).ok()?;
        let receipt: Receipt = signed.open(&self.central.endpoint_key()).ok()?;
        let same = (receipt.actor, receipt.number) == (row.actor, row.number)
            && (receipt.batch, receipt.hash) == (row.batch, row.hash);
        same.then_some(receipt)
    }

    /// What the receipt says is here, is here.
    fn named(&mut self, receipt: &Receipt, name: &str) {
        for verdict in &receipt.verdicts {
            let kept = !matches!(verdict.verdict, Verdict::Unreadable(_));
            let here = self.here.contains(&(verdict.family, verdict.segment));
            self.proof
                .hold(!kept || here, || format!("{name}: segment {} is missing", verdict.segment));
        }
    }
}

/// The state as it was merged again and as it is stored. What only the rules say is compared where
/// the rules are the same.
fn is_same(
    merged: &FamilyWrite,
    received: u32,
    known: &KnownFamily,
    stored: &[DocumentRow],
) -> bool {
    let Some(row) = &known.row else { return false };
    let same_rules = merged.documents.iter().zip(stored).all(|(a, b)| a.form == b.form);
    let family = (&merged.row.birth, merged.row.visits, merged.row.received);
    let status = (merged.row.status, merged.row.finished);
    family == (&row.birth, row.visits, received)
        && (!same_rules || status == (row.status, row.finished))
        && merged.moves == known.moves
        && merged.documents.len() == stored.len()
        && merged.documents.iter().zip(stored).all(|(a, b)| is_same_document(a, b))
}

fn is_same_document(merged: &DocumentRow, stored: &DocumentRow) -> bool {
    let facts =
        |row: &DocumentRow| (row.document, row.source, row.finished, row.answered, row.undecided);
    let rules = |row: &DocumentRow| (row.status, row.errors, row.warnings, row.findings.clone());
    facts(merged) == facts(stored)
        && merged.members == stored.members
        && (merged.form != stored.form || rules(merged) == rules(stored))
        && is_same_state(&merged.state, &stored.state)
}

/// Layouts before the present one are read by what they hold in common with it: the instances.
fn is_same_state(merged: &[u8], stored: &[u8]) -> bool {
    let read = |packed: &[u8]| -> Option<serde_json::Value> {
        serde_json::from_slice(&unpack(packed, STATE).ok()?).ok()
    };
    match (read(merged), read(stored)) {
        (Some(merged), Some(stored)) if stored.get("keyed").is_some() => merged == stored,
        (Some(_), Some(_)) => true,
        _ => false,
    }
}
