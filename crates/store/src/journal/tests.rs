use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Heard, Source, Visit};
use cacah_family::status::Status;
use uuid::Uuid;

use super::*;
use crate::fixture::{CODE, Laptop, Work, entry, family_id, round, summary};
use crate::{FamilyQuery, StoreError};

fn question(name: &str) -> Path {
    Path::question(name)
}

#[test]
fn entries_are_numbered_in_order_and_come_back_as_they_were_given() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.host.pass(1_500);
    laptop.store.heard(1_666_224_000_123, 80).unwrap();
    let first = laptop.answer(work, &question("r301a"), "1");
    let second = laptop.answer(work, &question("r301a"), "2");
    assert_eq!((first.dot.seq, second.dot.seq), (2, 3));
    assert_eq!(second.over, [first.dot]);
    assert_eq!((first.at.mono, first.at.endpoint), (1_500, Some(1_666_224_000_123)));
    assert_eq!(first.at.heard, Some(Heard { mono: 1_500, trip: 80 }));
    let laptop = laptop.reopened();
    let history = laptop.store.history(work.family).unwrap();
    assert!(history.entries().any(|entry| *entry == first));
    assert!(history.entries().any(|entry| *entry == second));
    assert_eq!(history.len(), 3);
}

#[test]
fn numbers_go_on_after_a_restart() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &question("r301a"), "1");
    let mut laptop = laptop.reopened();
    assert_eq!(laptop.answer(work, &question("r302"), "1").dot.seq, 3);
}

#[test]
fn a_commit_is_written_whole_or_not_at_all() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let nobody = Work { family: family_id(999), ..work };
    let opened = || Change::Opened { source: Source::Visit };
    let entries = vec![
        entry(work, question(Path::DOCUMENT), opened(), vec![]),
        entry(nobody, question(Path::DOCUMENT), opened(), vec![]),
    ];
    let refused = laptop.store.append(Commit { entries, ..Commit::default() });
    assert!(matches!(refused, Err(StoreError::NotFound("family"))));
    let stray = DocumentId(Uuid::from_u128(5));
    let refused = laptop.write(Work { document: stray, ..work }, question("r1"), opened(), vec![]);
    refused.unwrap();
    let stray = Work { document: DocumentId(Uuid::from_u128(6)), ..work };
    let slot = Change::Reopened {};
    let refused = laptop.write(stray, question(Path::STATE), slot, vec![]);
    assert!(matches!(refused, Err(StoreError::NotFound("document"))));
    assert_eq!(laptop.store.history(work.family).unwrap().len(), 2);
    // A number that was not written is not lost.
    assert_eq!(laptop.answer(work, &question("r302"), "1").dot.seq, 3);
}

#[test]
fn a_family_found_in_the_field_is_born_by_its_entry() {
    let mut laptop = Laptop::new();
    let idsubsls: Idsubsls = "8271021003000300".parse().unwrap();
    let birth = Birth {
        round: round().id,
        home: idsubsls.district(),
        idsubsls,
        building: 90,
        number: 91,
        head: "HALIMA SANGAJI".into(),
        address: "Jl. Latihan Baru No. 9".into(),
        found: true,
    };
    let family = family_id(500);
    let new = NewEntry {
        family,
        document: None,
        path: question(Path::FAMILY),
        change: Change::Family(birth.clone()),
        over: vec![],
        mode: Mode::Visit,
        form: None,
        effort: Effort::default(),
    };
    laptop.store.append(Commit { entries: vec![new], ..Commit::default() }).unwrap();
    let record = laptop.store.family(family).unwrap().unwrap();
    assert_eq!((record.birth, record.head), (birth.clone(), birth.head.clone()));
    let query = FamilyQuery { search: "sangaji baru".into(), limit: 5, ..FamilyQuery::default() };
    assert_eq!(laptop.store.families(&query).unwrap().1, 1);
    assert_eq!(laptop.store.history(family).unwrap().state().birth, Some(birth));
}

