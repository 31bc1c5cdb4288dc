//! Safety copies found again: listed, looked into, and made a vault.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_family::host::{Host, Millis};
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use crate::incarnation;
use crate::row::uint;
use crate::store::Staged;
use crate::vault::header::Header;
use crate::vault::{DB, LOCK, Secret, aside, files};
use crate::{Store, StoreError, connection, copy, migrate, tally, utc};

/// What the names of copies begin with.
const PREFIX: &str = "cacah-";

/// A safety copy in a folder, as its name and header say; nothing of it was decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyFound {
    /// Its folder.
    pub path: PathBuf,
    /// The code of the officer whose vault it is.
    pub officer_code: String,
    /// Counts the copies of this vault; the highest is the newest, whatever the clocks said.
    pub number: u64,
    /// When it was made, by the laptop's wall clock: UTC, as `20221020T000000Z`.
    pub at: String,
    vault: Uuid,
}

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Families.
    pub families: u64,
    /// Documents.
    pub documents: u64,
    /// Entries.
    pub entries: u64,
    /// The highest receipt number of its newest actor; 0 without one.
    pub newest_receipt: u64,
    /// Entries written on the copied laptop that no receipt in the copy names: the endpoint may not
    /// have them.
    pub entries_beyond: u64,
    /// When the last entry was written, by the laptop's wall clock.
    pub last_entry_at: Option<Millis>,
}

/// A vault made of a copy.
#[derive(Debug)]
pub struct Restored {
    /// The vault, open. It takes no answer until a new incarnation began ([`Store::owes`]).
    pub store: Store,
    /// Where the vault lies that was there before.
    pub aside: Option<PathBuf>,
}

/// The safety copies in `folder`, newest first of each vault; `folder` may be a copy itself. Without
/// a password.
///
/// # Errors
/// [`StoreError::NotFound`] without such a folder, [`StoreError::NotWritable`] when it may not be
/// read, [`StoreError::Io`].
pub fn copies(folder: &Path) -> Result<Vec<CopyFound>, StoreError> {
    if !folder.is_dir() {
        return Err(StoreError::NotFound("folder"));
    }
    let mut found: Vec<_> = found(folder).into_iter().collect();
    for entry in fs::read_dir(folder)? {
        found.extend(self::found(&entry?.path()));
    }
    found.sort_by(|a, b| (&a.officer_code, b.number).cmp(&(&b.officer_code, a.number)));
    Ok(found)
}

/// The copies of one vault in `folder`, oldest first.
pub(crate) fn of_vault(folder: &Path, vault: Uuid) -> Result<Vec<CopyFound>, StoreError> {
    let mut of_vault = copies(folder)?;
    of_vault.retain(|copy| copy.vault == vault && copy.path != folder);
    of_vault.sort_by_key(|copy| copy.number);
    Ok(of_vault)
}

/// The name of a copy: the officer's code in letters any medium takes, the number, the time.
pub(crate) fn name(code: &str, number: u64, at: Millis) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let code: String = code.chars().map(plain).collect();
    format!("{PREFIX}{code}-{number:06}-{}", utc::stamp(at))
}

fn found(path: &Path) -> Option<CopyFound> {
    let name = path.file_name()?.to_str()?.strip_prefix(PREFIX)?;
    let (rest, at) = name.rsplit_once('-')?;
    // More than anybody made leaves room to count on, whatever lies on a stick.
    let number = rest.rsplit_once('-')?.1.parse::<u32>().ok()?.into();
    let header = Header::read_any(path).ok()?;
    let officer_code = header.first().ok()?.1.to_owned();
    let at = at.to_owned();
    Some(CopyFound { path: path.to_owned(), officer_code, number, at, vault: header.vault })
}

/// Looks into a copy with the password an officer had when it was made. Writes nothing.
///
/// # Errors
/// [`StoreError::WrongPassword`], [`StoreError::BadCopy`] when it does not read to its end,
/// [`StoreError::TooNew`], [`StoreError::NotFound`].
pub fn preview(copy: &Path, password: &str) -> Result<Preview, StoreError> {
    let header = Header::read(copy)?;
    let connection = whole(&copy.join(DB), &header.unlock_any(password)?.1.data)?;
    let tally = tally::of(&connection)?;
    Ok(Preview {
        families: tally.families,
        documents: tally.documents,
        entries: tally.entries,
        newest_receipt: tally::count(&connection, NEWEST_RECEIPT)?,
        entries_beyond: beyond(&connection)?,
        last_entry_at: connection.query_row("SELECT max(wall) FROM entry", [], |row| row.get(0))?,
    })
}

