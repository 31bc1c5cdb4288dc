use cacah_family::path::Path;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, settlement};
use crate::{Outcome, Road};

#[test]
fn a_new_incarnation_numbers_from_1_and_sends_what_the_old_one_wrote() {
    let mut laptop = Laptop::new();
    let work = laptop.finished(0, 2);
    let old = laptop.store.actor();
    let new = Actor { incarnation: 3, ..old };
    laptop.store.begin_incarnation(b"signed", new).unwrap();
    let written = laptop.answer(work, &Path::question("r9"), "1");
    assert_eq!((written.dot.actor, written.dot.seq), (new, 1));
    let mut laptop = laptop.reopened();
    assert_eq!((laptop.store.actor(), laptop.store.highest().unwrap()), (new, 1));
    assert_eq!(laptop.store.enrolment().incarnation, b"signed");
    let began: Vec<_> = laptop.store.incarnations().unwrap().iter().map(|i| i.actor).collect();
    assert_eq!(began, [old, new]);
    for (number, actor) in [(1, old), (2, new)] {
        let waits = laptop.store.pending(ALL, false).unwrap();
        assert!(waits[0].entries.iter().all(|entry| entry.dot.actor == actor));
        let batch = batch_of(number.into(), &waits);
        laptop.store.claim(&batch).unwrap();
        laptop.store.settle(&settlement(number, &batch, &[Outcome::Stored])).unwrap();
    }
    let road = laptop.store.family(work.family).unwrap().unwrap().road;
    assert_eq!(road, Road::Settled { receipt: 2 });
}

#[test]
fn an_incarnation_is_not_begun_twice_nor_of_another_device() {
    let mut laptop = Laptop::new();
    let now = laptop.store.actor();
    let other = Actor { device: DeviceId(uuid::Uuid::from_u128(9)), incarnation: 2 };
    for actor in [now, other] {
        let refused = laptop.store.begin_incarnation(b"signed", actor);
        assert!(matches!(refused, Err(StoreError::NotFound("incarnation"))));
    }
    assert_eq!(laptop.store.actor(), now);
}
