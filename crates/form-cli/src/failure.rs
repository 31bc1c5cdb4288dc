//! Why a command stops, and with which exit status.

use std::path::{Path, PathBuf};

use cacah_form::FormError;

/// Why a command stops.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The form does not load or compile.
    #[error("{}", listed(.0))]
    Form(Vec<FormError>),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// PATH is neither a folder of sheets nor a workbook.
    #[error("{}: expected {expected}", path.display())]
    Path {
        /// What was given.
        path: PathBuf,
        /// What the command takes.
        expected: &'static str,
    },
    /// Something stands where a command would write.
    #[error("{}: exists; --force replaces it", .0.display())]
    Exists(PathBuf),
    /// The workbook cannot be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The form calls a function that only the programs of the survey provide.
    #[error("this tool has no function cacah:{0}, so it cannot evaluate the form")]
    Function(String),
    /// A line of the script is wrong; lines count from 1.
    #[error("script line {line}: {message}")]
    Script {
        /// Line of the script, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

impl Failure {
    /// A file that cannot be read or written.
    pub fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }

    /// An error where a command would overwrite something that stands.
    ///
    /// # Errors
    /// [`Failure::Exists`], unless `force`.
    pub fn unless_free(path: &Path, force: bool) -> Result<(), Self> {
        if force || !path.exists() { Ok(()) } else { Err(Self::Exists(path.to_owned())) }
    }

    /// Exit status of the process: 1 for an error in the form, 2 for everything else.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Form(_) => 1,
            _ => 2,
        }
    }
}

fn listed(errors: &[FormError]) -> String {
    let lines = errors.iter().map(|error| format!("{}: {error}", error.code));
    lines.collect::<Vec<_>>().join("\n")
}
