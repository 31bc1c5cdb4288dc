//! A vault destroyed by the office's order: its keys go first, and without them the rest is noise.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use cacah_family::host::Host;

use crate::vault::header::Header;
use crate::vault::{HEAD, HEAD_2, files};
use crate::{Store, StoreError, officers};

impl Store {
    /// Destroys the vault: both copies of its header are overwritten and removed, then all files. What
    /// was set aside of it before (by restore or salvage) may hold answers nobody has received: it
    /// stays, and only the office opens it from now on. A disk that writes elsewhere than it says (flash) may
    /// keep a header nobody can ask it for; its slots still want the password or the office.
    ///
    /// # Errors
    /// [`StoreError::Unsent`] while an entry or file here has no receipt: nothing is changed.
    /// [`StoreError::NotWritable`], [`StoreError::Io`]: what is left has no key any more, or is whole.
    pub fn destroy(self) -> Result<(), StoreError> {
        let files = "SELECT count(*) FROM chunk WHERE receipt IS NULL AND NOT came";
        let files: u32 = self.reader.connection.query_row(files, [], |row| row.get(0))?;
        if files > 0 || officers::unsent(&self.reader.connection, "true", [])? > 0 {
            return Err(StoreError::Unsent);
        }
        let vault = Header::read(&self.dir)?.vault;
        let Self { reader, writer, host, witness, lock, dir, .. } = self;
        drop((reader, writer, witness));
        let aside = dir.with_file_name("set-aside");
        for old in fs::read_dir(&aside).into_iter().flatten().flatten() {
            if let Ok(header) = Header::read(&old.path())
                && header.vault == vault
            {
                header.asking_office().write(&old.path())?;
            }
        }
        erase_keys(&dir, &*host)?;
        drop(lock);
        fs::remove_dir_all(&dir)?;
        Ok(dir.parent().map_or(Ok(()), files::sync_folder)?)
    }
}

/// Overwrites and removes both copies of a header.
fn erase_keys(dir: &Path, host: &dyn Host) -> Result<(), StoreError> {
    let heads = [HEAD, HEAD_2].map(|name| dir.join(name));
    for head in heads.iter().filter(|head| head.exists()) {
        let mut file = File::options().write(true).open(head)?;
        let mut noise = vec![0; usize::try_from(file.metadata()?.len()).unwrap_or(0)];
        host.fill(&mut noise);
        file.write_all(&noise)?;
        file.sync_all()?;
    }
    for head in heads.iter().filter(|head| head.exists()) {
        fs::remove_file(head)?;
    }
    Ok(files::sync_folder(dir)?)
}

#[cfg(test)]
mod tests;
