//! Numbered migrations (`schemas/sql/desk`). A file of an older schema is migrated on a copy, which is
//! proven and then takes its name; the file before is kept.

use std::fs;
use std::path::{Path, PathBuf};

use refinery::Runner;
use rusqlite::{Connection, OptionalExtension as _};

use crate::tally::{self, Tally};
use crate::vault::{DB, DB_NEXT, Secret, files};
use crate::{StoreError, connection, copy};

mod embedded {
    refinery::embed_migrations!("../../schemas/sql/desk");
}

/// Files of older schemas that are kept.
const KEPT: usize = 2;
/// Tables whose rows no migration may lose; the others are caches or new.
const LASTING: [&str; 9] =
    ["enrolment", "actor", "form", "round", "area", "setting", "batch", "segment", "receipt"];

/// The migrations of this program.
pub(crate) fn runner() -> Runner {
    embedded::migrations::runner()
}

/// Opens the vault in `dir` for writing, at the newest schema. Its lock must be held.
pub(crate) fn open(dir: &Path, key: &Secret, runner: &Runner) -> Result<Connection, StoreError> {
    resume(dir)?;
    let mut writer = connection::writer(dir, key)?;
    let newest = runner.get_migrations().iter().map(|migration| migration.version()).max();
    match applied(&writer)? {
        None => Err(StoreError::Damaged { place: HISTORY }),
        Some(version) if Some(version) < newest => {
            let swap = Swap { dir, key, runner };
            swap.prepare(&writer)?;
            writer.close().map_err(|(_, error)| error)?;
            swap.set_aside(version)?;
            swap.place()?;
            connection::writer(dir, key)
        }
        Some(_) => run(&mut writer, runner).map(|()| writer),
    }
}

/// Brings a file to the newest schema, all in one transaction. One that is newer is left as it is.
pub(crate) fn run(connection: &mut Connection, runner: &Runner) -> Result<(), StoreError> {
    let newest = runner.get_migrations().iter().map(|migration| migration.version()).max();
    if applied(connection)? > newest {
        return Err(StoreError::TooNew);
    }
    let grouped = Runner::new(runner.get_migrations()).set_grouped(true);
    match grouped.run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            refinery::error::Kind::Connection(_, cause) => storage_error(cause.as_ref()),
            // A migration that was applied is not the one in this program.
            _ => StoreError::Damaged { place: HISTORY },
        }),
    }
}

const HISTORY: &str = "refinery_schema_history";

/// The newest migration a file has; `None` before the first.
pub(crate) fn applied(connection: &Connection) -> Result<Option<i32>, StoreError> {
    let known = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(known, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let newest = "SELECT max(version) FROM refinery_schema_history";
    Ok(connection.query_row(newest, [], |row| row.get(0))?)
}

/// Finishes a swap that was cut short between its two renames; what was not proven yet goes.
fn resume(dir: &Path) -> Result<(), StoreError> {
    let next = dir.join(DB_NEXT);
    if !next.exists() {
        return Ok(());
    }
    if !dir.join(DB).exists() && !kept(dir)?.is_empty() {
        fs::rename(&next, dir.join(DB))?;
        return Ok(files::sync_folder(dir)?);
    }
    clear(dir)
}

/// A migration on a copy. At each moment one of the two files is whole and can be found.
struct Swap<'a> {
    dir: &'a Path,
    key: &'a Secret,
    runner: &'a Runner,
}

impl Swap<'_> {
    /// Makes `vault.db.next`, migrated and proven; a failure leaves nothing of it.
    fn prepare(&self, old: &Connection) -> Result<(), StoreError> {
        let done = self.try_prepare(old);
        if done.is_err() {
            let _ = clear(self.dir);
        }
        done
    }

    fn try_prepare(&self, old: &Connection) -> Result<(), StoreError> {
        // The file that is kept must be complete without its WAL.
        let busy: i64 = old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(StoreError::Busy);
        }
        let path = self.dir.join(DB_NEXT);
        let before = (copy::copy_db(old, &path, self.key)?, lasting(old)?);
        let mut next = connection::created(&path, self.key)?;
        run(&mut next, self.runner)?;
        next.close().map_err(|(_, error)| error)?;
        copy::sync(&path)?;
        let next = connection::read_only(&path, self.key)?;
        tally::check(&next)?;
        prove(&before, &(tally::of(&next)?, lasting(&next)?))?;
        Ok(files::sync_folder(self.dir)?)
    }

    fn set_aside(&self, version: i32) -> Result<(), StoreError> {
        let wal = self.dir.join(format!("{DB}-wal"));
        // A WAL beside another file would be played into it.
        if fs::metadata(&wal).is_ok_and(|wal| wal.len() > 0) {
            clear(self.dir)?;
            return Err(StoreError::Busy);
        }
        fs::rename(self.dir.join(DB), self.dir.join(format!("{DB}.v{version}")))?;
        Ok(())
    }

    fn place(&self) -> Result<(), StoreError> {
        fs::rename(self.dir.join(DB_NEXT), self.dir.join(DB))?;
        files::sync_folder(self.dir)?;
        for (_, old) in kept(self.dir)?.iter().rev().skip(KEPT) {
            fs::remove_file(old)?;
        }
        Ok(())
    }
}

type Contents = (Tally, Vec<u64>);

fn prove(before: &Contents, after: &Contents) -> Result<(), StoreError> {
    let grown = before.1.iter().zip(&after.1).all(|(before, after)| before <= after);
    if before.0 == after.0 && grown { Ok(()) } else { Err(StoreError::Damaged { place: DB_NEXT }) }
}

/// How many rows each lasting table has.
fn lasting(connection: &Connection) -> Result<Vec<u64>, StoreError> {
    let counts = LASTING
        .iter()
        .map(|table| tally::count(connection, &format!("SELECT count(*) FROM {table}")));
    counts.collect()
}

/// Removes the files of older schemas: they have what was wiped from the newest.
pub(crate) fn remove_kept(dir: &Path) -> Result<(), StoreError> {
    for (_, old) in kept(dir)? {
        fs::remove_file(old)?;
    }
    Ok(())
}

/// The files of older schemas, oldest first.
fn kept(dir: &Path) -> Result<Vec<(i32, PathBuf)>, StoreError> {
    let mut kept = Vec::new();
    for file in fs::read_dir(dir)? {
        let file = file?;
        let name = file.file_name();
        let version = name.to_str().and_then(|name| name.strip_prefix(DB)?.strip_prefix(".v"));
        if let Some(version) = version.and_then(|version| version.parse().ok()) {
            kept.push((version, file.path()));
        }
    }
    kept.sort();
    Ok(kept)
}

fn clear(dir: &Path) -> Result<(), StoreError> {
    for name in [DB_NEXT.to_owned(), format!("{DB_NEXT}-journal"), format!("{DB_NEXT}-wal")] {
        match fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// refinery hands on SQLite's error behind a `dyn Error`.
fn storage_error(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> StoreError {
    match cause.downcast_ref::<rusqlite::Error>() {
        Some(rusqlite::Error::SqliteFailure(code, text)) => {
            rusqlite::Error::SqliteFailure(*code, text.clone()).into()
        }
        _ => StoreError::Damaged { place: HISTORY },
    }
}

#[cfg(test)]
mod tests;
