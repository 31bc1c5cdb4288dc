//! The tour: what is practised never meets the officer's own work.

use cacah_store::FamilyQuery;
use cacah_wire::command::{DocumentView, FamilyPage, Finished, StateView};
use serde_json::{Value, json};

use super::{Laptop, PASSWORD};
use crate::Desk;

/// The tour's family, opened.
fn begin(laptop: &Laptop) -> DocumentView {
    let state: StateView = laptop.call("begin_tour", json!({}));
    let session = state.session.unwrap();
    assert!(session.tour && session.practice);
    laptop.call("open_document", json!({ "family": session.open_family.unwrap() }))
}

/// Everything of the own vault that a tour could disturb: entries, families, what waits, the trail.
fn own(laptop: &Laptop) -> (usize, u32, Value, Value) {
    let written = laptop.desk.with(|session| {
        let (rows, total) =
            session.store.families(&FamilyQuery { limit: 100, ..FamilyQuery::default() })?;
        let entries =
            rows.iter().map(|row| Ok(session.store.history(row.family)?.entries().count()));
        let entries = entries.collect::<Result<Vec<_>, crate::error::DeskError>>()?;
        Ok((entries.iter().sum(), total))
    });
    let (entries, families) = written.unwrap();
    let trail = laptop.call("verify_trail", json!({}));
    (entries, families, laptop.call("queue", json!({})), trail)
}

fn practice(laptop: &Laptop) -> std::path::PathBuf {
    laptop._root.path().join("tour").join("vault")
}

#[test]
fn nothing_of_a_tour_is_in_the_officers_vault() {
    let laptop = Laptop::new();
    let mine = laptop.open(0);
    laptop.set(&mine.document, "r301a", "1");
    let before = own(&laptop);
    let practised = begin(&laptop);
    assert_eq!(practised.family.head, "KELUARGA LATIHAN");
    laptop.set(&practised.document, "r301a", "2");
    laptop.member(&practised.document, "BUDI LATIHAN");
    let done: Finished = laptop.call("finish", json!({ "document": practised.document }));
    assert!(!done.owed_here.is_empty());
    let families: FamilyPage =
        laptop.call("families", json!({ "search": "", "offset": 0, "limit": 10 }));
    assert_eq!(families.total, 1);
    let state: StateView = laptop.call("end_tour", json!({}));
    assert!(!state.session.unwrap().tour);
    assert_eq!(own(&laptop), before);
    assert!(!practice(&laptop).exists());
    // The own document is as it was, still open, and knows nothing of the other.
    assert!(laptop.set(&mine.document, "r301a", "3").undo.undo);
    let gone = json!({ "document": practised.document, "path": "r301a", "raw": "1" });
    assert_eq!(laptop.refused("set_answer", gone), "NOT_FOUND");
}

#[test]
fn what_leaves_the_laptop_or_changes_the_own_work_is_not_in_the_tour() {
    let laptop = Laptop::new();
    let mine = laptop.open(0);
    begin(&laptop);
    let folder = json!({ "folder": laptop._root.path() });
    for (command, args) in [
        ("send", json!({})),
        ("write_stick", folder.clone()),
        ("print_notice", folder.clone()),
        ("export_trail", folder),
        ("queue", json!({})),
        ("copy_now", json!({})),
        ("protection", json!({})),
        ("wipe_now", json!({})),
        ("change_password", json!({ "old": PASSWORD, "new": "angin laut pasir" })),
        ("unlock", json!({ "officer": super::OFFICER, "password": PASSWORD })),
        ("begin_tour", json!({})),
    ] {
        assert_eq!(laptop.refused(command, args), "IN_TOUR", "{command}");
    }
    let own = json!({ "document": mine.document, "path": "r301a", "raw": "1" });
    assert_eq!(laptop.refused("set_answer", own), "NOT_FOUND");
}

#[test]
fn trust_curtain_and_lock_hold_in_the_tour() {
    let laptop = Laptop::new();
    let pin = json!({ "pin": "481516", "password": PASSWORD });
    let _: Value = laptop.call("set_pin", pin);
    let practised = begin(&laptop);
    laptop.host.pass(5 * 60_000);
    let state: StateView = laptop.call("state", json!({}));
    assert!(state.covered && state.has_pin);
    let answer = json!({ "document": practised.document, "path": "r301a", "raw": "1" });
    assert_eq!(laptop.refused("set_answer", answer.clone()), "COVERED");
    let state: StateView = laptop.call("lift", json!({ "pin": "481516" }));
    assert!(state.session.unwrap().tour);
    let _: Value = laptop.call("set_answer", answer.clone());
    let _: Value = laptop.call("lock", json!({}));
    assert!(!practice(&laptop).exists());
    assert_eq!(laptop.refused("set_answer", answer), "LOCKED");
    laptop.unlock();
    let state: StateView = laptop.call("state", json!({}));
    assert!(!state.session.unwrap().tour);
}

#[test]
fn what_a_crash_leaves_of_a_tour_is_gone_at_the_next_unlock() {
    let laptop = Laptop::new();
    let left = practice(&laptop);
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("vault.db"), b"unreadable").unwrap();
    let again = Desk::new(laptop._root.path().to_owned(), laptop.host.clone());
    // Nobody's vault: it is in no list of officers.
    assert_eq!(again.state().unwrap().officers, [super::OFFICER]);
    laptop.restart();
    assert!(!left.exists());
}
