use std::collections::BTreeSet;
use std::fs;

use cacah_family::entry::Entry;
use cacah_family::id::OfficerId;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::*;
use crate::fixture::{
    ALL, CODE, Closed, Laptop, OFFICE, PASSWORD, batch_of, enrolment, family_id, settlement,
};
use crate::vault::{DB, HEAD, HEAD_2};
use crate::{Outcome, tally};

/// The n-th officer besides the first, with a password of their own.
fn other(n: u8) -> (Enrolment, String) {
    let enrolment = Enrolment {
        officer: OfficerId(Uuid::from_u128(0x0FF1 + u128::from(n))),
        officer_code: format!("PPL 090{n}"),
        officer_name: "RUSLAN SANGAJI".into(),
        device: DeviceId(Uuid::from_u128(0xDE71 + u128::from(n))),
        device_key: Zeroizing::new([n; 32]),
        officer_key: Some(Zeroizing::new([0x10 + n; 32])),
        ..enrolment()
    };
    (enrolment, format!("karang {n} pasir"))
}

/// A keying PC of three officers; the first has keyed family 0, and 1 with others.
fn shared() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.finished(0, 2);
    laptop.finished(1, 2);
    for (enrolment, password) in [other(1), other(2)] {
        laptop.store.add_officer(&enrolment, &password).unwrap();
    }
    laptop
}

/// The same PC with another officer at it.
fn turn(laptop: Laptop, n: u8) -> Laptop {
    let Laptop { store, host, root } = laptop;
    drop(store);
    let (code, password) = match n {
        0 => (CODE.to_owned(), PASSWORD.to_owned()),
        n => (other(n).0.officer_code, other(n).1),
    };
    let store = Store::unlock(&root.path().join("vault"), &code, &password, host.clone()).unwrap();
    Laptop { store, host, root }
}

/// Sends all that may be sent; by whom it was written.
fn send(laptop: &mut Laptop, id: u128) -> BTreeSet<DeviceId> {
    let waits = laptop.store.pending(ALL, true).unwrap();
    let batch = batch_of(id, &waits);
    laptop.store.claim(&batch).unwrap();
    let stored = vec![Outcome::Stored; batch.segments.len()];
    laptop.store.settle(&settlement(id as u64, &batch, &stored)).unwrap();
    let by = |entry: &Entry| entry.dot.actor.device;
    waits.iter().flat_map(|family| family.entries.iter().map(by)).collect()
}

#[test]
fn trust_each_officer_of_a_shared_vault_signs_and_sends_alone() {
    let mut laptop = turn(shared(), 1);
    assert_eq!(laptop.store.enrolment().officer_code, "PPL 0901");
    assert_eq!(laptop.store.officer_signer().unwrap().to_bytes(), [0x11; 32]);
    assert_eq!(laptop.store.actor().device, other(1).0.device);
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
    assert_eq!(laptop.store.waiting_of_others().unwrap(), 8);
    laptop.finished(1, 3);
    laptop.finished(2, 3);
    assert_eq!(send(&mut laptop, 1), [other(1).0.device].into());
    assert_eq!(laptop.store.waiting_of_others().unwrap(), 8);
    laptop.store.rebuild_check().unwrap();
    let mut laptop = turn(laptop, 0);
    assert_eq!(laptop.store.waiting_of_others().unwrap(), 0);
    assert_eq!(send(&mut laptop, 2), [enrolment().device].into());
    assert!(laptop.store.pending(ALL, true).unwrap().is_empty());
    laptop.store.rebuild_check().unwrap();
}

#[test]
fn trust_what_an_officer_claimed_is_sent_again_by_that_officer_alone() {
    let laptop = shared();
    let mut laptop = turn(laptop, 0);
    let batch = batch_of(1, &laptop.store.pending(ALL, true).unwrap());
    laptop.store.claim(&batch).unwrap();
    let laptop = turn(laptop, 1);
    assert!(laptop.store.unconfirmed().unwrap().is_empty());
    assert_eq!(laptop.store.waiting_of_others().unwrap(), 8, "claimed is not yet there");
    let laptop = turn(laptop, 0);
    assert_eq!(laptop.store.unconfirmed().unwrap(), [batch]);
}

