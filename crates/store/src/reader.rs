//! What only reads: on the store itself, or on another thread while the store writes.

use std::cell::RefCell;

use rusqlite::Connection;

use crate::outbox::Seen;

/// A connection that reads. Sees every commit that had returned when it asks.
pub struct Reader {
    pub(crate) connection: Connection,
    /// Row of the actor that writes in this vault.
    pub(crate) own: i64,
    /// What [`Reader::pending`] saw last.
    pub(crate) seen: RefCell<Seen>,
}

impl Reader {
    pub(crate) fn new(connection: Connection, own: i64) -> Self {
        Self { connection, own, seen: RefCell::default() }
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}
