//! `eval` with repeats inside repeats, counted repeats, first answers and the clock.

use serde_json::{Value, json};

use crate::common::{said, written};

const SURVEY: &str = "type,name,label,repeat_count,required,relevant,calculation,default\n\
    integer,jumlah,Jumlah,,,,,\n\
    begin_repeat,a,A,,,,,\n\
    text,nama,Nama,,yes,,,\n\
    begin_repeat,b,B,,,,,\n\
    integer,umur,Umur,,,${nama} != '',,7\n\
    end_repeat,,,,,,,\n\
    calculate,banyak,,,,,count(${b}),\n\
    end_repeat,,,,,,,\n\
    begin_repeat,c,C,${jumlah},,,,\n\
    text,isi,Isi,,,,,\n\
    end_repeat,,,,,,,\n\
    today,hari,,,,,,\n\
    deviceid,alat,,,,,,\n";

fn eval(script: &str, more: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [("survey.csv", SURVEY), ("settings.csv", "form_id\nf\n")];
    let path = written(folder.path(), &files);
    said(&[&["eval", path.as_str(), "--script", "-"], more].concat(), script)
}

fn outcome(script: &str, more: &[&str]) -> Value {
    let (status, output, errors) = eval(script, more);
    assert_eq!((status, errors.as_str()), (0, ""));
    serde_json::from_str(&output).expect("JSON")
}

fn paths(outcome: &Value) -> Vec<String> {
    outcome["relevant"].as_object().expect("an object").keys().cloned().collect()
}

#[test]
fn every_repeat_starts_with_one_instance_and_a_counted_one_with_its_count() {
    let outcome = outcome("", &[]);
    assert_eq!(outcome["values"], json!({"a[1]/banyak": "1"}));
    assert_eq!(outcome["relevant"]["a[1]/b[1]/umur"], false);
    let mut listed = paths(&outcome);
    listed.sort();
    let expected = ["a[1]/b[1]/umur", "a[1]/banyak", "a[1]/nama", "alat", "hari", "jumlah"];
    assert_eq!(listed, expected);
}

#[test]
fn instances_are_added_set_and_removed_at_every_level() {
    let script = r#"{"add":"a"}
        {"add":"a[2]/b"}
        {"set":"a[2]/nama","value":"x"}
        {"set":"a[2]/b[2]/umur","value":"9"}
        {"set":"a[1]/b/umur","value":"5"}
        {"set":"jumlah","value":"2"}
        {"set":"c[2]/isi","value":"z"}"#;
    let values = outcome(script, &[])["values"].clone();
    assert_eq!(
        values,
        json!({
            "jumlah": "2", "a[1]/banyak": "1", "a[2]/nama": "x", "a[2]/banyak": "2",
            "a[2]/b[1]/umur": "7", "a[2]/b[2]/umur": "9", "c[2]/isi": "z",
        })
    );
    let script = format!("{script}\n{{\"remove\":\"a[2]/b[1]\"}}\n{{\"remove\":\"a[1]\"}}");
    let outcome = outcome(&script, &[]);
    assert_eq!(outcome["values"]["a[1]/b[1]/umur"], "9");
    assert_eq!(outcome["values"].get("a[2]/nama"), None);
}

#[test]
fn a_finding_stands_at_its_instance() {
    let script = "{\"add\":\"a\"}\n{\"set\":\"a[2]/b[1]/umur\",\"value\":\"x\"}\n\
        {\"set\":\"a[2]/nama\",\"value\":\"x\"}\n{\"finish\":true}";
    let outcome = outcome(script, &[]);
    let found = outcome["findings"].as_array().expect("findings");
    let written = |one: &Value| format!("{} {}", one["id"], one["path"]).replace('"', "");
    let found: Vec<_> = found.iter().map(written).collect();
    // The first answer that the form gave a question that is hidden is held against nobody.
    assert_eq!(found, ["K001 a[1]/nama", "K003 a[2]/b[1]/umur"]);
    assert_eq!(outcome["values"]["a[2]/b[1]/umur"], "x");
}

#[test]
fn clock_and_properties_come_from_the_command_line() {
    let more = ["--now", "2022-10-15T07:00:00+09:00", "--property", "deviceid=tablet-7"];
    let values = outcome("", &more)["values"].clone();
    assert_eq!((&values["hari"], &values["alat"]), (&json!("2022-10-15"), &json!("tablet-7")));
    for wrong in [["--now", "yesterday"], ["--property", "deviceid"]] {
        let (status, output, _) = eval("", &wrong);
        assert_eq!((status, output.as_str()), (2, ""), "{wrong:?}");
    }
}

#[test]
fn a_path_that_names_nothing_is_told_with_its_line() {
    for line in [
        r#"{"set":"a[1]/b[2]/umur","value":"1"}"#,
        r#"{"set":"b[1]/a[1]/umur","value":"1"}"#,
        r#"{"set":"a[1]/umur/b[1]","value":"1"}"#,
        r#"{"set":"a[1]/jumlah","value":"1"}"#,
        r#"{"set":"a[x]/nama","value":"1"}"#,
        r#"{"set":"a[1/nama","value":"1"}"#,
        r#"{"set":"a[1]/banyak","value":"1"}"#,
        r#"{"add":"a[2]/b"}"#,
        r#"{"add":"a[1]/nama"}"#,
        r#"{"add":"a[1]"}"#,
        r#"{"remove":"a[1]/b"}"#,
        r#"{"remove":"a[1]/b[1]/umur"}"#,
        r#"{"remove":""}"#,
    ] {
        let (status, output, errors) = eval(&format!("\n{line}"), &[]);
        assert_eq!((status, output.as_str()), (2, ""), "{line}");
        assert!(errors.starts_with("script line 2: "), "{line}: {errors}");
    }
    let (status, _, errors) = eval("{\"add\":\"a\"}\n{\"set\":\"nama\",\"value\":\"1\"}", &[]);
    assert!(status == 2 && errors.contains("which instance? expected a[…]"), "{errors}");
}

#[test]
fn options_are_those_that_the_filter_lets_through() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        (
            "survey.csv",
            "type,name,label,choice_filter\nselect_one kab,k,K,\nselect_one kec,c,C,kab = ${k}\n",
        ),
        ("choices.csv", "list_name,name,label,kab\nkab,a,A,\nkab,b,B,\nkec,a1,A1,a\nkec,b1,B1,b\n"),
        ("settings.csv", "form_id\nf\n"),
    ];
    let path = written(folder.path(), &files);
    let script = "{\"set\":\"k\",\"value\":\"b\"}";
    let (status, output, errors) = said(&["eval", &path, "--script", "-"], script);
    assert_eq!((status, errors.as_str()), (0, ""));
    let outcome: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(outcome["options"], json!({"k": ["a", "b"], "c": ["b1"]}));
}
