//! `pack` against pyxform, the reference reader of XLSForm, and ODK Validate behind it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{form, json, run, workspace};

/// The Python of the environment that `cargo xtask` makes from `tests/pyxform/requirements.txt`.
fn python() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let python = target.join("pyxform/bin/python");
    let make = "python3 -m venv target/pyxform && \
                target/pyxform/bin/pip install -r tests/pyxform/requirements.txt";
    assert!(python.exists(), "{} is missing; make it with: {make}", python.display());
    python
}

fn pack(name: &str, folder: &Path) -> PathBuf {
    let workbook = folder.join(format!("{name}.xlsx"));
    let (from, to) = (form(name), workbook.to_str().expect("a path").to_owned());
    let output = run(&["pack", from.to_str().expect("a path"), "-o", &to], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    workbook
}

#[test]
fn pyxform_and_odk_validate_accept_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["regsosek22-k", "regsosek22-vk", "toy"] {
        let workbook = pack(name, folder.path());
        let script = workspace().join("tests/pyxform/convert.py");
        let output = Command::new(python()).arg(script).arg(&workbook).output().expect("Python");
        let converted = json(&output);
        assert_eq!(converted["warnings"], serde_json::json!([]), "{name}");
        let names = converted["names"].as_array().expect("names");
        let names: BTreeSet<_> = names.iter().filter_map(|name| name.as_str()).collect();
        for question in questions(&form(name)) {
            assert!(names.contains(question.as_str()), "{name}: {question} did not arrive");
        }
    }
}

#[test]
fn a_packed_form_evaluates_as_its_folder_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = form("regsosek22-k").join("examples/family.jsonl");
    let script = script.to_str().expect("a path");
    let workbook = pack("regsosek22-k", folder.path());
    let eval =
        |path: &Path| json(&run(&["eval", path.to_str().expect("a path"), "--script", script], ""));
    assert_eq!(eval(&workbook), eval(&form("regsosek22-k")));
}

#[test]
fn the_same_folder_packs_to_the_same_bytes() {
    let (first, second) = (tempfile::tempdir().expect("a"), tempfile::tempdir().expect("b"));
    let bytes = |folder: &Path| fs::read(pack("toy", folder)).expect("a workbook");
    assert_eq!(bytes(first.path()), bytes(second.path()));
}

/// Names of the questions of a form, as its paths in `eval` name them.
fn questions(form: &Path) -> Vec<String> {
    let outcome = json(&run(&["eval", form.to_str().expect("a path"), "--script", "-"], ""));
    let relevant = outcome["relevant"].as_object().expect("an object").clone();
    relevant.keys().map(|path| path.rsplit('/').next().expect("a name").to_owned()).collect()
}
