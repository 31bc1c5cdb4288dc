//! Reads the sheets of an `.xlsx` workbook.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};

use super::Row;
use crate::error::{Fault, FormError, FormErrorCode};

/// The sheets of a workbook by name, each with its rows from the first.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, FormError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable("workbook"))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|_| unreadable(&name))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let rows = range.rows().enumerate().map(|(index, cells)| {
            let blanks = std::iter::repeat_n(String::new(), first_column as usize);
            Row {
                number: first_row as usize + index + 1,
                cells: blanks.chain(cells.iter().map(written)).collect(),
            }
        });
        sheets.push((name, rows.collect()));
    }
    Ok(sheets)
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
