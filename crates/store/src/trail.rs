//! The audit trail of this vault: who did what, in the file itself, chained.

pub(crate) mod changes;
mod proof;

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId};
use cacah_family::trail::{self, Deed, Head};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::reader::Reader;
use crate::row::{int, uint};
use crate::{Store, StoreError};

pub use proof::TrailProof;

/// Who did it, on which laptop.
pub(crate) type Who = (OfficerId, DeviceId);

impl Store {
    /// Writes down what was done; durable when it returns. What must not happen unrecorded is noted
    /// before it is shown.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`]: nothing of it is there.
    pub fn note(&mut self, deed: Deed) -> Result<(), StoreError> {
        let (who, at) = (self.who(), self.host.now());
        let transaction = self.begin()?;
        append(&transaction, who, at, deed)?;
        Ok(transaction.commit()?)
    }

    /// Whom records name.
    pub(crate) fn who(&self) -> Who {
        (self.enrolment.officer, self.enrolment.device)
    }
}

impl Reader {
    /// Lines of the trail behind a number, `limit` of them at most, in order.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn trail(&self, after: u64, limit: u32) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT line FROM trail WHERE seq > ?1 ORDER BY seq LIMIT ?2";
        let mut query = self.connection.prepare_cached(sql)?;
        let lines = query.query_map(params![int(after)?, limit], |row| row.get(0))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Where the trail stands.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn trail_head(&self) -> Result<Head, StoreError> {
        head(&self.connection)
    }
}

/// Adds a record in the transaction of the act itself: both are there, or neither.
pub(crate) fn append(
    connection: &Connection,
    (officer, device): Who,
    at: Millis,
    deed: Deed,
) -> Result<(), StoreError> {
    let record = head(connection)?.next(at, (Some(officer), Some(device)), deed);
    let insert = "INSERT INTO trail (seq, line) VALUES (?1, ?2)";
    connection.prepare_cached(insert)?.execute(params![int(record.seq)?, record.line().0])?;
    Ok(())
}

fn head(connection: &Connection) -> Result<Head, StoreError> {
    let sql = "SELECT seq, line FROM trail ORDER BY seq DESC LIMIT 1";
    let mut query = connection.prepare_cached(sql)?;
    let last = query.query_row([], |row| Ok((uint(row, 0), row.get::<_, String>(1)?)));
    match last.optional()? {
        Some((seq, line)) => Ok(Head { seq: seq?, hash: trail::hash(&line) }),
        None => Ok(Head::START),
    }
}

#[cfg(test)]
mod tests;
