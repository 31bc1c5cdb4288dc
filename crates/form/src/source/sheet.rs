//! One sheet: its header, its rows, and what its columns are called in the dialect.

use super::header::{Known, canonical};
use super::{MAX_CELL, MAX_ROWS, MAX_SLOTS, far_outside, too_large};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::text::Tongue;

/// One sheet: its header and its rows that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub file: String,
    /// Names of the columns, aliases replaced by the name they stand for.
    pub header: Vec<String>,
    /// The header as written, for errors.
    pub written: Vec<String>,
    /// The language of texts whose column names none.
    pub tongue: Tongue,
    pub rows: Vec<Row>,
    slots: usize,
}

/// A row; `number` is what the spreadsheet shows, the header being 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub number: usize,
    pub cells: Vec<String>,
}

impl Sheet {
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Calls the columns by the names that the dialect knows.
    pub fn recognise(&mut self, known: &Known) {
        self.header = self.written.iter().map(|header| canonical(header, known)).collect();
    }

    /// Takes the next row: the first is the header, an empty one is left out.
    pub fn keep(&mut self, row: Row) -> Result<(), FormError> {
        let Some(row) = self.accept(row)? else { return Ok(()) };
        self.slots += row.cells.len();
        if self.slots > MAX_SLOTS {
            return Err(too_large("sheet").at(&self.file, row.number, ""));
        }
        self.rows.push(row);
        Ok(())
    }

    /// A row with its cells trimmed, unless it is the header or empty.
    pub fn accept(&mut self, mut row: Row) -> Result<Option<Row>, FormError> {
        for cell in &mut row.cells {
            let trimmed = cell.trim();
            if trimmed.len() < cell.len() {
                *cell = trimmed.to_owned();
            }
        }
        while row.cells.last().is_some_and(String::is_empty) {
            row.cells.pop();
        }
        if row.number == 1 {
            self.written.clone_from(&row.cells);
            self.header = row.cells;
            return Ok(None);
        }
        self.admit(&row)?;
        Ok(Some(row).filter(|row| !row.cells.is_empty()))
    }

    fn admit(&self, row: &Row) -> Result<(), FormError> {
        let beyond = self.header.len();
        let (column, fault) = if let Some(at) = row.cells.iter().position(|c| c.len() > MAX_CELL) {
            (at, too_large("cell"))
        } else if let Some(at) = row.cells.iter().skip(beyond).position(|cell| !cell.is_empty()) {
            let message = "cell without a header";
            let fault = Fault::new(FormErrorCode::Column, message, "a header above each cell");
            (beyond + at, fault)
        } else if row.number > MAX_ROWS {
            (0, far_outside())
        } else {
            return Ok(());
        };
        let column = self.written.get(column).cloned().unwrap_or_else(|| letters(column));
        Err(fault.at(&self.file, row.number, &column))
    }

    /// Header and rows as they stand in the spreadsheet, empty rows too, each row as wide as the
    /// header.
    pub fn records(&self) -> impl Iterator<Item = Vec<&str>> {
        fn all(cells: &[String]) -> Vec<&str> {
            cells.iter().map(String::as_str).collect()
        }
        let mut next = 2;
        let rows = self.rows.iter().flat_map(move |row| {
            let empty = std::iter::repeat_n(Vec::new(), row.number.saturating_sub(next));
            next = row.number + 1;
            let mut cells = all(&row.cells);
            cells.resize(cells.len().max(self.written.len()), "");
            empty.chain([cells])
        });
        std::iter::once(all(&self.written)).chain(rows)
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
}
