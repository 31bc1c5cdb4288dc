//! Any order of claiming, settling, refusing, offering again and merging: every entry written here is
//! in exactly one state, and none is ever out of reach.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Actor, Dot, Entry};
use cacah_family::id::DeviceId;
use cacah_family::path::Path;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, family_id, prelist, settlement};
use crate::{ClaimedBatch, Outcome, Settlement};

#[derive(Debug, Clone)]
enum Step {
    Finish(usize),
    Answer(usize),
    /// Makes a batch of at most so many families, with copies of unfinished work or not.
    Claim(usize, bool),
    /// A receipt arrives for one of the batches ever made, in any order.
    Settle(usize, u8),
    /// A receipt that was forged, or is of another batch.
    Forge(usize),
    Dissolve(usize),
    Refuse(usize),
    ReofferUnreadable,
    Reoffer(usize),
    Epoch,
    Merge(usize),
    Incarnation,
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..6usize).prop_map(Step::Finish),
        3 => (0..6usize).prop_map(Step::Answer),
        5 => (1..4usize, any::<bool>()).prop_map(|(n, copies)| Step::Claim(n, copies)),
        5 => (0..9usize, any::<u8>()).prop_map(|(n, verdicts)| Step::Settle(n, verdicts)),
        1 => (0..9usize).prop_map(Step::Forge),
        2 => (0..9usize).prop_map(Step::Dissolve),
        1 => (0..6usize).prop_map(Step::Refuse),
        1 => Just(Step::ReofferUnreadable),
        1 => (0..9usize).prop_map(Step::Reoffer),
        1 => Just(Step::Epoch),
        1 => (0..6usize).prop_map(Step::Merge),
        1 => Just(Step::Incarnation),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

struct Play {
    laptop: Laptop,
    batches: Vec<(ClaimedBatch, Vec<PendingFamily>)>,
    receipts: u64,
    epoch: u128,
    came: BTreeSet<Dot>,
}

impl Play {
    fn new() -> Self {
        let (laptop, batches, came) = (Laptop::new(), Vec::new(), BTreeSet::new());
        Self { laptop, batches, receipts: 0, epoch: 1, came }
    }

    fn receipt(&mut self, n: usize, verdicts: u8) -> Option<Settlement> {
        let (batch, _) = self.batches.get(n % self.batches.len().max(1))?;
        self.receipts += 1;
        let outcome = |n: usize| match (verdicts >> (n % 4 * 2)) & 3 {
            0 => Outcome::Held("OUTSIDE_AREA".into()),
            1 => Outcome::Unreadable("BAD_SEGMENT".into()),
            _ => Outcome::Stored,
        };
        let outcomes: Vec<_> = (0..batch.segments.len()).map(outcome).collect();
        let epoch = Uuid::from_u128(self.epoch);
        Some(Settlement { epoch, ..settlement(self.receipts, batch, &outcomes) })
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Finish(n) => drop(self.laptop.finished(n, 1).family),
            Step::Answer(n) => {
                let work = self.laptop.visit(n);
                self.laptop.answer(work, &Path::question("r301a"), "1");
            }
            Step::Claim(families, copies) => {
                let waits = self.laptop.store.pending(Limits { families, ..ALL }, copies).unwrap();
                if !waits.is_empty() {
                    let batch = batch_of(self.batches.len() as u128 + 1, &waits);
                    self.laptop.store.claim(&batch).unwrap();
                    self.batches.push((batch, waits));
                }
            }
            Step::Settle(n, verdicts) => {
                if let Some(receipt) = self.receipt(n, verdicts) {
                    self.laptop.store.settle(&receipt).unwrap();
                }
            }
            Step::Forge(n) => self.forge(n),
            Step::Dissolve(n) => {
                if let Some((batch, _)) = self.batches.get(n % self.batches.len().max(1)) {
                    self.laptop.store.dissolve(batch.id, "TOO_LARGE").unwrap();
                }
            }
            Step::Refuse(n) => self.laptop.store.refuse(family_id(n), "BAD_SEGMENT").unwrap(),
            Step::ReofferUnreadable => {
                self.laptop.store.reoffer_unreadable().unwrap();
            }
            Step::Reoffer(n) => {
                if let Some((batch, _)) = self.batches.get(n % self.batches.len().max(1)) {
                    self.laptop.store.reoffer(&[batch.segments[0].hash]).unwrap();
                }
            }
            Step::Epoch => {
                self.epoch += 1;
                self.laptop.store.hear_epoch(Uuid::from_u128(self.epoch)).unwrap();
            }
            Step::Merge(n) => self.merge(n),
            Step::Incarnation => {
                let incarnation = self.laptop.store.next_incarnation();
                let actor = Actor { incarnation, ..self.laptop.store.actor() };
                self.laptop.store.begin_incarnation(b"signed", actor).unwrap();
            }
            Step::Restart => {}
        }
    }

    /// Nothing of it settles anything.
    fn forge(&mut self, n: usize) {
        let Some(good) = self.receipt(n, u8::MAX) else { return };
        let before = states(&self.laptop);
        let wrong_hash = Settlement { hash: [9; 32], ..good.clone() };
        let mut wrong_segment = good;
        wrong_segment.verdicts[0].1 = [8; 32];
        for forged in [wrong_hash, wrong_segment] {
            let settled = self.laptop.store.settle(&forged);
            assert!(matches!(settled, Err(StoreError::ReceiptUnknown)));
        }
        assert_eq!(states(&self.laptop), before);
    }

    fn merge(&mut self, n: usize) {
        let history = self.laptop.store.history(family_id(n)).unwrap();
        let actor = Actor { device: DeviceId(Uuid::from_u128(0xBEE)), incarnation: 1 };
        let foreign: Vec<Entry> = history
            .entries()
            .map(|entry| Entry { dot: Dot { actor, seq: entry.dot.seq }, ..entry.clone() })
            .collect();
        self.came.extend(foreign.iter().map(|entry| entry.dot));
        self.laptop.store.merge_foreign(&prelist(6)[n].1, &foreign).unwrap();
    }
}

