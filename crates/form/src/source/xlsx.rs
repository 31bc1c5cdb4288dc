//! Reads the sheets of an `.xlsx` workbook.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataType, Reader, SheetType, Xlsx, XlsxCellFormulaMetadataRecord};
use zip::ZipArchive;

use super::{MAX_COLUMNS, MAX_FILE, MAX_ROWS, MAX_SLOTS, Row, far_outside, letters, too_large};
use crate::error::{Fault, FormError, FormErrorCode};

/// Last day that Excel knows, 9999-12-31, as a serial number.
const LAST_DAY: f64 = 2_958_466.0;

/// The sheets of a workbook by name, each with its rows that hold something.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, FormError> {
    unpacks_small(bytes)?;
    // calamine computes with what the file claims and may overflow on it.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or_else(|_| Err(unreadable("workbook")))
}

/// Unpacks every part once, since a part may be a thousand times what it is packed, whatever size
/// it claims.
fn unpacks_small(bytes: &[u8]) -> Result<(), FormError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable("workbook"))?;
    let mut left = MAX_FILE as u64;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable("workbook"))?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink());
        left = match left.checked_sub(size.map_err(|_| unreadable("workbook"))?) {
            Some(left) => left,
            None => return Err(too_large("workbook").at("workbook", 0, "")),
        };
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, FormError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable("workbook"))?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    names.into_iter().map(|name| sheet(&mut book, &name).map(|rows| (name, rows))).collect()
}

type Cells = BTreeMap<usize, Vec<String>>;

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, FormError> {
    let rows = cells(book, name)?;
    refuse_merged(book, name, &rows)?;
    Ok(rows.into_iter().map(|(row, cells)| Row { number: row + 1, cells }).collect())
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, FormError> {
    let mut rows = Cells::new();
    let mut slots = 0;
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| unreadable(name))?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| unreadable(name))? {
        let (row, column) = (cell.pos.0 as usize, cell.pos.1 as usize);
        let place = |fault: Fault| fault.at(name, row.saturating_add(1), &letters(column));
        let text = written(&cell).map_err(place)?;
        if text.is_empty() {
            continue;
        }
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(place(far_outside()));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            slots += column + 1 - cells.len();
            cells.resize(column + 1, String::new());
        }
        if slots > MAX_SLOTS {
            return Err(place(too_large("sheet")));
        }
        cells[column] = text;
    }
    Ok(rows)
}

/// Of merged cells only the first holds what all of them show.
fn refuse_merged(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    rows: &Cells,
) -> Result<(), FormError> {
    for merged in book.merge_cells_by_sheet_name(name).map_err(|_| unreadable(name))? {
        let (row, column) = (merged.start.0 as usize, merged.start.1 as usize);
        if rows.get(&row).and_then(|cells| cells.get(column)).is_some_and(|text| !text.is_empty()) {
            let fault = Fault::new(FormErrorCode::Unreadable, "merged cells", "one cell each");
            return Err(fault.at(name, row + 1, &letters(column)));
        }
    }
    Ok(())
}

fn unreadable(name: &str) -> FormError {
    Fault::new(FormErrorCode::Unreadable, "not a workbook that can be read", "an .xlsx workbook")
        .at(name, 0, "")
}

/// A cell as Excel would write it to CSV: a code typed as the number 1 is `1`; a date is its ISO
/// form.
fn written(cell: &XlsxCellFormulaMetadataRecord<'_>) -> Result<String, Fault> {
    let data = Data::from(cell.value.clone());
    let fault = |message: &str, expected: &str| {
        Err(Fault::new(FormErrorCode::Unreadable, message, expected))
    };
    match &data {
        Data::Empty if cell.formula.is_some() => {
            fault("a formula without its value", "the value itself, or a workbook saved by Excel")
        }
        Data::Error(error) => fault(&format!("the cell shows the error {error}"), "a value"),
        Data::Bool(truth) => Ok(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        Data::Float(number) => Ok(shown(*number)),
        Data::DateTime(serial) if !(0.0..LAST_DAY).contains(&serial.as_f64()) => {
            fault("a date that Excel cannot show", "a date from 1900 to 9999")
        }
        Data::DateTime(serial) if serial.is_duration() || serial.as_f64() < 1.0 => {
            Ok(data.as_time().map(|time| time.to_string()).unwrap_or_default())
        }
        Data::DateTime(serial) if serial.as_f64().fract() == 0.0 => {
            Ok(data.as_date().map(|date| date.to_string()).unwrap_or_default())
        }
        Data::DateTime(_) => {
            let moment = data.as_datetime().map(|moment| moment.format("%Y-%m-%dT%H:%M:%S"));
            Ok(moment.map(|moment| moment.to_string()).unwrap_or_default())
        }
        other => Ok(other.to_string()),
    }
}

/// A number with the 15 digits that a spreadsheet shows; 0.1 + 0.2 is `0.3`.
fn shown(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_in_the_spreadsheet() {
        let numbers = [1.0, 0.1 + 0.2, -2.5, 8_271_010_001.0, 1e15].map(shown);
        assert_eq!(numbers, ["1", "0.3", "-2.5", "8271010001", "1000000000000000"]);
    }
}