#[test]
fn trust_nobody_is_added_twice_and_a_failed_adding_lets_nobody_in() {
    let mut laptop = shared();
    let (known, password) = other(1);
    let new = || Enrolment { officer_code: "PPL 0950".into(), ..other(5).0 };
    for twice in [
        known.clone(),
        Enrolment { officer_code: CODE.into(), ..new() },
        Enrolment { officer: known.officer, ..new() },
        Enrolment { device: known.device, ..new() },
    ] {
        let refused = laptop.store.add_officer(&twice, &password);
        assert!(matches!(refused, Err(StoreError::AlreadyExists)));
    }
    let keyless = Enrolment { officer_key: None, ..new() };
    let refused = laptop.store.add_officer(&keyless, &password);
    assert!(matches!(refused, Err(StoreError::NoOfficerKey)));
    assert_eq!(Store::officers(&laptop.dir()).unwrap().len(), 3);
    let laptop = laptop.closed();
    assert!(laptop.unlock("PPL 0950", &password).is_err());
}

#[test]
fn trust_a_password_opens_only_its_own_officers_slot() {
    let laptop = shared().closed();
    let refused = laptop.unlock(CODE, &other(1).1);
    assert!(matches!(refused, Err(StoreError::WrongPassword)));
    let refused = laptop.unlock("PPL 0901", PASSWORD);
    assert!(matches!(refused, Err(StoreError::WrongPassword)));
}

/// Removes officer `n`.
fn remove(laptop: Laptop, n: u8) -> Laptop {
    let Laptop { store, host, root } = laptop;
    let store = store.remove_officer(&other(n).0.officer_code).unwrap();
    Laptop { store, host, root }
}

#[test]
fn trust_a_removed_officer_opens_nothing_and_the_others_all() {
    let laptop = shared();
    let (file, header) =
        (fs::read(laptop.dir().join(DB)).unwrap(), fs::read(laptop.dir().join(HEAD)));
    let before = tally::of(&laptop.store.reader.connection).unwrap();
    let laptop = remove(laptop, 1);
    assert_eq!(tally::of(&laptop.store.reader.connection).unwrap(), before);
    tally::check(&laptop.store.reader.connection).unwrap();
    assert_ne!(fs::read(laptop.dir().join(DB)).unwrap()[..16], file[..16]);
    let codes = Store::officers(&laptop.dir()).unwrap().into_iter().map(|mark| mark.code);
    assert_eq!(codes.collect::<Vec<_>>(), [CODE, "PPL 0902"]);
    let laptop = laptop.closed();
    assert!(matches!(laptop.unlock("PPL 0901", &other(1).1), Err(StoreError::WrongPassword)));
    // Each of the others is handed the key once, and then has it.
    for _ in 0..2 {
        for (code, password) in [(CODE, PASSWORD), ("PPL 0902", &*other(2).1)] {
            let store = laptop.unlock(code, password).unwrap();
            assert_eq!(store.history(family_id(0)).unwrap().len(), 4);
        }
    }
    assert!(!fs::read_to_string(laptop.dir.join(HEAD)).unwrap().contains("handed"));
    Store::unlock_with_recovery(&laptop.dir, OFFICE, laptop.host.clone()).unwrap();
    // Who kept the header of before has the key of before.
    for name in [HEAD, HEAD_2] {
        fs::write(laptop.dir.join(name), header.as_ref().unwrap()).unwrap();
    }
    let opened = laptop.unlock("PPL 0901", &other(1).1);
    assert!(matches!(opened, Err(StoreError::Damaged { .. })));
}

#[test]
fn trust_who_was_away_while_two_were_removed_gets_the_newest_key() {
    let mut laptop = shared();
    let (third, password) = other(3);
    laptop.store.add_officer(&third, &password).unwrap();
    let laptop = remove(remove(laptop, 1), 3);
    let laptop = turn(laptop, 2);
    assert_eq!(laptop.store.history(family_id(1)).unwrap().len(), 4);
    let laptop = turn(laptop, 0);
    laptop.store.check_password(PASSWORD).unwrap();
}

#[test]
fn trust_who_comes_again_works_on_another_device() {
    let mut laptop = remove(shared(), 1);
    let (enrolment, password) = other(1);
    let again = Enrolment { device: DeviceId(Uuid::from_u128(0xDE99)), ..enrolment };
    laptop.store.add_officer(&again, &password).unwrap();
    let laptop = turn(laptop, 1);
    assert_eq!(laptop.store.actor().device, again.device);
}

