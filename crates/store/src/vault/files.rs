//! Durable changes to files and folders.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use crate::StoreError;

/// Replaces a file as a whole: after a power cut it has the old bytes or the new ones.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(match path.extension() {
        Some(extension) => format!("{}.new", extension.display()),
        None => "new".to_owned(),
    });
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&draft, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder durable.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call; NTFS journals names itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// How often a lock that somebody has is asked for again, and how long is waited between.
const TRIES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(50);

/// Held while a vault is open; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, or says that somebody else has it.
    ///
    /// A lock that was let go of lives on for a moment in a child that this process is just
    /// starting (between fork and exec it holds a copy of every file): that moment is waited for.
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        for again in (0..TRIES).rev() {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(fs::TryLockError::WouldBlock) if again > 0 => std::thread::sleep(BETWEEN),
                Err(fs::TryLockError::WouldBlock) => break,
                Err(fs::TryLockError::Error(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_leaves_no_draft() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.head.2");
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_lock_is_held_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.lock");
        let lock = Lock::take(&path).unwrap();
        assert!(matches!(Lock::take(&path), Err(StoreError::Busy)));
        drop(lock);
        Lock::take(&path).unwrap();
    }

    #[test]
    fn a_lock_that_is_let_go_of_a_moment_later_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.lock");
        let lock = Lock::take(&path).unwrap();
        let child = std::thread::spawn(move || {
            std::thread::sleep(BETWEEN * 3);
            drop(lock);
        });
        Lock::take(&path).unwrap();
        child.join().unwrap();
    }
}
