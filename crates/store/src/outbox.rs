//! The outbox: what waits to be sent, and what a batch claims.
//!
//! An entry waits unless a segment that is not void has it. So nothing can be dropped, and what is
//! claimed is offered under one name until a receipt or the officer's sending decides.

use std::collections::{HashMap, HashSet};

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Entry};
use cacah_family::id::{BatchId, FamilyId};
use rusqlite::{Connection, Row, params};
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
    /// What is known of it: round, home, SLS. Of entries that were sent before, the SLS as it was
    /// said then, so that the same segment comes of them.
    pub birth: Birth,
    /// The entries no batch claims yet, in order.
    pub entries: Vec<Entry>,
    /// Not finished: sent as a safety copy.
    pub copy: bool,
}

/// What goes into one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Families, at least 1.
    pub families: usize,
    /// Entries of all of them. One family alone may have more.
    pub entries: usize,
    /// Bytes of all of them before compression, about. One family alone may have more.
    pub bytes: usize,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedSegment {
    /// BLAKE3 of its body.
    pub hash: [u8; 32],
    /// Its family.
    pub family: FamilyId,
    /// Its SLS, as the segment says.
    pub idsubsls: Idsubsls,
    /// Number of its first entry.
    pub first: u64,
    /// Number of its last entry.
    pub last: u64,
    /// Entries in it.
    pub count: u32,
}

/// Gives a family a place at the end of the queue, unless it has one.
pub(crate) fn queue(connection: &Connection, family: i64) -> Result<(), StoreError> {
    // What is worked on after it was wiped has answers here again.
    let update = "UPDATE family SET wiped = 0, wiped_at = NULL, queued =
                      (SELECT coalesce(max(queued), 0) + 1 FROM family WHERE queued IS NOT NULL)
                  WHERE id = ?1 AND queued IS NULL";
    connection.prepare_cached(update)?.execute([family])?;
    Ok(())
}

/// Puts a family at the head of the queue: what it has waited before.
pub(crate) fn queue_first(connection: &Connection, family: i64) -> Result<(), StoreError> {
    let update = "UPDATE family SET queued =
                      (SELECT coalesce(min(queued), 0) - 1 FROM family WHERE queued IS NOT NULL)
                  WHERE id = ?1";
    connection.prepare_cached(update)?.execute([family])?;
    Ok(())
}

/// Limits of a segment at the endpoint, with room to spare: a family beyond them goes in several.
const SEGMENT_ENTRIES: usize = 50_000;
const SEGMENT_BYTES: usize = 12 << 20;
/// Bytes of dots that entries are over; a dot takes six or more, a segment may have 200,000.
const SEGMENT_OVER: usize = 1_000_000;
/// What an entry takes in a segment beside its change and dots, about.
const ENTRY_BYTES: usize = 48;

/// Entries of a family that go into one segment: by one actor and officer, in order.
#[derive(Clone, Default)]
pub(crate) struct Run {
    /// Row of the actor.
    actor: i64,
    seqs: Vec<u64>,
    /// About.
    bytes: usize,
    over: usize,
    /// The SLS a segment of them said before.
    idsubsls: Option<String>,
}

impl Run {
    fn takes(&self, next: &Candidate) -> bool {
        self.seqs.len() < SEGMENT_ENTRIES
            && self.bytes + next.bytes < SEGMENT_BYTES
            && self.over + next.over < SEGMENT_OVER
    }

    fn push(&mut self, next: &Candidate) {
        self.seqs.push(next.seq);
        self.bytes += next.bytes + ENTRY_BYTES;
        self.over += next.over;
    }
}

/// What a segment of a family claims, or claimed before it was void.
struct Claim {
    actor: i64,
    first: u64,
    last: u64,
    void: bool,
    idsubsls: String,
}

fn claims(connection: &Connection, family: i64) -> Result<Vec<Claim>, StoreError> {
    let sql = "SELECT actor, first, last, void, idsubsls FROM segment WHERE family = ?1
               ORDER BY id";
    let mut query = connection.prepare_cached(sql)?;
    let claims = query.query_and_then([family], |row| {
        Ok(Claim {
            actor: row.get(0)?,
            first: uint(row, 1)?,
            last: uint(row, 2)?,
            void: row.get(3)?,
            idsubsls: row.get(4)?,
        })
    })?;
    claims.collect()
}

/// A row of the journal on its way into a run.
struct Candidate {
    actor: i64,
    seq: u64,
    officer: Uuid,
    bytes: usize,
    over: usize,
}

