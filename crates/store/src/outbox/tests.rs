use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Change, Dot, Effort, Mode, Visit};
use cacah_family::id::OfficerId;
use cacah_family::path::Path;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, family_id, settlement, summary};
use crate::{Commit, Counts, NewEntry, Outcome, Road, Summary};

fn road(laptop: &Laptop, n: usize) -> Road {
    laptop.store.family(family_id(n)).unwrap().unwrap().road
}

fn pending(laptop: &Laptop) -> Vec<PendingFamily> {
    laptop.store.pending(ALL, false).unwrap()
}

#[test]
fn only_finished_families_wait_oldest_first_and_all_of_one_home() {
    let mut laptop = Laptop::new();
    laptop.visit(1);
    for n in [4, 9, 0, 2] {
        laptop.finished(n, 2);
    }
    let families: Vec<_> = pending(&laptop).iter().map(|waits| waits.family).collect();
    // 9 lies in another district.
    assert_eq!(families, [4, 0, 2].map(family_id));
    let first = laptop.store.pending(Limits { families: 1, ..ALL }, false).unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].entries.len(), 4);
    assert_eq!(first[0].birth.head, laptop.store.family(family_id(4)).unwrap().unwrap().birth.head);
    assert_eq!((road(&laptop, 1), road(&laptop, 4)), (Road::Open, Road::Pending));
}

#[test]
fn a_visit_without_an_answer_is_sent_unless_an_interview_began() {
    let mut laptop = Laptop::new();
    for n in [0, 1] {
        let visit =
            Change::Visit { outcome: Visit::Refused, note: String::new(), appointment: None };
        let entry = NewEntry {
            family: family_id(n),
            document: None,
            path: Path::question(Path::VISIT),
            change: visit,
            over: vec![],
            mode: Mode::Visit,
            form: None,
            effort: Effort::default(),
        };
        laptop.store.append(Commit { entries: vec![entry], ..Commit::default() }).unwrap();
    }
    laptop.visit(1);
    let families: Vec<_> = pending(&laptop).iter().map(|waits| waits.family).collect();
    assert_eq!(families, [family_id(0)]);
}

#[test]
fn what_is_claimed_waits_no_more_and_is_kept_byte_for_byte() {
    let mut laptop = Laptop::new();
    laptop.finished(0, 3);
    laptop.finished(1, 1);
    let batch = batch_of(1, &pending(&laptop));
    laptop.store.claim(&batch).unwrap();
    let laptop = laptop.reopened();
    assert!(pending(&laptop).is_empty());
    assert_eq!(laptop.store.unconfirmed().unwrap(), std::slice::from_ref(&batch));
    assert_eq!(road(&laptop, 0), Road::Claimed { batch: batch.id, at_hub: false });
}

#[test]
fn work_after_a_claim_waits_for_the_next_batch() {
    let mut laptop = Laptop::new();
    let work = laptop.finished(0, 1);
    let claimed = batch_of(1, &pending(&laptop));
    // Keyed between the making of the batch and its claim.
    let late = laptop.answer(work, &Path::question("r301a"), "1");
    laptop.store.claim(&claimed).unwrap();
    let waits = pending(&laptop);
    assert_eq!(waits[0].entries, [late]);
    assert_eq!(road(&laptop, 0), Road::Pending);
    // Reopened: it waits until it is finished again.
    laptop.store.append(Commit { summary: Some(summary(work)), ..Commit::default() }).unwrap();
    assert!(pending(&laptop).is_empty());
    assert_eq!(road(&laptop, 0), Road::Open);
}

#[test]
fn a_batch_that_claims_anything_else_than_what_waits_claims_nothing() {
    let mut laptop = Laptop::new();
    laptop.finished(0, 3);
    laptop.finished(1, 3);
    let good = batch_of(1, &pending(&laptop));
    let spoilt: [fn(&mut ClaimedSegment); 5] = [
        |segment| segment.count -= 1,
        |segment| segment.first += 1,
        |segment| segment.last -= 1,
        |segment| segment.last += 1,
        |segment| segment.family = family_id(5),
    ];
    for spoil in spoilt {
        let mut batch = good.clone();
        spoil(&mut batch.segments[1]);
        let claimed = laptop.store.claim(&batch);
        assert!(matches!(claimed, Err(StoreError::ClaimMismatch)));
        assert_eq!(pending(&laptop).len(), 2);
        assert!(laptop.store.unconfirmed().unwrap().is_empty());
    }
    laptop.store.claim(&good).unwrap();
    let again = laptop.store.claim(&good);
    assert!(matches!(again, Err(StoreError::ClaimMismatch)));
    assert_eq!(laptop.store.unconfirmed().unwrap().len(), 1);
}

