//! What cannot be done is said with its place, and by the exit status.

use std::fs;
use std::path::Path;

use crate::common::{form, said as refused};

fn eval(script: &str) -> (i32, String, String) {
    let form = form("regsosek22-k");
    refused(&["eval", form.to_str().expect("a path"), "--script", "-"], script)
}

fn changed_toy(folder: &Path, file: &str, from: &str, to: &str) -> String {
    for name in ["survey.csv", "choices.csv", "settings.csv", "checks.csv"] {
        let mut text = fs::read_to_string(form("toy").join(name)).expect("a sheet");
        if name == file {
            assert!(text.contains(from), "{from} is not in {name}");
            text = text.replacen(from, to, 1);
        }
        fs::write(folder.join(name), text).expect("a sheet");
    }
    folder.to_str().expect("a path").to_owned()
}

#[test]
fn lint_accepts_the_forms_of_the_checkout() {
    for name in ["regsosek22-k", "regsosek22-vk", "toy"] {
        let form = form(name);
        let (status, output, _) = refused(&["lint", form.to_str().expect("a path")], "");
        assert_eq!(status, 0, "{name}: {output}");
    }
}

#[test]
fn lint_names_every_error_with_file_row_column_and_what_was_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = changed_toy(folder.path(), "survey.csv", "${minum_kopi} = '1'", "${minum} = '1'");
    let (status, output, errors) = refused(&["lint", &path], "");
    assert_eq!((status, errors.as_str()), (1, ""));
    for part in ["error reference: survey.csv row 4, column relevant: ", "minum", "expected"] {
        assert!(output.contains(part), "{part}: {output}");
    }
}

#[test]
fn broken_sheets_exit_1_in_every_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = changed_toy(folder.path(), "choices.csv", "ya_tidak,1,Ya", "ya_tidak,1,\"Ya");
    let workbook = folder.path().join("toy.xlsx");
    let workbook = workbook.to_str().expect("a path");
    let (status, output, _) = refused(&["lint", &path], "");
    assert!(status == 1 && output.contains("choices.csv row"), "{output}");
    for arguments in [vec!["pack", &path, "-o", workbook], vec!["eval", &path, "--script", "-"]] {
        let (status, output, errors) = refused(&arguments, "");
        assert_eq!((status, output.as_str()), (1, ""), "{arguments:?}");
        assert!(errors.contains("choices.csv row"), "{errors}");
    }
    assert!(!Path::new(workbook).exists());
}

#[test]
fn a_wrong_line_of_a_script_exits_2_with_its_number_and_no_output() {
    let good = "{\"set\":\"r101\",\"value\":\"82\"}\n";
    for line in [
        r#"{"set":"r999","value":"1"}"#,
        r#"{"set":"anggota[2]/r405","value":"1"}"#,
        r#"{"set":"anggota[0]/r405","value":"1"}"#,
        r#"{"set":"anggota[1]/r101","value":"1"}"#,
        r#"{"set":"anggota","value":"1"}"#,
        r#"{"set":"blok_1","value":"1"}"#,
        r#"{"set":"r401","value":"1"}"#,
        r#"{"add":"keluarga"}"#,
        r#"{"remove":"anggota[2]"}"#,
        r#"{"remove":"anggota"}"#,
        r#"{"set":"r101"}"#,
        "r101 = 82",
    ] {
        let (status, output, errors) = eval(&format!("{good}\n{line}\n"));
        assert_eq!((status, output.as_str()), (2, ""), "{line}");
        assert!(errors.contains("script line 3: "), "{line}: {errors}");
    }
}

#[test]
fn an_instance_may_go_unnamed_only_while_there_is_one() {
    let line = "{\"set\":\"r402\",\"value\":\"AHMAD CONTOH\"}\n";
    assert_eq!(eval(line).0, 0);
    assert_eq!(eval(&format!("{{\"add\":\"anggota\"}}\n{line}")).0, 2);
}

#[test]
fn a_form_that_needs_a_function_of_the_survey_is_not_evaluated_wrongly() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = ("${cangkir} > 10", "cacah:cups(${cangkir}) > 10");
    let path = changed_toy(folder.path(), "checks.csv", from, to);
    let (status, output, errors) = refused(&["eval", &path, "--script", "-"], "");
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.contains("cacah:cups"), "{errors}");
}

