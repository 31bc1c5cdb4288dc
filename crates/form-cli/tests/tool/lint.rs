//! `lint` says what it finds for people and for programs, and its exit status tells.

use crate::common::{said, written};

const SETTINGS: &str = "form_id\nf\n";
const SURVEY: &str = "type,name,label::Bahasa Indonesia (id),label::English (en),relevant\n";

fn lint(survey: &str, more: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let survey = format!("{SURVEY}{survey}");
    let path = written(folder.path(), &[("survey.csv", &survey), ("settings.csv", SETTINGS)]);
    said(&[&["lint", path.as_str()], more].concat(), "")
}

#[test]
fn warnings_are_no_error_unless_they_are_to_be() {
    let (status, output, errors) = lint("text,a,Apa,\n", &[]);
    let expected = "warning translation: survey.csv row 2, column label::English (en): \
        there is a label in Bahasa Indonesia (id) and none in English (en); \
        expected the text in every language of the form\n0 errors, 1 warning\n";
    assert_eq!((status, output.as_str(), errors.as_str()), (0, expected, ""));
    let (status, output, _) = lint("text,a,Apa,\n", &["--strict"]);
    assert_eq!(status, 1);
    assert!(output.ends_with("1 error, 0 warnings\n"), "{output}");
}

#[test]
fn json_holds_every_part_of_a_finding() {
    let (status, output, _) =
        lint("text,a,A,A\ntext,b,B,B,${a} = '' and ${a} = '1'\n", &["--json"]);
    let found: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(status, 1);
    assert_eq!(
        found,
        serde_json::json!([{
            "code": "never-shown", "severity": "error",
            "file": "survey.csv", "row": 3, "column": "relevant",
            "message": "`b` can never be shown: no answers make this true",
            "expected": "a condition that some answers fulfil, with those of its groups",
        }])
    );
    assert_eq!(lint("text,a,A,A\n", &["--json"]).1, "[]\n");
}

#[test]
fn a_deep_expression_is_refused_with_its_place() {
    let deep = "(".repeat(10_000) + "1" + &")".repeat(10_000);
    for relevant in [deep, "not(".repeat(10_000), "-".repeat(10_000) + "1"] {
        let (status, output, _) = lint(&format!("text,a,A,A,{relevant}\n"), &[]);
        assert_eq!(status, 1);
        assert!(
            output.starts_with("error syntax: survey.csv row 2, column relevant: "),
            "{output}"
        );
    }
}
