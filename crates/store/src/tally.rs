//! What a file holds, counted and hashed: two files of one tally hold the same journal.

use rusqlite::Connection;

use crate::StoreError;
use crate::row::uint;

/// Counts of a file, and a hash over its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    pub families: u64,
    pub documents: u64,
    pub entries: u64,
    /// BLAKE3 over the digests of all entries, in the order of their key.
    pub journal: [u8; 32],
}

/// Reads the whole journal once. Asks only for columns that every version of the schema has.
pub(crate) fn of(connection: &Connection) -> Result<Tally, StoreError> {
    let mut hasher = blake3::Hasher::new();
    let mut entries = 0;
    let mut query =
        connection.prepare("SELECT digest FROM entry ORDER BY family, actor, seq, digest")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        hasher.update(&row.get::<_, [u8; 32]>(0)?);
        entries += 1;
    }
    let journal = *hasher.finalize().as_bytes();
    Ok(Tally {
        families: count(connection, "SELECT count(*) FROM family")?,
        documents: count(connection, "SELECT count(*) FROM document")?,
        entries,
        journal,
    })
}

pub(crate) fn count(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    connection.query_row(sql, [], |row| Ok(uint(row, 0)))?
}

/// Proves every page by its HMAC, then the structure that lies on them.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let damaged = || StoreError::Damaged { place: crate::vault::DB };
    // One row for each page that is not what was written.
    if connection.prepare("PRAGMA cipher_integrity_check")?.query([])?.next()?.is_some() {
        return Err(damaged());
    }
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(damaged()) }
}