#[test]
fn what_is_no_form_and_what_cannot_be_read_exit_2() {
    let toy = form("toy");
    let survey = toy.join("survey.csv");
    let (status, _, errors) = refused(&["lint", survey.to_str().expect("a path")], "");
    assert!(status == 2 && errors.contains("expected a folder"), "{errors}");
    let toy = toy.to_str().expect("a path");
    assert_eq!(refused(&["eval", toy, "--script", "/nowhere/script"], "").0, 2);
    assert_eq!(refused(&["pack", toy, "-o", "/nowhere/toy.xlsx"], "").0, 2);
    assert_eq!(refused(&["sow", toy], "").0, 2);
}

/// A form whose survey has these bytes.
fn survey(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("survey.csv"), bytes).expect("a sheet");
    fs::write(folder.path().join("settings.csv"), "form_id\nf\n").expect("a sheet");
    folder
}

#[test]
fn sheets_as_excel_saves_them_are_read() {
    let text = "type,name,label\ntext,a,Apa?\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes), marked, text.into()] {
        let folder = survey(&bytes);
        let path = folder.path().to_str().expect("a path");
        let (status, output, _) = refused(&["lint", path], "");
        assert_eq!((status, output.as_str()), (0, "0 errors, 0 warnings\n"));
    }
}

#[test]
fn bytes_that_are_no_sheet_are_an_error_with_a_place() {
    let wide: Vec<u8> = "type,name".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&[u8], &str); 8] = [
        (b"type,name,label\ntext,a,\xC3\x28\n", "error unreadable: survey.csv row 2"),
        (b"type,name,label\ntext,a,\"A\n", "error unreadable: survey.csv row 2, column "),
        (b"type,name,label\ntext,a,\"A\"b\n", "error unreadable: survey.csv row 2, column "),
        (b"type,name,label,rumour\ntext,a,A,x\n", "error column: survey.csv row 1, column rumour"),
        (b"type,name,label\ntext,a,A,more\n", "error column: survey.csv row 2, column D"),
        (b"type,label\ntext,A\n", "error column: survey.csv row 1, column name"),
        (b"\xFF\xFE\x00", "error unreadable: survey.csv"),
        (&wide, "error "),
    ];
    for (bytes, start) in cases {
        let folder = survey(bytes);
        let path = folder.path().to_str().expect("a path");
        let (status, output, errors) = refused(&["lint", path], "");
        assert_eq!((status, errors.as_str()), (1, ""), "{start}");
        assert!(output.starts_with(start), "{start}: {output}");
    }
}

#[test]
fn a_huge_cell_is_refused() {
    let folder = survey(format!("type,name,label\ntext,a,{}\n", "x".repeat(200_000)).as_bytes());
    let path = folder.path().to_str().expect("a path");
    let (status, output, _) = refused(&["lint", path], "");
    assert!(status == 1 && output.contains("survey.csv row 2, column C"), "{output}");
}

#[test]
fn a_script_that_is_no_text_or_too_deep_exits_2() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("script.jsonl");
    fs::write(&script, b"{\"finish\":true}\n\xFF\n").expect("a script");
    let toy = form("toy");
    let toy = toy.to_str().expect("a path");
    let (status, output, errors) =
        refused(&["eval", toy, "--script", script.to_str().expect("a path")], "");
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.contains("script.jsonl"), "{errors}");
    let deep = "[".repeat(10_000);
    let (status, output, errors) = refused(&["eval", toy, "--script", "-"], &deep);
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(errors.starts_with("script line 1: "), "{errors}");
}

#[test]
fn a_workbook_that_is_none_is_an_error_of_the_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("form.xlsx");
    fs::write(&path, b"PK\x03\x04 not an archive").expect("a file");
    let path = path.to_str().expect("a path");
    let (status, output, _) = refused(&["lint", path], "");
    assert!(status == 1 && output.starts_with("error unreadable: "), "{output}");
    let to = folder.path().join("to");
    assert_eq!(refused(&["unpack", path, "-o", to.to_str().expect("a path")], "").0, 1);
    assert!(!to.exists());
}
