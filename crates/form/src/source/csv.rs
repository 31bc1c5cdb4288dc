//! A strict CSV reader. General readers forgive broken quotes and skip blank lines; here both
//! would make the row in an error differ from the row in the spreadsheet.

use std::iter::Peekable;
use std::str::Chars;

use super::encoding::decode;
use super::{MAX_CELL, MAX_COLUMNS, MAX_FILE, Row, far_outside, letters, too_large};
use crate::error::{Fault, FormError, FormErrorCode};

/// Calls `keep` with every record of `bytes`; `file` names them in errors. Commas separate cells;
/// semicolons or tabs where the header has no comma, as Excel writes them in Indonesia and Europe.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    mut keep: impl FnMut(Row) -> Result<(), FormError>,
) -> Result<(), FormError> {
    if bytes.len() > MAX_FILE {
        return Err(too_large("file").at(file, 0, ""));
    }
    match decode(bytes) {
        Ok(text) if text.starts_with("sep=") => {
            let message = "a line `sep=` above the header";
            let fault = Fault::new(FormErrorCode::Unreadable, message, "the header in row 1");
            Err(fault.at(file, 1, "A"))
        }
        Ok(text) => Reader::new(&text).records(file, &mut keep),
        Err((before, wrong)) => {
            // Read so far to tell the place; what is broken before it comes first.
            let mut reader = Reader::new(&before);
            let read = reader.records(file, &mut |_| Ok(()));
            if reader.rest.peek().is_some() {
                read?;
            }
            let fault = Fault::new(FormErrorCode::Unreadable, wrong, "a file saved as CSV UTF-8");
            Err(fault.at(file, reader.row, &letters(reader.column)))
        }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    separator: char,
    /// Where it reads: row from 1, column from 0.
    row: usize,
    column: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.chars().peekable(), separator: separator(text), row: 1, column: 0 }
    }

    fn records(
        &mut self,
        file: &str,
        keep: &mut impl FnMut(Row) -> Result<(), FormError>,
    ) -> Result<(), FormError> {
        while self.rest.peek().is_some() {
            let number = self.row;
            let cells = self.record();
            let place = |fault: Fault| fault.at(file, number, &letters(self.column));
            keep(Row { number, cells: cells.map_err(place)? })?;
        }
        Ok(())
    }

    fn record(&mut self) -> Result<Vec<String>, Fault> {
        let mut cells = Vec::new();
        loop {
            self.column = cells.len();
            let cell =
                if self.rest.next_if_eq(&'"').is_some() { self.quoted() } else { self.plain() }?;
            if cells.len() >= MAX_COLUMNS && !cell.is_empty() {
                return Err(far_outside());
            }
            if cells.len() < MAX_COLUMNS {
                cells.push(cell);
            }
            match self.rest.next() {
                None => return Ok(cells),
                Some(next) if next == self.separator => {}
                Some(end) => {
                    if end == '\r' {
                        self.rest.next_if_eq(&'\n');
                    }
                    (self.row, self.column) = (self.row + 1, 0);
                    return Ok(cells);
                }
            }
        }
    }

    fn plain(&mut self) -> Result<String, Fault> {
        let mut cell = String::new();
        let separator = self.separator;
        let inside = |next: &char| !matches!(next, '\n' | '\r') && *next != separator;
        while let Some(next) = self.rest.next_if(inside) {
            if next == '"' {
                return Err(quotes("a quote inside a cell that is not quoted"));
            }
            push(&mut cell, next)?;
        }
        Ok(cell)
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let mut cell = String::new();
        loop {
            match self.rest.next() {
                None => return Err(quotes("a quote that is never closed")),
                Some('"') if self.rest.next_if_eq(&'"').is_some() => push(&mut cell, '"')?,
                Some('"') => break,
                Some(next) => push(&mut cell, next)?,
            }
        }
        match self.rest.peek() {
            None | Some('\n' | '\r') => Ok(cell),
            Some(next) if *next == self.separator => Ok(cell),
            Some(_) => Err(quotes("text after a closing quote")),
        }
    }
}

