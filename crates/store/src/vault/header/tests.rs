use std::fs;

use cacah_testkit::host::FakeHost;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::fixture::{CODE, OFFICE, PASSWORD, enrolment};
use crate::store::newcomer;

const DATA_KEY: [u8; 32] = [0xDA; 32];
const OFFICER_KEY: [u8; 32] = [0x0F; 32];

fn vault() -> Uuid {
    Uuid::from_u128(0x7A17)
}

fn officer_slot() -> OfficerSlot {
    let (enrolment, seed) = (enrolment(), Zeroizing::new(OFFICER_KEY));
    let (password, host) = ((PASSWORD, Cost::STANDARD), FakeHost::new(1));
    let who = newcomer(&enrolment, &seed);
    OfficerSlot::new(vault(), &who, &Zeroizing::new(DATA_KEY), password, &host).unwrap()
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

fn opens(slot: &Slot) {
    let opened = slot.open(vault(), PASSWORD).unwrap().unwrap();
    assert_eq!((*opened.data, *opened.seed), (DATA_KEY, OFFICER_KEY));
}

#[test]
fn trust_the_bytes_of_an_officers_slot_are_the_published_ones() {
    let bytes = line(&Slot::Officer(officer_slot()));
    assert_eq!(String::from_utf8(bytes), String::from_utf8(fixture("slot-officer.json")));
    opens(&serde_json::from_slice(&fixture("slot-officer.json")).unwrap());
}

#[test]
fn trust_the_slot_of_the_first_layout_opens_and_becomes_an_officers() {
    opens(&serde_json::from_slice(&fixture("slot-password.json")).unwrap());
    let header = Header::of_bytes(&fixture("vault-header.json")).unwrap();
    let (code, opened) = header.unlock_any(PASSWORD).unwrap();
    assert_eq!(code, CODE);
    let settled = header.settled(&opened, PASSWORD, &FakeHost::new(1)).unwrap().unwrap();
    assert_eq!((settled.v, settled.revision), (VERSION, header.revision + 1));
    assert!(settled.slot(CODE).unwrap().long(), "the office never heard of its point");
    let opened = settled.unlock_any(PASSWORD).unwrap().1;
    assert_eq!((*opened.data, *opened.seed), (DATA_KEY, OFFICER_KEY));
    assert_eq!(settled.settled(&opened, PASSWORD, &FakeHost::new(2)).unwrap(), None);
}

/// age draws its own randomness, so the slot is read, opened and written again instead of made.
#[test]
fn the_published_recovery_slot_opens_and_keeps_its_bytes() {
    let bytes = fixture("slot-recovery.json");
    let slot: Slot = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(line(&slot), bytes);
    let Slot::Recovery(slot) = slot else { panic!("another kind of slot") };
    assert_eq!(*slot.open(OFFICE).unwrap().unwrap(), DATA_KEY);
}

#[test]
fn trust_the_bytes_of_a_header_are_the_published_ones() {
    let recovery = serde_json::from_slice(&fixture("slot-recovery.json")).unwrap();
    let header = Header::new(vault(), vec![Slot::Officer(officer_slot()), recovery]);
    let bytes = header.to_bytes().unwrap();
    assert_eq!(String::from_utf8(bytes), String::from_utf8(fixture("vault-header-2.json")));
    assert_eq!(Header::of_bytes(&fixture("vault-header-2.json")).unwrap(), header);
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
        let newer = Header { revision: 2, slots: vec![Slot::Officer(officer_slot())], ..header };
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

/// A write that tears where no rename helps: any part of a new copy, on either file.
#[test]
fn trust_a_copy_torn_at_any_byte_leaves_the_old_header_or_the_new() {
    let (dir, old) = written();
    let new = old.with(officer_slot());
    let (before, after) = (old.to_bytes().unwrap(), new.to_bytes().unwrap());
    for (torn, other) in [(HEAD, HEAD_2), (HEAD_2, HEAD)] {
        for (whole, header) in [(&before, &old), (&after, &new)] {
            fs::write(dir.path().join(other), whole).unwrap();
            for end in 0..=after.len() {
                let over = after.iter().take(end).chain(whole.iter().skip(end));
                for part in [over.copied().collect(), after[..end].to_vec()] {
                    fs::write(dir.path().join(torn), &part).unwrap();
                    let read = Header::read(dir.path()).unwrap();
                    // All but the line's end is whole.
                    assert!(read == *header || read == new, "{torn} at {end}");
                }
            }
        }
    }
}
