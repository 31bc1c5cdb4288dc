//! A new version of the form beside documents half-way through.

use std::collections::BTreeMap;

use cacah_family::entry::FormVersion;
use cacah_store::Told;
use cacah_wire::command::{FormView, NewFormView, StateView, TruthView};

use super::*;

type Files = BTreeMap<String, String>;

/// The form in work.
fn before() -> Files {
    let all = files("regsosek22-k").into_iter();
    all.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// The form with one question more, which everybody is asked.
fn after() -> Files {
    let mut files = before();
    let survey = files.get_mut("survey.csv").unwrap();
    let row = survey.lines().find(|line| line.starts_with("integer,r302,302,")).unwrap().to_owned();
    let new = row.replace("integer,r302,302,", "integer,r302_baru,,");
    *survey = survey.replace(&row, &format!("{row}\n{new}"));
    let settings = files.get_mut("settings.csv").unwrap();
    *settings = settings.replace("2022101500", "2022110100");
    files
}

impl Laptop {
    /// The endpoint tells of a version.
    fn is_told(&self, files: &Files, name: &str) -> FormVersion {
        let version = FormVersion { structure: name.repeat(64), rules: name.repeat(64) };
        let told =
            [Told::Form { round: round().id, version: version.clone(), files: files.clone() }];
        self.desk
            .with(|session| {
                session.store.take(&told, "next")?;
                session.renew(&[])
            })
            .unwrap();
        version
    }

    fn waits(&self) -> bool {
        self.call::<TruthView>("truth", json!({})).new_form
    }

    fn take(&self) -> FormView {
        self.call("take_form", json!({}))
    }

    fn close(&self, document: &str) {
        let _: Value = self.call("close_document", json!({ "document": document }));
    }

    /// How often the document was opened under another structure.
    fn openings(&self, document: &str) -> usize {
        self.history(document, Some("@form")).rows.len()
    }
}

fn asks(form: &FormView, name: &str) -> bool {
    form.questions.iter().any(|question| question.name == name)
}

#[test]
fn a_document_half_way_through_goes_on_under_the_new_version_and_back_with_nothing_lost() {
    let laptop = Laptop::new();
    let view = laptop.open(0);
    let (id, first) = (view.document.clone(), view.edition);
    laptop.set(&id, "r302", "36");
    laptop.is_told(&after(), "b");
    assert!(laptop.waits());
    // In the middle of the document nothing changes.
    assert_eq!(laptop.refused("take_form", json!({})), "BAD_REQUEST");
    laptop.set(&id, "r302", "40");
    assert_eq!(laptop.open(0).edition, first);
    laptop.close(&id);
    let news: NewFormView = laptop.call("new_form", json!({}));
    let waiting = news.waiting.unwrap();
    let effects = &waiting.effects;
    assert_eq!(waiting.version, "2022110100");
    assert_eq!((effects.documents, effects.unchanged, effects.needs_answer), (1, 0, 1));
    assert_eq!((effects.hides_answer, effects.no_longer_fits, effects.no_place), (0, 0, 0));
    let form = laptop.take();
    assert!(asks(&form, "r302_baru") && !laptop.waits());
    let view = laptop.open(0);
    assert_eq!((&view.document, &view.edition), (&id, &form.edition));
    assert_eq!(raw(&view, "r302").as_deref(), Some("40"));
    assert!(view.required.contains(&"r302_baru".to_owned()));
    assert_eq!(laptop.heads(0, &id, "@form").len(), 0, "looking writes nothing");
    laptop.set(&id, "r302_baru", "7");
    laptop.set(&id, "r302", "41");
    assert_eq!(laptop.openings(&id), 1, "the first change says it, once");

    laptop.is_told(&before(), "a");
    laptop.close(&id);
    let news: NewFormView = laptop.call("new_form", json!({}));
    assert_eq!(news.waiting.unwrap().effects.no_place, 1);
    assert!(!asks(&laptop.take(), "r302_baru"));
    let view = laptop.open(0);
    assert_eq!((raw(&view, "r302").as_deref(), raw(&view, "r302_baru")), (Some("41"), None));
    laptop.set(&id, "r302", "42");
    assert_eq!(laptop.openings(&id), 2);
    assert_eq!(laptop.heads(0, &id, "@form").len(), 1, "the last opening counts");
    // What had no place under the former version stands there again under the one that has it.
    laptop.is_told(&after(), "b");
    laptop.close(&id);
    laptop.take();
    let view = laptop.open(0);
    assert_eq!(raw(&view, "r302_baru").as_deref(), Some("7"));
    assert_eq!(raw(&view, "r302").as_deref(), Some("42"));
}

#[test]
fn unlocking_takes_a_new_version_unless_it_leads_back_into_a_document() {
    let laptop = Laptop::new();
    let view = laptop.open(0);
    laptop.set(&view.document, "r302", "36");
    laptop.is_told(&after(), "b");
    laptop.restart();
    let state: StateView = laptop.call("state", json!({}));
    assert!(state.session.unwrap().open_family.is_some() && laptop.waits());
    assert_eq!(laptop.open(0).edition, view.edition);
    laptop.close(&view.document);
    laptop.restart();
    assert!(!laptop.waits());
    assert!(asks(&laptop.call("form", json!({})), "r302_baru"));
}

#[test]
fn where_nothing_is_begun_there_is_nothing_to_wait_for() {
    let laptop = Laptop::new();
    laptop.is_told(&after(), "b");
    assert!(!laptop.waits());
    assert!(laptop.call::<NewFormView>("new_form", json!({})).waiting.is_none());
    let view = laptop.open(0);
    laptop.set(&view.document, "r302_baru", "7");
    assert_eq!(laptop.openings(&view.document), 0, "it was born under it");
}

#[test]
fn a_version_that_does_not_load_keeps_nobody_out() {
    let laptop = Laptop::new();
    let view = laptop.open(0);
    laptop.set(&view.document, "r302", "36");
    laptop.close(&view.document);
    laptop.is_told(&Files::new(), "c");
    laptop.restart();
    assert!(laptop.waits());
    assert_eq!(raw(&laptop.open(0), "r302").as_deref(), Some("36"));
}