/// The first of comma, semicolon and tab that stands outside quotes in the header.
fn separator(text: &str) -> char {
    let mut quoted = false;
    let header = text.chars().take_while(|next| {
        quoted ^= *next == '"';
        quoted || !matches!(next, '\n' | '\r')
    });
    let mut inside = false;
    let outside = header.filter(|next| {
        inside ^= *next == '"';
        !inside
    });
    let rank = |next: char| [',', ';', '\t'].into_iter().position(|known| known == next);
    let found = outside.filter_map(|next| Some((rank(next)?, next))).min();
    found.map_or(',', |(_, separator)| separator)
}

fn push(cell: &mut String, next: char) -> Result<(), Fault> {
    cell.push(next);
    if cell.len() > MAX_CELL { Err(too_large("cell")) } else { Ok(()) }
}

fn quotes(message: &str) -> Fault {
    Fault::new(FormErrorCode::Unreadable, message, "\"…\" around the whole cell, \"\" inside it")
}

/// Writes records as CSV that [`read`] takes back: UTF-8, commas, quotes where needed.
pub(super) fn write<'a>(records: impl Iterator<Item = Vec<&'a str>>) -> String {
    let mut text = String::new();
    for record in records {
        for (index, cell) in record.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            if cell.contains(['"', ',', ';', '\t', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, FormError> {
        let mut rows = Vec::new();
        read("f.csv", bytes, |row| {
            rows.push(row.cells);
            Ok(())
        })?;
        Ok(rows)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text.as_bytes()).unwrap()
    }

    #[test]
    fn reads_quotes_line_ends_and_a_byte_order_mark() {
        assert_eq!(
            cells("\u{feff}a,b\r\n\"c,\"\"d\"\"\n\",\n"),
            [vec!["a", "b"], vec!["c,\"d\"\n", ""]]
        );
    }

    #[test]
    fn the_header_tells_what_separates_cells() {
        for text in ["a,b\n1;2,\"3\"\n", "a;b\n\"1;2\";3\n", "a\tb\n1;2\t3\n"] {
            assert_eq!(cells(text), [vec!["a", "b"], vec!["1;2", "3"]], "{text}");
        }
        assert_eq!(cells("a;b,c\n"), [vec!["a;b", "c"]], "a comma comes first");
        let units = "a\tb\r\n1\t\"2\"\r\n".encode_utf16().flat_map(u16::to_le_bytes);
        let unicode_text: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units).collect();
        assert_eq!(rows(&unicode_text).unwrap(), [vec!["a", "b"], vec!["1", "2"]]);
    }

    #[test]
    fn broken_files_name_row_and_column() {
        for (text, row, column) in [
            ("a,b\nc,\"d".as_bytes(), 2, "B"),
            (b"a\"b", 1, "A"),
            (b"x\n\"a\"b,c", 2, "A"),
            (b"a\n\"b\n\n\"\n\xFF", 3, "A"),
            (b"a,b\nc,d\xE9", 2, "B"),
            (b"a,b\nc,\"d\xE9", 2, "B"),
            (b"a\"b\n\xE9", 1, "A"),
            (b"\xFF", 1, "A"),
        ] {
            let error = rows(text).expect_err("broken");
            assert_eq!((error.row, error.column.as_str()), (row, column), "{text:?}");
            assert_eq!(error.code, FormErrorCode::Unreadable);
        }
    }

    #[test]
    fn a_cell_has_its_bounds() {
        let wide = format!("{}x", ",".repeat(MAX_COLUMNS));
        assert_eq!(rows(wide.as_bytes()).expect_err("too wide").column, "ALM");
        assert_eq!(cells(&",".repeat(20_000))[0].len(), MAX_COLUMNS, "empty cells are nothing");
        let huge = "x".repeat(MAX_CELL + 1);
        assert_eq!(rows(huge.as_bytes()).expect_err("too large").column, "A");
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = rows(&bytes);
            let _ = rows(&[b"\xFF\xFE".as_slice(), &bytes].concat());
        }

        #[test]
        fn reads_back_what_was_written(records in proptest::collection::vec(
            proptest::collection::vec("[a;\t,\"\n\r x]{0,6}", 2..4), 1..5)) {
            let written = write(records.iter().map(|row| row.iter().map(String::as_str).collect()));
            prop_assert_eq!(cells(&written), records);
        }
    }
}
