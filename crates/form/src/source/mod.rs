//! The sheets of a form as written, with the place of every cell.

mod csv;
mod xlsx;

use crate::error::{Fault, FormError, FormErrorCode};

/// Longest cell, in bytes: more than the 32,767 characters a spreadsheet can hold is no form.
const MAX_CELL: usize = 4 * 32_767;

/// The four sheets of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheets {
    pub(crate) survey: Sheet,
    pub(crate) choices: Sheet,
    pub(crate) settings: Sheet,
    pub(crate) checks: Sheet,
}

/// One sheet: its header and its rows that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub file: String,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row; `number` is what the spreadsheet shows, the header being 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub number: usize,
    pub cells: Vec<String>,
}

impl Sheets {
    /// Reads the sheets from CSV files given as name and content (`survey.csv`, `choices.csv`,
    /// `settings.csv`, `checks.csv`; a folder before the name is ignored).
    ///
    /// # Errors
    /// Every place where a file is not UTF-8, its quotes are broken, a cell is too large, or the
    /// file is unknown, doubled or missing.
    pub fn from_csv(files: &[(&str, &[u8])]) -> Result<Self, Vec<FormError>> {
        let mut named = Vec::new();
        let mut errors = Vec::new();
        for (path, bytes) in files {
            let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
            match csv::read(file, bytes).and_then(|records| Sheet::new(file, records)) {
                Ok(sheet) => named.push((file.trim_end_matches(".csv").to_owned(), sheet)),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Self::gather(named, ".csv") } else { Err(errors) }
    }

    /// Reads the sheets `survey`, `choices`, `settings` and `checks` from an `.xlsx` workbook.
    ///
    /// # Errors
    /// A workbook that cannot be opened, a cell that is too large, and sheets that are unknown or
    /// missing.
    pub fn from_xlsx(bytes: &[u8]) -> Result<Self, Vec<FormError>> {
        let mut named = Vec::new();
        for (name, records) in xlsx::read(bytes).map_err(|error| vec![error])? {
            let sheet = Sheet::new(&name, records).map_err(|error| vec![error])?;
            named.push((name, sheet));
        }
        Self::gather(named, "")
    }

    fn gather(named: Vec<(String, Sheet)>, suffix: &str) -> Result<Self, Vec<FormError>> {
        let mut sheets = Self::default();
        let mut errors = Vec::new();
        for (name, sheet) in named {
            let place = match name.as_str() {
                "survey" => &mut sheets.survey,
                "choices" => &mut sheets.choices,
                "settings" => &mut sheets.settings,
                "checks" => &mut sheets.checks,
                _ => {
                    errors.push(sheet_fault("unknown sheet").at(&sheet.file, 0, ""));
                    continue;
                }
            };
            if place.file.is_empty() {
                *place = sheet;
            } else {
                errors.push(sheet_fault("this sheet is given twice").at(&sheet.file, 0, ""));
            }
        }
        for (name, sheet) in [("survey", &sheets.survey), ("settings", &sheets.settings)] {
            if sheet.file.is_empty() {
                let file = format!("{name}{suffix}");
                errors.push(sheet_fault("this sheet is missing").at(&file, 0, ""));
            }
        }
        if errors.is_empty() { Ok(sheets) } else { Err(errors) }
    }
}

fn sheet_fault(message: &str) -> Fault {
    Fault::new(
        FormErrorCode::Sheet,
        message,
        "the sheets survey and settings, and if needed choices and checks, each once",
    )
}

impl Sheet {
    fn new(file: &str, records: Vec<Row>) -> Result<Self, FormError> {
        let mut rows = records.into_iter();
        let mut header = rows.next().map(|row| row.cells).unwrap_or_default();
        while header.last().is_some_and(|cell| cell.trim().is_empty()) {
            header.pop();
        }
        for name in &mut header {
            *name = name.trim().to_owned();
        }
        let mut sheet = Self { file: file.to_owned(), header, rows: Vec::new() };
        for mut row in rows {
            for (index, cell) in row.cells.iter_mut().enumerate() {
                *cell = cell.trim().to_owned();
                sheet.admit(row.number, index, cell)?;
            }
            if row.cells.iter().any(|cell| !cell.is_empty()) {
                sheet.rows.push(row);
            }
        }
        Ok(sheet)
    }

    fn admit(&self, row: usize, index: usize, cell: &str) -> Result<(), FormError> {
        let fault = if cell.len() > MAX_CELL {
            Fault::new(FormErrorCode::Unreadable, "cell too large", "at most 32,767 characters")
        } else if index >= self.header.len() && !cell.is_empty() {
            Fault::new(FormErrorCode::Column, "cell without a header", "a header above each cell")
        } else {
            return Ok(());
        };
        let column = self.header.get(index).cloned().unwrap_or_else(|| letters(index));
        Err(fault.at(&self.file, row, &column))
    }
}

/// The spreadsheet's letters of a column counted from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(index: usize) -> String {
    let mut name = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn rows_keep_the_number_that_the_spreadsheet_shows() {
        let survey = b"type,name\n\ntext,\"a\nb\"\n,\ninteger,c\n";
        let sheets =
            Sheets::from_csv(&[("x/survey.csv", survey), ("settings.csv", b"form_id\nf\n")])
                .unwrap();
        let rows: Vec<_> = sheets.survey.rows.iter().map(|row| row.number).collect();
        assert_eq!(rows, [3, 5]);
    }

    #[test]
    fn a_missing_unknown_or_doubled_sheet_is_named() {
        let errors = Sheets::from_csv(&[("survey.csv", b"type"), ("survey.csv", b"type")])
            .expect_err("broken");
        let files: Vec<_> = errors.iter().map(|error| error.file.as_str()).collect();
        assert_eq!(files, ["survey.csv", "settings.csv"]);
        let errors = Sheets::from_csv(&[("extra.csv", b"a")]).expect_err("broken");
        assert_eq!(errors[0].file, "extra.csv");
    }
}
