//! Lines of the audit trail. SQLite has one writer, so the head that was read is the head still.

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId};
use cacah_family::trail::{self, Deed, Head};
use rusqlite::{Connection, params};

use super::Sqlite;
use super::row::{all, first, get, int, number, run};
use crate::storage::{Result, Trail};

/// Adds a record in the transaction of the act itself: both are there, or neither.
pub fn append(
    db: &Connection,
    who: (Option<OfficerId>, Option<DeviceId>),
    deed: Deed,
    at: Millis,
) -> Result<()> {
    let record = head(db)?.next(at, who, deed);
    let insert = "INSERT INTO trail (seq, line) VALUES ($1, $2)";
    run(db, insert, params![int(record.seq), record.line().0])?;
    Ok(())
}

fn head(db: &Connection) -> Result<Head> {
    let sql = "SELECT seq, line FROM trail ORDER BY seq DESC LIMIT 1";
    let head = first(db, sql, [], |row| {
        Ok(Head { seq: number(row, 0, "trail")?, hash: trail::hash(&get::<String>(row, 1)?) })
    })?;
    Ok(head.unwrap_or(Head::START))
}

impl Trail for Sqlite {
    fn note(
        &self,
        by: Option<OfficerId>,
        device: Option<DeviceId>,
        deed: Deed,
        at: Millis,
    ) -> Result<()> {
        self.write(|db| append(db, (by, device), deed, at))
    }

    fn trail(&self, after: u64, limit: u32) -> Result<Vec<String>> {
        let sql = "SELECT line FROM trail WHERE seq > $1 ORDER BY seq LIMIT $2";
        self.read(|db| all(db, sql, params![int(after), limit], |row| get(row, 0)))
    }

    fn trail_head(&self) -> Result<Head> {
        self.read(head)
    }
}