#[test]
fn a_visit_without_an_answer_is_counted() {
    let mut laptop = Laptop::new();
    for outcome in [Visit::NotHome, Visit::Later] {
        let new = NewEntry {
            family: family_id(1),
            document: None,
            path: question(Path::VISIT),
            change: Change::Visit { outcome, note: String::new(), appointment: None },
            over: vec![],
            mode: Mode::Visit,
            form: None,
            effort: Effort::default(),
        };
        laptop.store.append(Commit { entries: vec![new], ..Commit::default() }).unwrap();
    }
    assert_eq!(laptop.store.family(family_id(1)).unwrap().unwrap().visits, 2);
}

#[test]
fn lists_show_what_the_newest_summary_says() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let mut tell = |summary: Summary| {
        let commit = Commit { summary: Some(summary), ..Commit::default() };
        laptop.store.append(commit).unwrap();
        laptop.store.family(work.family).unwrap().unwrap()
    };
    let record = tell(Summary {
        status: Status::Error,
        percent: 40,
        members: Some(5),
        head: Some("ABUBAKAR TERIMA".into()),
        ..summary(work)
    });
    assert_eq!((record.status, record.percent, record.members), (Status::Error, 40, Some(5)));
    assert_eq!((record.document, &*record.head), (Some(work.document), "ABUBAKAR TERIMA"));
    let record = tell(Summary { finished: true, percent: 100, ..summary(work) });
    assert_eq!((record.percent, record.members, record.finished), (100, Some(5), true));
    assert_eq!(record.head, "ABUBAKAR TERIMA");
}

#[test]
fn a_summary_or_stand_of_no_document_is_an_error() {
    let mut laptop = Laptop::new();
    let work = Work { family: family_id(0), document: DocumentId(Uuid::from_u128(1)) };
    let commit = Commit { summary: Some(summary(work)), ..Commit::default() };
    let refused = laptop.store.append(commit);
    assert!(matches!(refused, Err(StoreError::NotFound("document"))));
    let refused = laptop.store.stand(work.document, &question("r301a"));
    assert!(matches!(refused, Err(StoreError::NotFound("document"))));
}

/// What had returned is in the files, not only in the process: a copy of them, taken while the vault
/// is open, as a power cut would leave them, has it.
#[test]
fn an_answer_is_in_the_files_when_the_call_returns() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    for n in 1..=20 {
        laptop.answer(work, &question("r301a"), &n.to_string());
        let copy = laptop.root.path().join("copy");
        std::fs::create_dir_all(&copy).unwrap();
        for file in ["vault.db", "vault.db-wal", "vault.head"] {
            std::fs::copy(laptop.dir().join(file), copy.join(file)).unwrap();
        }
        let store =
            Store::unlock(&copy, CODE, crate::fixture::PASSWORD, laptop.host.clone()).unwrap();
        assert_eq!(store.history(work.family).unwrap().len(), n + 1);
        drop(store);
        std::fs::remove_dir_all(&copy).unwrap();
    }
}

#[test]
fn what_keying_cost_comes_back_as_it_was_measured() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    let mut keyed = entry(work, question("r301a"), Change::Reopened {}, vec![]);
    keyed.effort = Effort { keys: 7, active: 4_200 };
    let written =
        laptop.store.append(Commit { entries: vec![keyed], ..Commit::default() }).unwrap();
    assert_eq!(written[0].effort, Effort { keys: 7, active: 4_200 });
    let laptop = laptop.reopened();
    assert!(laptop.store.history(work.family).unwrap().entries().any(|e| *e == written[0]));
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn when_the_endpoint_was_heard_is_known_to_one_process_alone() {
    let mut laptop = Laptop::new();
    laptop.store.heard(i64::MAX, 5).unwrap();
    // A wrong time is put right by the next.
    laptop.store.heard(1_666_224_000_123, 5).unwrap();
    let mut laptop = laptop.reopened();
    let work = laptop.visit(0);
    let after = laptop.answer(work, &question("r1"), "1");
    assert_eq!((after.at.endpoint, after.at.heard), (Some(1_666_224_000_123), None));
}
