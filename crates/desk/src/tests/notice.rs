//! The notice to the respondent: given, remembered, printed.

use cacah_wire::command::{Deed, NoticeGiven, NoticeView, NoticeWay, Written};
use serde_json::json;

use super::Laptop;

#[test]
fn the_notice_is_given_once_and_stays_part_of_the_document() {
    let laptop = Laptop::new();
    let notice: NoticeView = laptop.call("notice", json!({}));
    assert!(notice.parts.iter().any(|part| part.name == "rights"));
    let opened = laptop.open(0);
    assert!(opened.noticed.is_none());
    let args = json!({ "document": opened.document, "way": "read" });
    let given: NoticeGiven = laptop.call("give_notice", args);
    assert_eq!((given.way, &given.version), (NoticeWay::Read, &notice.version));

    laptop.restart();
    let again = laptop.open(0);
    let remembered = again.noticed.expect("it is in the journal");
    assert_eq!((remembered.way, remembered.version), (NoticeWay::Read, notice.version));
    assert!(again.undecided.is_empty());
    let history = laptop.history(&again.document, None);
    assert!(history.rows.iter().any(|item| item.deed == Deed::Noticed));
    assert!(laptop.open(1).noticed.is_none(), "another family was told nothing");
}

#[test]
fn the_notice_is_printed_and_given_to_an_open_document_only() {
    let laptop = Laptop::new();
    let folder = tempfile::tempdir().unwrap();
    let written: Written =
        laptop.call("print_notice", json!({ "folder": folder.path().display().to_string() }));
    assert!(std::fs::read(written.path).unwrap().starts_with(b"%PDF"));
    assert_eq!(
        laptop.refused("give_notice", json!({ "document": "x", "way": "read" })),
        "NOT_FOUND"
    );
}
