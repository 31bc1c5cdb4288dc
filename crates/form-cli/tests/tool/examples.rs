//! The examples of the questionnaire: a family that breaks a rule and one that just does not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{form, json, run};
use serde_json::Value;

/// The scripts of the examples. One named after a rule goes on from `family.jsonl`, a family
/// without findings; any other is a family of its own.
fn scripts() -> Vec<PathBuf> {
    let entries = fs::read_dir(form("regsosek22-k").join("examples")).expect("examples");
    let paths = entries.map(|entry| entry.expect("entry").path());
    paths.filter(|path| path.extension().is_some_and(|kind| kind == "jsonl")).collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name")
}

/// Id, severity and path of each finding.
fn findings(found: &Value) -> BTreeSet<[String; 3]> {
    let field = |finding: &Value, key: &str| finding[key].as_str().expect(key).to_owned();
    let list = found.as_array().expect("findings");
    list.iter().map(|one| ["id", "severity", "path"].map(|key| field(one, key))).collect()
}

#[test]
fn every_example_has_the_findings_written_beside_it() {
    let folder = form("regsosek22-k");
    for path in scripts() {
        let script = if name(&path).starts_with('K') {
            text(&path.with_file_name("family.jsonl")) + &text(&path)
        } else {
            text(&path)
        };
        let folder = folder.to_str().expect("a path");
        let outcome = json(&run(&["eval", folder, "--script", "-"], &script));
        let expected = serde_json::from_str(&text(&path.with_extension("json"))).expect("JSON");
        assert_eq!(findings(&outcome["findings"]), findings(&expected), "{}", name(&path));
    }
}

#[test]
fn every_rule_of_the_form_is_broken_by_one_example_and_held_by_another() {
    let checks = text(&form("regsosek22-k").join("checks.csv"));
    let rules = checks.lines().skip(1).filter_map(|line| line.split_once(','));
    let rules: BTreeSet<_> = rules.map(|(id, _)| id.to_owned()).collect();
    let named = |what: &str| -> BTreeSet<_> {
        let names = scripts().iter().map(|path| name(path).to_owned()).collect::<Vec<_>>();
        let parts = names.iter().filter_map(|name| name.split_once('.'));
        parts.filter(|(_, rest)| rest.starts_with(what)).map(|(id, _)| id.to_owned()).collect()
    };
    assert_eq!(named("breaks"), rules);
    assert_eq!(named("holds"), rules);
}

#[test]
fn an_example_that_breaks_a_rule_expects_that_rule() {
    for path in scripts().iter().filter(|path| name(path).contains(".breaks")) {
        let expected = serde_json::from_str(&text(&path.with_extension("json"))).expect("JSON");
        let rule = name(path).split('.').next().expect("an id");
        assert!(findings(&expected).iter().any(|[id, ..]| id == rule), "{}", name(path));
    }
}
