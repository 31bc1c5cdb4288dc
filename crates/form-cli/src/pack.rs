//! `pack`: a folder of CSV sheets as one workbook.

use std::path::Path;

use cacah_form::Table;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::failure::Failure;
use crate::source::Source;

/// Writes the sheets of a folder to `output`, external data as sheets too. All cells are text, so
/// that `01` stays `01`. The same sheets give the same bytes.
///
/// # Errors
/// [`Failure::Path`] when the form is no folder, [`Failure::Form`] when its sheets are broken,
/// [`Failure::Exists`] and [`Failure::Workbook`] when the workbook cannot be written.
pub fn pack(source: &Source, output: &Path, force: bool) -> Result<String, Failure> {
    if let Source::Workbook(path, _) = source {
        return Err(Failure::Path { path: path.clone(), expected: "a folder of CSV sheets" });
    }
    let sheets = source.sheets().map_err(Failure::Form)?;
    Failure::unless_free(output, force)?;
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2022, 10, 15)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let tables = sheets.tables();
    for (name, table) in &tables {
        add_sheet(&mut workbook, name, table)?;
    }
    workbook.save(output)?;
    Ok(format!("{}: {} sheets", output.display(), tables.len()))
}

fn add_sheet(workbook: &mut Workbook, name: &str, table: &Table<'_>) -> Result<(), Failure> {
    let (text, heading) = (Format::new().set_num_format("@"), Format::new().set_bold());
    let sheet = workbook.add_worksheet().set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, record) in (0..).zip(table) {
        let format = if row == 0 { &heading } else { &text };
        for (column, cell) in (0..).zip(record).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(row, column, *cell, format)?;
        }
    }
    Ok(())
}
