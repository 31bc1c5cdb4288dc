//! Opening the encrypted file: the key first, then the pragmas a loss of power asks for.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::StoreError;
use crate::vault::{DB, Secret};

/// Statements of the store, kept compiled.
const STATEMENTS: usize = 64;
/// Bytes of a page.
const PAGE: u64 = 4096;
/// The other connection holds a lock for milliseconds, never longer than this.
const PATIENCE: Duration = Duration::from_secs(5);

/// A new file; the one connection that may create it.
pub(crate) fn create(dir: &Path, key: &Secret) -> Result<Connection, StoreError> {
    writable(created(&dir.join(DB), key)?)
}

/// The one connection that writes.
pub(crate) fn writer(dir: &Path, key: &Secret) -> Result<Connection, StoreError> {
    writable(connect(&dir.join(DB), key, OpenFlags::SQLITE_OPEN_READ_WRITE)?)
}

/// A connection that reads beside the writer and never waits for it (WAL).
pub(crate) fn reader(dir: &Path, key: &Secret) -> Result<Connection, StoreError> {
    read_only(&dir.join(DB), key)
}

/// A new file that is no vault in use: one without a WAL, complete in itself.
pub(crate) fn created(path: &Path, key: &Secret) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = connect(path, key, flags)?;
    connection.execute_batch("PRAGMA synchronous = FULL")?;
    Ok(connection)
}

/// A connection to any encrypted file that writes nothing to it.
pub(crate) fn read_only(path: &Path, key: &Secret) -> Result<Connection, StoreError> {
    connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(path: &Path, key: &Secret, flags: OpenFlags) -> Result<Connection, StoreError> {
    let creates = flags.contains(OpenFlags::SQLITE_OPEN_CREATE);
    // SQLite takes a file shorter than a page for a new one.
    if !creates && !std::fs::metadata(path).is_ok_and(|file| file.len() >= PAGE) {
        return Err(StoreError::Damaged { place: DB });
    }
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    // A raw key: the random data key is strong already, so SQLCipher derives nothing from it.
    let mut pragma = Zeroizing::new(String::with_capacity(96));
    pragma.push_str("PRAGMA key = \"x'");
    for byte in key.iter() {
        let _ = write!(pragma, "{byte:02x}");
    }
    pragma.push_str("'\"");
    // Before the key: SQLite's pages and statements are overwritten when they are freed, from now on
    // in the whole process.
    let memory = if wiped_memory() { "ON" } else { "OFF" };
    connection.execute_batch(&format!("PRAGMA cipher_memory_security = {memory}"))?;
    connection.execute_batch(&pragma)?;
    // SQLCipher writes its complaints to stderr; ours go through StoreError.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    // Sorting must not spill answers into a temporary file in the clear.
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Whether SQLite's memory is locked and overwritten: always, but in a simulation that says otherwise.
fn wiped_memory() -> bool {
    #[cfg(feature = "testing")]
    if crate::testing::PLAIN_MEMORY.load(std::sync::atomic::Ordering::Relaxed) {
        return false;
    }
    true
}

fn writable(connection: Connection) -> Result<Connection, StoreError> {
    if connection.is_readonly("main")? {
        return Err(StoreError::NotWritable);
    }
    // FULL: in WAL mode NORMAL may forget the last commits when the power fails. What is deleted or
    // replaced leaves no trace on a free page: a wipe must not have to look for it.
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";
    connection.execute_batch(pragmas)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pragmas_hold() {
        let dir = tempfile::tempdir().unwrap();
        let connection = create(dir.path(), &Zeroizing::new([1; 32])).unwrap();
        let text = |pragma: &str| {
            let sql = format!("PRAGMA {pragma}");
            connection.query_row(&sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap()
        };
        assert_eq!(text("journal_mode"), "wal".to_owned().into());
        assert_eq!(text("synchronous"), 2.into());
        assert_eq!(text("foreign_keys"), 1.into());
        assert_eq!(text("temp_store"), 2.into());
        assert_eq!(text("secure_delete"), 1.into());
        assert_eq!(text("cipher_memory_security"), "1".to_owned().into());
    }

    #[test]
    fn another_key_reads_nothing_and_the_file_is_not_in_the_clear() {
        let dir = tempfile::tempdir().unwrap();
        let connection = create(dir.path(), &Zeroizing::new([1; 32])).unwrap();
        connection.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES ('Siti')").unwrap();
        drop(connection);
        let bytes = std::fs::read(dir.path().join(DB)).unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"Siti") && !bytes.starts_with(b"SQLite"));
        let other = writer(dir.path(), &Zeroizing::new([2; 32]));
        assert!(matches!(other, Err(StoreError::Damaged { place: DB })));
        assert_eq!(std::fs::read(dir.path().join(DB)).unwrap(), bytes);
    }
}
