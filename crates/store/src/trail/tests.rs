use cacah_family::path::Path;
use cacah_family::trail::{Act, Record, Subject};
use proptest::prelude::*;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, settlement};
use crate::{Outcome, Settlement};

fn records(laptop: &Laptop) -> Vec<Record> {
    let lines = laptop.store.trail(0, u32::MAX).unwrap();
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn proven(laptop: &Laptop) -> TrailProof {
    laptop.store.prove_trail().unwrap()
}

/// Every entry of the journal.
fn entries(laptop: &Laptop) -> u64 {
    let count = "SELECT count(*) FROM entry";
    laptop.store.reader.connection.query_row(count, [], |row| Ok(uint(row, 0))).unwrap().unwrap()
}

fn act(laptop: &Laptop, sql: &str) {
    laptop.store.writer.execute_batch(sql).unwrap();
}

#[test]
fn trust_a_document_is_one_record_that_proves_its_entries() {
    let mut laptop = Laptop::new();
    let (one, other) = (laptop.finished(0, 5), laptop.finished(1, 2));
    assert_eq!(laptop.store.note_changes().unwrap(), 2);
    assert_eq!(laptop.store.note_changes().unwrap(), 0);
    laptop.answer(one, &Path::question("r1"), "2");
    laptop.store.note(Deed::new(Act::Locked).kind("key")).unwrap();
    // Killed here: the next who opens writes what was changed.
    let mut laptop = laptop.reopened();
    assert_eq!(laptop.store.note_changes().unwrap(), 1);
    let records = records(&laptop);
    let counts: Vec<_> = records.iter().map(|record| (record.seq, record.deed.count)).collect();
    assert_eq!(counts, [(1, Some(7)), (2, Some(4)), (3, None), (4, Some(1))]);
    assert!(records[0].deed.on.contains(&Subject::Document(one.document)));
    assert!(records[1].deed.on.contains(&Subject::Family(other.family)));
    let whole = TrailProof { records: 4, entries: 12, ..TrailProof::default() };
    assert_eq!(proven(&laptop), whole);
}

#[test]
fn trust_an_entry_that_was_changed_removed_or_slipped_in_is_found() {
    let mut laptop = Laptop::new();
    laptop.finished(0, 5);
    laptop.store.note_changes().unwrap();
    let removed = "BEGIN; DELETE FROM entry WHERE seq = 3";
    act(&laptop, removed);
    act(&laptop, "COMMIT");
    assert_eq!(proven(&laptop).broken, [1]);
    let mut laptop = Laptop::new();
    laptop.finished(0, 5);
    laptop.store.note_changes().unwrap();
    laptop.finished(1, 1);
    act(&laptop, "UPDATE covered SET through = 99");
    assert_eq!((proven(&laptop).broken.len(), proven(&laptop).uncovered), (0, 3));
    act(&laptop, "UPDATE entry SET digest = zeroblob(32) WHERE seq = 3");
    assert!(matches!(laptop.store.prove_trail(), Err(StoreError::Damaged { place: "entry" })));
}

#[test]
fn trust_a_record_that_was_changed_or_removed_is_found() {
    let trail = || {
        let mut laptop = Laptop::new();
        for n in 0..4 {
            laptop.store.note(Deed::new(Act::Printed).kind("receipt").count(n)).unwrap();
        }
        laptop
    };
    assert!(proven(&trail()).broken.is_empty());
    let laptop = trail();
    act(
        &laptop,
        "UPDATE trail SET line = replace(line, '\"count\":1', '\"count\":7') WHERE seq = 2",
    );
    assert_eq!(proven(&laptop).broken, [3]);
    let laptop = trail();
    act(&laptop, "DELETE FROM trail WHERE seq = 2");
    assert_eq!(proven(&laptop).broken, [2]);
}

#[derive(Debug, Clone)]
enum Step {
    Answer(usize),
    Note,
    Close,
    Crash,
    Settle,
    Wipe,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..4usize).prop_map(Step::Answer),
        2 => Just(Step::Note),
        2 => Just(Step::Close),
        1 => Just(Step::Crash),
        1 => Just(Step::Settle),
        1 => Just(Step::Wipe),
    ]
}

/// A laptop and what becomes of it.
struct Life {
    laptop: Laptop,
    receipts: u64,
}

impl Life {
    fn live(mut self, step: &Step) -> Self {
        let laptop = &mut self.laptop;
        match step {
            Step::Answer(n) => {
                let known = laptop.store.family(crate::fixture::family_id(*n)).unwrap().unwrap();
                if let Some(document) = known.document {
                    let work = crate::fixture::Work { family: known.family, document };
                    laptop.answer(work, &Path::question("r1"), "3");
                    laptop.finish(work);
                } else {
                    laptop.finished(*n, 2);
                }
            }
            Step::Note => laptop.store.note(Deed::new(Act::Unmasked)).unwrap(),
            Step::Close => _ = laptop.store.note_changes().unwrap(),
            Step::Crash => {
                let mut laptop = self.laptop.reopened();
                laptop.store.note_changes().unwrap();
                return Self { laptop, ..self };
            }
            Step::Settle => {
                let waits = laptop.store.pending(ALL, false).unwrap();
                if !waits.is_empty() {
                    self.receipts += 1;
                    let batch = batch_of(self.receipts.into(), &waits);
                    laptop.store.claim(&batch).unwrap();
                    let stored = vec![Outcome::Stored; waits.len()];
                    let receipt = settlement(self.receipts, &batch, &stored);
                    let receipt = Settlement { safe_through: self.receipts, ..receipt };
                    laptop.store.settle(&receipt).unwrap();
                }
            }
            Step::Wipe => {
                let safe = laptop.store.safe().unwrap();
                laptop.store.wipe(&safe, i64::MAX, &[]).unwrap();
            }
        }
        self
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn trust_the_chain_holds_and_proves_the_journal_whatever_happens(
        steps in prop::collection::vec(step(), 1..24)
    ) {
        let start = Life { laptop: Laptop::new(), receipts: 0 };
        let Life { mut laptop, .. } = steps.iter().fold(start, Life::live);
        laptop.store.note_changes().unwrap();
        let proof = proven(&laptop);
        prop_assert_eq!((proof.broken.len(), proof.uncovered), (0, 0));
        prop_assert_eq!(proof.entries, entries(&laptop));
        prop_assert_eq!(proof.records, laptop.store.trail_head().unwrap().seq);
    }
}
