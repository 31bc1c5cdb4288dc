//! `unpack`: the sheets of a workbook as CSV files.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::source::Source;

/// Writes each sheet of a workbook to its CSV file in the folder `output`: UTF-8, quotes where
/// needed, rows at their numbers. Packed again they are the same workbook.
///
/// # Errors
/// [`Failure::Path`] when the form is no workbook, [`Failure::Form`] when it is broken,
/// [`Failure::Exists`] and [`Failure::File`] when a file cannot be written; nothing is written
/// where one stands in the way.
pub fn unpack(source: &Source, output: &Path, force: bool) -> Result<String, Failure> {
    if let Source::Folder(_) = source {
        return Err(Failure::Path { path: output.to_owned(), expected: "an .xlsx workbook" });
    }
    let files = source.sheets().map_err(Failure::Form)?.to_csv();
    for (name, _) in &files {
        Failure::unless_free(&output.join(name), force)?;
    }
    fs::create_dir_all(output).map_err(|error| Failure::file(output, error))?;
    for (name, text) in &files {
        let path = output.join(name);
        fs::write(&path, text).map_err(|error| Failure::file(&path, error))?;
    }
    Ok(format!("{}: {} sheets", output.display(), files.len()))
}
