use std::collections::BTreeMap;

use cacah_family::path::Path;

use super::*;
use crate::Told;
use crate::fixture::{Laptop, round, version};

fn newer(rules: &str) -> FormVersion {
    FormVersion { rules: rules.repeat(32), ..version() }
}

fn told(version: &FormVersion) -> [Told; 1] {
    let files = BTreeMap::from([("survey.csv".to_owned(), version.rules.clone())]);
    [Told::Form { round: round().id, version: version.clone(), files }]
}

#[test]
fn where_nothing_is_begun_a_newer_form_is_worked_with_at_once() {
    let mut laptop = Laptop::new();
    laptop.store.take(&told(&newer("82")), "x").unwrap();
    assert_eq!(laptop.store.form_version().unwrap(), Some(newer("82")));
    assert_eq!(laptop.store.waiting_form().unwrap(), None);
    assert!(!laptop.store.take_waiting_form().unwrap());
}

#[test]
fn beside_documents_it_waits_until_it_is_taken() {
    let mut laptop = Laptop::new();
    let work = laptop.visit(0);
    laptop.answer(work, &Path::question("r301a"), "1");
    laptop.store.take(&told(&newer("82")), "x").unwrap();
    assert_eq!(laptop.store.form_version().unwrap(), Some(version()));
    assert_eq!(laptop.store.waiting_form().unwrap(), Some(newer("82")));
    assert_eq!(laptop.store.open_families(Source::Visit).unwrap(), [work.family]);
    assert!(laptop.store.open_families(Source::Paper).unwrap().is_empty());
    // A still newer one takes its place.
    laptop.store.take(&told(&newer("83")), "y").unwrap();
    assert_eq!(laptop.store.waiting_form().unwrap(), Some(newer("83")));
    assert!(laptop.store.take_waiting_form().unwrap());
    assert_eq!(laptop.store.form_version().unwrap(), Some(newer("83")));
    assert_eq!(laptop.store.form_files().unwrap()["survey.csv"], "83".repeat(32));
    assert_eq!(laptop.store.waiting_form().unwrap(), None);
    assert_eq!(laptop.store.round().unwrap(), Some(round()));
}

#[test]
fn one_that_was_taken_back_before_it_was_taken_waits_no_more() {
    let mut laptop = Laptop::new();
    laptop.visit(0);
    laptop.store.take(&told(&newer("82")), "x").unwrap();
    laptop.store.take(&told(&version()), "y").unwrap();
    assert_eq!(laptop.store.waiting_form().unwrap(), None);
    assert_eq!(laptop.store.form_version().unwrap(), Some(version()));
}
