//! `test` runs what lies in `examples`, and says what differs.

use std::fs;
use std::path::Path;

use crate::common::{form, said, written};

const FORM: [(&str, &str); 2] = [
    ("settings.csv", "form_id\nf\n"),
    ("survey.csv", "type,name,label,required\ntext,a,A,yes\ninteger,b,B,\n"),
];

fn test(folder: &Path, files: &[(&str, &str)], more: &[&str]) -> (i32, String, String) {
    let path = written(folder, &[&FORM, files].concat());
    said(&[&["test", path.as_str()], more].concat(), "")
}

#[test]
fn the_scenarios_of_the_questionnaire_pass() {
    let form = form("regsosek22-k");
    let (status, output, errors) = said(&["test", form.to_str().expect("a path")], "");
    assert!(status == 0 && output.ends_with(" passed, 0 failed\n"), "{output}{errors}");
}

#[test]
fn what_differs_is_named_and_exits_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let (status, output, _) = test(
        folder.path(),
        &[
            ("examples/good.jsonl", "{\"finish\":true}\n"),
            ("examples/good.json", r#"[{"id":"K001","severity":"error","path":"a"}]"#),
            ("examples/values.jsonl", "{\"set\":\"b\",\"value\":\"1\"}\n"),
            ("examples/values.json", r#"{"values":{"b":"2"},"findings":[]}"#),
            ("examples/broken.jsonl", "\n{\"set\":\"c\",\"value\":\"1\"}\n"),
            ("examples/broken.json", "[]"),
            ("examples/unexpected.jsonl", ""),
        ],
        &[],
    );
    assert_eq!(status, 1);
    for part in [
        "broken\n  ! script line 2: unknown path c: no question `c`\n",
        "unexpected\n  ! ",
        "values\n  - values b = \"2\"\n  + values b = \"1\"\n",
        "1 passed, 3 failed\n",
    ] {
        assert!(output.contains(part), "{part}: {output}");
    }
}

#[test]
fn a_scenario_of_a_rule_goes_on_from_the_family() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("examples/family.jsonl", "{\"set\":\"a\",\"value\":\"x\"}\n{\"finish\":true}"),
        ("examples/K003.breaks.jsonl", "{\"set\":\"b\",\"value\":\"x\"}"),
        ("examples/alone.jsonl", "{\"finish\":true}"),
    ];
    assert_eq!(test(folder.path(), &files, &["--update"]).0, 0);
    let read = |name: &str| fs::read_to_string(folder.path().join("examples").join(name));
    let expected = |id, path| {
        format!("[\n  {{\"id\": \"{id}\", \"severity\": \"error\", \"path\": \"{path}\"}}\n]\n")
    };
    assert_eq!(read("family.json").expect("written"), "[]\n");
    assert_eq!(read("K003.breaks.json").expect("written"), expected("K003", "b"));
    assert_eq!(read("alone.json").expect("written"), expected("K001", "a"));
    let (status, output, _) = test(folder.path(), &[], &[]);
    assert_eq!((status, output.as_str()), (0, "3 passed, 0 failed\n"));
}

#[test]
fn a_form_without_scenarios_has_not_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (status, output, errors) = test(folder.path(), &[], &[]);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.contains("examples"), "{errors}");
}
