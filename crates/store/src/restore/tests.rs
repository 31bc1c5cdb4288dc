use super::*;
use crate::fixture::{ALL, CODE, Laptop, PASSWORD, batch_of, family_id, host, settlement};
use crate::incarnation::Cause;
use crate::vault::{HEAD, HEAD_2};
use crate::{Commit, Outcome};

/// A laptop with one family at the endpoint and one only here, and its copy.
fn copied() -> (Laptop, CopyFound) {
    let mut laptop = Laptop::new();
    laptop.finished(0, 6);
    let batch = batch_of(1, &laptop.store.pending(ALL, false).unwrap());
    laptop.store.claim(&batch).unwrap();
    laptop.store.settle(&settlement(1, &batch, &[Outcome::Stored])).unwrap();
    laptop.finished(1, 4);
    let stick = laptop.root.path().join("stick");
    laptop.store.copy_to(&stick, 3).unwrap();
    let copy = copies(&stick).unwrap().remove(0);
    (laptop, copy)
}

#[test]
fn a_copy_is_found_without_a_password_from_its_folder_or_its_parent() {
    let (laptop, copy) = copied();
    assert_eq!((&*copy.officer_code, copy.number, &*copy.at), ("PPL 0123", 1, "20221020T000000Z"));
    assert_eq!(copies(&copy.path).unwrap(), [copy]);
    let nowhere = copies(&laptop.root.path().join("no stick"));
    assert!(matches!(nowhere, Err(StoreError::NotFound("folder"))));
}

#[test]
fn the_preview_says_what_exists_only_in_the_copy() {
    let (_laptop, copy) = copied();
    let preview = preview(&copy.path, PASSWORD).unwrap();
    let expected = Preview {
        families: 12,
        documents: 2,
        entries: 8 + 6,
        newest_receipt: 1,
        entries_beyond: 6,
        last_entry_at: Some(cacah_testkit::host::FIELD_DAY),
    };
    assert_eq!(preview, expected);
    let wrong = super::preview(&copy.path, "ombak hijau teluk");
    assert!(matches!(wrong, Err(StoreError::WrongPassword)));
}

#[test]
fn looking_into_a_copy_writes_nothing() {
    let (_laptop, copy) = copied();
    let bytes = || [DB, HEAD, HEAD_2].map(|name| fs::read(copy.path.join(name)).unwrap());
    let before = bytes();
    preview(&copy.path, PASSWORD).unwrap();
    assert_eq!(bytes(), before);
    assert_eq!(fs::read_dir(&copy.path).unwrap().count(), 3);
}

#[test]
fn a_restored_vault_takes_nothing_before_a_new_incarnation() {
    let (mut laptop, copy) = copied();
    let dir = laptop.dir();
    laptop.finished(2, 3);
    let Laptop { store, root, .. } = laptop;
    drop(store);
    let before = fs::read(dir.join(DB)).unwrap();
    let Restored { mut store, aside } = restore(&copy.path, &dir, PASSWORD, host()).unwrap();
    assert_eq!(fs::read(aside.unwrap().join(DB)).unwrap(), before);
    assert_eq!(store.owes(), Some(Cause::Restored));
    assert_eq!(store.next_incarnation(), 2);
    let refused = store.append(Commit::default());
    assert!(matches!(refused, Err(StoreError::IncarnationOwed)));
    assert_eq!(store.history(family_id(1)).unwrap().len(), 6);
    assert!(store.history(family_id(2)).unwrap().is_empty());
    // It is not forgotten by a restart.
    drop(store);
    let store = Store::unlock(&dir, CODE, PASSWORD, host()).unwrap();
    assert_eq!(store.owes(), Some(Cause::Restored));
    store.rebuild_check().unwrap();
    // The copy can be restored again, elsewhere too.
    let spare = root.path().join("spare");
    let Restored { store, aside } = restore(&copy.path, &spare, PASSWORD, host()).unwrap();
    assert!(aside.is_none() && store.owes().is_some());
}

#[test]
fn an_open_vault_is_not_replaced() {
    let (laptop, copy) = copied();
    let refused = restore(&copy.path, &laptop.dir(), PASSWORD, host());
    assert!(matches!(refused, Err(StoreError::Busy)));
    assert_eq!(laptop.store.history(family_id(1)).unwrap().len(), 6);
}

#[test]
fn a_copy_that_is_not_whole_is_refused_and_the_vault_stays() {
    let (laptop, copy) = copied();
    let dir = laptop.dir();
    let Laptop { store, root: _root, .. } = laptop;
    drop(store);
    let before = fs::read(dir.join(DB)).unwrap();
    let whole = fs::read(copy.path.join(DB)).unwrap();
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 1;
    for bytes in [&whole[..middle / 4096 * 4096], &flipped, &whole[..100], b""] {
        fs::write(copy.path.join(DB), bytes).unwrap();
        let refused = restore(&copy.path, &dir, PASSWORD, host());
        assert!(matches!(refused, Err(StoreError::BadCopy)), "{refused:?}");
        assert!(matches!(preview(&copy.path, PASSWORD), Err(StoreError::BadCopy)));
        assert_eq!(fs::read(dir.join(DB)).unwrap(), before);
    }
}

/// Somebody copies last week's folder back over the vault, past the app.
#[test]
fn a_folder_put_back_by_hand_is_found_out_by_the_witness() {
    let mut laptop = Laptop::new();
    laptop.finished(0, 6);
    let dir = laptop.dir();
    let Laptop { store, host, root } = laptop.reopened();
    drop(store);
    let old = [DB, HEAD, HEAD_2].map(|name| fs::read(dir.join(name)).unwrap());
    let store = Store::unlock(&dir, CODE, PASSWORD, host.clone()).unwrap();
    let mut laptop = Laptop { store, host, root };
    assert_eq!(laptop.store.older_than_witness(), None);
    laptop.finished(1, 4);
    let given = laptop.store.next - 1;
    let Laptop { store, host, root: _root } = laptop;
    drop(store);
    for (name, bytes) in [DB, HEAD, HEAD_2].iter().zip(&old) {
        fs::write(dir.join(name), bytes).unwrap();
    }
    let mut store = Store::unlock(&dir, CODE, PASSWORD, host).unwrap();
    assert_eq!(store.older_than_witness(), Some(given));
    assert_eq!(store.next_incarnation(), 2);
    assert!(matches!(store.append(Commit::default()), Err(StoreError::IncarnationOwed)));
}
