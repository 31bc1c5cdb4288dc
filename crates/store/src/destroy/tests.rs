use super::*;
use crate::fixture::{ALL, CODE, Laptop, PASSWORD, batch_of, host, settlement};
use crate::{Outcome, Store};

/// Everything of the vault is at the endpoint.
fn settled() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.finished(0, 3);
    let batch = batch_of(1, &laptop.store.pending(ALL, true).unwrap());
    laptop.store.claim(&batch).unwrap();
    let stored = vec![Outcome::Stored; batch.segments.len()];
    laptop.store.settle(&settlement(1, &batch, &stored)).unwrap();
    laptop
}

#[test]
fn trust_what_was_not_receipted_is_never_destroyed() {
    let mut laptop = settled();
    laptop.visit(1);
    let dir = laptop.dir();
    assert!(matches!(laptop.store.destroy(), Err(StoreError::Unsent)));
    Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
}

#[test]
fn trust_a_destroyed_vault_leaves_nothing_to_open_but_by_the_office() {
    let laptop = settled();
    let (dir, stick) = (laptop.dir(), laptop.root.path().join("stick"));
    let copy = laptop.store.copy_to(&stick, 5).unwrap();
    drop(laptop.store);
    // What was set aside of it has its keys too, and perhaps answers nobody has received.
    let restored = crate::restore(&copy.path, &dir, PASSWORD, laptop.host).unwrap();
    let aside = restored.aside.unwrap();
    let stranger = aside.with_file_name("stranger");
    fs::create_dir(&stranger).unwrap();
    restored.store.destroy().unwrap();
    assert!(!dir.exists() && stranger.exists() && copy.path.exists());
    assert!(matches!(Store::unlock(&aside, CODE, PASSWORD, host()), Err(StoreError::AsksOffice)));
    assert!(matches!(Store::unlock(&dir, CODE, PASSWORD, host()), Err(StoreError::NotFound(_))));
}

#[test]
fn trust_the_keys_are_overwritten_before_they_are_removed() {
    let laptop = settled().closed();
    let old = fs::read(laptop.dir.join(HEAD)).unwrap();
    // Another name of the same bytes on the disk.
    let disk = laptop.dir.with_file_name("disk");
    fs::hard_link(laptop.dir.join(HEAD), &disk).unwrap();
    laptop.unlock(CODE, PASSWORD).unwrap().destroy().unwrap();
    let left = fs::read(&disk).unwrap();
    assert!(left.len() == old.len() && !left.windows(6).any(|six| six == b"sealed"));
}
