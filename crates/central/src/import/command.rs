//! The command line of an import.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use cacah_family::round::RoundKind;
use clap::{Args, ValueEnum};

use cacah_regions::bridge::Bridge;

use super::sheet::MAX_BYTES;
use super::{File, Import, ImportError, Outcome, bridge};
use crate::central::Central;
use crate::plan::form_files;
use crate::storage::Storage;

/// What to import, and from where.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the administrator.
    #[arg(long)]
    by: String,
    /// Name of the round: found by it, or made.
    #[arg(long)]
    round: String,
    /// Whether the round counts or is for training; it never changes.
    #[arg(long)]
    kind: Kind,
    /// Folder with the form's CSV files. Needed for a new round.
    #[arg(long)]
    form: Option<PathBuf>,
    /// Officers, .xlsx or CSV: kode, nama, peran.
    #[arg(long)]
    officers: Option<PathBuf>,
    /// Assignments, .xlsx or CSV: kode_petugas, idsubsls (or the beginning of one), mulai,
    /// selesai.
    #[arg(long)]
    assignments: Option<PathBuf>,
    /// Areas, .xlsx or CSV: idsubsls, nama, kelurahan, kecamatan.
    #[arg(long)]
    areas: Option<PathBuf>,
    /// Prelist, .xlsx or CSV: idsubsls, no_bangunan, no_keluarga, kepala_keluarga, alamat, kode.
    #[arg(long)]
    prelist: Option<PathBuf>,
    /// End the assignments of the round that are not in the file. Without it they go on.
    #[arg(long, requires = "assignments")]
    replace_assignments: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Real,
    Practice,
}

impl ImportArgs {
    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Reads the files and imports them.
    ///
    /// # Errors
    /// [`ImportError`]; nothing was written.
    pub fn import<S: Storage>(&self, central: &Central<S>) -> Result<Outcome, ImportError> {
        let form = self.form.as_ref().map(|folder| {
            form_files(folder)
                .map_err(|error| ImportError::File(folder.display().to_string(), error))
        });
        central.import(
            &self.by,
            &Import {
                round: self.round.clone(),
                kind: match self.kind {
                    Kind::Real => RoundKind::Real,
                    Kind::Practice => RoundKind::Practice,
                },
                form: form.transpose()?,
                officers: file(self.officers.as_deref())?,
                assignments: file(self.assignments.as_deref())?,
                areas: file(self.areas.as_deref())?,
                prelist: file(self.prelist.as_deref())?,
                replace_assignments: self.replace_assignments,
            },
        )
    }
}

/// Reads a bridge from the file at `path`.
///
/// # Errors
/// [`ImportError::Faults`] and [`ImportError::File`].
pub fn read_bridge(path: &Path) -> Result<Bridge, ImportError> {
    bridge(&load(path)?).map_err(ImportError::Faults)
}

fn file(path: Option<&Path>) -> Result<Option<File>, ImportError> {
    path.map(load).transpose()
}

/// Reads no more of a file than it takes to see that it is too large.
fn load(path: &Path) -> Result<File, ImportError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let read = || {
        let mut bytes = Vec::new();
        let most = MAX_BYTES as u64 + 1;
        std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => Ok(File { name, bytes }),
        Err(error) => Err(ImportError::File(name, error)),
    }
}
