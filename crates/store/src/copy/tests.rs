use super::*;
use crate::fixture::{Laptop, PASSWORD, family_id};
use crate::restore::{copies, preview};

fn laptop() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.finished(0, 6);
    laptop.finished(1, 4);
    laptop
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_copy_is_made_while_the_vault_is_in_use_and_holds_all_of_it() {
    let mut laptop = laptop();
    let stick = laptop.root.path().join("stick");
    fs::create_dir(laptop.dir().join(FILES)).unwrap();
    fs::write(laptop.dir().join(FILES).join("9f"), b"a sealed chunk").unwrap();
    let work = laptop.visit(2);
    let made = laptop.store.copy_to(&stick, 3).unwrap();
    assert_eq!(names(&stick), ["cacah-ppl-0123-000001-20221020T000000Z"]);
    assert_eq!(names(&made.path), [FILES, DB, HEAD, HEAD_2]);
    assert_eq!(fs::read(made.path.join(FILES).join("9f")).unwrap(), b"a sealed chunk");
    let entries = tally::of(&laptop.store.writer).unwrap().entries;
    assert_eq!((made.families, made.entries), (12, entries));
    // The vault goes on; the copy stays what it was.
    laptop.write(work, "r101".parse().unwrap(), change(), vec![]).unwrap();
    assert_eq!(preview(&made.path, PASSWORD).unwrap().entries, entries);
}

fn change() -> cacah_family::entry::Change {
    cacah_family::entry::Change::Slot(cacah_family::slot::Slot::default())
}

#[test]
fn it_copies_on_another_thread_while_answers_come() {
    let mut laptop = laptop();
    let stick = laptop.root.path().join("stick");
    let copier = laptop.store.copier();
    let thread = std::thread::spawn(move || {
        (0..5).map(|_| copier.copy_to(&stick, 9).unwrap()).collect::<Vec<_>>()
    });
    let work = laptop.visit(3);
    let mut answers = 0;
    while !thread.is_finished() {
        laptop.write(work, format!("r{answers}").parse().unwrap(), change(), vec![]).unwrap();
        answers += 1;
    }
    let made = thread.join().unwrap();
    assert!(answers > 0);
    for copy in &made {
        assert_eq!(preview(&copy.path, PASSWORD).unwrap().entries, copy.entries);
    }
    assert_eq!(laptop.store.history(family_id(3)).unwrap().len(), answers + 1);
}

#[test]
fn the_newest_are_kept_by_number_even_when_the_clock_went_back() {
    let laptop = laptop();
    let stick = laptop.root.path().join("stick");
    for day in [9, 8, 7, 6, 5] {
        laptop.host.set_clock(cacah_testkit::host::FIELD_DAY + day * 86_400_000);
        laptop.store.copy_to(&stick, 3).unwrap();
    }
    let numbers: Vec<_> = copies(&stick).unwrap().iter().map(|copy| copy.number).collect();
    assert_eq!(numbers, [5, 4, 3]);
    // None kept would be no safety copy at all.
    laptop.store.copy_to(&stick, 0).unwrap();
    assert_eq!(copies(&stick).unwrap().len(), 1);
}

#[test]
fn copies_of_another_vault_on_the_same_stick_are_left_alone() {
    let (one, two) = (laptop(), laptop());
    let stick = one.root.path().join("stick");
    one.store.copy_to(&stick, 1).unwrap();
    // The fixture draws the same ids for both: this one is another vault.
    let copy = copies(&stick).unwrap().remove(0).path;
    let header = Header::read(&copy).unwrap();
    let other = Header::new(Uuid::from_u128(9), header.slots);
    for name in [HEAD, HEAD_2] {
        fs::remove_file(copy.join(name)).unwrap();
    }
    other.write(&copy).unwrap();
    two.store.copy_to(&stick, 1).unwrap();
    two.store.copy_to(&stick, 1).unwrap();
    assert_eq!(copies(&stick).unwrap().len(), 2);
    assert!(copy.exists());
}

#[test]
fn what_a_pulled_stick_left_is_cleared_and_the_older_copies_are_whole() {
    let laptop = laptop();
    let stick = laptop.root.path().join("stick");
    let made = laptop.store.copy_to(&stick, 3).unwrap();
    let vault = Header::read(&laptop.dir()).unwrap().vault;
    let draft = stick.join(format!(".cacah-{vault}.partial"));
    fs::create_dir(&draft).unwrap();
    fs::write(draft.join(DB), b"half").unwrap();
    assert_eq!(copies(&stick).unwrap().len(), 1);
    laptop.store.copy_to(&stick, 3).unwrap();
    assert!(!draft.exists());
    assert_eq!(preview(&made.path, PASSWORD).unwrap().entries, made.entries);
}

/// The stick holds something else than was written to it.
#[test]
fn a_medium_that_does_not_give_back_what_was_written_is_found_out() {
    let laptop = laptop();
    let to = laptop.root.path().join("copy.db");
    copy_db(&laptop.store.connection, &to, &laptop.store.key).unwrap();
    let mut bytes = fs::read(&to).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&to, &bytes).unwrap();
    let read = connection::read_only(&to, &laptop.store.key).and_then(|copy| tally::check(&copy));
    assert!(matches!(read.map_err(bad_copy), Err(StoreError::BadCopy)));
}

#[test]
fn nothing_of_a_copy_is_in_the_clear() {
    let laptop = laptop();
    let made = laptop.store.copy_to(&laptop.root.path().join("stick"), 3).unwrap();
    let head = laptop.store.family(family_id(0)).unwrap().unwrap().head;
    for name in names(&made.path) {
        let bytes = fs::read(made.path.join(name)).unwrap();
        for secret in [&*head, "LATIFA KAMARO", "CREATE TABLE", "SQLite"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}
