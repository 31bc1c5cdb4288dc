//! Every receipt proven against the data, and forks shown.

use cacah_central::Proof;
use cacah_family::entry::Change;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;

use crate::down::send;
use crate::laptop::Laptop;
use crate::office::{A, ADMIN, Office, family};

/// An office with receipts of two incarnations, a held segment, an unreadable one, and its own word.
fn busy() -> (Office, Laptop) {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    for number in [1, 2, 1, 3] {
        let visit = laptop.visit(family(number), "2");
        send(&office, &laptop, &visit);
    }
    laptop.incarnation = 2;
    let visit = laptop.visit(family(2), "4");
    let mut line = laptop.segment(&visit);
    send(&office, &laptop, &visit);
    line.0 = family(1);
    laptop.send(&office, &[line]);
    let document = visit[0].document;
    office.central.give_back(ADMIN, family(2), document, &["periksa".to_owned()]).unwrap();
    (office, laptop)
}

fn proof(office: &Office) -> Proof {
    office.central.verify_receipts().unwrap()
}

#[test]
fn what_is_right_is_proven_again_and_again() {
    let (office, _) = busy();
    let proven = proof(&office);
    assert_eq!(proven.told, Vec::<String>::new());
    assert_eq!((proven.receipts, proven.segments, proven.families), (6, 6, 2));
    let office = office.restart();
    assert_eq!(proof(&office), proven);
    office.database().execute("UPDATE segment SET body = x''", []).unwrap();
    let wiped = proof(&office);
    assert_eq!((wiped.problems, wiped.wiped, wiped.receipts), (0, 6, 6), "hashes stay");
}

#[test]
fn whatever_is_changed_is_found() {
    let changes = [
        "DELETE FROM segment WHERE held IS NULL AND rowid = 1",
        "DELETE FROM batch WHERE number = 2",
        "UPDATE batch SET receipt = cast(replace(cast(receipt AS TEXT), 'stored', 'already') AS BLOB) WHERE number = 1",
        "UPDATE batch SET number = 77 WHERE number = 2",
        "UPDATE batch SET hash = zeroblob(32) WHERE number = 1",
        "UPDATE segment SET hash = zeroblob(32) WHERE rowid = 1",
        "UPDATE segment SET count = count + 1 WHERE rowid = 1",
        "UPDATE segment SET body = (SELECT body FROM segment WHERE rowid = 2) WHERE rowid = 1",
        "UPDATE segment SET held = 'FORK' WHERE rowid = 1",
        "UPDATE document SET answered = answered + 1",
        "UPDATE document SET state = (SELECT state FROM document ORDER BY document LIMIT 1)",
        "UPDATE family SET finished = 1 - finished WHERE received > 0",
        "UPDATE family SET received = received + 1 WHERE received > 0",
        "UPDATE area_total SET clean = clean + 1",
        "UPDATE device SET officer_key = zeroblob(32)",
    ];
    let (office, _) = busy();
    let file = office.folder.path().join("central.db");
    office.database().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole = std::fs::read(&file).unwrap();
    for change in changes {
        let other = Office::empty();
        drop(other.central);
        let root = other.folder.path();
        for name in ["central.db-wal", "central.db-shm"] {
            let _ = std::fs::remove_file(root.join(name));
        }
        std::fs::write(root.join("central.db"), &whole).unwrap();
        std::fs::copy(office.folder.path().join("endpoint.key"), root.join("endpoint.key"))
            .unwrap();
        let database = rusqlite::Connection::open(root.join("central.db")).unwrap();
        let changed = database.execute(change, []).unwrap();
        assert!(changed > 0, "{change}");
        drop(database);
        let folder = cacah_central::folder::Folder::open(root, other.host.as_ref()).unwrap();
        let proof = folder.central(other.host.clone()).unwrap().verify_receipts().unwrap();
        assert!(proof.problems > 0 && !proof.told.is_empty(), "{change}");
    }
}

#[test]
fn a_number_given_twice_is_shown_within_a_family_and_across() {
    let (office, mut laptop) = busy();
    assert!(office.central.forks().unwrap().is_empty());
    // A vault copied back without a new incarnation: numbers go out again.
    laptop.seq -= 4;
    let across = laptop.visit(family(1), "9");
    assert_eq!(laptop.send(&office, &[laptop.segment(&across)]), [Verdict::Stored]);
    laptop.seq -= 4;
    let within = laptop.visit(family(2), "8");
    assert_eq!(laptop.send(&office, &[laptop.segment(&within)]), [Verdict::Held(Code::Fork)]);
    let forks = office.central.forks().unwrap();
    assert_eq!(forks.len(), 4);
    assert!(forks.iter().all(|fork| fork.places.len() == 3), "the visit before, and both");
    assert_eq!(proof(&office).problems, 0, "both are kept, and proven");
    // A supervisor lets it in: both contents stand, and are a decision.
    assert_eq!(
        office.central.release(ADMIN, |row| row.held == Some(Code::Fork), "dua isi").unwrap(),
        1
    );
    assert_eq!(proof(&office).told, Vec::<String>::new());
}

#[test]
fn sessions_that_interleave_families_are_no_forks() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let document = cacah_family::id::DocumentId(uuid::Uuid::from_u128(1));
    let mut entries = [Vec::new(), Vec::new()];
    for at in 0..6 {
        let number = at % 2;
        let entry = laptop.entry(
            family(1 + u16::try_from(number).unwrap()),
            Some(document),
            cacah_family::path::Path::question(&format!("r{at}")),
            Change::Reopened {},
        );
        entries[number].push(entry);
    }
    for entries in entries {
        send(&office, &laptop, &entries);
    }
    assert!(office.central.forks().unwrap().is_empty());
}
