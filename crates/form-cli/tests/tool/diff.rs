//! `diff` names each change and what it does to documents.

use crate::common::{form, said, written};

const SETTINGS: (&str, &str) = ("settings.csv", "form_id\nf\n");

fn diff(old: &str, new: &str, more: &[&str]) -> (i32, String, String) {
    let folders = [old, new].map(|survey| {
        let folder = tempfile::tempdir().expect("a folder");
        let survey = format!("type,name,label,required\n{survey}");
        written(folder.path(), &[SETTINGS, ("survey.csv", &survey)]);
        folder
    });
    let [old, new] = [&folders[0], &folders[1]].map(|one| one.path().to_str().expect("a path"));
    said(&[&["diff", old, new], more].concat(), "")
}

#[test]
fn the_same_form_has_no_change() {
    let toy = form("toy");
    let toy = toy.to_str().expect("a path");
    let (status, output, _) = said(&["diff", toy, toy], "");
    let expected = "structure the same, rules the same\ndocuments stay as they are\n";
    assert_eq!((status, output.as_str()), (0, expected));
}

#[test]
fn changes_are_named_with_what_they_do() {
    let (status, output, errors) =
        diff("text,a,A,\ntext,b,B,\n", "text,a,A,yes\ninteger,c,C,\n", &[]);
    assert_eq!((status, errors.as_str()), (0, ""));
    for part in
        ["structure changed, rules changed", "`a` changed: required", "`c` added", "in all: "]
    {
        assert!(output.contains(part), "{part}: {output}");
    }
}

#[test]
fn json_holds_the_same() {
    let (status, output, _) = diff("text,a,A,\n", "text,a,A,yes\n", &["--json"]);
    let changes: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(status, 0);
    assert_eq!(changes["structure"], false);
    assert_eq!(changes["changes"][0]["column"], "required");
}