impl Candidate {
    /// From a row that begins with [`row::COLUMNS`], then lengths of change and dots.
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let over = row.get::<_, Option<u32>>(19)?.unwrap_or(0) as usize;
        Ok(Self {
            actor: row.get(0)?,
            seq: uint(row, 1)?,
            officer: row.get(8)?,
            bytes: row.get::<_, u32>(18)? as usize + over,
            over,
        })
    }

    fn is_in(&self, claim: &Claim) -> bool {
        claim.actor == self.actor && (claim.first..=claim.last).contains(&self.seq)
    }
}

/// The first entries of a family that wait, as far as they go into one segment.
#[derive(Clone)]
pub(crate) struct First {
    run: Run,
    /// Nothing of the family waits behind them.
    alone: bool,
}

/// Rows of the actors of the device whose actor has this row: whose entries it may sign.
const OWN_DEVICE: &str =
    "SELECT id FROM actor WHERE device = (SELECT device FROM actor WHERE id = ?1)";

/// Reads the entries of a family that wait up to where a segment is cut. Those of other devices, and
/// what came down of this one, are not ours to send; what another officer of this vault wrote waits
/// until that officer is in. What was in a segment before goes in the same again: the endpoint may
/// have it, and then knows it by its hash.
fn first(
    connection: &Connection,
    (own, family): (i64, i64),
) -> Result<Option<(First, Vec<Entry>)>, StoreError> {
    let claims = claims(connection, family)?;
    let mut query = connection.prepare_cached(OWN_DEVICE)?;
    let own = query.query_map([own], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let sql = format!(
        "SELECT {}, octet_length(e.change), octet_length(e.over) FROM entry e
         WHERE e.family = ?1 AND e.came IS NULL
             AND e.actor IN (SELECT id FROM actor WHERE statement IS NOT NULL)
         ORDER BY e.actor, e.seq",
        row::COLUMNS
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query([family])?;
    let mut reading = row::Reading::new(connection)?;
    let (mut run, mut entries, mut cut) = (Run::default(), Vec::new(), None);
    let mut alone = true;
    while let Some(row) = rows.next()? {
        let next = Candidate::read(row)?;
        if claims.iter().any(|claim| !claim.void && next.is_in(claim)) {
            // What was claimed between two entries parts them.
            if cut.is_some() {
                cut = Some(None);
            }
            continue;
        }
        if !own.contains(&next.actor) {
            alone = false;
            continue;
        }
        let before = claims.iter().rposition(|claim| claim.void && next.is_in(claim));
        let of = Some((next.actor, next.officer, before));
        if cut.is_none() {
            let idsubsls = before.map(|before| claims[before].idsubsls.clone());
            run = Run { actor: next.actor, idsubsls, ..run };
            cut = Some(of);
        } else if cut != Some(of) || !run.takes(&next) {
            alone = false;
            break;
        }
        run.push(&next);
        entries.push(reading.entry(row)?);
    }
    Ok(cut.map(|_| (First { run, alone }, entries)))
}

/// Entries of this vault that no batch claims.
macro_rules! waiting {
    () => {
        "SELECT 1 FROM entry e
         WHERE e.came IS NULL AND e.actor IN (SELECT id FROM actor WHERE statement IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM segment s
                             WHERE s.family = e.family AND s.actor = e.actor AND NOT s.void
                                 AND e.seq BETWEEN s.first AND s.last)"
    };
}

/// True when a family has entries that no batch claims, whichever officer of this vault wrote them.
pub(crate) fn waits(connection: &Connection, family: i64) -> Result<bool, StoreError> {
    let sql = concat!(waiting!(), " AND e.family = ?1 LIMIT 1");
    Ok(find(connection, sql, [family])?.is_some())
}

/// Proves that every family with entries that no batch claims has its place in the queue.
pub(crate) fn check_queue(connection: &Connection) -> Result<(), StoreError> {
    let mut query = connection.prepare("SELECT id FROM family WHERE queued IS NULL")?;
    for family in query.query_map([], |row| row.get(0))? {
        if waits(connection, family?)? {
            return Err(StoreError::Damaged { place: "family" });
        }
    }
    Ok(())
}

/// Entries of this vault by the actor in row `actor`, from first to last.
pub(crate) const OWN_RANGE: &str =
    "e.family = ?1 AND e.actor = ?2 AND e.seq BETWEEN ?3 AND ?4 AND e.came IS NULL";

/// What waited when it was read, by row of its family; holds while nothing was written since.
#[derive(Default)]
pub(crate) struct Seen {
    /// Of the file, as the reading connection tells it.
    version: i64,
    first: HashMap<i64, First>,
}

impl Reader {
    /// Changes whenever another connection has written.
    fn version(&self) -> Result<i64, StoreError> {
        let mut query = self.connection.prepare_cached("PRAGMA data_version")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }

    /// Several officers work in this vault, each with a device of their own.
    fn is_shared(&self) -> Result<bool, StoreError> {
        let devices = "SELECT count(DISTINCT device) > 1 FROM actor WHERE statement IS NOT NULL";
        Ok(self.connection.prepare_cached(devices)?.query_row([], |row| row.get(0))?)
    }

    fn pending_family(&self, row: &Row<'_>) -> Result<Option<(PendingFamily, usize)>, StoreError> {
        let id: i64 = row.get(9)?;
        let Some((first, entries)) = first(&self.connection, (self.own, id))? else {
            return Ok(None);
        };
        let mut birth = families::birth(row)?;
        if let Some(said) = &first.run.idsubsls {
            birth.idsubsls = said.parse().map_err(|_| StoreError::Damaged { place: "segment" })?;
        }
        let (family, copy) = (FamilyId(row.get(0)?), !row.get::<_, bool>(10)?);
        let bytes = first.run.bytes;
        self.seen.borrow_mut().first.insert(id, first);
        Ok(Some((PendingFamily { family, birth, entries, copy }, bytes)))
    }

    /// The first entries of a family that wait, read again only when anything was written since.
    fn first(&self, family: i64) -> Result<Option<First>, StoreError> {
        let mut seen = self.seen.borrow_mut();
        if seen.version == self.version()?
            && let Some(first) = seen.first.remove(&family)
        {
            return Ok(Some(first));
        }
        Ok(first(&self.connection, (self.own, family))?.map(|(first, _)| first))
    }
}

impl Reader {
    /// What goes into the next batch: families whose finished work waits, then, with `copies`, those
    /// in work; each the oldest first, all of the round and home of the first. What was refused is
    /// stepped over.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn pending(&self, limits: Limits, copies: bool) -> Result<Vec<PendingFamily>, StoreError> {
        let sql = concat!(
            "WITH ready AS MATERIALIZED (
                 SELECT f.*, ",
            ready!(),
            " AS ready FROM family f LEFT JOIN document d ON d.id = f.document
                 WHERE f.queued IS NOT NULL AND f.refused IS NULL AND (?3 OR ",
            ready!(),
            ") AND (NOT ?4 OR EXISTS (",
            waiting!(),
            " AND e.family = f.id AND e.actor IN (
                     SELECT id FROM actor WHERE device = (SELECT device FROM actor WHERE id = ?1)))))
             SELECT f.family, r.round, f.home, f.idsubsls, f.building, f.number, f.head, f.address,
                 f.found, f.id, f.ready
             FROM ready f JOIN round r ON r.id = f.round
             WHERE (f.round, f.home, f.ready) = (
                 SELECT round, home, ready FROM ready ORDER BY ready DESC, queued LIMIT 1)
             ORDER BY f.queued LIMIT ?2"
        );
        // Asked before: what is written from here on makes what is seen here void.
        let version = self.version()?;
        *self.seen.borrow_mut() = Seen { version, ..Seen::default() };
        let mut query = self.connection.prepare_cached(sql)?;
        let families = int(limits.families.max(1) as u64)?;
        let mut rows = query.query(params![self.own, families, copies, self.is_shared()?])?;
        let (mut families, mut entries, mut bytes) = (Vec::new(), 0, 0);
        while let Some(row) = rows.next()? {
            let Some((family, size)) = self.pending_family(row)? else { continue };
            entries += family.entries.len();
            bytes += size;
            if !families.is_empty() && (entries > limits.entries || bytes > limits.bytes) {
                break;
            }
            families.push(family);
        }
        Ok(families)
    }

    /// Batches of this device without all their verdicts, oldest first: to be sent again, byte for
    /// byte.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn unconfirmed(&self) -> Result<Vec<ClaimedBatch>, StoreError> {
        let mut batches = Vec::new();
        while let Some(batch) =
            self.next_unconfirmed(batches.last().map(|batch: &ClaimedBatch| batch.id))?
        {
            batches.push(batch);
        }
        Ok(batches)
    }

    /// The oldest batch without all its verdicts, or the next after `after`: one at a time, for
    /// batches are large.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn next_unconfirmed(
        &self,
        after: Option<BatchId>,
    ) -> Result<Option<ClaimedBatch>, StoreError> {
        let sql = "SELECT id, batch, bytes, hash, sig FROM batch
                   WHERE bytes IS NOT NULL
                       AND id > coalesce((SELECT id FROM batch WHERE batch = ?2), 0)
                       AND actor IN (SELECT id FROM actor
                                     WHERE device = (SELECT device FROM actor WHERE id = ?1))
                   ORDER BY id LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut batches = query.query_and_then(params![self.own, after.map(|id| id.0)], |row| {
            Ok(ClaimedBatch {
                id: BatchId(row.get(1)?),
                bytes: row.get(2)?,
                hash: row.get(3)?,
                sig: row.get(4)?,
                segments: segments(&self.connection, row.get(0)?)?,
            })
        })?;
        batches.next().transpose()
    }
}

