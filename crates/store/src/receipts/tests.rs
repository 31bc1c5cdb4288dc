use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, family_id, settlement};
use crate::{ClaimedBatch, Counts, Road};

/// A laptop with the first `families` families in one unconfirmed batch.
fn sent(families: usize) -> (Laptop, ClaimedBatch) {
    let mut laptop = Laptop::new();
    for n in 0..families {
        laptop.finished(n, 1);
    }
    let batch = send(&mut laptop, 1);
    (laptop, batch)
}

fn send(laptop: &mut Laptop, id: u128) -> ClaimedBatch {
    let batch = batch_of(id, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    batch
}

fn road(laptop: &Laptop, n: usize) -> Road {
    laptop.store.family(family_id(n)).unwrap().unwrap().road
}

#[test]
fn a_receipt_settles_exactly_what_it_names() {
    let (mut laptop, batch) = sent(3);
    laptop.store.settle(&settlement(1, &batch, &[Outcome::Stored, Outcome::Already])).unwrap();
    assert_eq!(road(&laptop, 0), Road::Settled { receipt: 1 });
    assert_eq!(road(&laptop, 1), Road::Settled { receipt: 1 });
    assert_eq!(road(&laptop, 2), Road::Claimed { batch: batch.id, at_hub: false });
    // Sent again, byte for byte, until the last of its families has a verdict.
    assert_eq!(laptop.store.unconfirmed().unwrap(), std::slice::from_ref(&batch));
    let all = vec![Outcome::Stored; 3];
    laptop.store.settle(&settlement(2, &batch, &all)).unwrap();
    assert!(laptop.store.unconfirmed().unwrap().is_empty());
    let counts = laptop.store.counts().unwrap();
    assert_eq!(counts, Counts { settled: 3, ..Counts::default() });
}

#[test]
fn settling_twice_is_harmless_and_survives_a_restart() {
    let (mut laptop, batch) = sent(2);
    let receipt = settlement(1, &batch, &[Outcome::Stored, Outcome::Held("OUTSIDE_AREA".into())]);
    laptop.store.settle(&receipt).unwrap();
    let before = (laptop.store.queue().unwrap(), laptop.store.receipts(10).unwrap());
    let mut laptop = laptop.reopened();
    laptop.store.settle(&receipt).unwrap();
    assert_eq!((laptop.store.queue().unwrap(), laptop.store.receipts(10).unwrap()), before);
    let kept = &before.1[0];
    assert_eq!((kept.number, kept.batch, kept.families), (1, batch.id, 2));
    assert_eq!(kept.raw, receipt.raw);
}

#[test]
fn a_receipt_of_what_was_not_sent_changes_nothing() {
    let (mut laptop, batch) = sent(2);
    let good = settlement(1, &batch, &[Outcome::Stored, Outcome::Stored]);
    let spoilt: [fn(&mut Settlement); 5] = [
        |receipt| receipt.hash = [9; 32],
        |receipt| receipt.batch = BatchId(Uuid::from_u128(99)),
        |receipt| receipt.verdicts[1].1 = [9; 32],
        |receipt| receipt.verdicts[1].0 = family_id(0),
        |receipt| receipt.verdicts[1].0 = family_id(999),
    ];
    for spoil in spoilt {
        let mut receipt = good.clone();
        spoil(&mut receipt);
        let settled = laptop.store.settle(&receipt);
        assert!(matches!(settled, Err(StoreError::ReceiptUnknown)));
        assert_eq!(road(&laptop, 0), Road::Claimed { batch: batch.id, at_hub: false });
        assert_eq!(laptop.store.newest_receipt().unwrap(), 0);
    }
    laptop.store.settle(&good).unwrap();
}

#[test]
fn a_number_cannot_stand_for_two_receipts() {
    let (mut laptop, first) = sent(1);
    laptop.store.settle(&settlement(1, &first, &[Outcome::Stored])).unwrap();
    laptop.finished(1, 1);
    let second = send(&mut laptop, 2);
    let settled = laptop.store.settle(&settlement(1, &second, &[Outcome::Stored]));
    assert!(matches!(settled, Err(StoreError::ReceiptUnknown)));
    assert_eq!(road(&laptop, 1), Road::Claimed { batch: second.id, at_hub: false });
}

#[test]
fn of_two_verdicts_the_one_with_the_higher_number_counts_in_any_order() {
    for order in [[1, 2], [2, 1]] {
        let (mut laptop, batch) = sent(1);
        let held = settlement(1, &batch, &[Outcome::Held("OUTSIDE_AREA".into())]);
        let released = settlement(2, &batch, &[Outcome::Stored]);
        for number in order {
            laptop.store.settle(if number == 1 { &held } else { &released }).unwrap();
        }
        assert_eq!(road(&laptop, 0), Road::Settled { receipt: 2 });
    }
}

#[test]
fn gaps_are_told_and_bounded() {
    let (mut laptop, batch) = sent(1);
    assert_eq!(laptop.store.receipt_gaps().unwrap(), [] as [u64; 0]);
    let outcomes = [Outcome::Stored];
    for number in [2, 5] {
        laptop.store.settle(&settlement(number, &batch, &outcomes)).unwrap();
    }
    assert_eq!(laptop.store.newest_receipt().unwrap(), 5);
    assert_eq!(laptop.store.receipt_gaps().unwrap(), [1, 3, 4]);
    laptop.store.settle(&settlement(u64::MAX >> 1, &batch, &outcomes)).unwrap();
    assert_eq!(laptop.store.receipt_gaps().unwrap().len(), GAPS);
    let impossible = laptop.store.settle(&settlement(u64::MAX, &batch, &outcomes));
    assert!(matches!(impossible, Err(StoreError::ReceiptUnknown)));
}

#[test]
fn the_time_of_a_receipt_is_not_taken_for_the_endpoints_now() {
    let (mut laptop, batch) = sent(1);
    let absurd = Settlement { at: i64::MAX, ..settlement(1, &batch, &[Outcome::Stored]) };
    laptop.store.settle(&absurd).unwrap();
    let work = laptop.finished(1, 0);
    let history = laptop.store.history(work.family).unwrap();
    assert!(history.entries().all(|entry| entry.at.endpoint.is_none()));
}

/// An endpoint restored from a backup numbers on from there.
#[test]
fn numbers_and_gaps_are_of_the_newest_epoch() {
    let (mut laptop, batch) = sent(1);
    let outcomes = [Outcome::Stored];
    for number in [1, 2, 3, 4] {
        laptop.store.settle(&settlement(number, &batch, &outcomes)).unwrap();
    }
    let later = |number| Settlement {
        epoch: Uuid::from_u128(0xE2),
        raw: format!("later {number}").into_bytes(),
        ..settlement(number, &batch, &outcomes)
    };
    laptop.store.settle(&later(3)).unwrap();
    assert_eq!(laptop.store.newest_receipt().unwrap(), 3);
    assert_eq!(laptop.store.receipt_gaps().unwrap(), [] as [u64; 0]);
    laptop.store.settle(&later(5)).unwrap();
    assert_eq!(laptop.store.newest_receipt().unwrap(), 5);
    // 4 is of the old life: the new one gave another.
    assert_eq!(laptop.store.receipt_gaps().unwrap(), [4]);
    assert_eq!(laptop.store.receipts(10).unwrap().len(), 6);
}