const NEWEST_RECEIPT: &str = "SELECT coalesce(max(number), 0) FROM receipt
    WHERE actor = (SELECT id FROM actor WHERE statement IS NOT NULL
                   ORDER BY incarnation DESC LIMIT 1)";

/// Entries written here that no receipt names. A claim that was given back counts for nothing; the
/// first schema knew no such.
fn beyond(connection: &Connection) -> Result<u64, StoreError> {
    let void = "SELECT 1 FROM pragma_table_info('segment') WHERE name = 'void'";
    let void = connection.query_row(void, [], |_| Ok(())).optional()?;
    let holds = if void.is_some() { "AND NOT s.void" } else { "" };
    let sql = format!(
        "SELECT count(*) FROM entry e JOIN actor a ON a.id = e.actor
         WHERE a.statement IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM segment s WHERE s.family = e.family AND s.actor = e.actor
                 AND e.seq BETWEEN s.first AND s.last {holds}
                 AND s.verdict IN ('stored', 'already', 'held'))"
    );
    connection.query_row(&sql, [], |row| Ok(uint(row, 0)))?
}

/// Opens a copy that reads to its end.
fn whole(path: &Path, key: &Secret) -> Result<Connection, StoreError> {
    let read = connection::read_only(path, key).and_then(|connection| {
        tally::check(&connection)?;
        // An empty file reads to its end too.
        match migrate::applied(&connection)? {
            Some(_) => Ok(connection),
            None => Err(StoreError::BadCopy),
        }
    });
    match read {
        Err(StoreError::Damaged { .. } | StoreError::Sqlite(_)) => Err(StoreError::BadCopy),
        read => read,
    }
}

/// Makes a copy the vault in `dir`. What is there is set aside under a name with the date, never
/// overwritten. The copy stays as it is.
///
/// # Errors
/// [`StoreError::WrongPassword`], [`StoreError::BadCopy`], [`StoreError::TooNew`],
/// [`StoreError::Busy`] when the vault in `dir` is open, [`StoreError::DiskFull`],
/// [`StoreError::NotWritable`]: then what was in `dir` is still there.
pub fn restore(
    copy: &Path,
    dir: &Path,
    password: &str,
    host: Arc<dyn Host>,
) -> Result<Restored, StoreError> {
    let header = Header::read(copy)?;
    let (officer, keys) = header.unlock_any(password)?;
    drop(whole(&copy.join(DB), &keys.data)?);
    let staged = Staged::clear(dir)?;
    copy::copy_file(&copy.join(DB), &staged.dir.join(DB))?;
    copy::copy_beside(copy, &staged.dir)?;
    let connection = connection::writer(&staged.dir, &keys.data)?;
    incarnation::close(&connection, incarnation::RESTORED)?;
    connection.close().map_err(|(_, error)| error)?;
    let aside = set_aside(dir, "replaced", &*host)?;
    staged.place(dir)?;
    Ok(Restored { store: Store::unlock(dir, officer, password, host)?, aside })
}

/// Renames the vault in `dir`, whole or not, so that another can be made there.
pub(crate) fn set_aside(
    dir: &Path,
    why: &str,
    host: &dyn Host,
) -> Result<Option<PathBuf>, StoreError> {
    if !dir.exists() || dir.read_dir()?.next().is_none() {
        return Ok(None);
    }
    // Nobody may have it open; Windows renames no folder with an open file.
    drop(files::Lock::take(&dir.join(LOCK))?);
    let to = aside(dir, why, &utc::stamp(host.now()))?;
    fs::rename(dir, &to)?;
    for folder in [&to, dir] {
        folder.parent().map_or(Ok(()), files::sync_folder)?;
    }
    Ok(Some(to))
}

#[cfg(test)]
mod tests;