impl Store {
    /// Records that a batch was made of what waits; durable before it is sent.
    ///
    /// # Errors
    /// [`StoreError::ClaimMismatch`] when a segment is not the first entries that wait of its family,
    /// a family stands twice in it, or the batch id was used: then nothing is claimed.
    pub fn claim(&mut self, batch: &ClaimedBatch) -> Result<(), StoreError> {
        let own = self.own.row;
        let mut families = HashSet::new();
        if !batch.segments.iter().all(|segment| families.insert(segment.family)) {
            return Err(StoreError::ClaimMismatch);
        }
        // No other connection writes, so what the reader sees is what the transaction begins with.
        let claims = batch.segments.iter().map(|segment| claimed(&self.reader, segment));
        let claims = claims.collect::<Result<Vec<Claiming>, _>>()?;
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
        for (segment, claiming) in batch.segments.iter().zip(&claims) {
            claim_segment(&transaction, row, segment, claiming)?;
        }
        transaction.commit()?;
        Ok(())
    }
}

/// A segment that may be claimed.
struct Claiming {
    /// Row of its family.
    family: i64,
    /// Row of its actor.
    actor: i64,
    /// Nothing of the family waits after it.
    all: bool,
}

/// Proves that a segment is the first entries of its family that wait.
fn claimed(reader: &Reader, segment: &ClaimedSegment) -> Result<Claiming, StoreError> {
    let family = row::family(&reader.connection, segment.family)?;
    let First { run, alone } = reader.first(family)?.ok_or(StoreError::ClaimMismatch)?;
    let claimed = run.seqs.partition_point(|seq| *seq <= segment.last);
    let seqs = run.seqs.get(..claimed).unwrap_or_default();
    if seqs.len() as u64 != u64::from(segment.count)
        || seqs.first() != Some(&segment.first)
        || seqs.last() != Some(&segment.last)
    {
        return Err(StoreError::ClaimMismatch);
    }
    Ok(Claiming { family, actor: run.actor, all: alone && claimed == run.seqs.len() })
}

