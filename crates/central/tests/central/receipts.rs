//! Batches that are taken: once, by name.

use cacah_central::storage::Storage as _;
use cacah_family::status::Status;
use cacah_wire::error::Code;
use cacah_wire::receipt::{Receipt, Verdict};

use crate::laptop::Laptop;
use crate::office::{A, ADMIN, B, HERE, Office, family};

#[test]
fn a_batch_sent_twice_gives_the_same_bytes_and_one_family() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let entries = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&entries)]);
    let receipt = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
    office.host.pass(60_000);
    let rows = office.rows();
    let again = office.central.put_batch(&laptop.reply.token, &batch).unwrap();
    assert_eq!(receipt, again);
    assert_eq!(office.rows(), rows);
    let office = office.restart();
    assert_eq!(receipt, office.central.put_batch(&laptop.reply.token, &batch).unwrap());
    let known = office.central.storage().known(&laptop.place.home, family(1)).unwrap();
    let row = known.row.unwrap();
    assert_eq!((row.status, row.finished, row.received), (Some(Status::Clean), true, 1));
}

#[test]
fn a_segment_in_another_batch_is_there_already() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let entries = laptop.visit(family(1), "2");
    let line = laptop.segment(&entries);
    assert_eq!(
        laptop.send(&office, &[line.clone(), line.clone()]),
        [Verdict::Stored, Verdict::Already]
    );
    assert_eq!(laptop.send(&office, &[line]), [Verdict::Already]);
    let known = office.central.storage().known(&laptop.place.home, family(1)).unwrap();
    assert_eq!((known.segments.len(), known.row.unwrap().revision), (1, 1));
}

#[test]
fn one_batch_id_never_names_two_contents() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let first = laptop.visit(family(1), "2");
    let second = laptop.visit(family(2), "3");
    let mut batch = laptop.batch(&[laptop.segment(&first)]);
    office.central.put_batch(&laptop.reply.token, &batch).unwrap();
    let id = batch.id;
    batch = laptop.batch(&[laptop.segment(&second)]);
    batch.id = id;
    let rows = office.rows();
    let refused = office.central.put_batch(&laptop.reply.token, &batch).unwrap_err();
    assert_eq!(refused.code(), Code::BatchMismatch);
    assert_eq!(office.rows(), rows);
}

#[test]
fn receipts_are_numbered_per_actor_without_gaps_and_can_be_asked_for() {
    let office = Office::new();
    let mut one = Laptop::enrolled(&office, A, 1);
    let mut other = Laptop::enrolled(&office, A, 2);
    for round in 0..3 {
        let visit = one.visit(family(1), &round.to_string());
        one.send(&office, &[one.segment(&visit)]);
        let visit = other.visit(family(2), &round.to_string());
        other.send(&office, &[other.segment(&visit)]);
    }
    let numbers = |laptop: &Laptop, incarnation, after| -> Vec<u64> {
        let list = office.central.receipts(&laptop.reply.token, incarnation, after).unwrap();
        let receipts = list.receipts.iter().map(|signed| {
            let receipt: Receipt = signed.open(&laptop.reply.endpoint_key).unwrap();
            assert_eq!((receipt.actor, receipt.safe_through), (laptop.actor(), 0));
            receipt.number
        });
        receipts.collect()
    };
    assert_eq!(numbers(&one, None, 0), [1, 2, 3]);
    assert_eq!(numbers(&other, Some(1), 1), [2, 3]);
    one.incarnation = 2;
    let visit = one.visit(family(1), "4");
    one.send(&office, &[one.segment(&visit)]);
    assert_eq!(numbers(&one, None, 0), [1]);
    assert_eq!(office.central.receipts("other", None, 0).unwrap_err().code(), Code::Unauthorized);
}

#[test]
fn the_state_is_the_union_whatever_the_order() {
    let states = [[0, 1, 2], [2, 0, 1]].map(|order| {
        let office = Office::new();
        let mut laptop = Laptop::enrolled(&office, A, 1);
        let visit = laptop.visit(family(1), "12");
        let parts: Vec<_> = [0..1, 1..2, 2..4].map(|part| laptop.segment(&visit[part])).into();
        for at in order {
            assert_eq!(laptop.send(&office, &[parts[at].clone()]), [Verdict::Stored]);
        }
        let mut rows = office.central.storage().documents(&laptop.place.home, family(1)).unwrap();
        let row = rows.pop().unwrap();
        let known = office.central.storage().known(&laptop.place.home, family(1)).unwrap();
        (row.findings, row.state, row.status, known.row)
    });
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0].2, Status::Warning);
    assert!(states[0].0.contains("T001"));
}

#[test]
fn two_officers_keep_one_family_each_with_their_own_key() {
    let office = Office::new();
    let mut plan = crate::office::plan(&crate::office::toy());
    plan.officers[1].areas.push(HERE.into());
    office.central.install(ADMIN, plan).unwrap();
    let mut a = Laptop::enrolled(&office, A, 1);
    let mut b = Laptop::enrolled(&office, B, 2);
    let (first, second) = (a.visit(family(1), "1"), b.visit(family(1), "2"));
    assert_eq!(a.send(&office, &[a.segment(&first)]), [Verdict::Stored]);
    assert_eq!(b.send(&office, &[b.segment(&second)]), [Verdict::Stored]);
    let documents = office.central.storage().documents(&a.place.home, family(1)).unwrap();
    assert_eq!(documents.len(), 2);
}

#[test]
fn totals_follow_every_batch_and_agree_with_a_count() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visits = [laptop.visit(family(1), "2"), laptop.visit(family(2), "99")];
    for visit in visits {
        laptop.send(&office, &[laptop.segment(&visit)]);
    }
    let storage = office.central.storage();
    let totals = storage.totals().unwrap();
    assert_eq!(totals, storage.recount().unwrap());
    let here = totals.iter().find(|total| total.idsubsls.as_str() == HERE).unwrap();
    assert_eq!((here.prelist, here.received, here.finished), (2, 2, 2));
    assert_eq!((here.clean, here.error, here.warning, here.blank), (1, 1, 0, 0));
}
