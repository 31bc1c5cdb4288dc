use std::fs;

use super::*;
use crate::fixture::{CODE, Laptop, PASSWORD};
use crate::vault::{DB, HEAD, HEAD_2, TRIES};

const NEW: &str = "layar putih fajar";

#[test]
fn trust_a_password_is_changed_without_encrypting_anew() {
    let mut laptop = Laptop::new();
    let file = fs::read(laptop.dir().join(DB)).unwrap();
    laptop.store.check_password(PASSWORD).unwrap();
    assert!(matches!(laptop.store.check_password(NEW), Err(StoreError::WrongPassword)));
    let before = fs::read(laptop.dir().join(HEAD)).unwrap();
    let wrong = laptop.store.change_password(NEW, PASSWORD);
    assert!(matches!(wrong, Err(StoreError::WrongPassword)));
    assert_eq!(fs::read(laptop.dir().join(HEAD)).unwrap(), before);
    laptop.store.change_password(PASSWORD, NEW).unwrap();
    assert_eq!(fs::read(laptop.dir().join(DB)).unwrap(), file);
    let after = fs::read(laptop.dir().join(HEAD)).unwrap();
    assert_eq!(fs::read(laptop.dir().join(HEAD_2)).unwrap(), after);
    let salt = |bytes: &[u8]| {
        let header: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        header["header"]["slots"][0]["password"]["kdf"]["salt"].clone()
    };
    assert_ne!(salt(&before), salt(&after));
    let laptop = laptop.closed();
    assert!(matches!(laptop.unlock(CODE, PASSWORD), Err(StoreError::WrongPassword)));
    laptop.unlock(CODE, NEW).unwrap();
}

#[test]
fn trust_a_safety_copy_of_before_opens_with_the_password_of_before() {
    let mut laptop = Laptop::new();
    let stick = laptop.root.path().join("stick");
    let before = laptop.store.copy_to(&stick, 5).unwrap();
    laptop.store.change_password(PASSWORD, NEW).unwrap();
    let after = laptop.store.copy_to(&stick, 5).unwrap();
    crate::preview(&before.path, PASSWORD).unwrap();
    crate::preview(&after.path, NEW).unwrap();
    for (copy, password) in [(&before, NEW), (&after, PASSWORD)] {
        let refused = crate::preview(&copy.path, password);
        assert!(matches!(refused, Err(StoreError::WrongPassword)));
    }
}

#[test]
fn trust_nobodys_code_and_a_wrong_password_fail_alike() {
    let laptop = Laptop::enrolled().closed();
    for (code, password) in [(CODE, NEW), ("PPL 0999", PASSWORD), ("", "")] {
        assert!(matches!(laptop.unlock(code, password), Err(StoreError::WrongPassword)));
    }
    let tries = fs::read_to_string(laptop.dir.join(TRIES)).unwrap();
    assert!(tries.contains(r#""PPL 0123":1"#) && tries.contains(r#""":2"#), "{tries}");
}

#[test]
fn trust_after_wrong_guesses_the_right_password_has_to_wait_too() {
    let laptop = Laptop::enrolled().closed();
    for _ in 0..3 {
        let refused = laptop.unlock(CODE, NEW);
        assert!(matches!(refused, Err(StoreError::WrongPassword)));
    }
    let refused = laptop.unlock(CODE, PASSWORD);
    assert!(matches!(refused, Err(StoreError::TooSoon { seconds: 5 })));
    laptop.host.pass(5_000);
    let store = laptop.unlock(CODE, PASSWORD).unwrap();
    assert_eq!(store.guesses_before(), 3);
    drop(store);
    let store = laptop.unlock(CODE, PASSWORD).unwrap();
    assert_eq!(store.guesses_before(), 0);
}

#[test]
fn trust_a_vault_that_asks_for_the_office_has_no_password_in_either_header() {
    let mut laptop = Laptop::new();
    laptop.store.ask_office().unwrap();
    let asks = laptop.store.check_password(PASSWORD);
    assert!(matches!(asks, Err(StoreError::AsksOffice)));
    let asks = laptop.store.change_password(PASSWORD, NEW);
    assert!(matches!(asks, Err(StoreError::AsksOffice)));
    let laptop = laptop.closed();
    for name in [HEAD, HEAD_2] {
        let text = fs::read_to_string(laptop.dir.join(name)).unwrap();
        assert!(!text.contains("argon2id") && text.contains("challenge"), "{text}");
    }
    assert!(Store::officers(&laptop.dir).unwrap()[0].asks_office);
    // However often: no guess is counted, so nobody has to wait for the office's code.
    for _ in 0..9 {
        assert!(matches!(laptop.unlock(CODE, PASSWORD), Err(StoreError::AsksOffice)));
    }
}
