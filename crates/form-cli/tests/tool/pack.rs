//! `pack` against pyxform, the reference reader of XLSForm, and ODK Validate behind it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{form, json, run, said, workspace, written};

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
    for name in ["regsosek22-k", "regsosek22-vk", "toy", "contoh"] {
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

#[test]
fn unpacked_and_packed_again_it_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = "name,label\n8271,\"Ternate, kota\"\n";
    let from = written(
        &folder.path().join("from"),
        &[
            (
                "survey.csv",
                "type,name,label\n\ntext,a,\"a \"\"b\"\"\nc\"\nselect_one_from_file desa.csv,b,B\n",
            ),
            ("settings.csv", "form_id\nf\n"),
            ("parameters.csv", "name,value\nbatas,07\n"),
            ("desa.csv", data),
            ("notes.txt", "left alone"),
        ],
    );
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let done = |arguments: &[&str]| {
        let (status, _, errors) = said(arguments, "");
        assert_eq!((status, errors.as_str()), (0, ""), "{arguments:?}");
    };
    done(&["pack", &from, "-o", &path("one.xlsx")]);
    done(&["unpack", &path("one.xlsx"), "-o", &path("to")]);
    done(&["pack", &path("to"), "-o", &path("two.xlsx")]);
    let read = |name: &str| fs::read(folder.path().join(name)).expect(name);
    for name in ["survey.csv", "settings.csv", "parameters.csv", "desa.csv"] {
        assert_eq!(read(&format!("to/{name}")), read(&format!("from/{name}")), "{name}");
    }
    assert_eq!(read("one.xlsx"), read("two.xlsx"));
}

#[test]
fn the_questionnaire_goes_through_a_workbook_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = pack("regsosek22-k", folder.path());
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let workbook = first.to_str().expect("a path");
    assert_eq!(said(&["unpack", workbook, "-o", &path("to")], "").0, 0);
    assert_eq!(said(&["pack", &path("to"), "-o", &path("again.xlsx")], "").0, 0);
    let same = fs::read(&first).expect("first") == fs::read(path("again.xlsx")).expect("again");
    assert!(same, "the workbooks differ");
}

#[test]
fn nothing_that_stands_is_overwritten_unless_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let workbook = pack("toy", folder.path());
    let workbook = workbook.to_str().expect("a path");
    let kept = written(&folder.path().join("to"), &[("checks.csv", "mine")]);
    for arguments in
        [vec!["pack", "FORM", "-o", workbook], vec!["unpack", workbook, "-o", kept.as_str()]]
    {
        let toy = form("toy");
        let toy = toy.to_str().expect("a path");
        let arguments: Vec<_> =
            arguments.iter().map(|one| if *one == "FORM" { toy } else { *one }).collect();
        let (status, output, errors) = said(&arguments, "");
        assert_eq!((status, output.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains("--force"), "{errors}");
        assert!(!Path::new(&kept).join("survey.csv").exists());
        assert_eq!(said(&[&arguments[..], &["--force"]].concat(), "").0, 0);
    }
}

/// Names of the questions of a form, as its paths in `eval` name them.
fn questions(form: &Path) -> Vec<String> {
    let outcome = json(&run(&["eval", form.to_str().expect("a path"), "--script", "-"], ""));
    let relevant = outcome["relevant"].as_object().expect("an object").clone();
    relevant.keys().map(|path| path.rsplit('/').next().expect("a name").to_owned()).collect()
}
