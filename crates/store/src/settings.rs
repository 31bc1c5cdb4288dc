//! Small facts that belong to the vault: the epoch, the endpoint's time, the open family.

use cacah_family::entry::Heard;
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use rusqlite::{Connection, OptionalExtension as _};

use crate::reader::Reader;
use crate::{Store, StoreError, days};

/// The endpoint's time when last heard, milliseconds UTC; stands in every entry from then on.
pub const ENDPOINT_TIME: &str = "endpoint_time";
const OPEN_FAMILY: &str = "open_family";

impl Reader {
    /// A setting.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        get(&self.connection, key)
    }

    /// The family that was open when the vault was last in use.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn last_open(&self) -> Result<Option<FamilyId>, StoreError> {
        let text = self.setting(OPEN_FAMILY)?.filter(|text| !text.is_empty());
        let damaged = |_| StoreError::Damaged { place: "setting" };
        text.map(|text| text.parse().map_err(damaged)).transpose()
    }
}

impl Store {
    /// Changes a setting; durable when it returns.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        put(&self.writer, key, value)?;
        if key == ENDPOINT_TIME {
            (self.endpoint, self.heard) = (value.parse().ok(), None);
        }
        Ok(())
    }

    /// The endpoint was heard just now, by a hello or a receipt over the wire: its clock, and the
    /// milliseconds the question and its answer took. Its time may go back: a wrong one is put right
    /// by the next. When that was on the monotonic clock is known to this process alone.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn heard(&mut self, endpoint: Millis, trip: u32) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        put(&transaction, ENDPOINT_TIME, &endpoint.to_string())?;
        days::heard(&transaction)?;
        transaction.commit()?;
        self.endpoint = Some(endpoint);
        self.heard = Some(Heard { mono: self.host.monotonic(), trip });
        Ok(())
    }

    /// Remembers the family that is open, so that unlocking returns to it.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn set_open(&mut self, family: Option<FamilyId>) -> Result<(), StoreError> {
        let text = family.map(|family| family.to_string()).unwrap_or_default();
        put(&self.writer, OPEN_FAMILY, &text)
    }
}

pub(crate) fn endpoint_time(connection: &Connection) -> Result<Option<Millis>, StoreError> {
    Ok(get(connection, ENDPOINT_TIME)?.and_then(|text| text.parse().ok()))
}

pub(crate) fn get(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    Ok(query.query_row([key], |row| row.get(0)).optional()?)
}

pub(crate) fn put(connection: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?;
    upsert.execute([key, value])?;
    Ok(())
}

#[cfg(test)]
mod tests;
