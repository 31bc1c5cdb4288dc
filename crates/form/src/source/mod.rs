//! The sheets of a form as written, with the place of every cell.

mod csv;
mod data;
mod encoding;
mod header;
mod sheet;
mod xlsx;

pub(crate) use data::Data;
pub(crate) use sheet::{Row, Sheet, letters};

use std::sync::Arc;

use crate::error::{Fault, FormError, FormErrorCode};
use crate::text::Tongue;

/// Longest cell, in bytes: more than the 32,767 characters a spreadsheet can hold is no form.
const MAX_CELL: usize = 4 * 32_767;
/// Largest file, and largest workbook when unpacked, in bytes.
const MAX_FILE: usize = 64 << 20;
/// More rows or columns than any form has: a file may claim cells anywhere, and each costs the
/// memory of all before it.
const MAX_ROWS: usize = 1_000_000;
const MAX_COLUMNS: usize = 1_000;
/// Most cells of a sheet, empty ones before a filled one counted.
const MAX_SLOTS: usize = 4_000_000;
/// Largest table of external data, in bytes.
const MAX_DATA: usize = 96 << 20;

/// Sheets of other tools, which mean something that the engine does not do.
const REFUSED: [&str; 4] = ["external_choices", "entities", "osm", "cascades"];

/// The rows of a sheet as written, each with its cells.
pub type Table<'a> = Vec<Vec<&'a str>>;

/// The sheets of a form, and the external data beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheets {
    pub(crate) survey: Sheet,
    pub(crate) choices: Sheet,
    pub(crate) settings: Sheet,
    pub(crate) checks: Sheet,
    pub(crate) parameters: Sheet,
    /// All other files; the survey says whether it reads them.
    pub(crate) data: Vec<Arc<Data>>,
}

impl Sheets {
    /// Reads the sheets from CSV files given as name and content: `survey.csv`, `choices.csv`,
    /// `settings.csv`, `checks.csv`, `parameters.csv` and external data; a folder before the name
    /// is ignored.
    ///
    /// # Errors
    /// Every place where a file is neither UTF-8 nor UTF-16, its quotes are broken, a cell is too
    /// large, or the file is unknown, doubled or missing.
    pub fn from_csv(files: &[(&str, &[u8])]) -> Result<Self, Vec<FormError>> {
        let mut gathering = Gathering::default();
        for (path, bytes) in files {
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let (name, kind) = file.rsplit_once('.').unwrap_or((file, ""));
            if !kind.eq_ignore_ascii_case("csv") {
                gathering.errors.push(sheet_fault("unknown file").at(file, 0, ""));
                continue;
            }
            gathering.add(file, name, |keep| csv::read(file, bytes, keep));
        }
        gathering.finish(".csv")
    }

