//! Reads the sheets of an `.xlsx` workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};

use super::{Row, letters};
use crate::error::{Fault, FormError, FormErrorCode};

/// More rows or columns than any form has: a workbook may claim cells anywhere, and each costs the
/// memory of all before it.
const MAX_ROWS: usize = 100_000;
const MAX_COLUMNS: usize = 1_000;

/// The sheets of a workbook by name, each with its rows that hold something.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, FormError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable("workbook"))?;
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let rows = sheet(&mut book, &name)?;
            Ok((name, rows))
        })
        .collect()
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, FormError> {
    let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| unreadable(name))?;
    while let Some(cell) = reader.next_cell().map_err(|_| unreadable(name))? {
        let text = written(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            let expected = format!("at most {MAX_ROWS} rows and {MAX_COLUMNS} columns");
            let fault = Fault::new(FormErrorCode::Unreadable, "a cell far outside", expected);
            return Err(fault.at(name, row + 1, &letters(column)));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    Ok(rows.into_iter().map(|(row, cells)| Row { number: row + 1, cells }).collect())
}

fn unreadable(name: &str) -> FormError {
    Fault::new(FormErrorCode::Unreadable, "not a workbook that can be read", "an .xlsx workbook")
        .at(name, 0, "")
}

/// A cell as text: a code typed as the number 1 is `1`, a date its ISO form.
fn written(cell: &Data) -> String {
    match cell {
        Data::Bool(truth) => if *truth { "true()" } else { "false()" }.to_owned(),
        Data::DateTime(_) => cell.as_date().map(|date| date.to_string()).unwrap_or_default(),
        other => other.to_string(),
    }
}
