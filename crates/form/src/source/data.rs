//! External data: a table that a form reads from, kept small. A city's 100,000 rows are one text
//! and one number for each cell.

use super::sheet::{Row, Sheet, letters};
use super::{MAX_DATA, too_large};
use crate::error::{Fault, FormError, FormErrorCode};

/// The rows of a CSV file, or of a sheet, that the form names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Data {
    /// The name by which expressions know it: the file without `.csv`.
    pub name: String,
    /// Its header, without rows.
    sheet: Sheet,
    text: String,
    /// Where each cell ends in `text`; the cells of a row follow each other.
    ends: Vec<u32>,
    /// The rows of the spreadsheet, for errors.
    numbers: Vec<u32>,
}

impl Data {
    pub fn new(file: &str, name: &str) -> Self {
        Self { name: name.to_owned(), sheet: Sheet::new(file), ..Self::default() }
    }

    /// A table of rows that are as long as `columns`.
    pub fn table<'a>(
        name: &str,
        columns: &[&str],
        rows: impl Iterator<Item = Vec<&'a str>>,
    ) -> Self {
        let mut table = Self::new(name, name);
        table.sheet.header = columns.iter().map(ToString::to_string).collect();
        rows.for_each(|row| table.push(0, &row));
        table
    }

    fn push(&mut self, number: usize, row: &[&str]) {
        for at in 0..self.columns().len() {
            self.text.push_str(row.get(at).unwrap_or(&""));
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
        self.numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
    }

    /// Takes the next row: the first is the header, an empty one is left out.
    pub fn keep(&mut self, row: Row) -> Result<(), FormError> {
        let first = row.number == 1;
        let accepted = self.sheet.accept(row)?;
        if first {
            return self.check_header();
        }
        let Some(row) = accepted else { return Ok(()) };
        self.push(row.number, &row.cells.iter().map(String::as_str).collect::<Vec<_>>());
        if self.text.len() + self.ends.len() * size_of::<u32>() > MAX_DATA {
            return Err(too_large("sheet").at(self.file(), row.number, ""));
        }
        Ok(())
    }

    fn check_header(&self) -> Result<(), FormError> {
        let columns = self.columns();
        for (at, column) in columns.iter().enumerate() {
            let message = if column.is_empty() {
                "a column without a name"
            } else if columns.iter().take(at).any(|before| before == column) {
                "this column is given twice"
            } else {
                continue;
            };
            let fault = Fault::new(FormErrorCode::Column, message, "a name of its own");
            return Err(fault.at(self.file(), 1, &letters(at)));
        }
        Ok(())
    }

    /// File or sheet, for errors.
    pub fn file(&self) -> &str {
        &self.sheet.file
    }

    /// The header.
    pub fn columns(&self) -> &[String] {
        &self.sheet.header
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The row as the spreadsheet shows it.
    pub fn number(&self, row: usize) -> usize {
        self.numbers.get(row).map_or(0, |number| *number as usize)
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        let at = row * self.columns().len() + column;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |end| *end as usize) };
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Header and rows, without the empty rows between them.
    pub fn records(&self) -> impl Iterator<Item = Vec<&str>> {
        let header = self.columns().iter().map(String::as_str).collect();
        let width = self.columns().len();
        let rows = (0..self.len())
            .map(move |row| (0..width).map(|column| self.cell(row, column)).collect());
        std::iter::once(header).chain(rows)
    }
}
