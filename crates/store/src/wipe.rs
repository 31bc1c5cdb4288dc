//! Wiping: a laptop lets go of what a verified backup of the endpoint has. Receipts, segments and
//! their hashes stay, so that the chain can be proven ever after.

use cacah_family::id::FamilyId;
use rusqlite::{Connection, Transaction, params};

use crate::epoch::Safe;
use crate::row::int;
use crate::{Store, StoreError, across, search};

/// What was wiped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wiped {
    /// Families.
    pub families: Vec<FamilyId>,
    /// Entries that were removed.
    pub entries: usize,
    /// Segments whose hashes were kept.
    pub segments: usize,
    /// Names of chunks that may be removed from the disk now.
    pub chunks: Vec<String>,
}

/// Families all of whose work is finished and has a receipt that is safe: nothing waits, is claimed,
/// held or unreadable, is open, or has a chunk without a receipt.
const SAFE_FAMILIES: &str = "
    SELECT f.id, f.family FROM family f
    WHERE f.queued IS NULL AND f.refused IS NULL AND NOT f.wiped
        AND EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id)
        AND NOT EXISTS (SELECT 1 FROM document d
                        WHERE d.family = f.id AND NOT d.finished AND NOT d.removed)
        AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id AND NOT s.void
                        AND (s.verdict IS NULL OR s.verdict NOT IN ('stored', 'already')
                             OR s.receipt NOT IN (SELECT receipt FROM safe)))
        AND NOT EXISTS (SELECT 1 FROM chunk c
                        WHERE c.family = f.id AND c.receipt IS NULL AND NOT c.came)
        AND f.family NOT IN (SELECT unopened FROM open)
    ORDER BY f.id";

impl Store {
    /// Removes the families that are safe: their entries, documents, names and numbers. Durable, and
    /// never what was not proven: call it with what [`Reader::safe`](crate::Reader::safe) says, or
    /// less.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then nothing is removed.
    pub fn wipe(&mut self, safe: &[Safe]) -> Result<Wiped, StoreError> {
        let (open, now) = (self.last_open()?, self.host.now());
        self.told = None;
        let transaction = self.begin()?;
        let mut wiped = Wiped::default();
        for (row, family) in safe_families(&transaction, safe, open)? {
            across::told(&transaction, row, None, now)?;
            wipe_family(&transaction, row, &mut wiped)?;
            across::listed(&transaction, [row], now)?;
            wiped.families.push(family);
        }
        transaction.commit()?;
        Ok(wiped)
    }
}

fn safe_families(
    transaction: &Transaction<'_>,
    safe: &[Safe],
    open: Option<FamilyId>,
) -> Result<Vec<(i64, FamilyId)>, StoreError> {
    transaction.execute_batch(
        "CREATE TEMP TABLE safe (receipt INTEGER PRIMARY KEY);
         CREATE TEMP TABLE open (unopened BLOB)",
    )?;
    for safe in safe {
        transaction.execute(
            "INSERT OR IGNORE INTO safe SELECT r.id FROM receipt r
                 JOIN epoch e ON e.id = r.epoch JOIN actor a ON a.id = r.actor
             WHERE e.epoch = ?1 AND a.device = ?2 AND a.incarnation = ?3 AND r.number <= ?4",
            params![safe.epoch, safe.actor.device.0, safe.actor.incarnation, int(safe.through)?],
        )?;
    }
    if let Some(open) = open {
        transaction.execute("INSERT INTO open VALUES (?1)", [open.0])?;
    }
    let mut query = transaction.prepare(SAFE_FAMILIES)?;
    let families = query.query_map([], |row| Ok((row.get(0)?, FamilyId(row.get(1)?))))?;
    let families = families.collect::<Result<_, _>>()?;
    drop(query);
    transaction.execute_batch("DROP TABLE temp.safe; DROP TABLE temp.open")?;
    Ok(families)
}

fn wipe_family(connection: &Connection, family: i64, wiped: &mut Wiped) -> Result<(), StoreError> {
    let run = |sql: &str| connection.prepare_cached(sql)?.execute([family]);
    let mut chunks = connection.prepare_cached("SELECT name FROM chunk WHERE family = ?1")?;
    let chunks = chunks.query_map([family], |row| row.get::<_, String>(0))?;
    wiped.chunks.extend(chunks.collect::<Result<Vec<_>, _>>()?);
    run("DELETE FROM chunk WHERE family = ?1")?;
    run("UPDATE family SET wiped = 1, own = 1, document = NULL, told_head = NULL, head = '',
             address = '', building = 0, number = 0, visits = 0 WHERE id = ?1")?;
    run("DELETE FROM snapshot WHERE document IN (SELECT id FROM document WHERE family = ?1)")?;
    wiped.entries += run("DELETE FROM entry WHERE family = ?1")?;
    run("DELETE FROM document WHERE family = ?1")?;
    wiped.segments += run("UPDATE segment SET wiped = 1 WHERE family = ?1")?;
    search::forget(connection, family)
}

#[cfg(test)]
mod tests;
