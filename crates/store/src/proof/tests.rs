use crate::Outcome;
use crate::fixture::{ALL, Laptop, batch_of, family_id, hash_of, settlement};

#[test]
fn every_receipt_is_kept_with_what_its_batch_claimed() {
    let mut laptop = Laptop::new();
    for n in 0..2 {
        laptop.finished(n, 2);
    }
    let batch = batch_of(1, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    let held = Outcome::Held("OUTSIDE_AREA".into());
    let receipts = [(1, vec![held, Outcome::Stored]), (2, vec![Outcome::Stored])];
    for (number, outcomes) in &receipts {
        laptop.store.settle(&settlement(*number, &batch, outcomes)).unwrap();
    }
    let proofs = laptop.store.prove().unwrap();
    let raws: Vec<_> = proofs.iter().map(|proof| (proof.number, proof.raw.clone())).collect();
    assert_eq!(raws, [(1, b"receipt 1".to_vec()), (2, b"receipt 2".to_vec())]);
    assert_eq!((proofs[0].batch, proofs[0].hash), (batch.id, batch.hash));
    for (sent, claimed) in proofs[0].segments.iter().zip(&batch.segments) {
        assert_eq!(
            (sent.hash, sent.family, sent.count),
            (claimed.hash, claimed.family, claimed.count)
        );
        let again = laptop.store.entries_of_segment(&sent.hash).unwrap().unwrap();
        assert_eq!(hash_of(&again), sent.hash);
    }
    let road = laptop.store.sent_of(family_id(0)).unwrap();
    assert_eq!((road[0].verdict.as_deref(), road[0].code.as_deref()), (Some("stored"), None));
    assert_eq!(road[0].receipt.map(|(number, _)| number), Some(2));
    assert!(laptop.store.entries_of_segment(&[0; 32]).unwrap().is_none());
}
