//! The outbox: what waits to be sent, and what a batch claims.
//!
//! A segment claims the entries of a family by one actor up to its last; what comes after waits. So
//! nothing can be dropped or sent under two names.

use cacah_family::entry::{Birth, Entry};
use cacah_family::id::{BatchId, FamilyId};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::reader::Reader;
use crate::road::ready;
use crate::row::{self, find, int, uint};
use crate::{Store, StoreError, families};

/// A family whose entries wait, all by one officer and actor.
#[derive(Debug, Clone)]
pub struct PendingFamily {
    /// The family.
    pub family: FamilyId,
    /// What is known of it: round, home, SLS.
    pub birth: Birth,
    /// The entries no batch claims yet, in order.
    pub entries: Vec<Entry>,
}

/// A batch as it is sent, and what it claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedBatch {
    /// Its id; it is sent again under the same one.
    pub id: BatchId,
    /// As sent; kept until every segment has its verdict.
    pub bytes: Vec<u8>,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
    /// The device's signature over the bytes.
    pub sig: [u8; 64],
    /// Its segments.
    pub segments: Vec<ClaimedSegment>,
}

/// What a segment claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimedSegment {
    /// BLAKE3 of its body.
    pub hash: [u8; 32],
    /// Its family.
    pub family: FamilyId,
    /// Number of its first entry.
    pub first: u64,
    /// Number of its last entry.
    pub last: u64,
    /// Entries in it.
    pub count: u32,
}

/// Gives a family a place at the end of the queue, unless it has one.
pub(crate) fn queue(connection: &Connection, family: i64) -> Result<(), StoreError> {
    let update = "UPDATE family SET queued =
                      (SELECT coalesce(max(queued), 0) + 1 FROM family WHERE queued IS NOT NULL)
                  WHERE id = ?1 AND queued IS NULL";
    connection.prepare_cached(update)?.execute([family])?;
    Ok(())
}

/// Entries of a family that go into one segment: by one actor and officer, in order.
struct Run {
    /// Row of the actor.
    actor: i64,
    seqs: Vec<u64>,
}

/// The first run of a family that no batch claims. Entries of other devices are not ours to send.
fn waiting(connection: &Connection, family: i64) -> Result<Option<Run>, StoreError> {
    let sql = "SELECT e.actor, e.seq, e.officer FROM entry e
         WHERE e.family = ?1
             AND e.actor IN (SELECT id FROM actor WHERE statement IS NOT NULL)
             AND e.seq > coalesce((SELECT max(s.last) FROM segment s
                                   WHERE s.family = e.family AND s.actor = e.actor), 0)
         ORDER BY e.actor, e.seq";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([family])?;
    let mut run: Option<(Run, Uuid)> = None;
    while let Some(row) = rows.next()? {
        let (actor, seq, officer) = (row.get(0)?, uint(row, 1)?, row.get(2)?);
        match &mut run {
            None => run = Some((Run { actor, seqs: vec![seq] }, officer)),
            Some((run, by)) if (run.actor, *by) == (actor, officer) => run.seqs.push(seq),
            Some(_) => break,
        }
    }
    Ok(run.map(|(run, _)| run))
}

/// The entries of the first run.
fn waiting_entries(connection: &Connection, family: i64) -> Result<Vec<Entry>, StoreError> {
    let Some(run) = waiting(connection, family)? else { return Ok(Vec::new()) };
    let (Some(first), Some(last)) = (run.seqs.first(), run.seqs.last()) else {
        return Ok(Vec::new());
    };
    let in_run = "e.family = ?1 AND e.actor = ?2 AND e.seq BETWEEN ?3 AND ?4";
    row::entries(connection, in_run, params![family, run.actor, int(*first)?, int(*last)?])
}

/// Proves that every family with entries that no batch claims has its place in the queue.
pub(crate) fn check_queue(connection: &Connection) -> Result<(), StoreError> {
    let mut query = connection.prepare("SELECT id FROM family WHERE queued IS NULL")?;
    for family in query.query_map([], |row| row.get(0))? {
        if waiting(connection, family?)?.is_some() {
            return Err(StoreError::Damaged { place: "family" });
        }
    }
    Ok(())
}

