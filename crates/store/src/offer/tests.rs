use cacah_family::entry::{Change, Role};
use uuid::Uuid;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, family_id, settlement};
use crate::{ClaimedBatch, Limits, Outcome, PendingFamily, Road, Settlement};

const STORED: Outcome = Outcome::Stored;

fn road(laptop: &Laptop, n: usize) -> Road {
    laptop.store.family(family_id(n)).unwrap().unwrap().road
}

fn pending(laptop: &Laptop) -> Vec<PendingFamily> {
    laptop.store.pending(ALL, false).unwrap()
}

fn send(laptop: &mut Laptop, id: u128) -> ClaimedBatch {
    let batch = batch_of(id, &pending(laptop));
    laptop.store.claim(&batch).unwrap();
    batch
}

/// A laptop with the first `families` families in one unconfirmed batch.
fn sent(families: usize) -> (Laptop, ClaimedBatch) {
    let mut laptop = Laptop::new();
    for n in 0..families {
        laptop.finished(n, 1);
    }
    let batch = send(&mut laptop, 1);
    (laptop, batch)
}

#[test]
fn a_batch_refused_whole_gives_its_claims_back_before_all_others() {
    let (mut laptop, batch) = sent(3);
    laptop.finished(3, 1);
    laptop.store.dissolve(batch.id, "TOO_LARGE").unwrap();
    let laptop = laptop.reopened();
    assert!(laptop.store.unconfirmed().unwrap().is_empty());
    let order: Vec<_> = pending(&laptop).iter().map(|waits| waits.family).collect();
    assert_eq!(order, [0, 1, 2, 3].map(family_id));
    assert_eq!(road(&laptop, 0), Road::Pending);
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn what_was_given_back_goes_in_the_same_segments_again() {
    let (mut laptop, first) = sent(2);
    laptop.store.dissolve(first.id, "TOO_LARGE").unwrap();
    let work = laptop.finished(0, 2);
    let second = send(&mut laptop, 2);
    assert_eq!(second.segments, first.segments);
    // What came after goes in its own.
    let third = send(&mut laptop, 3);
    assert_eq!((third.segments.len(), third.segments[0].family), (1, work.family));
    assert_eq!(third.segments[0].first, second.segments[1].last + 1);
}

#[test]
fn a_receipt_for_a_dissolved_batch_still_counts() {
    let (mut laptop, first) = sent(2);
    laptop.store.dissolve(first.id, "TIMEOUT").unwrap();
    let one = laptop.store.pending(Limits { families: 1, ..ALL }, false).unwrap();
    let second = batch_of(2, &one);
    laptop.store.claim(&second).unwrap();
    laptop.store.settle(&settlement(1, &first, &[STORED, STORED])).unwrap();
    assert!(pending(&laptop).is_empty());
    assert_eq!(road(&laptop, 1), Road::Settled { receipt: 1 });
    // The second batch is out: it is offered until its own receipt.
    assert_eq!(road(&laptop, 0), Road::Claimed { batch: second.id, at_hub: false });
    laptop.store.settle(&settlement(2, &second, &[Outcome::Already])).unwrap();
    assert_eq!(road(&laptop, 0), Road::Settled { receipt: 2 });
    assert_eq!(laptop.store.tally().unwrap()[0].segments, 2);
}

#[test]
fn a_refused_family_is_stepped_over_until_it_is_sent_by_hand() {
    let mut laptop = Laptop::new();
    for n in 0..3 {
        laptop.finished(n, 1);
    }
    laptop.store.refuse(family_id(0), "BAD_SEGMENT").unwrap();
    let batch = send(&mut laptop, 1);
    assert_eq!(batch.segments.len(), 2);
    let shown = Road::Unreadable { code: "BAD_SEGMENT".into(), receipt: None };
    assert_eq!(road(&laptop, 0), shown);
    assert_eq!(laptop.store.reoffer_unreadable().unwrap(), 1);
    assert_eq!(pending(&laptop)[0].family, family_id(0));
    assert!(matches!(laptop.store.refuse(family_id(99), "X"), Err(StoreError::NotFound(_))));
}

#[test]
fn what_the_endpoint_could_not_read_waits_again_when_asked_for() {
    let (mut laptop, batch) = sent(2);
    let bad = Outcome::Unreadable("BAD_SEGMENT".into());
    laptop.store.settle(&settlement(1, &batch, &[bad, STORED])).unwrap();
    assert!(pending(&laptop).is_empty());
    assert_eq!(laptop.store.reoffer_unreadable().unwrap(), 1);
    assert_eq!(laptop.store.reoffer_unreadable().unwrap(), 0);
    assert_eq!(road(&laptop, 0), Road::Pending);
    assert_eq!(road(&laptop, 1), Road::Settled { receipt: 1 });
}

#[test]
fn what_the_endpoint_has_not_after_all_is_offered_again() {
    let (mut laptop, batch) = sent(2);
    let receipt = settlement(1, &batch, &[STORED, STORED]);
    laptop.store.settle(&receipt).unwrap();
    assert_eq!(laptop.store.reoffer(&[batch.segments[1].hash, [7; 32]]).unwrap(), 1);
    assert_eq!(road(&laptop, 1), Road::Pending);
    // The old receipt, carried in once more, proves nothing new.
    laptop.store.settle(&receipt).unwrap();
    assert_eq!(road(&laptop, 1), Road::Pending);
    let again = send(&mut laptop, 2);
    assert_eq!(again.segments, [batch.segments[1].clone()]);
    laptop.store.settle(&settlement(2, &again, &[STORED])).unwrap();
    assert_eq!(road(&laptop, 1), Road::Settled { receipt: 2 });
}

#[test]
fn a_new_epoch_asks_again_for_what_no_backup_had() {
    let mut laptop = Laptop::new();
    let receipts: Vec<Settlement> = (0..3)
        .map(|n| {
            laptop.finished(n, 1);
            let batch = send(&mut laptop, n as u128 + 1);
            let number = n as u64 + 1;
            // Of two receipts the backup had one.
            Settlement { safe_through: u64::from(n > 0), ..settlement(number, &batch, &[STORED]) }
        })
        .collect();
    // The third is under way on a stick.
    receipts[..2].iter().for_each(|receipt| laptop.store.settle(receipt).unwrap());
    assert_eq!(laptop.store.hear_epoch(receipts[0].epoch).unwrap(), 0);
    let now = Uuid::from_u128(0xE2);
    assert_eq!(laptop.store.hear_epoch(now).unwrap(), 1);
    assert_eq!(laptop.store.hear_epoch(now).unwrap(), 0);
    assert_eq!(laptop.store.newest_receipt().unwrap(), 0);
    assert_eq!(road(&laptop, 0), Road::Settled { receipt: 1 });
    assert_eq!(road(&laptop, 1), Road::Pending);
    // It is of the life that ended: kept, and settles nothing. Should the backup have had the batch
    // all the same, its bytes would be answered with this receipt ever after: another one goes.
    let third = laptop.store.unconfirmed().unwrap().remove(0);
    laptop.store.settle(&receipts[2]).unwrap();
    assert_eq!(road(&laptop, 2), Road::Pending);
    assert_eq!(laptop.store.receipts(10).unwrap().len(), 3);
    assert!(laptop.store.unconfirmed().unwrap().is_empty());
    let again = send(&mut laptop, 9);
    assert!(again.segments.contains(&third.segments[0]));
    let fresh = Settlement { epoch: now, ..settlement(2, &again, &[STORED, STORED]) };
    laptop.store.settle(&fresh).unwrap();
    assert_eq!(road(&laptop, 2), Road::Settled { receipt: 2 });
}

#[test]
fn a_lower_number_than_the_receipts_say_is_taken_too() {
    let (mut laptop, batch) = sent(1);
    let receipt = Settlement { safe_through: 9, ..settlement(1, &batch, &[STORED]) };
    laptop.store.settle(&receipt).unwrap();
    assert_eq!(laptop.store.reoffer_after(0, receipt.epoch).unwrap(), 1);
    assert_eq!(road(&laptop, 0), Road::Pending);
}

#[test]
fn a_hub_notes_and_settles_nothing() {
    let (mut laptop, batch) = sent(1);
    let other = laptop.store.note_hub(batch.id, [0; 32], b"note");
    assert!(matches!(other, Err(StoreError::ReceiptUnknown)));
    laptop.store.note_hub(batch.id, batch.hash, b"note").unwrap();
    assert_eq!(road(&laptop, 0), Road::Claimed { batch: batch.id, at_hub: true });
    assert_eq!(laptop.store.unconfirmed().unwrap(), [batch]);
}

#[test]
fn copies_of_unfinished_work_go_after_finished_work() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.finished(1, 1);
    let waits = laptop.store.pending(ALL, true).unwrap();
    assert_eq!(
        waits.iter().map(|w| (w.family, w.copy)).collect::<Vec<_>>(),
        [(family_id(1), false)]
    );
    send(&mut laptop, 1);
    assert!(pending(&laptop).is_empty());
    let copies = laptop.store.pending(ALL, true).unwrap();
    assert!(copies[0].copy && copies[0].family == work.family);
    let batch = batch_of(2, &copies);
    laptop.store.claim(&batch).unwrap();
    laptop.store.settle(&settlement(1, &batch, &[STORED])).unwrap();
    assert_eq!(road(&laptop, 0), Road::Copied { receipt: 1 });
    let finished = Change::Finished { role: Role::Enumerator };
    let path = cacah_family::path::Path::question("@state");
    laptop.write(work, path, finished, vec![]).unwrap();
    assert_eq!(road(&laptop, 0), Road::Open);
}

#[test]
fn a_batch_takes_as_much_as_fits_and_one_family_always() {
    let mut laptop = Laptop::new();
    for n in 0..4 {
        laptop.finished(n, 8);
    }
    let families = |limits| laptop.store.pending(limits, false).unwrap().len();
    assert_eq!(families(Limits { entries: 20, ..ALL }), 2);
    assert_eq!(families(Limits { entries: 1, ..ALL }), 1);
    assert_eq!(families(Limits { bytes: 1, ..ALL }), 1);
    assert_eq!(families(Limits { families: 3, ..ALL }), 3);
}
