//! Rows of a spreadsheet, each with the number the spreadsheet shows.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};

use super::formula::unmark;

/// Most bytes of a file, and of what a workbook unpacks to.
const MOST_BYTES: u64 = 8 << 20;
const MOST_UNPACKED: u64 = 128 << 20;
/// Most rows below the heading, and columns looked at.
const MOST_ROWS: usize = 20_000;
const MOST_COLUMNS: usize = 64;

/// A row that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// As the spreadsheet shows it; the heading is mostly 1.
    pub(crate) number: u32,
    /// Cells, blanks around them taken off.
    pub(crate) cells: Vec<Text>,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// As text.
    pub(crate) text: String,
    /// It was a cell of type number: zeros before it and digits after the 15th may be lost.
    pub(crate) number: bool,
}

/// It is no spreadsheet, or a larger one than any office has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

/// A file, by what it holds.
pub(crate) fn file(path: &Path) -> Result<Vec<Row>, Broken> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|_| Broken)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|_| Broken)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Broken);
    }
    if bytes.starts_with(b"PK") {
        return workbook(&bytes);
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    pasted(std::str::from_utf8(text).map_err(|_| Broken)?)
}

/// Text with tabs, semicolons or commas between the columns, whichever the heading has most of.
pub(crate) fn pasted(text: &str) -> Result<Vec<Row>, Broken> {
    if text.contains('\0') || text.len() as u64 > MOST_BYTES {
        return Err(Broken);
    }
    let text = &text.replace("\r\n", "\n");
    let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| heading.bytes().filter(|byte| byte == delimiter).count();
    let delimiter = *b",;\t".iter().max_by_key(|delimiter| count(delimiter)).unwrap_or(&b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut rows, mut number) = (Vec::new(), 0_u32);
    for record in reader.records() {
        let record = record.map_err(|_| Broken)?;
        // A record begins before the blank lines that are passed over.
        let from = record.position().and_then(|at| usize::try_from(at.byte()).ok());
        let rest = text.as_bytes().get(from.unwrap_or_default()..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
        number = number.saturating_add(1).saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        let cells = record.iter().take(MOST_COLUMNS).map(|text| cell(&unmark(text), false));
        keep(&mut rows, number, cells.collect())?;
    }
    Ok(rows)
}

/// The first sheet, cell by cell: a cell at the far end claims no room for what lies before it.
fn workbook(bytes: &[u8]) -> Result<Vec<Row>, Broken> {
    measure(bytes)?;
    // It computes with what the file claims.
    catch_unwind(AssertUnwindSafe(|| first_sheet(bytes))).unwrap_or(Err(Broken))
}

fn first_sheet(bytes: &[u8]) -> Result<Vec<Row>, Broken> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Broken)?;
    let sheet = book.sheet_names().into_iter().next().ok_or(Broken)?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(|_| Broken)?;
    let (mut rows, mut current, mut cells) = (Vec::new(), 0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(|_| Broken)? {
        let (row, column) = cell.get_position();
        let (row, column) = (row.saturating_add(1), column as usize);
        if row != current {
            keep(&mut rows, current, std::mem::take(&mut cells))?;
            current = row;
        }
        if column < MOST_COLUMNS {
            if cells.len() <= column {
                cells.resize(column + 1, Text::default());
            }
            cells[column] = value(cell.get_value());
        }
    }
    keep(&mut rows, current, cells)?;
    Ok(rows)
}

fn value(value: &DataRef<'_>) -> Text {
    match value {
        DataRef::Empty => Text::default(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            cell(text, false)
        }
        DataRef::SharedString(text) => cell(text, false),
        DataRef::Int(number) => cell(&number.to_string(), true),
        DataRef::Float(number) => cell(&number.to_string(), true),
        // No code and no count: whoever wants one of these says that this is none.
        DataRef::DateTime(_) | DataRef::Bool(_) | DataRef::Error(_) => cell("?", false),
    }
}

/// The sizes a zip file states may lie: unpacks every part once and keeps nothing.
fn measure(bytes: &[u8]) -> Result<(), Broken> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Broken)?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Broken)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(read.map_err(|_| Broken)?).ok_or(Broken)?;
    }
    Ok(())
}

fn keep(rows: &mut Vec<Row>, number: u32, cells: Vec<Text>) -> Result<(), Broken> {
    if cells.iter().any(|cell| !cell.text.is_empty()) {
        rows.push(Row { number, cells });
    }
    if rows.len() > MOST_ROWS + 1 { Err(Broken) } else { Ok(()) }
}

fn cell(text: &str, number: bool) -> Text {
    Text { text: text.trim().to_owned(), number }
}

