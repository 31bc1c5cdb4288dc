//! The examples of the questionnaire: every rule has a family that breaks it and one that just
//! does not. That each has the findings written beside it is `cacah-form test`'s.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{form, json, run};
use cacah_form_cli::{eval::eval, source::Source, surroundings::Surroundings};
use serde_json::Value;

/// Rests until an office gives its list, so no example can break it.
const LISTLESS: &str = "K077";

/// A row of the sheet `checks`.
struct Rule {
    id: String,
    /// What the rule's finding is called: the engine's own id where that covers the rule.
    raised: BTreeSet<String>,
    message: String,
}

/// The rows of the questionnaire's sheet `checks`.
fn rules() -> Vec<Rule> {
    let mut sheet = csv::Reader::from_path(form("regsosek22-k").join("checks.csv")).expect("CSV");
    let names = sheet.headers().expect("a header").clone();
    let at = |name: &str| names.iter().position(|own| own.starts_with(name)).expect("a column");
    let (id, rule, message) = (at("id"), at("violated_when"), at("message::Bahasa"));
    let row = |row: csv::StringRecord| {
        let covered: BTreeSet<_> = row[rule].split(" or ").map(str::to_owned).collect();
        let engine = covered.iter().all(|own| own == "K001" || own == "K002");
        Rule {
            id: row[id].to_owned(),
            raised: if engine { covered } else { [row[id].to_owned()].into() },
            message: row[message].to_owned(),
        }
    };
    sheet.records().map(|record| row(record.expect("a row"))).collect()
}

/// The scripts named after a rule, by the kind that follows its id.
fn scripts(kind: &str) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(form("regsosek22-k").join("examples")).expect("examples");
    let paths = entries.map(|entry| entry.expect("entry").path());
    let scripts = paths.filter(|path| path.extension().is_some_and(|kind| kind == "jsonl"));
    let named = scripts.filter_map(|path| {
        let (rule, rest) = path.file_stem()?.to_str()?.split_once('.')?;
        rest.split('.').any(|part| part == kind).then(|| (rule.to_owned(), path.clone()))
    });
    named.collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where the rule `id` is broken in the family of a script, by its rows.
fn broken(rules: &[Rule], id: &str, findings: &Value) -> BTreeSet<String> {
    let field = |finding: &Value, key: &str| finding[key].as_str().expect(key).to_owned();
    let of = |finding: &&Value| {
        rules.iter().filter(|rule| rule.id == id).any(|rule| {
            let covered = !rule.raised.contains(id);
            rule.raised.contains(&field(finding, "id"))
                && (!covered || field(finding, "message") == rule.message)
        })
    };
    let found = findings.as_array().expect("findings").iter().filter(of);
    found.map(|finding| field(finding, "path")).collect()
}

#[test]
fn every_rule_of_the_form_is_broken_by_one_example_and_held_by_another() {
    let mut rules: BTreeSet<_> = rules().into_iter().map(|rule| rule.id).collect();
    assert!(rules.remove(LISTLESS));
    for kind in ["breaks", "holds"] {
        let named: BTreeSet<_> = scripts(kind).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(named, rules, "{kind}");
    }
}

#[test]
fn what_breaks_a_rule_raises_it_first_of_all_and_what_holds_does_not() {
    let rules = rules();
    let form = Source::read(&form("regsosek22-k")).expect("files").form().expect("a form");
    let family = text(&crate::common::form("regsosek22-k").join("examples/family.jsonl"));
    for (kind, breaks) in [("breaks", true), ("holds", false)] {
        for (id, path) in scripts(kind) {
            let script = family.clone() + &text(&path);
            let outcome = eval(&form, &script, &Surroundings::default()).expect("a script");
            let outcome: Value = serde_json::from_str(&outcome).expect("JSON");
            let found = broken(&rules, &id, &outcome["findings"]);
            let expected: Value =
                serde_json::from_str(&text(&path.with_extension("json"))).expect("JSON");
            let first = expected[0]["path"].as_str().unwrap_or_default();
            assert_eq!(found.contains(first) && !first.is_empty(), breaks, "{}", path.display());
            assert!(breaks || found.is_empty(), "{}: {found:?}", path.display());
        }
    }
}

#[test]
fn words_of_an_industry_are_compared_once_an_office_lists_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for sheet in fs::read_dir(form("regsosek22-k")).expect("the form") {
        let path = sheet.expect("a sheet").path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let family = text(&form("regsosek22-k").join("examples/family.jsonl"));
    let breaks = family + "{\"set\":\"anggota[1]/r417\",\"value\":\"5\"}";
    for (list, expected) in [("", ""), ("4,IKAN\n12,JUAL\n", "anggota[1]/r417")] {
        fs::write(folder.path().join("kata_kunci.csv"), format!("kode,kata\n{list}"))
            .expect("a list");
        let form = Source::read(folder.path()).expect("files").form().expect("a form");
        let outcome = eval(&form, &breaks, &Surroundings::default()).expect("a script");
        let outcome: Value = serde_json::from_str(&outcome).expect("JSON");
        let found = broken(&rules(), LISTLESS, &outcome["findings"]);
        assert_eq!(found.into_iter().collect::<String>(), expected);
    }
}

#[test]
fn the_tool_says_the_same_from_outside() {
    let folder = form("regsosek22-k");
    let script = text(&folder.join("examples/family.jsonl")) + "{\"set\":\"r112\",\"value\":\"4\"}";
    let outcome = json(&run(&["eval", folder.to_str().expect("a path"), "--script", "-"], &script));
    let found = broken(&rules(), "K019", &outcome["findings"]);
    assert_eq!(found, ["r112".to_owned()].into());
}
