//! Safety copies: the whole vault in another folder, made while it is in use and proven by opening.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cacah_family::host::{Host, Millis};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use uuid::Uuid;

use crate::tally::{self, Tally};
use crate::vault::header::Header;
use crate::vault::{DB, FILES, HEAD, HEAD_2, Secret, files};
use crate::{Store, StoreError, connection, restore};

/// Pages copied before another thread may have the disk.
const STEP: i32 = 256;
const PAUSE: Duration = Duration::from_millis(1);

/// Makes safety copies of a vault from any thread, without the [`Store`] and never in its way.
pub struct Copier {
    pub(crate) dir: PathBuf,
    pub(crate) key: Secret,
    pub(crate) host: Arc<dyn Host>,
}

/// Never prints a key.
impl std::fmt::Debug for Copier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Copier")
    }
}

/// A safety copy that was made and proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMade {
    /// Its folder.
    pub path: PathBuf,
    /// When, by the laptop's wall clock.
    pub at: Millis,
    /// Families in it.
    pub families: u64,
    /// Entries in it.
    pub entries: u64,
    /// Bytes of all its files.
    pub bytes: u64,
}

impl Store {
    /// What makes safety copies of this vault, for another thread.
    #[must_use]
    pub fn copier(&self) -> Copier {
        Copier { dir: self.dir.clone(), key: self.key.clone(), host: self.host.clone() }
    }

    /// As [`Copier::copy_to`].
    ///
    /// # Errors
    /// As [`Copier::copy_to`].
    pub fn copy_to(&self, folder: &Path, keep: usize) -> Result<CopyMade, StoreError> {
        self.copier().copy_to(folder, keep)
    }
}

impl Copier {
    /// Copies the vault into a new folder in `folder`, opens the copy with the vault's key and
    /// compares it with what was copied. Only then is it given its name, and only after that do this
    /// vault's copies beyond the newest `keep` go (at least one stays). The officer goes on writing.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`], [`StoreError::Io`] when the stick was
    /// pulled out, [`StoreError::BadCopy`] when the medium does not give back what was written: the
    /// older copies are whole.
    pub fn copy_to(&self, folder: &Path, keep: usize) -> Result<CopyMade, StoreError> {
        let header = Header::read_any(&self.dir)?;
        fs::create_dir_all(folder)?;
        let before = restore::of_vault(folder, header.vault)?;
        let number = before.iter().map(|copy| copy.number).max().unwrap_or(0) + 1;
        let (at, code) = (self.host.now(), header.first()?.1);
        // Another laptop of this officer may have the number on the same stick.
        let mut free = (number..).map(|number| folder.join(restore::name(code, number, at)));
        let path = free.find(|path| !path.exists()).ok_or(StoreError::NotWritable)?;
        // One name for all attempts: what a pulled stick left is cleared by the next.
        let draft = folder.join(format!(".cacah-{}.partial", header.vault));
        clear(&draft)?;
        let done = self.fill(&draft, header.file).and_then(|tally| {
            let bytes = bytes_of(&draft)?;
            fs::rename(&draft, &path)?;
            files::sync_folder(folder)?;
            let Tally { families, entries, .. } = tally;
            Ok(CopyMade { path, at, families, entries, bytes })
        });
        if done.is_err() {
            let _ = clear(&draft);
        }
        let made = done?;
        for old in before.iter().rev().skip(keep.max(1) - 1) {
            fs::remove_dir_all(&old.path)?;
        }
        Ok(made)
    }

    fn fill(&self, draft: &Path, file: Option<Uuid>) -> Result<Tally, StoreError> {
        fs::create_dir(draft)?;
        let source = connection::reader(&self.dir, &self.key)?;
        let tally = copy_db(&source, &draft.join(DB), &self.key)?;
        copy_beside(&self.dir, draft)?;
        // Somebody was removed meanwhile: its slots hold another key.
        if Header::read_any(draft)?.file != file {
            return Err(StoreError::Busy);
        }
        files::sync_folder(draft)?;
        Ok(tally)
    }
}

/// Copies a database as it is now into a new file under the same key, and proves the copy. Reads from
/// one snapshot, so the writer neither waits nor makes it start over.
pub(crate) fn copy_db(source: &Connection, to: &Path, key: &Secret) -> Result<Tally, StoreError> {
    let snapshot = source.unchecked_transaction()?;
    let expected = tally::of(&snapshot)?;
    let mut copy = connection::created(to, key)?;
    Backup::new(&snapshot, &mut copy)?.run_to_completion(STEP, PAUSE, None)?;
    // Complete in one file, so that a write-protected stick can be read.
    copy.execute_batch("PRAGMA journal_mode = DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    sync(to)?;
    let copy = connection::read_only(to, key).map_err(bad_copy)?;
    tally::check(&copy).map_err(bad_copy)?;
    if tally::of(&copy).map_err(bad_copy)? != expected {
        return Err(StoreError::BadCopy);
    }
    Ok(expected)
}

/// Copies what lies beside the database: both headers and the sealed chunks, byte for byte.
pub(crate) fn copy_beside(from: &Path, to: &Path) -> Result<(), StoreError> {
    for name in [HEAD, HEAD_2] {
        if from.join(name).exists() {
            copy_file(&from.join(name), &to.join(name))?;
        }
    }
    copy_chunks(from, to)
}

/// Copies the sealed chunks.
pub(crate) fn copy_chunks(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.join(FILES).is_dir() {
        return Ok(());
    }
    fs::create_dir(to.join(FILES))?;
    for chunk in fs::read_dir(from.join(FILES))? {
        let chunk = chunk?;
        match copy_file(&chunk.path(), &to.join(FILES).join(chunk.file_name())) {
            // It was wiped, or a draft of it got its name, while others were copied.
            Err(StoreError::Io(std::io::ErrorKind::NotFound)) if !chunk.path().exists() => {}
            copied => copied?,
        }
    }
    files::sync_folder(&to.join(FILES))?;
    Ok(())
}

/// Copies a file durably and reads it back.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::copy(from, to)?;
    sync(to)?;
    if hash(from)? == hash(to)? { Ok(()) } else { Err(StoreError::BadCopy) }
}

/// Makes the bytes of a file durable. Windows wants a handle that may write.
pub(crate) fn sync(path: &Path) -> Result<(), StoreError> {
    File::options().write(true).open(path)?.sync_all()?;
    Ok(())
}

fn hash(path: &Path) -> Result<blake3::Hash, StoreError> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize())
}

/// A copy whose pages do not read is no damage of the vault.
fn bad_copy(error: StoreError) -> StoreError {
    match error {
        StoreError::Damaged { .. } | StoreError::Sqlite(_) => StoreError::BadCopy,
        error => error,
    }
}

fn clear(draft: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(draft) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn bytes_of(folder: &Path) -> Result<u64, StoreError> {
    let mut bytes = 0;
    for file in fs::read_dir(folder)? {
        let file = file?;
        bytes += match file.file_type()?.is_dir() {
            true => bytes_of(&file.path())?,
            false => file.metadata()?.len(),
        };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
