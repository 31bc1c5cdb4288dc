//! A transaction that is short: its own words are compiled once.

use std::ops::Deref;

use rusqlite::Connection;

use crate::StoreError;

/// A write transaction of one answer. SQLite would take longer to parse `BEGIN` and `COMMIT` anew
/// than to run them. Undone when it is dropped without [`Act::commit`].
pub(crate) struct Act<'c> {
    connection: &'c Connection,
}

impl<'c> Act<'c> {
    pub(crate) fn begin(connection: &'c mut Connection) -> Result<Self, StoreError> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { connection })
    }

    /// Durable when it returns. One that failed is undone.
    pub(crate) fn commit(self) -> Result<(), StoreError> {
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}

impl Deref for Act<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Act<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            // What SQLite cannot undo now it undoes when the file is opened next.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
