//! Lives of the endpoint's data, and how far each of them is safe.

use std::collections::BTreeMap;

use cacah_family::entry::Actor;
use cacah_family::id::DeviceId;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::reader::Reader;
use crate::row::{find, uint};
use crate::{Store, StoreError};

/// Receipts of an actor up to this one are in a verified backup of that life of the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Safe {
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// Whose numbers these are.
    pub actor: Actor,
    /// The highest that is safe.
    pub through: u64,
}

/// Row of an epoch, made when it is heard of for the first time.
pub(crate) fn row(connection: &Connection, epoch: Uuid) -> Result<i64, StoreError> {
    if let Some(row) = find(connection, "SELECT id FROM epoch WHERE epoch = ?1", [epoch])? {
        return Ok(row);
    }
    let insert = "INSERT INTO epoch (epoch, heard)
         VALUES (?1, (SELECT coalesce(max(heard), 0) + 1 FROM epoch))";
    connection.execute(insert, [epoch])?;
    Ok(connection.last_insert_rowid())
}

/// Makes an epoch the one now, an ended one too: what it lost was offered again.
pub(crate) fn hear(connection: &Connection, epoch: i64) -> Result<(), StoreError> {
    connection.execute("DELETE FROM ended WHERE epoch = ?1", [epoch])?;
    let newest = "UPDATE epoch SET heard = (SELECT max(heard) + 1 FROM epoch)
                  WHERE id = ?1 AND heard < (SELECT max(heard) FROM epoch)";
    connection.execute(newest, [epoch])?;
    Ok(())
}

/// The lives before `epoch` of which there are receipts, and which have not ended yet.
pub(crate) fn alive_before(connection: &Connection, epoch: i64) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT id FROM epoch WHERE id <> ?1 AND id NOT IN (SELECT epoch FROM ended)";
    let mut query = connection.prepare_cached(sql)?;
    Ok(query.query_map([epoch], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Records that a life ended: safe up to a number of one actor when that is given, and of the others
/// of this device as far as their receipts say. Of two ends the lower number counts.
pub(crate) fn end(
    connection: &Connection,
    epoch: i64,
    known: Option<(i64, i64)>,
) -> Result<(), StoreError> {
    let (own, safe) = known.unzip();
    connection.execute(
        "INSERT INTO ended (epoch, actor, safe)
         SELECT ?1, a.id, CASE WHEN a.id = ?2 THEN ?3 ELSE coalesce(
             (SELECT max(r.safe_through) FROM receipt r WHERE r.epoch = ?1 AND r.actor = a.id), 0) END
         FROM actor a WHERE a.statement IS NOT NULL
         ON CONFLICT (epoch, actor) DO UPDATE SET safe = min(safe, excluded.safe)",
        params![epoch, own, safe],
    )?;
    Ok(())
}

/// True when a receipt of this actor and number proves nothing: the endpoint lost what it named.
pub(crate) fn lost(
    connection: &Connection,
    epoch: i64,
    actor: i64,
    number: i64,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM ended WHERE epoch = ?1 AND actor = ?2 AND safe < ?3";
    Ok(find(connection, sql, [epoch, actor, number])?.is_some())
}

/// True when another life came after.
pub(crate) fn has_ended(connection: &Connection, epoch: i64) -> Result<bool, StoreError> {
    Ok(find(connection, "SELECT 1 FROM ended WHERE epoch = ?1", [epoch])?.is_some())
}

/// Setting: what the endpoint said last of how far this laptop's receipts are safe.
const SAFE: &str = "safe_through";

/// What it said.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Heard {
    epoch: Option<Uuid>,
    through: BTreeMap<u32, u64>,
}

impl Store {
    /// Keeps what the endpoint says of how far this laptop's receipts are safe, incarnation by
    /// incarnation. A laptop with nothing to send gets no receipt that would say so.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn hear_safe(
        &mut self,
        epoch: Uuid,
        through: &BTreeMap<u32, u64>,
    ) -> Result<(), StoreError> {
        let now = Heard { epoch: Some(epoch), through: through.clone() };
        if now.through.is_empty() || now == self.heard_safe()? {
            return Ok(());
        }
        let text = serde_json::to_string(&now).unwrap_or_default();
        self.set_setting(SAFE, &text)
    }
}

impl Reader {
    /// How far each actor's receipts are safe, as the receipts here say themselves, and as the
    /// endpoint said since.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn safe(&self) -> Result<Vec<Safe>, StoreError> {
        let sql = "SELECT e.epoch, a.device, a.incarnation, max(r.safe_through)
                   FROM receipt r JOIN epoch e ON e.id = r.epoch JOIN actor a ON a.id = r.actor
                   GROUP BY r.epoch, r.actor ORDER BY r.epoch, r.actor";
        let mut query = self.connection.prepare_cached(sql)?;
        let safe = query.query_and_then([], |row| {
            let actor = Actor { device: DeviceId(row.get(1)?), incarnation: row.get(2)? };
            Ok(Safe { epoch: row.get(0)?, actor, through: uint(row, 3)? })
        })?;
        let mut safe: Vec<Safe> = safe.collect::<Result<_, StoreError>>()?;
        let heard = self.heard_safe()?;
        for safe in safe.iter_mut().filter(|safe| heard.epoch == Some(safe.epoch)) {
            // Every receipt here is of this device.
            let through = heard.through.get(&safe.actor.incarnation);
            safe.through = safe.through.max(through.copied().unwrap_or(0));
        }
        Ok(safe)
    }

    fn heard_safe(&self) -> Result<Heard, StoreError> {
        let text = self.setting(SAFE)?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// The life of the endpoint's data now, as far as it was heard.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn epoch(&self) -> Result<Option<Uuid>, StoreError> {
        let sql = "SELECT epoch FROM epoch ORDER BY heard DESC LIMIT 1";
        Ok(self.connection.query_row(sql, [], |row| row.get(0)).optional()?)
    }
}