fn claim_segment(
    connection: &Connection,
    batch: i64,
    segment: &ClaimedSegment,
    claiming: &Claiming,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO segment (batch, hash, family, actor, first, last, count, idsubsls)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(insert)?.execute(params![
        batch,
        segment.hash,
        claiming.family,
        claiming.actor,
        int(segment.first)?,
        int(segment.last)?,
        segment.count,
        segment.idsubsls.as_str(),
    ])?;
    if claiming.all {
        let update = "UPDATE family SET queued = NULL WHERE id = ?1";
        connection.prepare_cached(update)?.execute([claiming.family])?;
    }
    Ok(())
}

/// Lets go of a batch's bytes when nothing of it is claimed any more.
pub(crate) fn forget_bytes(connection: &Connection, batch: i64) -> Result<(), StoreError> {
    let update = "UPDATE batch SET bytes = NULL WHERE id = ?1 AND bytes IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM segment
                                      WHERE batch = ?1 AND verdict IS NULL AND NOT void)";
    connection.prepare_cached(update)?.execute([batch])?;
    Ok(())
}

/// Takes a family out of the queue when nothing of it waits any more.
pub(crate) fn unqueue(connection: &Connection, family: i64) -> Result<(), StoreError> {
    if !waits(connection, family)? {
        let update = "UPDATE family SET queued = NULL WHERE id = ?1 AND queued IS NOT NULL";
        connection.prepare_cached(update)?.execute([family])?;
    }
    Ok(())
}

fn segments(connection: &Connection, batch: i64) -> Result<Vec<ClaimedSegment>, StoreError> {
    let sql = "SELECT s.hash, f.family, s.idsubsls, s.first, s.last, s.count
               FROM segment s JOIN family f ON f.id = s.family WHERE s.batch = ?1 ORDER BY s.id";
    let mut query = connection.prepare_cached(sql)?;
    let segments = query.query_and_then([batch], |row| {
        let idsubsls: String = row.get(2)?;
        Ok(ClaimedSegment {
            hash: row.get(0)?,
            family: FamilyId(row.get(1)?),
            idsubsls: idsubsls.parse().map_err(|_| StoreError::Damaged { place: "segment" })?,
            first: uint(row, 3)?,
            last: uint(row, 4)?,
            count: row.get(5)?,
        })
    })?;
    segments.collect()
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;
