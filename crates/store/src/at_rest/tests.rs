use crate::Outcome;
use crate::fixture::{ALL, Laptop, batch_of, settlement};

#[test]
fn a_tally_is_the_same_in_any_order_and_knows_what_is_missing() {
    let mut laptop = Laptop::new();
    for n in 0..3 {
        laptop.finished(n, n);
    }
    let batch = batch_of(1, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    assert!(laptop.store.tally().unwrap().is_empty());
    let held = Outcome::Held("OUTSIDE_AREA".into());
    let bad = Outcome::Unreadable("BAD_SEGMENT".into());
    laptop.store.settle(&settlement(1, &batch, &[Outcome::Already, held, bad])).unwrap();
    let tally = laptop.store.tally().unwrap().remove(0);
    let (one, two) = (&batch.segments[0], &batch.segments[1]);
    let entries = u64::from(one.count + two.count);
    assert_eq!((&tally.idsubsls, tally.segments, tally.entries), (&one.idsubsls, 2, entries));
    let mut hashes = vec![one.hash, two.hash];
    hashes.sort_unstable();
    assert_eq!(laptop.store.tally_hashes(&one.idsubsls).unwrap(), hashes);
    laptop.store.reoffer(&[two.hash]).unwrap();
    assert_eq!(laptop.store.tally().unwrap()[0].hash, one.hash);
}