    /// Reads the sheets `survey`, `choices`, `settings`, `checks`, `parameters` and external data
    /// from an `.xlsx` workbook; a sheet without any cell is nothing.
    ///
    /// # Errors
    /// A workbook that cannot be opened, a cell that is too large or shows an error, and sheets
    /// that are unknown or missing.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, Vec<FormError>> {
        let mut gathering = Gathering::default();
        for (name, rows) in xlsx::read(bytes).map_err(|error| vec![error])? {
            if !rows.is_empty() {
                gathering.add(&name, &name, |keep| rows.into_iter().try_for_each(keep));
            }
        }
        gathering.finish("")
    }

    /// The sheets as CSV files, name and content, in the order of the documentation. They read
    /// back as the same sheets.
    pub fn to_csv(&self) -> Vec<(String, String)> {
        let tables = self.tables().into_iter();
        let file = |(name, table): (&str, Table<'_>)| {
            (format!("{name}.csv"), csv::write(table.into_iter()))
        };
        tables.map(file).collect()
    }

    /// Name and rows of every sheet and of the external data, the header first, each row in its
    /// place; in the order of the documentation.
    pub fn tables(&self) -> Vec<(&str, Table<'_>)> {
        let sheets = SHEETS.into_iter().zip(self.all()).filter(|(_, sheet)| !sheet.file.is_empty());
        let sheets = sheets.map(|(name, sheet)| (name, sheet.records().collect()));
        let data = self.data.iter().map(|data| (data.name.as_str(), data.records().collect()));
        sheets.chain(data).collect()
    }

    fn all(&self) -> [&Sheet; 5] {
        [&self.survey, &self.choices, &self.settings, &self.checks, &self.parameters]
    }

    fn by_name(&mut self, name: &str) -> Option<(&mut Sheet, &'static header::Known)> {
        match name.to_ascii_lowercase().as_str() {
            "survey" => Some((&mut self.survey, &header::SURVEY)),
            "choices" => Some((&mut self.choices, &header::CHOICES)),
            "settings" => Some((&mut self.settings, &header::SETTINGS)),
            "checks" => Some((&mut self.checks, &header::OWN)),
            "parameters" => Some((&mut self.parameters, &header::OWN)),
            _ => None,
        }
    }

    /// Texts in a column without a language are in the form's `default_language`.
    fn settle_language(&mut self) {
        let at = self.settings.header.iter().position(|header| header == "default_language");
        let row = self.settings.rows.first();
        let language = row.zip(at).and_then(|(row, at)| row.cells.get(at));
        let tongue = language.map_or(Tongue::Id, |language| Tongue::of(language));
        for name in SHEETS {
            if let Some((sheet, _)) = self.by_name(name) {
                sheet.tongue = tongue.clone();
            }
        }
    }
}

/// Travels with a form and is no data of its questions: the notice to the respondent.
pub(crate) const NOTICE: &str = "notice";

/// Names of the sheets, in the order of the documentation.
pub(crate) const SHEETS: [&str; 5] = ["survey", "choices", "settings", "checks", "parameters"];

/// Sheets as they are read.
#[derive(Default)]
struct Gathering {
    sheets: Sheets,
    errors: Vec<FormError>,
}

impl Gathering {
    /// Adds one sheet; `read` gives its rows.
    fn add(
        &mut self,
        file: &str,
        name: &str,
        read: impl FnOnce(&mut dyn FnMut(Row) -> Result<(), FormError>) -> Result<(), FormError>,
    ) {
        if let Err(error) = self.try_add(file, name, read) {
            self.errors.push(error);
        }
    }

    fn try_add(
        &mut self,
        file: &str,
        name: &str,
        read: impl FnOnce(&mut dyn FnMut(Row) -> Result<(), FormError>) -> Result<(), FormError>,
    ) -> Result<(), FormError> {
        let twice = || sheet_fault("this sheet is given twice").at(file, 0, "");
        if REFUSED.contains(&name) {
            let expected = "choices with choice_filter, or select_one_from_file";
            let message = "this sheet is not supported";
            return Err(Fault::new(FormErrorCode::Unsupported, message, expected).at(file, 0, ""));
        }
        if let Some((sheet, known)) = self.sheets.by_name(name) {
            if !sheet.file.is_empty() {
                return Err(twice());
            }
            *sheet = Sheet::new(file);
            read(&mut |row| sheet.keep(row))?;
            sheet.recognise(known);
        } else {
            if self.sheets.data.iter().any(|data| data.name == name) {
                return Err(twice());
            }
            let mut data = Data::new(file, name);
            read(&mut |row| data.keep(row))?;
            self.sheets.data.push(Arc::new(data));
        }
        Ok(())
    }

    fn finish(mut self, suffix: &str) -> Result<Sheets, Vec<FormError>> {
        let needed = [("survey", &self.sheets.survey), ("settings", &self.sheets.settings)];
        for (name, sheet) in needed {
            if sheet.file.is_empty() {
                let file = format!("{name}{suffix}");
                self.errors.push(sheet_fault("this sheet is missing").at(&file, 0, ""));
            }
        }
        self.sheets.settle_language();
        if self.errors.is_empty() { Ok(self.sheets) } else { Err(self.errors) }
    }
}

