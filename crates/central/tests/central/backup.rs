//! A verified backup, and a new life from it.

use std::path::Path;

use cacah_central::Central;
use cacah_central::backup::{BackupError, restore};
use cacah_central::folder::Folder;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::storage::{Storage as _, Telling as _};
use cacah_testkit::host::FakeHost;
use cacah_wire::receipt::Verdict;
use tempfile::TempDir;

use crate::down::{Listener, send};
use crate::laptop::{Laptop, Line};
use crate::office::{A, ADMIN, Office, family};

fn backup(office: &Office, to: &Path) -> Result<usize, BackupError> {
    let folder = Folder::open(office.folder.path(), office.host.as_ref()).unwrap();
    folder.backup(office.central.storage(), to)
}

/// The receipt of one segment.
fn receipt(office: &Office, laptop: &Laptop, line: &Line) -> cacah_wire::receipt::Receipt {
    let batch = laptop.batch(std::slice::from_ref(line));
    laptop.receipt(&office.central.put_batch(&laptop.reply.token, &batch).unwrap())
}

/// A new life in a folder of its own, on another machine.
fn restored(from: &Path) -> Office {
    let host = std::sync::Arc::new(FakeHost::new(77));
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("new");
    restore(from, &root, host.as_ref()).unwrap();
    let central: Central<Sqlite> =
        Folder::open(&root, host.as_ref()).unwrap().central(host.clone()).unwrap();
    Office { folder, host, central }
}

#[test]
fn receipts_are_safe_once_a_verified_backup_holds_them() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let place = TempDir::new().unwrap();
    let lines = [1, 2, 1].map(|number| {
        let visit = laptop.visit(family(number), "2");
        laptop.segment(&visit)
    });
    assert_eq!(receipt(&office, &laptop, &lines[0]).safe_through, 0);
    assert_eq!(backup(&office, &place.path().join("one")).unwrap(), 1);
    let second = receipt(&office, &laptop, &lines[1]);
    assert_eq!((second.number, second.safe_through), (2, 1));
    backup(&office, &place.path().join("two")).unwrap();
    assert_eq!(receipt(&office, &laptop, &lines[2]).safe_through, 2);
    // Another incarnation has no receipt in it.
    laptop.incarnation = 2;
    assert_eq!(receipt(&office, &laptop, &lines[2]).safe_through, 0);
}

#[test]
fn a_new_life_takes_back_from_the_laptops_what_came_after_the_backup() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let place = TempDir::new().unwrap();
    let file = place.path().join("backup");
    let visits = [laptop.visit(family(1), "2"), laptop.visit(family(2), "3")];
    let lines = visits.map(|visit| laptop.segment(&visit));
    let old = receipt(&office, &laptop, &lines[0]);
    office.central.give_back(ADMIN, family(1), None, &["periksa".to_owned()]).unwrap();
    backup(&office, &file).unwrap();
    let lost = receipt(&office, &laptop, &lines[1]);
    office.central.give_back(ADMIN, family(1), None, &["lagi".to_owned()]).unwrap();
    let desks = office.central.storage().desks().unwrap();

    let again = restored(&file);
    assert_ne!(again.central.hello().epoch, office.central.hello().epoch);
    assert_eq!(
        again.central.endpoint_key(),
        laptop.reply.endpoint_key,
        "old receipts still verify"
    );
    let list = again.central.receipts(&laptop.reply.token, None, 0).unwrap();
    assert_eq!(list.receipts.len(), 1);
    let kept: cacah_wire::receipt::Receipt =
        list.receipts[0].open(&laptop.reply.endpoint_key).unwrap();
    assert_eq!(kept, old);
    // The laptop, which has the number after, offers everything again.
    let batch = laptop.batch(&lines);
    let new = again.central.put_batch(&laptop.reply.token, &batch).unwrap();
    assert_eq!(laptop.verdicts(&new), [Verdict::Already, Verdict::Stored]);
    let new = laptop.receipt(&new);
    assert_eq!((new.number, new.safe_through), (2, 1), "numbers go on");
    assert_ne!((new.epoch, new.number), (lost.epoch, lost.number));
    // The office of the new life is another writer.
    again.central.give_back(ADMIN, family(1), None, &["baru".to_owned()]).unwrap();
    let now = again.central.storage().desks().unwrap();
    assert_eq!(now.len(), 2);
    assert!(now.contains(&desks[0]));
    let items = Listener::new().all(&again, &laptop);
    let returns =
        items.iter().filter(|item| matches!(item, cacah_wire::down::DownItem::Entries { .. }));
    assert_eq!(returns.count(), 2);
    let storage = again.central.storage();
    assert_eq!(storage.totals().unwrap(), storage.recount().unwrap());
    assert_eq!(again.rows_at("new").get("secret"), None);
}

#[test]
fn nothing_is_overwritten_and_a_torn_backup_is_none() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let visit = laptop.visit(family(1), "2");
    send(&office, &laptop, &visit);
    let place = TempDir::new().unwrap();
    let file = place.path().join("backup");
    std::fs::write(&file, "yesterday's").unwrap();
    assert!(matches!(backup(&office, &file), Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&file).unwrap(), b"yesterday's");
    let host = FakeHost::new(1);
    let new = place.path().join("new");
    let none = |from: &Path| {
        assert!(restore(from, &new, &host).is_err());
        assert!(!new.join("central.db").exists());
    };
    none(&file);
    none(&place.path().join("missing"));
    none(&office.folder.path().join("central.db"));
    let good = place.path().join("good");
    backup(&office, &good).unwrap();
    assert!(matches!(restore(&good, office.folder.path(), &host), Err(BackupError::Exists(_))));
    // A byte changed in every page but the first.
    let mut bytes = std::fs::read(&good).unwrap();
    for at in (4096..bytes.len()).step_by(4096) {
        bytes[at] ^= 0x55;
    }
    let torn = place.path().join("torn");
    std::fs::write(&torn, &bytes).unwrap();
    none(&torn);
    std::fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();
    none(&torn);
    // One that is whole and yet not what it says.
    let database = rusqlite::Connection::open(&good).unwrap();
    database.execute("UPDATE area_total SET clean = clean + 1", []).unwrap();
    drop(database);
    none(&good);
    let left: Vec<_> =
        std::fs::read_dir(place.path()).unwrap().flatten().map(|f| f.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    let place = TempDir::new().unwrap();
    let file = place.path().join("backup");
    backup(&office, &file).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    let again = restored(&file);
    for file in std::fs::read_dir(again.folder.path().join("new")).unwrap().flatten() {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{file:?}");
    }
}