#[test]
fn entries_of_two_officers_go_in_two_segments_in_order() {
    let mut laptop = Laptop::new();
    let work = laptop.finished(0, 1);
    laptop.answer(work, &Path::question("r9"), "1");
    let other = OfficerId(Uuid::from_u128(0x0FF2));
    let writer = &laptop.store.writer;
    writer.execute("UPDATE entry SET officer = ?1 WHERE seq = 2", [other.0]).unwrap();
    let mut runs = Vec::new();
    for id in 1.. {
        let waits = pending(&laptop);
        let Some(family) = waits.first() else { break };
        let seqs: Vec<u64> = family.entries.iter().map(|entry| entry.dot.seq).collect();
        runs.push((family.entries[0].officer == other, seqs));
        laptop.store.claim(&batch_of(id, &waits)).unwrap();
    }
    assert_eq!(runs, [(false, vec![1]), (true, vec![2]), (false, vec![3, 4])]);
}

#[test]
fn entries_of_others_are_not_sent_again() {
    let mut laptop = Laptop::new();
    let work = laptop.finished(0, 1);
    let writer = &laptop.store.writer;
    writer
        .execute_batch("INSERT INTO actor (id, device, incarnation) VALUES (9, zeroblob(16), 1)")
        .unwrap();
    writer.execute_batch("UPDATE entry SET actor = 9 WHERE seq = 2").unwrap();
    let seqs: Vec<u64> = pending(&laptop)[0].entries.iter().map(|entry| entry.dot.seq).collect();
    assert_eq!((work.family, seqs), (family_id(0), vec![1, 3]));
}

#[test]
fn the_queue_and_its_counts_tell_how_far_each_family_has_come() {
    let mut laptop = Laptop::new();
    for n in 0..5 {
        laptop.finished(n, 1);
    }
    laptop.visit(5);
    let work = laptop.finished(6, 1);
    let head = Summary { head: Some("SITI LAKORO".into()), ..summary(work) };
    let head = Summary { finished: true, ..head };
    laptop.store.append(Commit { summary: Some(head), ..Commit::default() }).unwrap();
    let batch = batch_of(1, &pending(&laptop));
    laptop.store.claim(&batch).unwrap();
    let held = || Outcome::Held("OUTSIDE_AREA".into());
    let unreadable = || Outcome::Unreadable("BAD_SEGMENT".into());
    let outcomes = [Outcome::Stored, held(), unreadable(), Outcome::Already];
    laptop.store.settle(&settlement(1, &batch, &outcomes)).unwrap();

    let (code, receipt) = ("OUTSIDE_AREA".to_owned(), 1);
    assert_eq!(road(&laptop, 0), Road::Settled { receipt });
    assert_eq!(road(&laptop, 1), Road::Held { code, receipt });
    assert_eq!(
        road(&laptop, 2),
        Road::Unreadable { code: "BAD_SEGMENT".into(), receipt: Some(receipt) }
    );
    assert_eq!(road(&laptop, 3), Road::Settled { receipt });
    assert_eq!(road(&laptop, 4), Road::Claimed { batch: batch.id, at_hub: false });
    assert_eq!(road(&laptop, 5), Road::Open);
    assert_eq!(road(&laptop, 6), Road::Pending);
    assert_eq!(road(&laptop, 7), Road::Untouched);
    let counts = laptop.store.counts().unwrap();
    assert_eq!(counts, Counts { open: 1, waiting: 2, held: 2, settled: 2 });
    let queue = laptop.store.queue().unwrap();
    let order: Vec<_> = queue.iter().map(|record| record.family).collect();
    assert_eq!(order, [5, 6, 0, 1, 2, 3, 4].map(family_id));
    assert_eq!(&*queue[1].head, "SITI LAKORO");
    // Entries that no receipt names: settled ones are none, claimed ones still are.
    let entries: Vec<_> = queue.iter().map(|record| record.entries).collect();
    assert_eq!(entries, [1, 3, 0, 0, 0, 0, 3]);
}