fn sheet_fault(message: &str) -> Fault {
    Fault::new(
        FormErrorCode::Sheet,
        message,
        "the sheets survey and settings, if needed choices, checks and parameters, each once, and \
         the data that the survey names",
    )
}

fn too_large(what: &str) -> Fault {
    let expected = "cells of at most 32,767 characters, files of at most 64 MB";
    Fault::new(FormErrorCode::Unreadable, format!("{what} too large"), expected)
}

fn far_outside() -> Fault {
    let expected = format!("at most {MAX_ROWS} rows and {MAX_COLUMNS} columns");
    Fault::new(FormErrorCode::Unreadable, "a cell far outside", expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SETTINGS: (&str, &[u8]) = ("settings.csv", b"form_id\nf\n");

    #[test]
    fn rows_keep_the_number_that_the_spreadsheet_shows() {
        let survey = b"type,name\n\ntext,\"a\nb\"\n,\ninteger,c\n";
        let sheets = Sheets::from_csv(&[("x/survey.csv", survey), SETTINGS]).unwrap();
        let rows: Vec<_> = sheets.survey.rows.iter().map(|row| row.number).collect();
        assert_eq!(rows, [3, 5]);
    }

    #[test]
    fn a_missing_unknown_or_doubled_sheet_is_named() {
        let errors = Sheets::from_csv(&[("survey.csv", b"type"), ("survey.csv", b"type")])
            .expect_err("broken");
        let files: Vec<_> = errors.iter().map(|error| error.file.as_str()).collect();
        assert_eq!(files, ["survey.csv", "settings.csv"]);
        for file in ["extra.txt", "entities.csv"] {
            let survey = ("survey.csv", b"type".as_slice());
            let errors = Sheets::from_csv(&[survey, SETTINGS, (file, b"a")]).expect_err("broken");
            assert_eq!(errors[0].file, file);
        }
    }

    #[test]
    fn other_files_are_data() {
        let desa: &[u8] = b"name,label\n\n 8271 , Ternate\n,\n8272\n";
        let files = [("survey.csv", b"type".as_slice()), SETTINGS, ("desa.csv", desa)];
        let sheets = Sheets::from_csv(&files).unwrap();
        let data = &sheets.data[0];
        assert_eq!((data.name.as_str(), data.len(), data.columns().len()), ("desa", 2, 2));
        assert_eq!((data.cell(0, 1), data.cell(1, 0), data.cell(1, 1)), ("Ternate", "8272", ""));
        for (text, column) in [("a,a\n", "B"), ("a,,b\n", "B"), ("a\n1,2\n", "B")] {
            let files = [files[0], SETTINGS, ("desa.csv", text.as_bytes())];
            let errors = Sheets::from_csv(&files).expect_err("broken");
            assert_eq!(errors[0].column, column, "{text}");
        }
    }

    fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
        let row = || proptest::collection::vec("[a-c,\"\n;é]{0,4}", 3);
        proptest::collection::vec(row(), 0..6)
    }

    proptest! {
        #[test]
        fn printed_sheets_read_back(rows in table()) {
            let records = rows.iter().map(|row| row.iter().map(String::as_str).collect());
            let header = std::iter::once(vec!["x", "y", "z"]);
            let survey = csv::write(header.chain(records));
            let files = [("survey.csv", survey.as_bytes()), SETTINGS, ("d.csv", survey.as_bytes())];
            let sheets = Sheets::from_csv(&files).unwrap();
            let printed = sheets.to_csv();
            let files: Vec<_> =
                printed.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
            let again = Sheets::from_csv(&files).unwrap();
            prop_assert_eq!(&again.survey, &sheets.survey);
            prop_assert_eq!(again.to_csv(), printed);
        }
    }
}
