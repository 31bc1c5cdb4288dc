//! Wiping: a laptop lets go of what a verified backup of the endpoint has, when its time has passed.
//! Receipts, segments and their hashes stay, so that the chain can be proven ever after.
//!
//! The time is the endpoint's on both ends: that of a family's newest receipt, and that of the office
//! as it was heard last. A laptop's clock that is wrong by years wipes nothing early, and one that the
//! office does not hear wipes nothing at all.

mod scrub;

use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_family::trail::{Act, Deed, Subject};
use rusqlite::{Connection, Transaction, params};

use crate::epoch::Safe;
use crate::reader::Reader;
use crate::row::int;
use crate::trail::{self, changes};
use crate::{Store, StoreError, across, days, search};

/// Families in one record of the trail: its line stays short.
const FAMILIES: usize = 100;

/// What was wiped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wiped {
    /// Families.
    pub families: Vec<FamilyId>,
    /// Entries that were removed.
    pub entries: usize,
    /// Segments whose hashes were kept.
    pub segments: usize,
}

/// Families all of whose work is finished and has a receipt that is safe and old enough: nothing
/// waits, is claimed, held or unreadable, is open, or has a chunk that no backup has. A chunk has no
/// number of its own: it is in the backup that has a later receipt.
const SAFE_FAMILIES: &str = "
    SELECT f.id, f.family FROM family f
    WHERE f.queued IS NULL AND f.refused IS NULL AND NOT f.wiped AND NOT f.sls
        AND EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id)
        AND NOT EXISTS (SELECT 1 FROM document d
                        WHERE d.family = f.id AND NOT d.removed AND (NOT d.finished OR d.stale))
        AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id AND NOT s.void
                        AND (s.verdict IS NULL OR s.verdict NOT IN ('stored', 'already')
                             OR s.receipt NOT IN (SELECT receipt FROM safe)
                             OR s.receipt IN (SELECT id FROM receipt WHERE at > ?1)))
        AND NOT EXISTS (SELECT 1 FROM chunk c LEFT JOIN chunk_receipt p ON p.id = c.receipt
                        WHERE c.family = f.id AND NOT c.came AND NOT EXISTS (
                            SELECT 1 FROM safe JOIN receipt r ON r.id = safe.receipt
                            WHERE r.epoch = p.epoch AND r.at >= p.at))
        AND f.family NOT IN (SELECT family FROM spared)
    ORDER BY f.id";

impl Store {
    /// Removes the families that are safe, have their newest receipt from `until` or before
    /// (milliseconds, the endpoint's clock), and are not `spared`: their entries, documents, names,
    /// numbers and files, from the pages of the file and from its WAL, and proves that nothing of
    /// them is left. Durable, and never what was not proven: call it with what
    /// [`Reader::safe`](crate::Reader::safe) says, or less.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then nothing is removed. [`StoreError::Busy`] when another
    /// connection held the WAL: all is removed, and the next call finishes with the pages.
    pub fn wipe(
        &mut self,
        safe: &[Safe],
        until: Millis,
        spared: &[FamilyId],
    ) -> Result<Wiped, StoreError> {
        let open = self.last_open()?;
        let spared: Vec<FamilyId> = spared.iter().copied().chain(open).collect();
        let (now, who) = (self.host.now(), self.who());
        self.told = None;
        let transaction = self.begin()?;
        let mut wiped = Wiped::default();
        let families = safe_families(&transaction, (safe, until), &spared)?;
        if !families.is_empty() {
            changes::note(&transaction, now)?;
            for (row, family) in families {
                wipe_family(&transaction, row, now, &mut wiped)?;
                wiped.families.push(family);
            }
            for families in wiped.families.chunks(FAMILIES) {
                trail::append(&transaction, who, now, deed(families))?;
            }
            scrub::owe(&transaction)?;
        }
        transaction.commit()?;
        self.scrub()?;
        Ok(wiped)
    }
}

impl Reader {
    /// Families whose answers were wiped from this laptop.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn wiped_families(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM family WHERE wiped";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

fn deed(families: &[FamilyId]) -> Deed {
    let deed = Deed::new(Act::Wiped).count(families.len() as u64);
    families.iter().copied().map(Subject::Family).fold(deed, Deed::on)
}

fn safe_families(
    transaction: &Transaction<'_>,
    (safe, until): (&[Safe], Millis),
    spared: &[FamilyId],
) -> Result<Vec<(i64, FamilyId)>, StoreError> {
    transaction.execute_batch(
        "CREATE TEMP TABLE safe (receipt INTEGER PRIMARY KEY);
         CREATE TEMP TABLE spared (family BLOB PRIMARY KEY)",
    )?;
    for safe in safe {
        transaction.execute(
            "INSERT OR IGNORE INTO safe SELECT r.id FROM receipt r
                 JOIN epoch e ON e.id = r.epoch JOIN actor a ON a.id = r.actor
             WHERE e.epoch = ?1 AND a.device = ?2 AND a.incarnation = ?3 AND r.number <= ?4",
            params![safe.epoch, safe.actor.device.0, safe.actor.incarnation, int(safe.through)?],
        )?;
    }
    for family in spared {
        transaction.execute("INSERT OR IGNORE INTO spared VALUES (?1)", [family.0])?;
    }
    let mut query = transaction.prepare(SAFE_FAMILIES)?;
    let families = query.query_map([until], |row| Ok((row.get(0)?, FamilyId(row.get(1)?))))?;
    let families = families.collect::<Result<_, _>>()?;
    drop(query);
    transaction.execute_batch("DROP TABLE temp.safe; DROP TABLE temp.spared")?;
    Ok(families)
}

fn wipe_family(
    connection: &Connection,
    family: i64,
    now: Millis,
    wiped: &mut Wiped,
) -> Result<(), StoreError> {
    let run = |sql: &str| connection.prepare_cached(sql)?.execute([family]);
    across::told(connection, family, None, now)?;
    run("DELETE FROM chunk WHERE family = ?1")?;
    connection.execute(
        "UPDATE family SET wiped = 1, wiped_at = ?2, own = 1, document = NULL, told_head = NULL,
             head = '', address = '', building = 0, number = 0, visits = 0, door = NULL
         WHERE id = ?1",
        params![family, days::office_time(connection)?],
    )?;
    run("DELETE FROM snapshot WHERE document IN (SELECT id FROM document WHERE family = ?1)")?;
    wiped.entries += run("DELETE FROM entry WHERE family = ?1")?;
    run("DELETE FROM document WHERE family = ?1")?;
    wiped.segments += run("UPDATE segment SET wiped = 1 WHERE family = ?1")?;
    search::forget(connection, family)?;
    across::listed(connection, [family], now)?;
    run("DELETE FROM across_place WHERE family = ?1")?;
    run("DELETE FROM across_finding WHERE family = ?1")?;
    Ok(())
}

#[cfg(test)]
mod tests;
