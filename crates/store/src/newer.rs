//! A vault that a newer version of the app wrote: looked at and carried out, never written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_family::host::Host;
use cacah_family::id::FamilyId;
use rusqlite::Connection;

use crate::copy::{Copier, CopyMade};
use crate::vault::header::Header;
use crate::vault::{LOCK, Secret, files};
use crate::{Store, StoreError, connection};

/// A vault open for reading, as far as this version knows it.
pub struct Newer {
    connection: Connection,
    dir: PathBuf,
    key: Secret,
    host: Arc<dyn Host>,
    _lock: files::Lock,
}

/// Never prints a key.
impl std::fmt::Debug for Newer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Newer")
    }
}

/// What a family is found by.
#[derive(Clone, PartialEq, Eq)]
pub struct NewerFamily {
    /// Its id.
    pub family: FamilyId,
    /// Its SLS.
    pub idsubsls: String,
    /// Building; 0 when not known.
    pub building: u32,
    /// Family number; 0 when not known.
    pub number: u32,
    /// Name of the head.
    pub head: String,
    /// Entries written for it.
    pub entries: u32,
}

/// Never prints a name.
impl std::fmt::Debug for NewerFamily {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewerFamily({}, {} entries)", self.family, self.entries)
    }
}

impl Store {
    /// Opens a vault that [`Store::unlock`] calls too new, to read. Nothing of it is written.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`], [`StoreError::TooSoon`], [`StoreError::AsksOffice`], [`StoreError::Busy`], [`StoreError::NotFound`],
    /// [`StoreError::Damaged`]; [`StoreError::TooNew`] when no slot of it is known here.
    pub fn open_newer(
        dir: &Path,
        officer_code: &str,
        password: &str,
        host: Arc<dyn Host>,
    ) -> Result<Newer, StoreError> {
        let header = Header::read_any(dir)?;
        let lock = files::Lock::take(&dir.join(LOCK))?;
        header.first().map_err(|_| StoreError::TooNew)?;
        let (opened, _) = header.guess(dir, (officer_code, password), &*host)?;
        let connection = connection::reader(dir, &opened.data)?;
        Ok(Newer { connection, dir: dir.to_owned(), key: opened.data, host, _lock: lock })
    }
}

impl Newer {
    /// Its families, in walking order.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] when it keeps them otherwise, [`StoreError::Damaged`].
    pub fn families(&self) -> Result<Vec<NewerFamily>, StoreError> {
        let sql = "SELECT f.family, f.idsubsls, f.building, f.number,
                       coalesce(nullif(f.told_head, ''), f.head),
                       (SELECT count(*) FROM entry e WHERE e.family = f.id)
                   FROM family f WHERE NOT f.sls
                   ORDER BY f.idsubsls, f.building, f.number, f.id";
        let mut query = self.connection.prepare(sql).map_err(unknown)?;
        let families = query.query_and_then([], |row| {
            Ok(NewerFamily {
                family: FamilyId(row.get(0)?),
                idsubsls: row.get(1)?,
                building: row.get(2)?,
                number: row.get(3)?,
                head: row.get(4)?,
                entries: row.get(5)?,
            })
        })?;
        families.collect()
    }

    /// Copies the vault, still encrypted, into a new folder in `folder` that the office can open with
    /// its newer version; proven as a safety copy is.
    ///
    /// # Errors
    /// As [`Copier::copy_to`].
    pub fn export(&self, folder: &Path) -> Result<CopyMade, StoreError> {
        let (dir, key, host) = (self.dir.clone(), self.key.clone(), self.host.clone());
        Copier { dir, key, host }.copy_to(folder, usize::MAX)
    }
}

/// SQL that does not compile asks for what this schema no longer has.
fn unknown(error: rusqlite::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Sqlite(_) => StoreError::TooNew,
        error => error,
    }
}