#[cfg(test)]
mod tests {
    use cacah_wire::command::SheetFormat;
    use proptest::prelude::*;

    use super::super::{Cell, Table};
    use super::*;

    fn texts(rows: &[Row]) -> Vec<(u32, Vec<&str>)> {
        let mut texts = Vec::new();
        for row in rows {
            texts.push((row.number, row.cells.iter().map(|cell| cell.text.as_str()).collect()));
        }
        texts
    }

    fn table() -> Table {
        Table {
            headings: &["idsubsls", "nama", "k_hitung"],
            rows: vec![
                vec!["0101030001000100".into(), "=HYPERLINK(\"x\")".into(), 84.into()],
                vec!["0101030001000101".into(), Cell::Empty, 0.into()],
            ],
        }
    }

    #[test]
    fn tabs_semicolons_and_commas_with_the_numbers_a_spreadsheet_shows() {
        for text in ["a\tb\n\n1\t x, y \n", "a;b\r\n\r\n1;\"x, y\"\r\n", "a,b\n,\n1,\"x, y\""] {
            let rows = pasted(text).unwrap();
            assert_eq!(texts(&rows), [(1, vec!["a", "b"]), (3, vec!["1", "x, y"])], "{text:?}");
        }
        assert_eq!(pasted("a\0b"), Err(Broken));
        assert_eq!(pasted("  \n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_written_is_read_again_codes_as_text_and_no_formula() {
        let folder = tempfile::tempdir().unwrap();
        for format in [SheetFormat::Csv, SheetFormat::Xlsx] {
            let (bytes, extension) = table().write(format).unwrap();
            let path = folder.path().join(format!("boks.{extension}"));
            std::fs::write(&path, &bytes).unwrap();
            let rows = file(&path).unwrap();
            let expected = [
                (1, vec!["idsubsls", "nama", "k_hitung"]),
                (2, vec!["0101030001000100", "=HYPERLINK(\"x\")", "84"]),
                (3, vec!["0101030001000101", "", "0"]),
            ];
            assert_eq!(texts(&rows), expected, "{extension}");
            let number = |at: usize| rows[1].cells[at].number;
            assert_eq!((number(0), number(2)), (false, extension == "xlsx"));
        }
        let (csv, _) = table().write(SheetFormat::Csv).unwrap();
        assert!(csv.starts_with(b"\xEF\xBB\xBF"));
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.contains("'=HYPERLINK") && csv.contains("\r\n"));
    }

    #[test]
    fn a_file_that_is_none_or_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boks.xlsx");
        assert_eq!(file(&path), Err(Broken));
        for bytes in [b"PK\x03\x04broken".to_vec(), b"a\xFF".to_vec(), "a\n".repeat(30_000).into()]
        {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(file(&path), Err(Broken));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn reading_never_panics(text in "[a-z0-9;,\"\t\n é]{0,80}") {
            let _ = pasted(&text);
        }

        /// Whatever parts the cells, and whether or not quotes are heeded.
        #[test]
        fn no_locale_reads_a_formula_and_an_import_reads_what_was_written(
            text in "[a-z0=+@;,\t\n'\"| ＝-]{0,24}",
        ) {
            let row = vec!["0101030001000100".into(), text.as_str().into(), "x".into()];
            let table = Table { headings: &["idsubsls", "catatan", "dari"], rows: vec![row] };
            let (csv, _) = table.write(SheetFormat::Csv).unwrap();
            let csv = std::str::from_utf8(&csv[3..]).unwrap();
            let begins = |cell: &str| {
                cell.trim_matches([' ', '"', '\r', '\n']).starts_with(['=', '+', '-', '@', '＝'])
            };
            for parts in [",", ";", "\t", "|"] {
                let mut cells = csv.split('\n').flat_map(|line| line.split(parts));
                prop_assert!(!cells.any(begins), "{csv:?} by {parts:?}");
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false).flexible(true).delimiter(parts.as_bytes()[0])
                    .from_reader(csv.as_bytes());
                let mut cells = reader.records().flat_map(|row| {
                    row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()
                });
                prop_assert!(!cells.any(|cell| begins(&cell)), "{csv:?} by {parts:?}");
            }
            let folder = tempfile::tempdir().unwrap();
            for format in [SheetFormat::Csv, SheetFormat::Xlsx] {
                let (bytes, extension) = table.write(format).unwrap();
                let path = folder.path().join(extension);
                std::fs::write(&path, &bytes).unwrap();
                let rows = file(&path).unwrap();
                let expected = ["0101030001000100", text.trim(), "x"];
                prop_assert_eq!(&texts(&rows)[1].1, &expected, "{}", extension);
            }
        }
    }
}
