//! The vault as files: the encrypted `vault.db`, two copies of the header with the key slots, a lock.

pub(crate) mod agreement;
pub(crate) mod files;
pub(crate) mod header;
pub(crate) mod kdf;
pub(crate) mod sealed;
pub(crate) mod slot;
pub(crate) mod spare;
pub(crate) mod swap;
pub(crate) mod tries;
pub(crate) mod wal;

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::StoreError;

/// A key or seed of 256 bits; wiped when dropped.
pub type Secret = Zeroizing<[u8; 32]>;

/// The SQLCipher file.
pub(crate) const DB: &str = "vault.db";
/// A migrated copy on its way to become the file.
pub(crate) const DB_NEXT: &str = "vault.db.next";
/// The folder of sealed chunks.
pub(crate) const FILES: &str = "files";
/// The header.
pub(crate) const HEAD: &str = "vault.head";
/// Its second copy.
pub(crate) const HEAD_2: &str = "vault.head.2";
/// Wrong guesses, counted.
pub(crate) const TRIES: &str = "vault.tries";
/// The lock file.
pub(crate) const LOCK: &str = "vault.lock";

/// Where a vault goes that makes room for another: a folder of its own beside the vaults, so that
/// nobody takes it for one in use.
pub(crate) fn aside(dir: &Path, why: &str, at: &str) -> Result<PathBuf, StoreError> {
    let name = dir.file_name().ok_or(StoreError::NotWritable)?;
    let folder = dir.with_file_name("set-aside");
    std::fs::create_dir_all(&folder)?;
    let name = format!("{}-{why}-{at}", name.display());
    let mut names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name}-{n}")));
    let free = names.find_map(|name| Some(folder.join(name)).filter(|path| !path.exists()));
    free.ok_or(StoreError::NotWritable)
}

/// Bytes as base64 text.
pub(crate) mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map_err(D::Error::custom)
    }
}
