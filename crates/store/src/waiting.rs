//! A newer form that is here and not yet worked with: taken between two documents, never under one.

use cacah_family::entry::{FormVersion, Source};
use cacah_family::id::{FamilyId, RoundId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::install::put_round;
use crate::reader::Reader;
use crate::row::{find, word};
use crate::{Store, StoreError, settings};

/// The round and row of the form that waits, JSON; empty when none does.
const WAITING: &str = "waiting_form";

impl Reader {
    /// The version that waits to be taken, if one does.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn waiting_form(&self) -> Result<Option<FormVersion>, StoreError> {
        let Some((_, form)) = waiting(&self.connection)? else { return Ok(None) };
        let sql = "SELECT structure, rules FROM form WHERE id = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(FormVersion { structure: row.get(0)?, rules: row.get(1)? })
        };
        Ok(self.connection.query_row(sql, [form], read).optional()?)
    }

    /// Families of the round in work whose document from `source` is begun and not finished.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn open_families(&self, source: Source) -> Result<Vec<FamilyId>, StoreError> {
        let sql = "SELECT f.family FROM family f JOIN document d ON d.family = f.id
                   WHERE f.round = (SELECT id FROM round ORDER BY installed DESC LIMIT 1)
                   AND d.source = ?1 AND NOT d.finished AND NOT d.removed ORDER BY f.id";
        let mut query = self.connection.prepare_cached(sql)?;
        let families = query.query_map([word(&source)?], |row| Ok(FamilyId(row.get(0)?)))?;
        Ok(families.collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// Works with the form that waits from now on; false when none does.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then it waits still.
    pub fn take_waiting_form(&mut self) -> Result<bool, StoreError> {
        let Some((round, form)) = waiting(&self.writer)? else { return Ok(false) };
        let transaction = self.begin()?;
        let body: String =
            transaction.query_row("SELECT body FROM round WHERE round = ?1", [round.0], |row| {
                row.get(0)
            })?;
        put_round(&transaction, &serde_json::from_str(&body)?, form)?;
        settings::put(&transaction, WAITING, "")?;
        transaction.commit()?;
        Ok(true)
    }
}

fn waiting(connection: &Connection) -> Result<Option<(RoundId, i64)>, StoreError> {
    let text = settings::get(connection, WAITING)?.filter(|text| !text.is_empty());
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// A version of a round's form that was told: true when it is to wait, since there are documents
/// under another one. What waited before it waits no more.
pub(crate) fn is_to_wait(
    connection: &Connection,
    round: RoundId,
    form: i64,
) -> Result<bool, StoreError> {
    let begun = "SELECT 1 FROM round r JOIN family f ON f.round = r.id
                 JOIN document d ON d.family = f.id
                 WHERE r.round = ?1 AND r.form <> ?2 LIMIT 1";
    let waits = find(connection, begun, params![round.0, form])?.is_some();
    let text = if waits { serde_json::to_string(&(round, form))? } else { String::new() };
    settings::put(connection, WAITING, &text)?;
    Ok(waits)
}

#[cfg(test)]
mod tests;
