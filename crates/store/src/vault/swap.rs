//! A file under another data key takes the place of `vault.db`. The header that has the new slots
//! names it: a power cut before that header leaves the old vault whole, and after it the new one.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::header::Header;
use super::{DB, files};
use crate::{StoreError, migrate};

/// Where the file waits until its header is written.
pub(crate) fn draft(dir: &Path, file: Uuid) -> PathBuf {
    dir.join(format!("{DB}.{file}"))
}

/// Puts the file the header names in place, and clears away what no header came to name. The vault's
/// lock must be held, and the file not be open.
pub(crate) fn finish(dir: &Path, header: &Header) -> Result<(), StoreError> {
    if let Some(next) = header.file.map(|file| draft(dir, file))
        && next.exists()
    {
        // A copy of the header that still had the old slots would have no file.
        header.write(dir)?;
        // What the WAL had is in the new file; beside it, it would be played into it.
        for name in [format!("{DB}-wal"), format!("{DB}-shm")] {
            remove(&dir.join(name))?;
        }
        fs::rename(next, dir.join(DB))?;
        files::sync_folder(dir)?;
        // Nobody has their key any more but who was removed.
        migrate::remove_kept(dir)?;
    }
    for path in others(dir, header.file)? {
        remove(&path)?;
    }
    Ok(())
}

/// Drafts without a header.
fn others(dir: &Path, named: Option<Uuid>) -> Result<Vec<PathBuf>, StoreError> {
    let mut others = Vec::new();
    for file in fs::read_dir(dir)? {
        let file = file?;
        let name = file.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(DB)?.strip_prefix('.'));
        let id = rest.and_then(|rest| rest.get(..36)?.parse::<Uuid>().ok());
        if id.is_some_and(|id| Some(id) != named) {
            others.push(file.path());
        }
    }
    Ok(others)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
