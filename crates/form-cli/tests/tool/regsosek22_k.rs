//! The questionnaire is whole: every variable of its description, under its id.

use std::fs;

use crate::common::{form, json, run, workspace};

/// What the rules bind once; not on the paper.
const BOUND: [&str; 1] = ["kk_umur"];

#[test]
fn all_142_variables_stand_in_the_form_once() {
    let ids = fs::read_to_string(workspace().join("tests/fixtures/regsosek22-k.ids")).expect("ids");
    let folder = form("regsosek22-k");
    let outcome = json(&run(&["eval", folder.to_str().expect("a path"), "--script", "-"], ""));
    let relevant = outcome["relevant"].as_object().expect("an object");
    let mut names: Vec<_> =
        relevant.keys().map(|path| path.trim_start_matches("anggota[1]/")).collect();
    let mut ids: Vec<_> = ids.lines().collect();
    assert_eq!(ids.len(), 142);
    ids.extend(BOUND);
    names.sort_unstable();
    ids.sort_unstable();
    assert_eq!(names, ids);
}
