//! The listing form: clean, and each of its rules broken by one example and held by another.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{form, run};

#[test]
fn it_has_no_fault_and_its_examples_come_to_what_is_written_beside_them() {
    let folder = form("regsosek22-vk");
    for command in ["lint", "test"] {
        let output = run(&[command, folder.to_str().expect("a path")], "");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn every_rule_is_broken_by_one_example_and_held_by_another() {
    let checks = fs::read_to_string(form("regsosek22-vk").join("checks.csv")).expect("checks");
    let rules = checks.lines().skip(1).filter_map(|line| line.split_once(','));
    let examples = rules.flat_map(|(id, _)| ["breaks", "holds"].map(|what| format!("{id}.{what}")));
    let folder = form("regsosek22-vk").join("examples");
    let names = fs::read_dir(&folder).expect("examples").map(|entry| entry.expect("entry").path());
    let scripts = names.filter(|path| path.extension().is_some_and(|kind| kind == "jsonl"));
    let mut there: BTreeSet<_> = scripts
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert!(there.remove("family"));
    assert_eq!(there, examples.collect());
    for name in there.iter().filter(|name| name.ends_with(".breaks")) {
        let expected = fs::read_to_string(folder.join(format!("{name}.json"))).expect("JSON");
        let id = name.trim_end_matches(".breaks");
        assert!(expected.contains(&format!("\"id\": \"{id}\"")), "{name}");
    }
}
