//! A supervisor before the visit of somebody else.

use cacah_family::entry::{Role, Source};
use cacah_wire::command::{FamilyRow, Finished};
use cacah_wire::people::OfficerRole;
use serde_json::json;

use super::*;

/// The visit that another officer made of family 0.
pub(super) const VISIT: &str = "018f0000-0000-7000-8000-0000000000d0";

/// The laptop of somebody with this role.
pub(super) fn laptop_of(role: OfficerRole) -> Laptop {
    let laptop = Laptop::new();
    let text = serde_json::to_string(&role).unwrap();
    laptop.desk.with(|session| Ok(session.store.take_role(&text)?)).unwrap();
    laptop
}

impl Laptop {
    /// Another officer's document of family `n` comes down.
    pub(super) fn visited(&self, n: u128, document: &str, answers: &[(&str, &str)]) {
        let opened = Change::Opened { source: Source::Visit };
        self.comes_down(n, Some(document), "@document", opened, &[]);
        for (path, raw) in answers {
            self.comes_down(n, Some(document), path, slot(raw), &[]);
        }
    }

    pub(super) fn finished_elsewhere(&self, n: u128, document: &str) {
        let over = self.heads(n, document, "@state");
        let finished = Change::Finished { role: Role::Enumerator };
        self.comes_down(n, Some(document), "@state", finished, &over);
    }

    /// Modes of the entries this laptop wrote in a document, in order.
    pub(super) fn modes(&self, n: u128, document: &str) -> Vec<(String, Mode)> {
        let document: DocumentId = document.parse().unwrap();
        let device = enrolment().device;
        self.desk
            .with(|session| {
                let history = session.store.history(family_id(n))?;
                let own = history.entries().filter(|e| e.dot.actor.device == device);
                let own = own.filter(|entry| entry.document == Some(document));
                Ok(own.map(|entry| (entry.path.to_string(), entry.mode)).collect())
            })
            .unwrap()
    }
}

fn checked() -> (Laptop, DocumentView) {
    let laptop = laptop_of(OfficerRole::Pml);
    laptop.visited(0, VISIT, &[("r301a", "1"), ("r202_kode", "0123")]);
    laptop.finished_elsewhere(0, VISIT);
    let view = laptop.open(0);
    (laptop, view)
}

fn return_it(document: &str, path: Option<&str>) -> Value {
    let comment = json!({ "path": path, "text": "Tanyakan lagi." });
    json!({ "document": document, "comments": [comment] })
}

#[test]
fn the_visit_of_another_is_checked_and_what_is_keyed_is_the_field_checkers() {
    let (laptop, view) = checked();
    assert!(view.checking && !view.finished);
    assert_eq!((view.document.as_str(), view.enumerator.as_deref()), (VISIT, Some("0123")));
    assert_eq!(view.stand.as_deref(), Some("r203"));
    laptop.set(VISIT, "r203", "20102022");
    assert_eq!(laptop.modes(0, VISIT), [("r203".to_owned(), Mode::Supervising)]);
    let done: Finished = laptop.call("finish", json!({ "document": VISIT }));
    assert!(done.owed_here.contains(&"r204_nama".to_owned()), "{:?}", done.owed_here);
    assert!(!done.owed_here.contains(&"r203".to_owned()));
    assert!(done.owed_later.iter().any(|owed| owed.owed == "enumerator"));
    laptop.restart();
    assert!(laptop.open(0).finished);
}

#[test]
fn undoing_the_check_leaves_the_visit_finished() {
    let (laptop, _) = checked();
    let _: Finished = laptop.call("finish", json!({ "document": VISIT }));
    let _: Delta = laptop.call("undo", json!({ "document": VISIT }));
    let state = |laptop: &Laptop| {
        let document: DocumentId = VISIT.parse().unwrap();
        let find = |session: &mut crate::session::Session| {
            Ok(session.store.history(family_id(0))?.document(document).finished)
        };
        laptop.desk.with(find).unwrap()
    };
    assert_eq!(state(&laptop), Some(Role::Enumerator));
    let _: Delta = laptop.call("redo", json!({ "document": VISIT }));
    assert_eq!(state(&laptop), Some(Role::FieldChecker));
    laptop.restart();
    laptop.open(0);
    let newest = laptop.history(VISIT, Some("@state")).rows.remove(0).entry;
    let revert = json!({ "document": VISIT, "entry": newest, "back": "undo" });
    let view: DocumentView = laptop.call("revert", revert);
    assert!(!view.finished);
    assert_eq!(state(&laptop), Some(Role::Enumerator));
}

#[test]
fn a_visit_that_is_not_finished_cannot_be_checked_off() {
    let laptop = laptop_of(OfficerRole::Pml);
    laptop.visited(0, VISIT, &[("r301a", "1")]);
    assert!(laptop.open(0).checking);
    assert_eq!(laptop.refused("finish", json!({ "document": VISIT })), "NOT_FINISHED");
    laptop.set(VISIT, "r203", "20102022");
    assert_eq!(laptop.modes(0, VISIT).len(), 1);
}

