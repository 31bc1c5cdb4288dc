use std::fs;

use cacah_testkit::host::FakeHost;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::vault::kdf::Cost;
use crate::vault::slot::Keys;

const DATA_KEY: [u8; 32] = [0xDA; 32];
const OFFICER_KEY: [u8; 32] = [0x0F; 32];
const PASSWORD: &str = "ombak biru teluk";

fn vault() -> Uuid {
    Uuid::from_u128(0x7A17)
}

fn password_slot() -> PasswordSlot {
    let officer = (OfficerId(Uuid::from_u128(0x0FF1)), "PPL 0123");
    let keys = Keys { data: Zeroizing::new(DATA_KEY), officer: Zeroizing::new(OFFICER_KEY) };
    let password = (PASSWORD, Cost::STANDARD);
    PasswordSlot::seal(vault(), officer, &keys, password, &FakeHost::new(1)).unwrap()
}

/// A fixture of the whole project, `tests/fixtures/`; never changes once published.
fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    fs::read(folder.join(name)).unwrap()
}

fn line(slot: &Slot) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(slot).unwrap();
    bytes.push(b'\n');
    bytes
}

#[test]
fn the_bytes_of_a_password_slot_are_the_published_ones() {
    let bytes = line(&Slot::Password(password_slot()));
    assert_eq!(String::from_utf8(bytes), String::from_utf8(fixture("slot-password.json")));
    let Slot::Password(slot) = serde_json::from_slice(&fixture("slot-password.json")).unwrap()
    else {
        panic!("another kind of slot")
    };
    let keys = slot.open(vault(), PASSWORD).unwrap().unwrap();
    assert_eq!((*keys.data, *keys.officer), (DATA_KEY, OFFICER_KEY));
}

/// age draws its own randomness, so the slot is read, opened and written again instead of made.
#[test]
fn the_published_recovery_slot_opens_and_keeps_its_bytes() {
    let bytes = fixture("slot-recovery.json");
    let slot: Slot = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(line(&slot), bytes);
    let Slot::Recovery(slot) = slot else { panic!("another kind of slot") };
    assert_eq!(*slot.open(crate::fixture::OFFICE).unwrap().unwrap(), DATA_KEY);
}

#[test]
fn the_bytes_of_a_header_are_the_published_ones() {
    let recovery = serde_json::from_slice(&fixture("slot-recovery.json")).unwrap();
    let header = Header::new(vault(), vec![Slot::Password(password_slot()), recovery]);
    let bytes = header.to_bytes().unwrap();
    assert_eq!(String::from_utf8(bytes), String::from_utf8(fixture("vault-header.json")));
    assert_eq!(Header::of_bytes(&fixture("vault-header.json")).unwrap(), header);
}

fn written() -> (TempDir, Header) {
    let dir = tempfile::tempdir().unwrap();
    let header = Header::new(vault(), Vec::new());
    header.write(dir.path()).unwrap();
    (dir, header)
}

fn damage(dir: &TempDir, name: &str) -> Vec<u8> {
    let path = dir.path().join(name);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, &bytes).unwrap();
    bytes
}

#[test]
fn with_one_copy_torn_or_gone_the_other_is_used_and_both_are_made_whole() {
    for name in [HEAD, HEAD_2] {
        let (dir, header) = written();
        damage(&dir, name);
        assert_eq!(Header::read(dir.path()).unwrap(), header);
        fs::write(dir.path().join(name), b"").unwrap();
        assert_eq!(Header::read(dir.path()).unwrap(), header);
        fs::remove_file(dir.path().join(name)).unwrap();
        assert_eq!(Header::read(dir.path()).unwrap(), header);
        header.write(dir.path()).unwrap();
        assert_eq!(fs::read(dir.path().join(name)).unwrap(), header.to_bytes().unwrap());
    }
}

#[test]
fn with_both_copies_torn_it_is_damage_and_nothing_is_written() {
    let (dir, _) = written();
    let torn = [damage(&dir, HEAD), damage(&dir, HEAD_2)];
    assert!(matches!(Header::read(dir.path()), Err(StoreError::Damaged { place: HEAD })));
    assert_eq!(fs::read(dir.path().join(HEAD)).unwrap(), torn[0]);
    assert_eq!(fs::read(dir.path().join(HEAD_2)).unwrap(), torn[1]);
}

/// A change of slots that the power cut short between the two copies.
#[test]
fn the_newer_of_two_whole_copies_is_right() {
    for name in [HEAD, HEAD_2] {
        let (dir, header) = written();
        let newer = Header { revision: 2, slots: vec![Slot::Password(password_slot())], ..header };
        files::replace(&dir.path().join(name), &newer.to_bytes().unwrap()).unwrap();
        assert_eq!(Header::read(dir.path()).unwrap(), newer);
        newer.write(dir.path()).unwrap();
        assert_eq!(fs::read(dir.path().join(HEAD)).unwrap(), newer.to_bytes().unwrap());
        assert_eq!(fs::read(dir.path().join(HEAD_2)).unwrap(), newer.to_bytes().unwrap());
    }
}

#[test]
fn a_newer_layout_is_left_alone_even_beside_an_older_copy() {
    let (dir, header) = written();
    let newer = Header { v: VERSION + 1, ..header };
    files::replace(&dir.path().join(HEAD_2), &newer.to_bytes().unwrap()).unwrap();
    assert!(matches!(Header::read(dir.path()), Err(StoreError::TooNew)));
}

#[test]
fn an_empty_folder_holds_no_vault() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Header::read(dir.path()), Err(StoreError::NotFound("vault"))));
    fs::write(dir.path().join(DB), b"somebody's answers").unwrap();
    assert!(matches!(Header::read(dir.path()), Err(StoreError::Damaged { place: HEAD })));
}
