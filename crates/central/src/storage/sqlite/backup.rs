//! Copies of the whole file while it is in use, proven before anybody relies on them.

use std::path::Path;

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::host::Millis;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, params};
use uuid::Uuid;

use super::row::{all, first, get, id, int, number, run, text};
use super::{Sqlite, report};
use crate::storage::{Result, SafeRow, Safety, StorageError};

/// Rows of every table, by name.
type Rows = Vec<(String, i64)>;

impl Sqlite {
    /// Copies everything as it is at one moment into a new file, beside which `secrets` (name, text)
    /// are put, and proves the copy: it opens, its pages are whole, it has every row, its totals are
    /// those of its families, and its receipts have no gap. What it makes safe, actor by actor.
    ///
    /// # Errors
    /// [`StorageError::Damaged`] when the copy is not what was copied.
    pub fn copy_to(&self, file: &Path, secrets: &[(String, String)]) -> Result<Vec<SafeRow>> {
        let mut source = super::connect(&self.file)?;
        let moment = source.transaction()?;
        let rows = rows(&moment)?;
        let mut copy = Connection::open(file)?;
        // All at once: it reads one moment, and writers of the live file go on beside it.
        match Backup::new(&moment, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            _ => return Err(StorageError::Damaged("backup")),
        }
        moment.finish()?;
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        copy.pragma_update(None, "synchronous", "FULL")?;
        copy.execute_batch(
            "CREATE TABLE secret (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT",
        )?;
        for (name, text) in secrets {
            run(&copy, "INSERT INTO secret (name, text) VALUES ($1, $2)", params![name, text])?;
        }
        copy.close().map_err(|(_, error)| error)?;
        let copied = prove(file)?;
        if copied == rows { safe(&read_only(file)?) } else { Err(StorageError::Damaged("backup")) }
    }
}

fn read_only(file: &Path) -> Result<Connection> {
    Ok(Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// The secrets in a backup, after proving that it is whole.
pub fn secrets(file: &Path) -> Result<Vec<(String, String)>> {
    prove(file)?;
    let copy = read_only(file)?;
    all(&copy, "SELECT name, text FROM secret", [], |row| Ok((get(row, 0)?, get(row, 1)?)))
}

/// Makes a proven copy the data of a new life: everything in it is safe, for the backup is there.
pub fn begin_anew(file: &Path, epoch: Uuid, since: Millis) -> Result<()> {
    let mut copy = Connection::open(file)?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    // The secrets live in files of their own; none stays behind in a free page.
    copy.pragma_update(None, "secure_delete", true)?;
    let change = copy.transaction()?;
    run(&change, "UPDATE life SET epoch = $1, since = $2", params![epoch.into_bytes(), since])?;
    put_safe(&change, &safe(&change)?)?;
    change.execute_batch("DROP TABLE secret")?;
    change.commit()?;
    Ok(())
}

/// Keeps what is safe; a number never falls.
pub fn put_safe(db: &Connection, rows: &[SafeRow]) -> Result<()> {
    let sql = "INSERT INTO safe (wil, device, incarnation, through) VALUES ($1, $2, $3, $4)
               ON CONFLICT (wil, device, incarnation)
               DO UPDATE SET through = max(through, EXCLUDED.through)";
    for SafeRow { wil, actor, through } in rows {
        let device = actor.device.0.into_bytes();
        run(db, sql, params![wil.as_str(), device, actor.incarnation, int(*through)])?;
    }
    Ok(())
}

/// Opens a copy and proves it; its rows, without the secrets.
fn prove(file: &Path) -> Result<Rows> {
    let copy = read_only(file)?;
    let whole = first(&copy, "PRAGMA integrity_check", [], |row| get::<String>(row, 0))?;
    let gap =
        "SELECT 1 FROM batch GROUP BY wil, device, incarnation HAVING count(*) <> max(number)";
    let proven = whole.as_deref() == Some("ok")
        && report::totals(&copy)? == report::recount(&copy)?
        && first(&copy, gap, [], |_| Ok(()))?.is_none();
    if !proven {
        return Err(StorageError::Damaged("backup"));
    }
    let mut rows = rows(&copy)?;
    rows.retain(|(table, _)| table != "secret");
    Ok(rows)
}

fn rows(db: &Connection) -> Result<Rows> {
    let sql = "SELECT name FROM sqlite_schema
               WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let tables: Vec<String> = all(db, sql, [], |row| get(row, 0))?;
    let count = |table: String| {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = first(db, &sql, [], |row| get(row, 0))?;
        Ok((table, count.unwrap_or(0)))
    };
    tables.into_iter().map(count).collect()
}

/// The highest receipt of each actor.
fn safe(db: &Connection) -> Result<Vec<SafeRow>> {
    let sql = "SELECT wil, device, incarnation, max(number) FROM batch
               GROUP BY wil, device, incarnation";
    all(db, sql, [], |row| {
        let device = id(row, 1)?;
        let incarnation = number(row, 2, "batch")?;
        let actor = Actor { device, incarnation };
        Ok(SafeRow { wil: text(row, 0, "batch")?, actor, through: number(row, 3, "batch")? })
    })
}

impl Safety for Sqlite {
    fn safe_through(&self, wil: &District, actor: Actor) -> Result<u64> {
        let sql = "SELECT through FROM safe WHERE wil = $1 AND device = $2 AND incarnation = $3";
        let key = params![wil.as_str(), actor.device.0.into_bytes(), actor.incarnation];
        let through = self.read(|db| first(db, sql, key, |row| number(row, 0, "safe")))?;
        Ok(through.unwrap_or(0))
    }

    fn put_safe(&self, rows: &[SafeRow]) -> Result<()> {
        self.write(|db| put_safe(db, rows))
    }
}
