//! The spare, in two files: the few facts without which nothing of a damaged file can be read, or
//! nobody could go on with what was. The file's salt, its schema's version, where each table begins;
//! who works here. Encrypted as the vault is.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{DB, Secret, files};
use crate::{StoreError, connection, copy, migrate};

const SPARES: [&str; 2] = ["vault.spare", "vault.spare.2"];
/// Tables kept whole; they are small, and nobody else has the first two.
const TABLES: [&str; 3] = ["enrolment", "actor", "round"];

/// A cell of one of [`TABLES`], or a fact of the file: table, row, column, value.
type Cell = (String, i64, String, Value);

/// What the spare holds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Spare(Vec<Cell>);

/// Of the file itself.
const FILE: &str = "";

impl Spare {
    /// Of an open vault.
    fn of(dir: &Path, connection: &Connection) -> Result<Self, StoreError> {
        let mut salt = [0; 16];
        File::open(dir.join(DB))?.read_exact(&mut salt)?;
        let version = migrate::applied(connection)?.unwrap_or_default();
        let mut cells = vec![
            (FILE.into(), 0, "salt".into(), Value::Blob(salt.into())),
            (FILE.into(), 0, "version".into(), Value::Integer(version.into())),
        ];
        let roots = "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0 ORDER BY name";
        let mut roots = connection.prepare(roots)?;
        let roots = roots.query_map([], |row| Ok((FILE.into(), 1, row.get(0)?, row.get(1)?)))?;
        for root in roots {
            cells.push(root?);
        }
        for table in TABLES {
            let mut query = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1"))?;
            let columns: Vec<String> =
                query.column_names().into_iter().map(str::to_owned).collect();
            let (mut rows, mut number) = (query.query([])?, 0);
            while let Some(row) = rows.next()? {
                for (place, column) in columns.iter().enumerate() {
                    cells.push((table.into(), number, column.clone(), row.get(place)?));
                }
                number += 1;
            }
        }
        Ok(Self(cells))
    }

    /// The first whole spare in `dir`; an empty one when there is none.
    pub(crate) fn find(dir: &Path, key: &Secret) -> Self {
        let read = SPARES.iter().find_map(|name| Self::read(&dir.join(name), key).ok());
        read.unwrap_or_default()
    }

    fn read(path: &Path, key: &Secret) -> Result<Self, StoreError> {
        let connection = connection::read_only(path, key)?;
        let sql = "SELECT \"table\", number, name, value FROM cell ORDER BY rowid";
        let mut query = connection.prepare(sql)?;
        let cells =
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(Self(cells.collect::<Result<_, _>>()?))
    }

    fn write(&self, path: &Path, key: &Secret) -> Result<(), StoreError> {
        let mut draft = path.as_os_str().to_owned();
        draft.push(".new");
        let draft = PathBuf::from(draft);
        if draft.exists() {
            fs::remove_file(&draft)?;
        }
        let mut connection = connection::created(&draft, key)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "CREATE TABLE cell (\"table\" TEXT, number INTEGER, name TEXT, value ANY) STRICT",
        )?;
        for cell in &self.0 {
            let insert = "INSERT INTO cell VALUES (?1, ?2, ?3, ?4)";
            transaction.prepare_cached(insert)?.execute((&cell.0, cell.1, &cell.2, &cell.3))?;
        }
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)?;
        copy::sync(&draft)?;
        fs::rename(&draft, path)?;
        Ok(path.parent().map_or(Ok(()), files::sync_folder)?)
    }

    fn fact(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|cell| (&*cell.0, cell.1, &*cell.2) == (FILE, 0, name)).map(|c| &c.3)
    }

    /// What the file's pages are encrypted under beside the key.
    pub(crate) fn salt(&self) -> Option<[u8; 16]> {
        match self.fact("salt")? {
            Value::Blob(salt) => salt.first_chunk().copied(),
            _ => None,
        }
    }

    /// The schema's version.
    pub(crate) fn version(&self) -> Option<i32> {
        match self.fact("version")? {
            Value::Integer(version) => i32::try_from(*version).ok(),
            _ => None,
        }
    }

    /// Where tables and indexes begin.
    pub(crate) fn roots(&self) -> impl Iterator<Item = (String, u32)> {
        let cells = self.0.iter().filter(|cell| (&*cell.0, cell.1) == (FILE, 1));
        cells.filter_map(|(_, _, name, root)| match root {
            Value::Integer(root) => Some((name.clone(), u32::try_from(*root).ok()?)),
            _ => None,
        })
    }

    /// The rows of [`TABLES`]: table, columns, values.
    pub(crate) fn rows(&self) -> Vec<(&str, Vec<&str>, Vec<&Value>)> {
        let mut rows: Vec<(&str, Vec<&str>, Vec<&Value>)> = Vec::new();
        let cells = self.0.iter().filter(|cell| cell.0 != FILE);
        let mut last = None;
        for (table, number, column, value) in cells {
            if last != Some((table, number)) {
                rows.push((table, Vec::new(), Vec::new()));
                last = Some((table, number));
            }
            if let Some((_, columns, values)) = rows.last_mut() {
                columns.push(column);
                values.push(value);
            }
        }
        rows
    }
}

/// Renews what is not as the open vault is. Not having room for it keeps nobody from working.
pub(crate) fn keep(dir: &Path, connection: &Connection, key: &Secret) -> Result<(), StoreError> {
    let now = Spare::of(dir, connection)?;
    for path in SPARES.map(|name| dir.join(name)) {
        if Spare::read(&path, key).ok().as_ref() != Some(&now) {
            match now.write(&path, key) {
                Err(StoreError::DiskFull) => return Ok(()),
                written => written?,
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Laptop;

    #[test]
    fn a_torn_spare_is_renewed_by_the_next_opening_and_the_other_is_read() {
        let laptop = Laptop::new();
        let (dir, key) = (laptop.dir(), laptop.store.key.clone());
        let spare = Spare::find(&dir, &key);
        assert!(spare.salt().is_some() && spare.version().is_some());
        assert!(spare.roots().any(|(name, _)| name == "entry"));
        assert_eq!(spare.rows().iter().filter(|row| row.0 == "enrolment").count(), 1);
        let laptop = laptop.reopened();
        let spare = Spare::find(&dir, &key);
        assert_eq!(spare.rows().iter().filter(|row| row.0 == "round").count(), 1);
        fs::write(dir.join(SPARES[0]), b"torn").unwrap();
        assert_eq!(Spare::find(&dir, &key), spare);
        let _laptop = laptop.reopened();
        assert_eq!(Spare::read(&dir.join(SPARES[0]), &key).unwrap(), spare);
    }
}
