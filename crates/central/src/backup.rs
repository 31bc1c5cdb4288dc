//! Backups of the data folder, and a new life from one (ADR 0013).
//!
//! A backup is one file: the database, and the secrets without which no laptop would know the
//! endpoint again. Whoever holds it holds the registry: it is kept as the data folder is.

use std::fs::File;
use std::path::{Path, PathBuf};

use cacah_family::host::Host;
use uuid::Uuid;

use crate::authority::STATE;
use crate::bridge::BRIDGE;
use crate::folder::{DATABASE, Folder, FolderError, make_folder, owned};
use crate::storage::sqlite::{Sqlite, begin_anew, secrets};
use crate::storage::{Safety as _, StorageError};

/// Why there is no backup, or no new life from one. Nothing that was there is changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there already: it is never overwritten.
    #[error("{}: sudah ada dan tidak ditimpa / is there and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// The copy is not whole; the one before stays the newest good one.
    #[error(
        "cadangan tidak utuh dan tidak dipakai / the backup is not whole and was not used: {0}"
    )]
    Storage(#[from] StorageError),
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

type Result<T> = std::result::Result<T, BackupError>;

impl Folder {
    /// Copies database and secrets into a new file while the endpoint goes on, and proves the copy;
    /// then the live data say that the receipts in it are safe. How many actors that concerns.
    ///
    /// # Errors
    /// [`BackupError`]; the file gets its name only when it is proven.
    pub fn backup(&self, storage: &Sqlite, to: &Path) -> Result<usize> {
        let io = |source| BackupError::Io { path: to.to_owned(), source };
        if to.try_exists().map_err(io)? {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let mut unfinished = to.as_os_str().to_owned();
        unfinished.push(".new");
        let unfinished = PathBuf::from(unfinished);
        match std::fs::remove_file(&unfinished) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(error)),
            _ => drop(owned(&unfinished)?),
        }
        let safe = storage.copy_to(&unfinished, &self.secrets()?)?;
        File::options().write(true).open(&unfinished).and_then(|f| f.sync_all()).map_err(io)?;
        std::fs::rename(&unfinished, to).map_err(io)?;
        sync_folder(to.parent()).map_err(io)?;
        storage.put_safe(&safe)?;
        Ok(safe.len())
    }

    /// Keys and certificates: name, text.
    fn secrets(&self) -> Result<Vec<(String, String)>> {
        let root = self.root();
        let io = |source| BackupError::Io { path: root.to_owned(), source };
        let mut secrets = Vec::new();
        for file in std::fs::read_dir(root).map_err(io)? {
            let name = file.map_err(io)?.file_name().into_string().unwrap_or_default();
            if is_secret(&name) {
                let text = std::fs::read_to_string(root.join(&name)).map_err(io)?;
                secrets.push((name, text));
            }
        }
        Ok(secrets)
    }
}

/// A file of the folder that is kept with the database: its name leads nowhere else.
fn is_secret(name: &str) -> bool {
    let stem = [".key", ".pem", ".pub"].into_iter().find_map(|end| name.strip_suffix(end));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    [BRIDGE, STATE].contains(&name) || stem.is_some_and(|stem| stem.chars().all(plain))
}

/// Makes a new data folder from a backup, as a new life: laptops offer again what came after it.
/// Numbers go on from the backup's, and receipts of the old life remain what they are.
///
/// # Errors
/// [`BackupError::Exists`] for a folder with anything in it. The database gets its name last, so
/// that a folder half made is none.
pub fn restore(from: &Path, data: &Path, host: &dyn Host) -> Result<Uuid> {
    let io = |source| BackupError::Io { path: data.to_owned(), source };
    let taken = data.exists() && std::fs::read_dir(data).map_err(io)?.next().is_some();
    if taken {
        return Err(BackupError::Exists(data.to_owned()));
    }
    let secrets = secrets(from)?;
    make_folder(data)?;
    let epoch = host.id();
    let database = data.join(DATABASE);
    let unfinished = database.with_extension("new");
    drop(owned(&unfinished)?);
    std::fs::copy(from, &unfinished).map_err(io)?;
    begin_anew(&unfinished, epoch, host.now())?;
    for (name, text) in secrets.iter().filter(|(name, _)| is_secret(name)) {
        let mut file = owned(&data.join(name))?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)?;
    }
    File::options().write(true).open(&unfinished).and_then(|f| f.sync_all()).map_err(io)?;
    std::fs::rename(&unfinished, &database).map_err(io)?;
    sync_folder(Some(data)).map_err(io)?;
    Ok(epoch)
}

/// A new name is durable once its folder is; Windows has no such call and needs none.
fn sync_folder(folder: Option<&Path>) -> std::io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = folder {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
