//! Where the sealed chunks of files lie: `files/` beside the vault, each under its name.

use std::fs;
use std::path::PathBuf;

use crate::vault::{FILES, files};
use crate::{Store, StoreError};

impl Store {
    /// Puts a sealed chunk beside the vault; durable when it returns, before any entry names it.
    /// What lies there under this name is this chunk.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for what is no chunk's name, [`StoreError::DiskFull`],
    /// [`StoreError::NotWritable`].
    pub fn put_chunk(&self, name: &str, sealed: &[u8]) -> Result<(), StoreError> {
        let path = self.chunk_path(name)?;
        if fs::metadata(&path).is_ok_and(|there| there.len() == sealed.len() as u64) {
            return Ok(());
        }
        let folder = self.dir.join(FILES);
        if !folder.exists() {
            fs::create_dir(&folder)?;
            files::sync_folder(&self.dir)?;
        }
        Ok(files::replace(&path, sealed)?)
    }

    /// A sealed chunk; `None` when it does not lie here.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for what is no chunk's name, [`StoreError::Io`].
    pub fn chunk_bytes(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match fs::read(self.chunk_path(name)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// True when a chunk of so many bytes lies here under this name.
    pub(crate) fn has_chunk(&self, name: &str, bytes: u32) -> bool {
        let path = self.chunk_path(name).ok();
        let there = path.and_then(|path| fs::metadata(path).ok());
        there.is_some_and(|there| there.len() == u64::from(bytes))
    }

    /// A name that came from elsewhere must not lead anywhere else.
    fn chunk_path(&self, name: &str) -> Result<PathBuf, StoreError> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if name.len() == 64 && name.bytes().all(hex) {
            Ok(self.dir.join(FILES).join(name))
        } else {
            Err(StoreError::NotFound("chunk"))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::StoreError;
    use crate::fixture::Laptop;

    #[test]
    fn a_chunk_is_read_as_it_was_put_and_put_again_harmlessly() {
        let laptop = Laptop::enrolled();
        let name = "ab".repeat(32);
        assert_eq!(laptop.store.chunk_bytes(&name).unwrap(), None);
        for _ in 0..2 {
            laptop.store.put_chunk(&name, b"sealed").unwrap();
        }
        assert_eq!(laptop.store.chunk_bytes(&name).unwrap().unwrap(), b"sealed");
    }

    #[test]
    fn a_chunk_cut_short_by_a_fault_is_put_anew() {
        let laptop = Laptop::enrolled();
        let name = "cd".repeat(32);
        laptop.store.put_chunk(&name, b"seal").unwrap();
        laptop.store.put_chunk(&name, b"sealed").unwrap();
        assert_eq!(laptop.store.chunk_bytes(&name).unwrap().unwrap(), b"sealed");
    }

    #[test]
    fn a_name_is_no_path() {
        let laptop = Laptop::enrolled();
        for name in ["", "../vault.db", &format!("{}/x", "a".repeat(62)), &"AB".repeat(32)] {
            let put = laptop.store.put_chunk(name, b"x");
            assert!(matches!(put, Err(StoreError::NotFound("chunk"))), "{name}");
        }
    }
}
