use cacah_family::path::Path;

use super::*;
use crate::fixture::{ALL, Laptop, batch_of, family_id, prelist, settlement, summary};
use crate::{ClaimedBatch, Commit, FamilyQuery, Outcome, Road, Settlement, Summary};

/// Three finished families at the endpoint by receipts 1 to 3, of which 2 are safe.
fn settled() -> (Laptop, Vec<ClaimedBatch>) {
    let mut laptop = Laptop::new();
    let mut batches = Vec::new();
    for n in 0..3 {
        let work = laptop.finished(n, 2);
        let told = Summary {
            finished: true,
            head: Some("ZULKIFLI UMAKAMEA".into()),
            numbers: Some(vec!["8271025205900000".into()]),
            ..summary(work)
        };
        laptop.store.append(Commit { summary: Some(told), ..Commit::default() }).unwrap();
        let batch = batch_of(n as u128, &laptop.store.pending(ALL, false).unwrap());
        laptop.store.claim(&batch).unwrap();
        let receipt = settlement(n as u64 + 1, &batch, &[Outcome::Stored]);
        let receipt = Settlement { safe_through: n.min(2) as u64, ..receipt };
        laptop.store.settle(&receipt).unwrap();
        batches.push(batch);
    }
    (laptop, batches)
}

fn found(laptop: &Laptop, search: &str) -> u32 {
    let query = FamilyQuery { search: search.into(), limit: 9, ..FamilyQuery::default() };
    laptop.store.families(&query).unwrap().1
}

#[test]
fn only_what_a_verified_backup_has_is_wiped_and_its_chain_stays() {
    let (mut laptop, batches) = settled();
    let safe = laptop.store.safe().unwrap();
    let tally = laptop.store.tally().unwrap();
    let wiped = laptop.store.wipe(&safe).unwrap();
    assert_eq!(wiped.families, [0, 1].map(family_id));
    assert_eq!((wiped.entries, wiped.segments), (8, 2));
    let laptop = laptop.reopened();
    assert_eq!(laptop.store.tally().unwrap(), tally);
    assert_eq!((found(&laptop, "umakamea"), found(&laptop, "8271025205900000")), (1, 1));
    assert!(laptop.store.history(family_id(0)).unwrap().is_empty());
    let record = laptop.store.family(family_id(0)).unwrap().unwrap();
    assert_eq!((&*record.birth.head, &*record.birth.address, &*record.head), ("", "", ""));
    assert_eq!(record.road, Road::Settled { receipt: 1 });
    let proofs = laptop.store.prove().unwrap();
    let here = |n: usize| laptop.store.entries_of_segment(&batches[n].segments[0].hash).unwrap();
    assert_eq!(proofs.len(), 3);
    assert!(proofs[0].segments[0].wiped && here(0).is_none());
    assert!(!proofs[2].segments[0].wiped);
    let again = here(2).unwrap();
    assert_eq!(crate::fixture::hash_of(&again), batches[2].segments[0].hash);
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn numbers_are_not_given_again_after_a_wipe() {
    let (mut laptop, _) = settled();
    let highest = laptop.store.highest().unwrap();
    let everything: Vec<Safe> =
        laptop.store.safe().unwrap().into_iter().map(|safe| Safe { through: 99, ..safe }).collect();
    assert_eq!(laptop.store.wipe(&everything).unwrap().families.len(), 3);
    let mut laptop = laptop.reopened();
    let work = laptop.visit(5);
    assert_eq!(laptop.answer(work, &Path::question("r1"), "1").dot.seq, highest + 2);
}

#[test]
fn what_is_open_waits_or_is_worked_on_is_not_wiped() {
    let (mut laptop, _) = settled();
    let safe = laptop.store.safe().unwrap();
    laptop.store.set_open(Some(family_id(0))).unwrap();
    let one = crate::fixture::Work {
        family: family_id(1),
        document: laptop.store.family(family_id(1)).unwrap().unwrap().document.unwrap(),
    };
    laptop.answer(one, &Path::question("r9"), "1");
    assert_eq!(laptop.store.wipe(&safe).unwrap(), Wiped::default());
    assert_eq!(laptop.store.history(family_id(1)).unwrap().len(), 5);
}

#[test]
fn the_prelist_does_not_bring_a_wiped_name_back_but_a_return_does() {
    let (mut laptop, _) = settled();
    let before = laptop.store.history(family_id(0)).unwrap();
    let safe = laptop.store.safe().unwrap();
    laptop.store.wipe(&safe).unwrap();
    laptop.install(12).unwrap();
    let head = |laptop: &Laptop| laptop.store.family(family_id(0)).unwrap().unwrap().birth.head;
    assert_eq!(head(&laptop), "");
    let birth = prelist(1)[0].1.clone();
    let entries: Vec<_> = before.entries().cloned().collect();
    laptop.store.merge_foreign(&birth, &entries).unwrap();
    assert_eq!(head(&laptop), birth.head);
    assert_eq!(laptop.store.history(family_id(0)).unwrap(), before);
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
}