impl Reader {
    /// Families whose finished work waits, in the order of the queue, at most `limit`; all of the
    /// round and home of the first.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn pending(&self, limit: usize) -> Result<Vec<PendingFamily>, StoreError> {
        let sql = concat!(
            "WITH ready AS MATERIALIZED (
                 SELECT f.* FROM family f LEFT JOIN document d ON d.id = f.document
                 WHERE f.queued IS NOT NULL AND ",
            ready!(),
            ")
             SELECT f.family, r.round, f.home, f.idsubsls, f.building, f.number, f.head, f.address,
                 f.found, f.id
             FROM ready f JOIN round r ON r.id = f.round
             WHERE (f.round, f.home) = (SELECT round, home FROM ready ORDER BY queued LIMIT 1)
             ORDER BY f.queued LIMIT ?1"
        );
        let mut query = self.connection.prepare_cached(sql)?;
        let families = query.query_and_then([int(limit as u64)?], |row| {
            Ok(PendingFamily {
                family: FamilyId(row.get(0)?),
                birth: families::birth(row)?,
                entries: waiting_entries(&self.connection, row.get(9)?)?,
            })
        })?;
        families.collect()
    }

    /// Batches without all their verdicts, oldest first: to be sent again, byte for byte.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn unconfirmed(&self) -> Result<Vec<ClaimedBatch>, StoreError> {
        let sql = "SELECT id, batch, bytes, hash, sig FROM batch
                   WHERE bytes IS NOT NULL ORDER BY id";
        let mut query = self.connection.prepare_cached(sql)?;
        let batches = query.query_and_then([], |row| {
            Ok(ClaimedBatch {
                id: BatchId(row.get(1)?),
                bytes: row.get(2)?,
                hash: row.get(3)?,
                sig: row.get(4)?,
                segments: segments(&self.connection, row.get(0)?)?,
            })
        })?;
        batches.collect()
    }
}

impl Store {
    /// Records that a batch was made of what waits; durable before it is sent.
    ///
    /// # Errors
    /// [`StoreError::ClaimMismatch`] when a segment is not the first entries that wait of its family,
    /// or the batch id was used: then nothing is claimed.
    pub fn claim(&mut self, batch: &ClaimedBatch) -> Result<(), StoreError> {
        let own = self.own.row;
        let transaction = self.begin()?;
        let known = "SELECT id FROM batch WHERE batch = ?1";
        if find(&transaction, known, [batch.id.0])?.is_some() {
            return Err(StoreError::ClaimMismatch);
        }
        transaction.execute(
            "INSERT INTO batch (batch, actor, bytes, hash, sig) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![batch.id.0, own, batch.bytes, batch.hash, batch.sig],
        )?;
        let row = transaction.last_insert_rowid();
        for segment in &batch.segments {
            claim_segment(&transaction, row, segment)?;
        }
        transaction.commit()?;
        Ok(())
    }
}

fn claim_segment(
    connection: &Connection,
    batch: i64,
    segment: &ClaimedSegment,
) -> Result<(), StoreError> {
    let family = row::family(connection, segment.family)?;
    let run = waiting(connection, family)?.ok_or(StoreError::ClaimMismatch)?;
    let claimed = run.seqs.partition_point(|seq| *seq <= segment.last);
    let claimed = run.seqs.get(..claimed).unwrap_or_default();
    if claimed.len() as u64 != u64::from(segment.count)
        || claimed.first() != Some(&segment.first)
        || claimed.last() != Some(&segment.last)
    {
        return Err(StoreError::ClaimMismatch);
    }
    let insert = "INSERT INTO segment (batch, hash, family, actor, first, last, count)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    connection.prepare_cached(insert)?.execute(params![
        batch,
        segment.hash,
        family,
        run.actor,
        int(segment.first)?,
        int(segment.last)?,
        segment.count,
    ])?;
    if waiting(connection, family)?.is_none() {
        let update = "UPDATE family SET queued = NULL WHERE id = ?1";
        connection.prepare_cached(update)?.execute([family])?;
    }
    Ok(())
}

fn segments(connection: &Connection, batch: i64) -> Result<Vec<ClaimedSegment>, StoreError> {
    let sql = "SELECT s.hash, f.family, s.first, s.last, s.count
               FROM segment s JOIN family f ON f.id = s.family WHERE s.batch = ?1 ORDER BY s.id";
    let mut query = connection.prepare_cached(sql)?;
    let segments = query.query_and_then([batch], |row| {
        Ok(ClaimedSegment {
            hash: row.get(0)?,
            family: FamilyId(row.get(1)?),
            first: uint(row, 2)?,
            last: uint(row, 3)?,
            count: row.get(4)?,
        })
    })?;
    segments.collect()
}

#[cfg(test)]
mod tests;
