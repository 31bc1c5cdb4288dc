//! A strict CSV reader: with a broken quote forgiven, the rest of the file would be one cell, and
//! with blank lines skipped, rows would have other numbers than in the spreadsheet.

use std::iter::Peekable;
use std::str::Chars;

use super::{Broken, Cell, MAX_COLUMNS, MAX_ROWS};
use crate::import::fault::Problem;

pub(super) fn read(bytes: &[u8], take: &mut dyn FnMut(usize, &[Cell])) -> Result<(), Broken> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let row = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
        (row + 1, None, Problem::NotUtf8)
    })?;
    let mut reader = Reader { rest: text.chars().peekable(), delimiter: delimiter(text) };
    let mut cells = Vec::new();
    let mut row = 0;
    while reader.rest.peek().is_some() {
        row += 1;
        if row > MAX_ROWS + 1 {
            return Err((row, None, Problem::TooManyRows));
        }
        reader.record(&mut cells).map_err(|()| (row, Some(cells.len()), Problem::Quotes))?;
        if cells.iter().any(|cell| *cell != Cell::Empty) {
            take(row, &cells);
        }
    }
    Ok(())
}

/// Spreadsheets write semicolons where the comma is for decimals, as in Indonesia.
fn delimiter(text: &str) -> char {
    let header = text.lines().next().unwrap_or_default();
    let count = |wanted| header.chars().filter(|next| *next == wanted).count();
    if count(';') > count(',') { ';' } else { ',' }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    delimiter: char,
}

impl Reader<'_> {
    /// One row; an error is a broken quote, in the cell after those read.
    fn record(&mut self, cells: &mut Vec<Cell>) -> Result<(), ()> {
        cells.clear();
        let mut cell = String::new();
        loop {
            cell.clear();
            if self.rest.next_if_eq(&'"').is_some() {
                self.quoted(&mut cell)?;
            } else {
                self.plain(&mut cell);
            }
            if cells.len() < MAX_COLUMNS {
                cells.push(Cell::text(&cell));
            }
            match self.rest.next() {
                Some(next) if next == self.delimiter => {}
                Some('\r') => {
                    self.rest.next_if_eq(&'\n');
                    return Ok(());
                }
                _ => return Ok(()),
            }
        }
    }

    fn ends(next: char, delimiter: char) -> bool {
        next == delimiter || matches!(next, '\n' | '\r')
    }

    fn plain(&mut self, cell: &mut String) {
        let delimiter = self.delimiter;
        while let Some(next) = self.rest.next_if(|next| !Self::ends(*next, delimiter)) {
            // An inch sign inside an address is a character; only at its start it is a quote.
            cell.push(next);
        }
    }

    fn quoted(&mut self, cell: &mut String) -> Result<(), ()> {
        loop {
            match self.rest.next().ok_or(())? {
                '"' if self.rest.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => break,
                next => cell.push(next),
            }
        }
        match self.rest.peek() {
            Some(next) if !Self::ends(*next, self.delimiter) => Err(()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<Cell>)> {
        let mut rows = Vec::new();
        read(text.as_bytes(), &mut |row, cells| rows.push((row, cells.to_vec()))).unwrap();
        rows
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn commas_or_semicolons_a_byte_order_mark_quotes_and_both_line_ends() {
        let expected =
            [(1, vec![text("a"), text("b")]), (2, vec![text("c, \"d\" e"), Cell::Empty])];
        assert_eq!(rows("\u{feff}a,b\r\n\"c, \"\"d\"\"\ne\",\r\n"), expected);
        assert_eq!(rows("a;b\n\"c, \"\"d\"\" e\";"), expected);
    }

    #[test]
    fn rows_keep_the_number_the_spreadsheet_shows() {
        let numbers: Vec<usize> =
            rows("a,b\n\n1,\"x\ny\"\n,\n2,z\n").iter().map(|row| row.0).collect();
        assert_eq!(numbers, [1, 3, 5]);
    }

    #[test]
    fn a_broken_quote_or_encoding_ends_the_reading() {
        let error = |bytes: &[u8]| read(bytes, &mut |_, _| {}).unwrap_err();
        assert_eq!(error(b"a,b\nc,\"d"), (2, Some(1), Problem::Quotes));
        assert_eq!(error(b"a\n\"b\"c\n"), (2, Some(0), Problem::Quotes));
        assert_eq!(error(b"a\nb\n\xFFc"), (3, None, Problem::NotUtf8));
    }

    #[test]
    fn rows_are_bounded() {
        let many = "\n".repeat(MAX_ROWS + 2);
        let error = read(many.as_bytes(), &mut |_, _| {}).unwrap_err();
        assert_eq!(error.2, Problem::TooManyRows);
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &mut |_, _| {});
        }

        #[test]
        fn reads_back_what_was_quoted(written in proptest::collection::vec("[a,;\"x]{1,6}", 1..5)) {
            let line: Vec<String> =
                written.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let read = rows(&format!("h,h\n{}", line.join(",")));
            let cells: Vec<Cell> = written.iter().map(|cell| text(cell)).collect();
            prop_assert_eq!(&read[1].1, &cells);
        }
    }
}