#[derive(Debug, Clone)]
enum Step {
    Finish(usize),
    Answer(usize),
    /// Makes a batch of at most so many families, and claims it.
    Claim(usize),
    /// Makes a batch and keys on before claiming it.
    ClaimLate(usize),
    /// The receipt of the oldest batch arrives, with verdicts for so many of its segments.
    Settle(usize),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..12usize).prop_map(Step::Finish),
        4 => (0..12usize).prop_map(Step::Answer),
        3 => (1..4usize).prop_map(Step::Claim),
        1 => (0..12usize).prop_map(Step::ClaimLate),
        2 => (0..4usize).prop_map(Step::Settle),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

/// What the endpoint was offered, by the id of the batch.
type Sent = BTreeMap<BatchId, Vec<Dot>>;

fn play(laptop: &mut Laptop, sent: &mut Sent, receipts: &mut u64, step: &Step) {
    match *step {
        Step::Finish(n) => {
            laptop.finished(n, 1);
        }
        Step::Answer(n) => {
            let work = laptop.visit(n);
            laptop.answer(work, &Path::question("r301a"), "1");
        }
        Step::Claim(limit) => claim(laptop, sent, limit, None),
        Step::ClaimLate(n) => claim(laptop, sent, 500, Some(n)),
        Step::Settle(verdicts) => {
            let Some(batch) = laptop.store.unconfirmed().unwrap().into_iter().next() else {
                return;
            };
            *receipts += 1;
            let outcomes = vec![Outcome::Stored; verdicts.min(batch.segments.len())];
            laptop.store.settle(&settlement(*receipts, &batch, &outcomes)).unwrap();
        }
        Step::Restart => {}
    }
}

fn claim(laptop: &mut Laptop, sent: &mut Sent, limit: usize, late: Option<usize>) {
    let waits = laptop.store.pending(Limits { families: limit, ..ALL }, false).unwrap();
    if waits.is_empty() {
        return;
    }
    if let Some(n) = late {
        laptop.finished(n, 1);
    }
    let batch = batch_of(sent.len() as u128 + 1, &waits);
    laptop.store.claim(&batch).unwrap();
    let dots = waits.iter().flat_map(|family| family.entries.iter().map(|entry| entry.dot));
    sent.insert(batch.id, dots.collect());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Each entry waits or was claimed, and never under two names.
    #[test]
    fn nothing_is_dropped_and_nothing_is_claimed_twice(steps in steps()) {
        let mut laptop = Laptop::new();
        let (mut sent, mut receipts) = (Sent::new(), 0);
        for step in &steps {
            play(&mut laptop, &mut sent, &mut receipts, step);
            if matches!(step, Step::Restart) {
                laptop = laptop.reopened();
            }
        }
        for n in 0..12 {
            if laptop.store.family(family_id(n)).unwrap().unwrap().document.is_some() {
                laptop.finished(n, 1);
            }
        }
        while !laptop.store.pending(Limits { families: 1, ..ALL }, false).unwrap().is_empty() {
            claim(&mut laptop, &mut sent, 500, None);
        }
        let claimed: Vec<Dot> = sent.values().flatten().copied().collect();
        let once: BTreeSet<Dot> = claimed.iter().copied().collect();
        prop_assert_eq!(once.len(), claimed.len());
        let written: BTreeSet<Dot> = (0..12)
            .flat_map(|n| laptop.store.history(family_id(n)).unwrap().entries().map(|e| e.dot).collect::<Vec<_>>())
            .collect();
        prop_assert_eq!(once, written);
        // What has no verdict is still there to be sent again.
        let unsettled = laptop.store.unconfirmed().unwrap();
        let claimed = laptop.store.counts().unwrap().waiting as usize;
        prop_assert_eq!(unsettled.is_empty(), claimed == 0);
    }
}
