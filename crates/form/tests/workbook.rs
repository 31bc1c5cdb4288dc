//! The same form from a workbook.

mod common;

use cacah_form::{Form, FormErrorCode, Sheets};
use common::*;
use rust_xlsxwriter::Workbook;

/// A workbook of sheets given as rows of cells.
fn workbook(sheets: &[(&str, Vec<Vec<&str>>)]) -> Workbook {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, *cell).expect("a cell");
            }
        }
    }
    book
}

fn small() -> [(&'static str, Vec<Vec<&'static str>>); 2] {
    [
        ("survey", vec![vec!["type", "name", "label"], vec![], vec!["integer", "a", "A"]]),
        ("settings", vec![vec!["form_id"], vec!["f"]]),
    ]
}

#[test]
fn a_workbook_is_the_same_form() {
    let bytes = workbook(&small()).save_to_buffer().unwrap();
    let form = Form::compile(&Sheets::from_xlsx(&bytes).unwrap()).unwrap();
    let same = compile("type,name,label\ninteger,a,A\n", "", "").unwrap();
    assert_eq!(form.structure_hash(), same.structure_hash());
}

#[test]
fn numbers_and_truths_read_as_they_are_written() {
    let mut book = workbook(&small());
    let choices = book.add_worksheet().set_name("choices").unwrap();
    for (column, cell) in (0..).zip(["list_name", "name", "label"]) {
        choices.write_string(0, column, cell).unwrap();
    }
    choices.write_string(1, 0, "l").unwrap();
    choices.write_number(1, 1, 1.0).unwrap();
    let survey = book.worksheet_from_name("survey").unwrap();
    survey.write_string(0, 3, "required").unwrap();
    survey.write_boolean(2, 3, true).unwrap();
    survey.write_string(3, 0, "select_one l").unwrap();
    survey.write_string(3, 1, "b").unwrap();
    survey.write_string(3, 2, "B").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let form = Form::compile(&Sheets::from_xlsx(&bytes).unwrap()).unwrap();
    assert_eq!(form.choices(form.question("b").unwrap().choices.unwrap())[0].code, "1");
    assert!(interview(&form.into()).required(&path("a")));
}

#[test]
fn errors_name_the_sheet_and_the_row_that_is_shown() {
    let mut sheets = small();
    sheets[0].1.push(vec!["integer", "a", "B"]);
    let bytes = workbook(&sheets).save_to_buffer().unwrap();
    let errors = Form::compile(&Sheets::from_xlsx(&bytes).unwrap()).expect_err("twice");
    assert_eq!((errors[0].file.as_str(), errors[0].row), ("survey", 4));
    let mut far = workbook(&small());
    far.worksheet_from_name("survey").unwrap().write_string(1_048_575, 16_383, "x").unwrap();
    let errors = Sheets::from_xlsx(&far.save_to_buffer().unwrap()).expect_err("far outside");
    assert_eq!((errors[0].code, errors[0].row), (FormErrorCode::Unreadable, 1_048_576));
    assert_eq!(errors[0].column, "XFD");
}