#[test]
fn an_enumerator_checks_nobody_and_a_supervisor_not_their_own() {
    let laptop = Laptop::new();
    laptop.visited(0, VISIT, &[("r301a", "1")]);
    assert!(!laptop.open(0).checking);
    assert_eq!(laptop.refused("return_document", return_it(VISIT, None)), "NOT_ALLOWED");
    let source = json!({ "family": family_id(1).to_string(), "source": "re_visit" });
    assert_eq!(laptop.refused("open_document", source), "NOT_ALLOWED");

    let laptop = laptop_of(OfficerRole::Koseka);
    let own = laptop.open(0).document;
    laptop.set(&own, "r301a", "1");
    laptop.restart();
    assert!(!laptop.open(0).checking);
    assert_eq!(laptop.refused("return_document", return_it(&own, None)), "NOT_ALLOWED");
    assert!(laptop.modes(0, &own).iter().all(|(_, mode)| *mode == Mode::Visit));
}

#[test]
fn a_document_given_back_is_closed_open_again_and_says_why() {
    let (laptop, _) = checked();
    laptop.set(VISIT, "r203", "20102022");
    let row: FamilyRow = laptop.call("return_document", return_it(VISIT, Some("r301a")));
    assert_eq!(row.family, family_id(0).to_string());
    assert_eq!(laptop.refused("undo", json!({ "document": VISIT })), "NOT_FOUND");
    let queue: cacah_wire::command::QueueView = laptop.call("queue", json!({}));
    assert!(queue.rows.iter().any(|row| row.road == cacah_wire::command::Road::Pending));
    let (path, mode) = laptop.modes(0, VISIT).pop().unwrap();
    assert_eq!((path.as_str(), mode), ("@state", Mode::Supervising));
    let heads = laptop.heads(0, VISIT, "@state");
    assert_eq!(heads.len(), 1);
    let view = laptop.open(0);
    assert_eq!(view.comments[0].path.as_deref(), Some("r301a"));
    assert_eq!(laptop.refused("finish", json!({ "document": VISIT })), "NOT_FINISHED");
    laptop.finished_elsewhere(0, VISIT);
    let view = laptop.open(0);
    assert!(view.comments.is_empty() && !view.finished);
    let _: Finished = laptop.call("finish", json!({ "document": VISIT }));
}

#[test]
fn a_return_says_something_at_a_place_that_is_there() {
    let (laptop, _) = checked();
    let refused = |args: Value| laptop.refused("return_document", args);
    assert_eq!(refused(json!({ "document": VISIT, "comments": [] })), "BAD_REQUEST");
    let blank = json!({ "document": VISIT, "comments": [{ "text": "  " }] });
    assert_eq!(refused(blank), "BAD_REQUEST");
    assert_eq!(refused(return_it(VISIT, Some("r999"))), "NOT_FOUND");
    assert!(laptop.modes(0, VISIT).is_empty());
}

#[test]
fn a_return_and_a_new_finish_that_knew_nothing_of_it_keep_the_document_open() {
    let (laptop, _) = checked();
    let before = laptop.heads(0, VISIT, "@state");
    let _: FamilyRow = laptop.call("return_document", return_it(VISIT, None));
    let again = Change::Finished { role: Role::Enumerator };
    laptop.comes_down(0, Some(VISIT), "@state", again, &before);
    let view = laptop.open(0);
    assert!(!view.comments.is_empty() && view.undecided == ["@state"]);
}

#[test]
fn a_visit_that_went_on_upon_paper_is_keyed_until_it_is_finished() {
    let laptop = Laptop::new();
    let visit = json!({ "family": family_id(0).to_string(), "outcome": "on_paper" });
    let document = laptop.open(0).document;
    laptop.set(&document, "r301a", "1");
    let _: FamilyRow = laptop.call("record_visit", visit);
    laptop.set(&document, "r301b", "2");
    laptop.restart();
    laptop.open(0);
    laptop.set(&document, "r302", "30");
    let _: Finished = laptop.call("finish", json!({ "document": document }));
    laptop.set(&document, "r302", "31");
    laptop.restart();
    laptop.open(0);
    laptop.set(&document, "r302", "32");
    let modes = laptop.modes(0, &document);
    let of = |path: &str| -> Vec<Mode> {
        modes.iter().filter(|(at, _)| at == path).map(|(_, mode)| *mode).collect()
    };
    assert_eq!(of("r301a"), [Mode::Visit]);
    assert_eq!(of("r301b"), [Mode::Keying]);
    assert_eq!(of("r302"), [Mode::Keying, Mode::Visit, Mode::Visit]);
}
