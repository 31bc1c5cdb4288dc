//! Incarnations of this device: under which actor it writes from now on.

use cacah_family::entry::Actor;
use cacah_family::id::DeviceId;
use rusqlite::params;

use crate::enrolment::OwnActor;
use crate::reader::Reader;
use crate::{Store, StoreError, journal, row};

/// An incarnation of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnIncarnation {
    /// Its name.
    pub actor: Actor,
    /// The signed statement that began it; opaque here.
    pub statement: Vec<u8>,
}

impl Store {
    /// Writes as `actor` from now on, numbered from 1. What earlier incarnations wrote here stays
    /// ours to send.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when `actor` is of another device or before
    /// [`Store::next_incarnation`]: then nothing changes.
    pub fn begin_incarnation(&mut self, statement: &[u8], actor: Actor) -> Result<(), StoreError> {
        let now = self.actor();
        if actor.device != now.device || actor.incarnation < self.next_incarnation() {
            return Err(StoreError::NotFound("incarnation"));
        }
        let transaction = self.begin()?;
        let row = row::actor(&transaction, actor)?;
        let update = "UPDATE actor SET statement = ?2 WHERE id = ?1";
        transaction.execute(update, params![row, statement])?;
        let next = journal::next(&transaction, row)?;
        transaction.commit()?;
        self.own = OwnActor { row, actor };
        self.reader.own = row;
        self.next = next;
        self.enrolment.incarnation = statement.to_vec();
        Ok(())
    }
}

impl Reader {
    /// Every incarnation this vault wrote under, the first one first.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn incarnations(&self) -> Result<Vec<OwnIncarnation>, StoreError> {
        let sql = "SELECT device, incarnation, statement FROM actor WHERE statement IS NOT NULL
                   ORDER BY incarnation";
        let mut query = self.connection.prepare_cached(sql)?;
        let all = query.query_map([], |row| {
            let actor = Actor { device: DeviceId(row.get(0)?), incarnation: row.get(1)? };
            Ok(OwnIncarnation { actor, statement: row.get(2)? })
        })?;
        Ok(all.collect::<Result<_, _>>()?)
    }

    /// The highest number the actor that writes now gave; 0 without one. A witness outside the file
    /// that knows a higher one tells that the file forgot some.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn highest(&self) -> Result<u64, StoreError> {
        Ok(journal::next(&self.connection, self.own)? - 1)
    }
}

#[cfg(test)]
mod tests;
