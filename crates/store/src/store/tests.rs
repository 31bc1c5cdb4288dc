use std::collections::BTreeMap;

use super::*;
use crate::OfficerMark;
use crate::fixture::{CODE, Laptop, OFFICE, PASSWORD, enrolment, family_id, host};
use crate::vault::{DB, TRIES};

/// Every file of a folder with its bytes, but the count of guesses.
fn files_of(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| !path.ends_with(TRIES))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().into(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn a_new_vault_opens_with_its_password_and_knows_its_enrolment() {
    let laptop = Laptop::enrolled();
    assert_eq!(*laptop.store.enrolment(), enrolment());
    let laptop = laptop.reopened();
    assert_eq!(*laptop.store.enrolment(), enrolment());
    let Actor { device, incarnation } = laptop.store.actor();
    assert_eq!((device, incarnation), (enrolment().device, 1));
    assert_eq!(laptop.store.officer_signer().unwrap().to_bytes(), [0x0F; 32]);
    assert_eq!(laptop.store.device_signer().to_bytes(), [0xDE; 32]);
    let mark = OfficerMark { code: CODE.into(), asks_office: false };
    assert_eq!(Store::officers(&laptop.dir()).unwrap(), [mark]);
}

#[test]
fn a_wrong_password_opens_nothing_and_changes_nothing() {
    let laptop = Laptop::enrolled();
    let dir = laptop.dir();
    drop(laptop.store);
    let before = files_of(&dir);
    let opened = Store::unlock(&dir, CODE, "ombak hijau teluk", host());
    assert!(matches!(opened, Err(StoreError::WrongPassword)));
    let opened = Store::unlock_with_recovery(&dir, PASSWORD, host());
    assert!(matches!(opened, Err(StoreError::WrongPassword)));
    assert!(files_of(&dir) == before);
}

#[test]
fn the_office_opens_it_without_the_officers_signature() {
    let laptop = Laptop::new();
    let dir = laptop.dir();
    drop(laptop.store);
    let store = Store::unlock_with_recovery(&dir, OFFICE, host()).unwrap();
    assert!(store.family(family_id(0)).unwrap().is_some());
    assert!(matches!(store.officer_signer(), Err(StoreError::NoOfficerKey)));
    assert_eq!(store.device_signer().to_bytes(), [0xDE; 32]);
}

#[test]
fn a_vault_is_open_once_and_never_overwritten() {
    let laptop = Laptop::enrolled();
    let dir = laptop.dir();
    let again = Store::unlock(&dir, CODE, PASSWORD, host());
    assert!(matches!(again, Err(StoreError::Busy)));
    let made = Store::create(&dir, &enrolment(), PASSWORD, host());
    assert!(matches!(made, Err(StoreError::AlreadyExists)));
    drop(laptop.store);
    let before = files_of(&dir);
    let made = Store::create(&dir, &enrolment(), PASSWORD, host());
    assert!(matches!(made, Err(StoreError::AlreadyExists)));
    assert!(files_of(&dir) == before);
}

#[test]
fn where_there_is_no_vault_none_appears() {
    let laptop = Laptop::enrolled();
    let nowhere = laptop.root.path().join("nowhere");
    let opened = Store::unlock(&nowhere, CODE, PASSWORD, host());
    assert!(matches!(opened, Err(StoreError::NotFound("vault"))));
    assert!(matches!(Store::officers(&nowhere), Err(StoreError::NotFound("vault"))));
    assert!(!nowhere.exists());
}

#[test]
fn what_a_killed_creation_left_beside_is_cleared() {
    let laptop = Laptop::enrolled();
    let staged = laptop.root.path().join(".second.new");
    fs::create_dir(&staged).unwrap();
    fs::write(staged.join(DB), b"half a file").unwrap();
    fs::write(staged.join(HEAD), b"{").unwrap();
    let dir = laptop.root.path().join("second");
    // An empty folder may be there: an installer or an officer made it.
    fs::create_dir(&dir).unwrap();
    let cheap = (PASSWORD, Cost::CHEAP);
    let store = Store::create_at(&dir, &enrolment(), cheap, host()).unwrap();
    drop(store);
    assert!(!staged.exists());
    Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
}

#[test]
fn a_creation_without_the_officers_key_or_a_recovery_slot_makes_nothing() {
    let laptop = Laptop::enrolled();
    let dir = laptop.root.path().join("second");
    let keyless = Enrolment { officer_key: None, ..enrolment() };
    let made = Store::create(&dir, &keyless, PASSWORD, host());
    assert!(matches!(made, Err(StoreError::NoOfficerKey)));
    let lonely = Enrolment { recovery: "age1nobody".into(), ..enrolment() };
    let made = Store::create(&dir, &lonely, PASSWORD, host());
    assert!(matches!(made, Err(StoreError::BadRecipient)));
    assert!(!dir.exists());
}

#[test]
fn a_torn_header_copy_is_made_whole_by_the_next_unlock() {
    let laptop = Laptop::enrolled();
    let dir = laptop.dir();
    drop(laptop.store);
    let whole = fs::read(dir.join(HEAD)).unwrap();
    fs::write(dir.join(HEAD), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(Store::officers(&dir).unwrap()[0].code, CODE);
    drop(Store::unlock(&dir, CODE, PASSWORD, host()).unwrap());
    assert_eq!(fs::read(dir.join(HEAD)).unwrap(), whole);
}

#[test]
fn a_damaged_vault_is_reported_and_left_as_it_is() {
    for name in [DB, HEAD] {
        let laptop = Laptop::new();
        let dir = laptop.dir();
        drop(laptop.store);
        let mut bytes = fs::read(dir.join(name)).unwrap();
        for byte in bytes.iter_mut().take(200) {
            *byte ^= 0x55;
        }
        fs::write(dir.join(name), &bytes).unwrap();
        if name == HEAD {
            fs::write(dir.join(HEAD_2), &bytes).unwrap();
        }
        let before = files_of(&dir);
        let opened = Store::unlock(&dir, CODE, PASSWORD, host());
        assert!(
            matches!(opened, Err(StoreError::Damaged { place }) if place == name),
            "{opened:?}"
        );
        assert!(files_of(&dir) == before);
    }
}

#[test]
fn a_missing_file_beside_its_header_is_damage_not_a_new_vault() {
    let laptop = Laptop::new();
    let dir = laptop.dir();
    drop(laptop.store);
    fs::remove_file(dir.join(DB)).unwrap();
    let opened = Store::unlock(&dir, CODE, PASSWORD, host());
    assert!(matches!(opened, Err(StoreError::Damaged { place: DB })));
    assert!(!dir.join(DB).exists());
}

#[test]
fn a_file_of_a_newer_schema_is_left_alone() {
    let laptop = Laptop::new();
    let dir = laptop.dir();
    laptop
        .store
        .writer
        .execute_batch(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    drop(laptop.store);
    let before = files_of(&dir);
    let opened = Store::unlock(&dir, CODE, PASSWORD, host());
    assert!(matches!(opened, Err(StoreError::TooNew)));
    assert!(files_of(&dir) == before);
}

#[test]
fn a_store_may_move_to_another_thread() {
    let laptop = Laptop::new();
    let store = laptop.store;
    let thread = std::thread::spawn(move || store.counts().unwrap());
    assert_eq!(thread.join().unwrap(), crate::Counts::default());
}

#[test]
fn another_reader_sees_each_commit_and_cannot_write() {
    let mut laptop = Laptop::new();
    let reader = laptop.store.reader().unwrap();
    laptop.visit(3);
    assert_eq!(reader.history(family_id(3)).unwrap().len(), 1);
    assert!(reader.connection.execute_batch("DELETE FROM entry").is_err());
    let threads = std::thread::spawn(move || reader.counts().unwrap().open);
    assert_eq!(threads.join().unwrap(), 1);
}

#[test]
fn nothing_of_the_vault_is_in_the_clear() {
    let laptop = Laptop::new();
    let dir = laptop.dir();
    let in_clear =
        |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    let head = laptop.store.family(family_id(0)).unwrap().unwrap().head;
    let secrets = [&*head, "LATIFA KAMARO", &"00".repeat(32), "127.0.0.1", "CREATE TABLE"];
    for (name, bytes) in files_of(&dir) {
        for secret in secrets {
            assert!(!in_clear(&bytes, secret), "{name}");
        }
    }
    assert!(files_of(&dir).contains_key("vault.db-wal"), "the WAL was looked at too");
}