#[test]
fn trust_nobody_is_removed_while_something_of_theirs_waits() {
    let mut laptop = turn(shared(), 1);
    laptop.finished(3, 1);
    let laptop = turn(laptop, 0);
    assert_eq!(laptop.store.unsent_of("PPL 0901").unwrap(), 3);
    assert!(matches!(laptop.store.unsent_of("PPL 0999"), Err(StoreError::NotFound(_))));
    let before = fs::read(laptop.dir().join(HEAD)).unwrap();
    let Laptop { store, host, root } = laptop;
    assert!(matches!(store.remove_officer("PPL 0901"), Err(StoreError::Unsent)));
    let dir = root.path().join("vault");
    assert_eq!(fs::read(dir.join(HEAD)).unwrap(), before);
    let store = Store::unlock(&dir, CODE, PASSWORD, host).unwrap();
    assert!(matches!(store.remove_officer(CODE), Err(StoreError::NotFound("other officer"))));
}

/// The files of a vault's folder, by name.
fn files_of(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap());
    let files = files.filter(|file| file.file_type().unwrap().is_file());
    files
        .map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()))
        .collect()
}

/// Puts a vault's folder into the state a power cut left.
fn put(dir: &Path, files: &[(String, Vec<u8>)]) {
    fs::remove_dir_all(dir).unwrap();
    fs::create_dir(dir).unwrap();
    for (name, bytes) in files {
        fs::write(dir.join(name), bytes).unwrap();
    }
}

fn with(files: &[(String, Vec<u8>)], more: &[(&str, &[u8])]) -> Vec<(String, Vec<u8>)> {
    let named = |name: &str| more.iter().any(|(other, _)| *other == name);
    let rest = files.iter().filter(|(name, _)| !named(name)).cloned();
    rest.chain(more.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))).collect()
}

fn opens(laptop: &Closed, code: &str, password: &str) -> bool {
    laptop.unlock(code, password).is_ok_and(|store| store.history(family_id(0)).unwrap().len() == 4)
}

/// Each state between the steps of a removal, with the draft cut short too.
#[test]
fn trust_a_power_cut_in_a_removal_leaves_the_old_vault_or_the_new() {
    let laptop = shared().closed();
    let old = files_of(&laptop.dir);
    let store = laptop.unlock(CODE, PASSWORD).unwrap();
    drop(store.remove_officer("PPL 0901").unwrap());
    let new = files_of(&laptop.dir);
    let bytes = |name: &str| &*new.iter().find(|file| file.0 == name).unwrap().1;
    let draft = format!("{DB}.{}", Header::read(&laptop.dir).unwrap().file.unwrap());
    let (file, header) = (bytes(DB), bytes(HEAD));
    let removed = || laptop.unlock("PPL 0901", &other(1).1).is_ok();
    for part in [0, 100, file.len() / 2, file.len()] {
        put(&laptop.dir, &with(&old, &[(&draft, &file[..part])]));
        assert!(opens(&laptop, CODE, PASSWORD) && removed());
        assert!(!laptop.dir.join(&draft).exists());
    }
    for heads in [&[HEAD][..], &[HEAD_2], &[HEAD, HEAD_2]] {
        let heads: Vec<_> = heads.iter().map(|name| (*name, header)).collect();
        for placed in [&*draft, DB] {
            put(&laptop.dir, &with(&with(&old, &heads), &[(placed, file)]));
            assert!(opens(&laptop, CODE, PASSWORD) && !removed());
            assert!(opens(&laptop, "PPL 0902", &other(2).1));
            assert!(!laptop.dir.join(&draft).exists());
        }
    }
}

/// A WAL of the old file must not be played into the new one.
#[test]
fn trust_what_was_in_the_log_is_in_the_new_file_and_the_log_is_gone() {
    let mut laptop = shared();
    laptop.finished(4, 2);
    let wal = laptop.dir().join(format!("{DB}-wal"));
    assert!(fs::metadata(&wal).unwrap().len() > 0);
    let laptop = remove(laptop, 1);
    assert_eq!(laptop.store.history(family_id(4)).unwrap().len(), 4);
    laptop.store.rebuild_check().unwrap();
}

/// Somebody with the laptop in hand, but no key, cannot hand over a key of their own.
#[test]
fn trust_a_key_from_a_stranger_is_damage() {
    let laptop = remove(shared(), 1).closed();
    let path = laptop.dir.join(HEAD);
    let header: Header = Header::read(&laptop.dir).unwrap();
    let (old, new) = (Zeroizing::new([1; 32]), Zeroizing::new([2; 32]));
    let slot = header.slot("PPL 0902").unwrap().clone().handed(&old, &new).unwrap();
    header.with(slot).write(&laptop.dir).unwrap();
    let before = fs::read(&path).unwrap();
    let opened = laptop.unlock("PPL 0902", &other(2).1);
    assert!(matches!(opened, Err(StoreError::Damaged { place: HEAD })));
    assert_eq!(fs::read(&path).unwrap(), before);
}
