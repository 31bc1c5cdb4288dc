//! `pack`: a folder of CSV sheets as one workbook.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::failure::Failure;
use crate::source::Source;

/// Writes the sheets of a folder to `output`. All cells are text, so that `01` stays `01`.
/// The same sheets give the same bytes.
///
/// # Errors
/// [`Failure::Path`] when the form is no folder, [`Failure::Form`] when its sheets are broken,
/// [`Failure::Workbook`] when the workbook cannot be written.
pub fn pack(source: &Source, output: &Path) -> Result<String, Failure> {
    let files = match source {
        Source::Folder(files) => files,
        Source::Workbook(path, _) => {
            return Err(Failure::Path { path: path.clone(), expected: "a folder of CSV sheets" });
        }
    };
    source.sheets().map_err(Failure::Form)?;
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2022, 10, 15)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for (name, bytes) in files {
        add_sheet(&mut workbook, name.trim_end_matches(".csv"), bytes)?;
    }
    workbook.save(output)?;
    Ok(format!("{}: {} sheets", output.display(), files.len()))
}

fn add_sheet(workbook: &mut Workbook, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let (text, heading) = (Format::new().set_num_format("@"), Format::new().set_bold());
    let sheet = workbook.add_worksheet().set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, record) in (0..).zip(records(bytes)) {
        let format = if row == 0 { &heading } else { &text };
        for (column, cell) in (0..).zip(&record).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(row, column, cell, format)?;
        }
    }
    Ok(())
}

/// The records of a sheet that [`Source::sheets`] has found well formed.
fn records(bytes: &[u8]) -> impl Iterator<Item = csv::StringRecord> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.into_records().map_while(Result::ok)
}
