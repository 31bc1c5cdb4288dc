use cacah_family::host::Host as _;
use cacah_wire::command::{Deed, DocumentView, HistoryPage, Revealed};
use serde_json::json;

use super::*;

#[test]
fn an_answer_tells_what_it_was_who_changed_it_and_what_stands() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    laptop.set(&document, "r301a", "3");
    let page = laptop.history(&document, Some("r301a"));
    assert_eq!(page.total, 2);
    let [newest, oldest] = page.rows.as_slice() else { panic!("two rows") };
    assert_eq!((newest.number.as_str(), newest.deed), ("301a", Deed::Answered));
    assert_eq!(newest.before[0].raw, "1");
    assert_eq!(newest.after.as_ref().unwrap().raw, "3");
    assert!(newest.after.as_ref().unwrap().words.is_some(), "a code is told in words");
    assert!(newest.stands && !oldest.stands);
    assert_eq!(newest.by.officer.as_deref(), Some(OFFICER));
    assert!(oldest.restore && newest.undo && !newest.restore);
}

#[test]
fn history_is_paged_and_the_newest_comes_first_whatever_the_clock_says() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    laptop.host.set_clock(0);
    laptop.set(&document, "r301a", "2");
    laptop.host.set_clock(cacah_testkit::host::FIELD_DAY);
    let all = laptop.history(&document, None);
    assert_eq!(all.rows[0].after.as_ref().unwrap().raw, "2");
    assert!(all.rows[0].at.laptop.starts_with("1970"), "a wrong clock is shown as it was");
    let page: HistoryPage =
        laptop.call("history", json!({ "document": document, "offset": 1, "limit": 1 }));
    assert_eq!((page.rows.len(), page.total), (1, all.total));
    assert_eq!(page.rows[0], all.rows[1]);
    assert_eq!(laptop.host.now(), cacah_testkit::host::FIELD_DAY);
}

#[test]
fn numbers_of_people_are_masked_in_history_and_looking_at_one_is_in_it() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let id = laptop.member(&document, "SITI LAKORO");
    let nik = format!("{id}/r403");
    laptop.set(&document, &nik, "8271025205900000");
    let _: Revealed = laptop.call("reveal", json!({ "document": document, "path": nik }));
    let page = laptop.history(&document, None);
    assert_eq!(page.rows[0].deed, Deed::Revealed);
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains("5205900000"), "no number in the reply");
    let row = page.rows.iter().find(|row| row.path == nik).unwrap();
    assert!(row.after.as_ref().unwrap().masked);
    assert_eq!(row.row.as_deref(), Some("SITI LAKORO"));
}

#[test]
fn effort_is_kept_with_the_entry() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let args =
        json!({ "document": document, "path": "r301a", "raw": "1", "keys": 3, "active": 1200 });
    let _: Delta = laptop.call("set_answer", args);
    let row = &laptop.history(&document, Some("r301a")).rows[0];
    assert_eq!((row.keys, row.active), (3, 1200));
}

#[test]
fn an_old_answer_is_put_back_and_taken_back_without_a_limit_of_age() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    laptop.set(&document, "r301a", "2");
    for _ in 0..40 {
        laptop.host.pass(24 * 3_600_000);
    }
    laptop.restart();
    let document = laptop.open(0).document;
    let rows = laptop.history(&document, Some("r301a")).rows;
    let args = json!({ "document": document, "entry": rows[1].entry, "back": "restore" });
    let view: DocumentView = laptop.call("revert", args);
    assert_eq!(raw(&view, "r301a").as_deref(), Some("1"));
    let args = json!({ "document": document, "entry": rows[1].entry, "back": "undo" });
    let view: DocumentView = laptop.call("revert", args);
    assert_eq!(raw(&view, "r301a"), None);
    assert_eq!(laptop.history(&document, Some("r301a")).total, 4, "nothing is erased");
    let undone: Delta = laptop.call("undo", json!({ "document": document }));
    assert_eq!(undone.slots[0].raw, "1");
}

#[test]
fn what_cannot_be_taken_back_is_refused_and_changes_nothing() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let before = laptop.history(&document, None);
    let opened = before.rows.iter().find(|row| row.deed == Deed::Opened).unwrap();
    assert!(!opened.undo && !opened.restore);
    let revert = |entry: &str, back: &str| {
        laptop.refused("revert", json!({ "document": document, "entry": entry, "back": back }))
    };
    assert_eq!(revert(&opened.entry, "undo"), "BAD_REQUEST");
    assert_eq!(revert("not an entry", "undo"), "BAD_REQUEST");
    let unknown = format!("{}.1.999999", Uuid::from_u128(0xDE71));
    assert_eq!(revert(&unknown, "restore"), "NOT_FOUND");
    let nowhere = Uuid::from_u128(1).to_string();
    assert_eq!(laptop.refused("history", json!({ "document": nowhere, "limit": 1 })), "NOT_FOUND");
    let bad = json!({ "document": document, "path": "1 2", "limit": 1 });
    assert_eq!(laptop.refused("history", bad), "BAD_REQUEST");
    assert_eq!(laptop.history(&document, None), before);
}
