//! A strict CSV reader. General readers forgive broken quotes and skip blank lines; here both
//! would make the row in an error differ from the row in the spreadsheet.

use super::{Row, letters};
use crate::error::{Fault, FormError, FormErrorCode};

/// Reads all records of `bytes`; `file` names them in errors.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Row>, FormError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let row = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
        let fault = Fault::new(FormErrorCode::Unreadable, "not UTF-8", "a file saved as CSV UTF-8");
        fault.at(file, row + 1, "")
    })?;
    let mut reader = Reader { rest: text.chars().peekable(), rows: Vec::new() };
    reader.records().map_err(|(fault, row, column)| fault.at(file, row, &letters(column)))?;
    Ok(reader.rows)
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    rows: Vec<Row>,
}

type Broken = (Fault, usize, usize);

impl Reader<'_> {
    fn records(&mut self) -> Result<(), Broken> {
        while self.rest.peek().is_some() {
            let number = self.rows.len() + 1;
            let cells = self.record(number)?;
            self.rows.push(Row { number, cells });
        }
        Ok(())
    }

    fn record(&mut self, row: usize) -> Result<Vec<String>, Broken> {
        let mut cells = Vec::new();
        loop {
            let column = cells.len();
            let cell = if self.rest.next_if_eq(&'"').is_some() {
                self.quoted().map_err(|fault| (fault, row, column))?
            } else {
                self.plain().map_err(|fault| (fault, row, column))?
            };
            cells.push(cell);
            match self.rest.next() {
                Some(',') => {}
                Some('\r') => {
                    self.rest.next_if_eq(&'\n');
                    return Ok(cells);
                }
                _ => return Ok(cells),
            }
        }
    }

    fn plain(&mut self) -> Result<String, Fault> {
        let mut cell = String::new();
        while let Some(next) = self.rest.next_if(|next| !matches!(next, ',' | '\n' | '\r')) {
            if next == '"' {
                return Err(quotes("a quote inside a cell that is not quoted"));
            }
            cell.push(next);
        }
        Ok(cell)
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let mut cell = String::new();
        loop {
            match self.rest.next() {
                None => return Err(quotes("a quote that is never closed")),
                Some('"') if self.rest.next_if_eq(&'"').is_some() => cell.push('"'),
                Some('"') => break,
                Some(next) => cell.push(next),
            }
        }
        match self.rest.peek() {
            None | Some(',' | '\n' | '\r') => Ok(cell),
            Some(_) => Err(quotes("text after a closing quote")),
        }
    }
}

fn quotes(message: &str) -> Fault {
    Fault::new(FormErrorCode::Unreadable, message, "\"…\" around the whole cell, \"\" inside it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        read("f", text.as_bytes()).unwrap().into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn reads_quotes_line_ends_and_a_byte_order_mark() {
        assert_eq!(
            cells("\u{feff}a,b\r\n\"c,\"\"d\"\"\n\",\n"),
            [vec!["a", "b"], vec!["c,\"d\"\n", ""]]
        );
    }

    #[test]
    fn broken_files_name_row_and_column() {
        for (text, row, column) in
            [("a,b\nc,\"d", 2, "B"), ("a\"b", 1, "A"), ("x\n\"a\"b,c", 2, "A")]
        {
            let error = read("f.csv", text.as_bytes()).expect_err("broken");
            assert_eq!((error.row, error.column.as_str()), (row, column), "{text}");
        }
        let error = read("f.csv", b"a\nb\n\xFF\xFE").expect_err("not UTF-8");
        assert_eq!((error.row, error.code), (3, FormErrorCode::Unreadable));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("f", &bytes);
        }

        #[test]
        fn reads_back_what_was_quoted(rows in proptest::collection::vec(
            proptest::collection::vec("[a,\"\n\r x]{0,6}", 1..4), 1..5)) {
            let written: Vec<String> = rows.iter().map(|row| {
                let quoted: Vec<String> =
                    row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                quoted.join(",")
            }).collect();
            prop_assert_eq!(cells(&written.join("\n")), rows);
        }
    }
}
