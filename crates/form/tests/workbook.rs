//! The same form from a workbook.

mod common;

use cacah_form::{Form, FormErrorCode, Sheets};
use common::*;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

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

/// The workbook with one cell of the survey changed, and where its error is.
fn place_of(change: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> (usize, String) {
    let mut book = workbook(&small());
    change(book.worksheet_from_name("survey").expect("a workbook"));
    let errors =
        Sheets::from_xlsx(&book.save_to_buffer().expect("a workbook")).expect_err("broken");
    assert_eq!((errors.len(), errors[0].file.as_str()), (1, "survey"));
    assert_eq!(errors[0].code, FormErrorCode::Unreadable);
    (errors[0].row, errors[0].column.clone())
}

#[test]
fn a_cell_that_shows_no_value_is_an_error_with_its_place() {
    let error = place_of(|sheet| {
        sheet.write_formula(4, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    assert_eq!(error, (5, "B".into()));
    let merged = place_of(|sheet| {
        sheet.merge_range(5, 0, 6, 1, "text", &Format::new()).unwrap();
    });
    assert_eq!(merged, (6, "A".into()));
    let huge = "x".repeat(32_767);
    let long = workbook(&[("survey", vec![vec!["type"], vec![&huge]]), small()[1].clone()]);
    assert!(Sheets::from_xlsx(&{ long }.save_to_buffer().unwrap()).is_ok(), "as long as it gets");
}

#[test]
fn cells_read_as_excel_would_write_them_to_csv() {
    let mut book = workbook(&small());
    let data = book.add_worksheet().set_name("data").unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let time = Format::new().set_num_format("hh:mm");
    let day = ExcelDateTime::from_ymd(2022, 10, 15).unwrap();
    for column in 0..7 {
        data.write_string(0, column, format!("c{column}")).unwrap();
    }
    data.write_number(1, 0, 0.1 + 0.2).unwrap();
    data.write_boolean(1, 1, true).unwrap();
    data.write_datetime_with_format(1, 2, &day, &date).unwrap();
    data.write_datetime_with_format(1, 3, day.and_hms(7, 30, 0).unwrap(), &moment).unwrap();
    data.write_number_with_format(1, 4, 0.3125, &time).unwrap();
    data.write_formula(1, 5, Formula::new("=1+1").set_result("2")).unwrap();
    data.write_string(1, 6, "01").unwrap();
    book.add_worksheet().set_name("Sheet4").unwrap();
    let sheets = Sheets::from_xlsx(&book.save_to_buffer().unwrap()).unwrap();
    let files = sheets.to_csv();
    assert_eq!(files.len(), 3, "an empty sheet is nothing");
    let (name, text) = &files[2];
    assert_eq!(name, "data.csv");
    let row = text.lines().nth(1).unwrap();
    assert_eq!(row, "0.3,TRUE,2022-10-15,2022-10-15T07:30:00,07:30:00,2,01");
}

#[test]
fn a_workbook_that_unpacks_to_more_than_it_may_is_refused() {
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    bomb.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..80 {
        std::io::Write::write_all(&mut bomb, &vec![b' '; 1 << 20]).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let errors = Sheets::from_xlsx(&bytes).expect_err("a bomb");
    assert_eq!(errors[0].message, "workbook too large");
}

/// A workbook whose sheet `survey` has this XML inside.
fn with_survey(xml: &[u8]) -> Vec<u8> {
    let bytes = workbook(&small()).save_to_buffer().expect("a part");
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a part");
    let mut changed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let part = parts.by_index_raw(index).expect("a part");
        if part.name().expect("a part").ends_with("sheet1.xml") {
            let name = part.name().expect("a part").into_owned();
            changed.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            std::io::Write::write_all(&mut changed, xml).expect("a part");
        } else {
            changed.raw_copy_file(part).expect("a part");
        }
    }
    changed.finish().expect("a part").into_inner()
}

#[test]
fn what_a_cell_claims_about_its_place_is_not_believed() {
    for cell in ["ZZZZZZZZZZ1", "A99999999999", "A0", "1", "A", "", "É1"] {
        let xml = format!(
            "<worksheet><sheetData><row r=\"1\"><c r=\"{cell}\" t=\"inlineStr\"><is><t>x</t></is>\
             </c></row></sheetData></worksheet>"
        );
        let _ = Sheets::from_xlsx(&with_survey(xml.as_bytes()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_workbook_and_its_csv_are_the_same(rows in proptest::collection::vec(
        proptest::collection::vec("[a-c \"\n;,é0-9]{0,4}", 3), 0..5))
    {
        let header = ["type", "name", "label"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<&str>> = std::iter::once(&header)
            .chain(&rows)
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let mut book = workbook(&[("survey", rows.clone()), small()[1].clone(), ("d", rows)]);
        let sheets = Sheets::from_xlsx(&book.save_to_buffer().unwrap()).unwrap();
        let files = sheets.to_csv();
        let named: Vec<_> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        prop_assert_eq!(Sheets::from_csv(&named).unwrap().to_csv(), files);
    }

    #[test]
    fn any_damage_is_an_error_or_nothing(
        at in any::<prop::sample::Index>(),
        bytes in proptest::collection::vec(any::<u8>(), 1..8),
        inside in any::<bool>(),
    ) {
        let xml: &[u8] = b"<worksheet><dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"><c r=\"A1\" \
            t=\"s\"><v>0</v></c><c r=\"B1\"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells \
            count=\"1\"><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>";
        let mut damaged =
            if inside { xml.to_vec() } else { workbook(&small()).save_to_buffer().unwrap() };
        let at = at.index(damaged.len() - bytes.len());
        damaged[at..at + bytes.len()].copy_from_slice(&bytes);
        let damaged = if inside { with_survey(&damaged) } else { damaged };
        let _ = Sheets::from_xlsx(&damaged).map(|sheets| Form::compile(&sheets).is_ok());
    }
}
