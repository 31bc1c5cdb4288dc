//! The form named on the command line: a folder of CSV sheets or a workbook.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_form::{Form, FormError, Sheets};

use crate::failure::Failure;

/// The bytes of a form, not yet understood.
pub enum Source {
    /// A folder: its CSV files by name.
    Folder(Vec<(String, Vec<u8>)>),
    /// An `.xlsx` workbook.
    Workbook(PathBuf, Vec<u8>),
}

impl Source {
    /// Reads the form at `path`. Files in the folder that are no CSV are left alone.
    ///
    /// # Errors
    /// [`Failure::File`] and [`Failure::Path`].
    pub fn read(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Self::read_folder(path);
        }
        if is(path, "xlsx") {
            return Ok(Self::Workbook(path.to_owned(), read(path)?));
        }
        let expected = "a folder with survey.csv and settings.csv, or an .xlsx workbook";
        Err(Failure::Path { path: path.to_owned(), expected })
    }

    fn read_folder(folder: &Path) -> Result<Self, Failure> {
        let entries = fs::read_dir(folder).map_err(|error| Failure::file(folder, error))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files: Vec<_> = paths.filter(|path| is(path, "csv") && path.is_file()).collect();
        files.sort();
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            read(path).map(|bytes| (name, bytes))
        };
        files.iter().map(named).collect::<Result<_, _>>().map(Self::Folder)
    }

    /// The sheets as the engine reads them.
    ///
    /// # Errors
    /// Everything that cannot be read.
    pub fn sheets(&self) -> Result<Sheets, Vec<FormError>> {
        match self {
            Self::Folder(files) => {
                let files: Vec<_> =
                    files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
                Sheets::from_csv(&files)
            }
            Self::Workbook(_, bytes) => Sheets::from_xlsx(bytes),
        }
    }

    /// The compiled form.
    ///
    /// # Errors
    /// [`Failure::Form`].
    pub fn form(&self) -> Result<Arc<Form>, Failure> {
        let sheets = self.sheets().map_err(Failure::Form)?;
        Form::compile(&sheets).map(Arc::new).map_err(Failure::Form)
    }
}

/// Reads a file whole.
///
/// # Errors
/// [`Failure::File`].
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file(path, error))
}

/// Reads a text file whole; `-` is standard input.
///
/// # Errors
/// [`Failure::File`], also for a file that is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        fs::read_to_string(path)
    };
    text.map_err(|error| Failure::file(path, error))
}

/// Whether a file is of this kind, by its name.
fn is(path: &Path, kind: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind))
}
