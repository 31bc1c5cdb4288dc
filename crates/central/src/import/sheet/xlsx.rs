//! The first sheet of an `.xlsx` workbook, cell by cell.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use super::{Broken, Cell, MAX_COLUMNS, MAX_ROWS};
use crate::import::fault::Problem;

/// Most bytes the whole workbook may unpack to.
const MAX_UNPACKED: u64 = 512 << 20;
/// Most bytes of a part that is held in memory whole: all but the sheets.
const MAX_PART: u64 = 128 << 20;

const NONE: Broken = (0, None, Problem::NotSpreadsheet);

pub(super) fn read(bytes: &[u8], take: &mut dyn FnMut(usize, &[Cell])) -> Result<(), Broken> {
    measure(bytes, MAX_PART, MAX_UNPACKED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| NONE)?;
    let sheet = book.sheet_names().into_iter().next().ok_or(NONE)?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|_| NONE)?;
    let (mut current, mut cells) = (0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(|_| NONE)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize + 1, column as usize);
        let value = value(cell.get_value());
        if value == Cell::Empty || column >= MAX_COLUMNS {
            continue;
        }
        if row > MAX_ROWS + 1 {
            return Err((row, None, Problem::TooManyRows));
        }
        if row != current {
            // The rows of a workbook rise; one that goes back would be two rows of one number.
            if row < current {
                return Err(NONE);
            }
            if !cells.is_empty() {
                take(current, &cells);
            }
            cells.clear();
            current = row;
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = value;
    }
    if !cells.is_empty() {
        take(current, &cells);
    }
    Ok(())
}

/// Unpacks every part once and keeps nothing: the sizes a zip file states may lie.
fn measure(bytes: &[u8], most_part: u64, most_whole: u64) -> Result<(), Broken> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| NONE)?;
    let mut left = most_whole;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| NONE)?;
        let name = part.name().map_err(|_| NONE)?.into_owned();
        let most = if name.starts_with("xl/worksheets/") { left } else { left.min(most_part) };
        let read = std::io::copy(&mut part.take(most + 1), &mut std::io::sink());
        let read = read.map_err(|_| NONE)?;
        if read > most {
            return Err((0, None, Problem::TooLarge));
        }
        left -= read;
    }
    Ok(())
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        #[expect(clippy::cast_precision_loss, reason = "a count is far below 2^53, a code refused")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::DateTime(time) => {
            time.as_datetime().map_or(Cell::Other, |time| Cell::Date(time.date()))
        }
        DataRef::DateTimeIso(text) => Cell::text(text),
        DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) => Cell::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn packed(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; *bytes]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_more_than_a_list_has_is_refused_before_it_is_kept() {
        let whole = packed(&[("xl/sharedStrings.xml", 1000), ("xl/worksheets/sheet1.xml", 3000)]);
        assert_eq!(measure(&whole, 1000, 4000), Ok(()));
        let large = Err((0, None, Problem::TooLarge));
        assert_eq!(measure(&whole, 999, 4000), large);
        assert_eq!(measure(&whole, 1000, 3999), large);
    }
}
