//! Rows of a spreadsheet, one after the other: CSV or the first sheet of an `.xlsx` workbook. A
//! file is bounded in bytes, rows and what it unpacks to, before any of it is kept.

mod csv;
mod xlsx;

use chrono::NaiveDate;

use super::fault::Problem;

/// Most bytes of a file.
pub const MAX_BYTES: usize = 64 << 20;
/// Most rows below the header.
const MAX_ROWS: usize = 2_000_000;
/// Most columns looked at; a list has half a dozen, an office's own workbook some more.
const MAX_COLUMNS: usize = 256;
/// Longest cell kept, in bytes; more than any code, name or address has.
const MAX_CELL: usize = 1000;

/// A spreadsheet file.
pub struct File {
    /// Its name, as faults show it.
    pub name: String,
    /// What it holds; one byte more than [`MAX_BYTES`] is enough to be refused.
    pub bytes: Vec<u8>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// Text, its blanks made single.
    Text(String),
    /// A cell of type number.
    Number(f64),
    /// A cell of type date.
    Date(NaiveDate),
    /// Longer than any list's.
    TooLong,
    /// Truth values, errors, durations.
    Other,
}

impl Cell {
    /// Text as people type it: blanks around it and line breaks in it mean nothing.
    fn text(text: &str) -> Self {
        if text.len() > MAX_CELL {
            return Self::TooLong;
        }
        let mut words = text.split_whitespace();
        let Some(first) = words.next() else { return Self::Empty };
        let mut text = first.to_owned();
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
        Self::Text(text)
    }
}

/// Why reading ended early: row (0: the file), column from 0, problem.
pub type Broken = (usize, Option<usize>, Problem);

/// Hands every row that holds something to `take`, with the number the spreadsheet shows.
pub fn read(bytes: &[u8], take: &mut dyn FnMut(usize, &[Cell])) -> Result<(), Broken> {
    if bytes.len() > MAX_BYTES {
        return Err((0, None, Problem::TooLarge));
    }
    if bytes.starts_with(b"PK") {
        xlsx::read(bytes, take)
    } else if bytes.contains(&0) {
        Err((0, None, Problem::NotSpreadsheet))
    } else {
        csv::read(bytes, take)
    }
}

/// The spreadsheet's letters of a column counted from 0: `A`, `Z`, `AA`.
pub fn letters(index: usize) -> String {
    let mut name = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}
