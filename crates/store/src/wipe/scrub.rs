//! After a wipe: no page, WAL, index or file has anything left of what was removed, and that is
//! proven. The writer deletes with `secure_delete`, so free pages are zeros already; what is left is
//! the search index, the WAL, files of older schemas, and sealed pieces of photos.

use std::collections::BTreeSet;
use std::fs;

use rusqlite::Connection;

use crate::vault::{DB, FILES, files};
use crate::{Store, StoreError, migrate, settings};

/// Setting: a wipe was committed and what is below was not finished.
const OWED: &str = "scrub_owed";

/// Tables that have rows of a family by its row number.
const OF_FAMILY: [&str; 11] = [
    "entry",
    "document",
    "chunk",
    "identity_number",
    "person",
    "person_key",
    "prefix",
    "across_number",
    "across_place",
    "across_finding",
    "search",
];

/// Written in the transaction of the wipe: a kill before the end is made up for by the next one.
pub(super) fn owe(connection: &Connection) -> Result<(), StoreError> {
    settings::put(connection, OWED, "1")
}

impl Store {
    pub(super) fn scrub(&mut self) -> Result<(), StoreError> {
        if settings::get(&self.writer, OWED)?.is_none() {
            return Ok(());
        }
        // Deleting from the index only marks; made anew from what is there, it knows nothing else.
        self.writer.execute_batch("INSERT INTO search (search) VALUES ('rebuild')")?;
        self.remove_unlisted()?;
        migrate::remove_kept(&self.dir)?;
        self.fold()?;
        self.prove()?;
        self.writer.execute("DELETE FROM setting WHERE key = ?1", [OWED])?;
        self.fold()
    }

    /// The WAL into the file, and cut to nothing: it has pages as they were before.
    fn fold(&self) -> Result<(), StoreError> {
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = self.writer.query_row(fold, [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
    }

    /// Sealed pieces that no row lists any more. A piece is put down before its row is written, but
    /// by whoever holds this store.
    fn remove_unlisted(&self) -> Result<(), StoreError> {
        let folder = self.dir.join(FILES);
        if !folder.is_dir() {
            return Ok(());
        }
        let mut listed = self.writer.prepare("SELECT name FROM chunk")?;
        let listed = listed.query_map([], |row| row.get::<_, String>(0))?;
        let listed: BTreeSet<String> = listed.collect::<Result<_, _>>()?;
        for file in fs::read_dir(&folder)? {
            let file = file?;
            if file.file_name().to_str().is_none_or(|name| !listed.contains(name)) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(files::sync_folder(&folder)?)
    }

    /// Nothing of a wiped family is in a table, and the WAL is empty.
    fn prove(&self) -> Result<(), StoreError> {
        let left = StoreError::Damaged { place: "wiped family" };
        for table in OF_FAMILY {
            let column = if table == "search" { "rowid" } else { "family" };
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE {column} IN (SELECT id FROM family WHERE wiped)"
            );
            if self.writer.query_row(&sql, [], |row| row.get::<_, i64>(0))? > 0 {
                return Err(left);
            }
        }
        let said = "SELECT EXISTS (SELECT 1 FROM family WHERE wiped AND door IS NOT NULL)";
        if self.writer.query_row(said, [], |row| row.get(0))? {
            return Err(left);
        }
        self.writer.execute_batch("INSERT INTO search (search) VALUES ('integrity-check')")?;
        let wal = self.dir.join(format!("{DB}-wal"));
        if fs::metadata(wal).is_ok_and(|wal| wal.len() > 0) { Err(left) } else { Ok(()) }
    }
}