/// Waiting, claimed or receipted: of every entry that is ours to send, by the tables.
fn states(laptop: &Laptop) -> BTreeMap<Dot, &'static str> {
    let actors: BTreeMap<i64, Actor> = {
        let sql = "SELECT id, device, incarnation FROM actor";
        let mut query = laptop.store.writer.prepare(sql).unwrap();
        let actors = query.query_map([], |row| {
            let actor = Actor { device: DeviceId(row.get(1)?), incarnation: row.get(2)? };
            Ok((row.get(0)?, actor))
        });
        actors.unwrap().collect::<Result<_, _>>().unwrap()
    };
    let sql = "SELECT e.actor, e.seq,
            max(s.verdict IS NOT NULL), max(s.id IS NOT NULL AND s.verdict IS NULL)
        FROM entry e LEFT JOIN segment s ON s.family = e.family AND s.actor = e.actor
            AND e.seq BETWEEN s.first AND s.last AND NOT s.void
        WHERE e.came IS NULL GROUP BY e.actor, e.seq";
    let mut query = laptop.store.writer.prepare(sql).unwrap();
    let states = query.query_map([], |row| {
        let dot = Dot { actor: actors[&row.get(0)?], seq: row.get::<_, i64>(1)? as u64 };
        let state = match (row.get(2)?, row.get(3)?) {
            (true, _) => "receipted",
            (_, true) => "claimed",
            _ => "waiting",
        };
        Ok((dot, state))
    });
    states.unwrap().collect::<Result<_, _>>().unwrap()
}

/// What the store itself would offer: everything that waits, once nothing is stepped over.
fn offered(play: &mut Play) -> BTreeSet<Dot> {
    let mut offered = BTreeSet::new();
    for round in 0.. {
        let waits = play.laptop.store.pending(ALL, true).unwrap();
        if waits.is_empty() {
            break;
        }
        let batch = batch_of(0xF000 + round, &waits);
        play.laptop.store.claim(&batch).unwrap();
        for entry in waits.iter().flat_map(|family| &family.entries) {
            assert!(offered.insert(entry.dot), "offered twice");
        }
    }
    offered
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_entry_is_in_exactly_one_state_and_none_is_out_of_reach(steps in steps()) {
        let mut play = Play::new();
        for step in &steps {
            play.step(step);
            if matches!(step, Step::Restart) {
                play.laptop = play.laptop.reopened();
            }
            outbox_is_whole(&play);
        }
        play.laptop.store.rebuild_check().unwrap();
        play.laptop.store.reoffer_unreadable().unwrap();
        let before = states(&play.laptop);
        let in_state = |state: &str| -> BTreeSet<Dot> {
            before.iter().filter(|(_, of)| **of == state).map(|(dot, _)| *dot).collect()
        };
        // What is claimed is offered byte for byte.
        let unconfirmed = play.laptop.store.unconfirmed().unwrap();
        let open: BTreeSet<_> = unconfirmed.iter().map(|batch| batch.id).collect();
        let sent = play.batches.iter().filter(|(batch, _)| open.contains(&batch.id));
        let sent: BTreeSet<Dot> = sent
            .flat_map(|(_, waits)| waits.iter().flat_map(|family| &family.entries))
            .map(|entry| entry.dot)
            .collect();
        prop_assert!(in_state("claimed").is_subset(&sent));
        for batch in &unconfirmed {
            prop_assert!(play.batches.iter().any(|(made, _)| made == batch));
        }
        // What waits is offered, once; what came down never is.
        let offered = offered(&mut play);
        prop_assert_eq!(&offered, &in_state("waiting"));
        prop_assert!(offered.is_disjoint(&play.came));
    }
}

/// Segments that were made again of what is here have the hash they were sent with.
fn outbox_is_whole(play: &Play) {
    for (batch, waits) in &play.batches {
        for (segment, family) in batch.segments.iter().zip(waits) {
            let again = play.laptop.store.entries_of_segment(&segment.hash).unwrap().unwrap();
            assert_eq!(again.entries, family.entries);
        }
    }
}
