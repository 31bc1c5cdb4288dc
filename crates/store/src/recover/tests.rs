use std::fs;

use cacah_family::recovery::{PointName, answer};
use zeroize::Zeroizing;

use super::*;
use crate::fixture::{CODE, Laptop, OFFICE, PASSWORD, enrolment, family_id, host};
use crate::vault::agreement::{point, public, shared};
use crate::vault::{DB, HEAD, HEAD_2, Secret};
use crate::{Enrolment, connection, migrate};

const NEW: &str = "layar putih fajar";

/// What the office answers to a challenge about this point.
fn office(count: u16, point: &[u8; 32]) -> Answer {
    let private: [u8; 32] = bech32::decode(OFFICE).unwrap().1.try_into().unwrap();
    let agreed = shared(&Zeroizing::new(private), point).unwrap();
    answer(&agreed, point, &public(&enrolment().recovery).unwrap(), count)
}

/// What the office answers to the challenge of the vault in `dir`.
fn asked(dir: &Path) -> Answer {
    let (challenge, long) = Store::challenge(dir, CODE).unwrap();
    let PointName::Whole(point) = challenge.point else { panic!("the office knows no point") };
    assert!(long);
    office(challenge.count, &point)
}

#[test]
fn trust_a_code_of_the_office_opens_once_and_sets_a_new_password() {
    let mut laptop = Laptop::new();
    laptop.finished(0, 3);
    let laptop = laptop.closed();
    let dir = &laptop.dir;
    let code = asked(dir);
    let store = Store::recover(dir, CODE, &code, NEW, host()).unwrap();
    assert_eq!(store.history(family_id(0)).unwrap().len(), 5);
    assert_eq!(store.officer_signer().unwrap().to_bytes(), [0x0F; 32]);
    assert_eq!(store.recovery_count().unwrap(), 1);
    drop(store);
    let again = Store::recover(dir, CODE, &code, PASSWORD, host());
    assert!(matches!(again, Err(StoreError::WrongCode)));
    let old = Store::unlock(dir, CODE, PASSWORD, host());
    assert!(matches!(old, Err(StoreError::WrongPassword)));
    let store = Store::unlock(dir, CODE, NEW, host()).unwrap();
    assert_eq!(store.guesses_before(), 2);
    drop(store);
    let store = Store::recover(dir, CODE, &asked(dir), PASSWORD, host()).unwrap();
    assert_eq!(store.recovery_count().unwrap(), 2);
}

#[test]
fn trust_another_answer_changes_nothing_and_counts_as_a_guess() {
    let laptop = Laptop::enrolled();
    let laptop = laptop.closed();
    let dir = &laptop.dir;
    let heads = || [HEAD, HEAD_2].map(|name| fs::read(dir.join(name)).unwrap());
    let (before, clock) = (heads(), host());
    let mut wrong = asked(dir);
    wrong[0] ^= 1;
    for _ in 0..3 {
        let refused = Store::recover(dir, CODE, &wrong, NEW, clock.clone());
        assert!(matches!(refused, Err(StoreError::WrongCode)));
    }
    assert_eq!(heads(), before);
    for soon in [
        Store::recover(dir, CODE, &asked(dir), NEW, clock.clone()),
        Store::unlock(dir, CODE, PASSWORD, clock.clone()),
    ] {
        assert!(matches!(soon, Err(StoreError::TooSoon { seconds: 5 })));
    }
    clock.pass(5_000);
    let store = Store::recover(dir, CODE, &asked(dir), NEW, clock).unwrap();
    assert_eq!(store.guesses_before(), 3);
}

#[test]
fn trust_a_point_the_office_knows_is_asked_for_in_short() {
    let (root, seed) = (tempfile::tempdir().unwrap(), Secret::new([0x5E; 32]));
    let dir = root.path().join("vault");
    let known = Enrolment { recovery_seed: Some(seed.clone()), ..enrolment() };
    drop(Store::create_at(&dir, &known, (PASSWORD, Cost::CHEAP), host()).unwrap());
    let (challenge, long) = Store::challenge(&dir, CODE).unwrap();
    assert_eq!((challenge, long), (Challenge::new(&point(&seed), 0, true), false));
    let store = Store::recover(&dir, CODE, &office(0, &point(&seed)), NEW, host()).unwrap();
    assert_eq!(store.enrolment().recovery_seed, None, "forgotten");
    assert_eq!(Store::challenge(&dir, CODE).unwrap().0.count, 1);
}

#[test]
fn trust_a_vault_that_asks_for_the_office_is_opened_by_its_code() {
    let mut laptop = Laptop::new();
    laptop.store.ask_office().unwrap();
    let laptop = laptop.closed();
    let dir = &laptop.dir;
    drop(Store::recover(dir, CODE, &asked(dir), NEW, host()).unwrap());
    assert!(!Store::officers(dir).unwrap()[0].asks_office);
    Store::unlock(dir, CODE, NEW, host()).unwrap();
}

#[test]
fn trust_a_vault_of_the_first_layout_can_ask_after_its_first_unlock() {
    let fixture = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
        fs::read(folder.join(name)).unwrap()
    };
    let root = tempfile::tempdir().unwrap();
    let (dir, key) = (root.path().join("vault"), Zeroizing::new([0xDA; 32]));
    fs::create_dir(&dir).unwrap();
    let mut file = connection::create(&dir, &key).unwrap();
    migrate::run(&mut file, &migrate::runner()).unwrap();
    crate::enrolment::insert(&file, &enrolment()).unwrap();
    drop(file);
    for name in [HEAD, HEAD_2] {
        fs::write(dir.join(name), fixture("vault-header.json")).unwrap();
    }
    let none = Store::challenge(&dir, CODE);
    assert!(matches!(none, Err(StoreError::NotFound("challenge"))));
    drop(Store::unlock(&dir, CODE, PASSWORD, host()).unwrap());
    for name in [HEAD, HEAD_2] {
        let text = fs::read_to_string(dir.join(name)).unwrap();
        assert!(text.contains(r#""v":2"#) && !text.contains(r#""kind":"password""#), "{text}");
    }
    drop(Store::unlock(&dir, CODE, PASSWORD, host()).unwrap());
    Store::recover(&dir, CODE, &asked(&dir), NEW, host()).unwrap();
    assert!(dir.join(DB).exists());
}
