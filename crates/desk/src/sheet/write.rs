//! A table as CSV or a workbook that no spreadsheet program takes for formulas or rounds.

use cacah_wire::command::SheetFormat;
use cacah_wire::error::Code;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::formula::mark;
use crate::error::DeskError;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Text, codes too: never a number, never a formula.
    Text(String),
    /// A count.
    Number(f64),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Number(count.into())
    }
}

/// Rows under headings.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// Headings, as an import knows them.
    pub(crate) headings: &'static [&'static str],
    /// Rows, each as long as the headings.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The bytes of the file and its extension.
    pub(crate) fn write(&self, format: SheetFormat) -> Result<(Vec<u8>, &'static str), DeskError> {
        match format {
            SheetFormat::Csv => Ok((self.csv()?, "csv")),
            SheetFormat::Xlsx => Ok((self.xlsx().map_err(|_| Code::Internal)?, "xlsx")),
        }
    }

    /// UTF-8 with a mark, or spreadsheet programs read another encoding.
    fn csv(&self) -> Result<Vec<u8>, DeskError> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xEF\xBB\xBF".to_vec());
        let internal = |_| Code::Internal;
        writer.write_record(self.headings).map_err(internal)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(plain)).map_err(internal)?;
        }
        Ok(writer.into_inner().map_err(|_| Code::Internal)?)
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let (text, bold) = (Format::new().set_num_format("@"), Format::new().set_bold());
        let sheet = book.add_worksheet();
        for (column, heading) in (0..).zip(self.headings) {
            sheet.write_string_with_format(0, column, *heading, &bold)?;
        }
        for (at, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Text(words) => {
                        sheet.write_string_with_format(at, column, words, &text)?;
                    }
                    Cell::Number(count) => {
                        sheet.write_number(at, column, *count)?;
                    }
                    Cell::Empty => {}
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        book.save_to_buffer()
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => mark(text),
        Cell::Number(count) => count.to_string(),
        Cell::Empty => String::new(),
    }
}
