//! Receipts: what the endpoint proves it holds. The laptop settles exactly what they name.

use cacah_family::host::Millis;
use cacah_family::id::{BatchId, FamilyId};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::reader::Reader;
use crate::row::{self, find, int, uint};
use crate::{Store, StoreError, days, epoch, offer, outbox};

/// Gaps told at once: a forged number must not fill the memory.
const GAPS: usize = 1_000;

/// A receipt whose signature was proven, taken apart.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Its number, counted per actor from 1.
    pub number: u64,
    /// The batch it answers.
    pub batch: BatchId,
    /// BLAKE3 of the batch's bytes, as the receipt says.
    pub hash: [u8; 32],
    /// The endpoint's clock.
    pub at: Millis,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// Receipts up to this one are in a verified backup.
    pub safe_through: u64,
    /// As signed; kept as the proof.
    pub raw: Vec<u8>,
    /// Family, hash of its segment, what became of it.
    pub verdicts: Vec<(FamilyId, [u8; 32], Outcome)>,
}

/// What became of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durable, and part of the state.
    Stored,
    /// Was there before.
    Already,
    /// Durable, kept aside for a supervisor; why.
    Held(String),
    /// Not taken; why.
    Unreadable(String),
}

impl Outcome {
    fn columns(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Stored => ("stored", None),
            Self::Already => ("already", None),
            Self::Held(code) => ("held", Some(code)),
            Self::Unreadable(code) => ("unreadable", Some(code)),
        }
    }
}

/// A receipt as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// Its number.
    pub number: u64,
    /// The batch it answers.
    pub batch: BatchId,
    /// The endpoint's clock.
    pub at: Millis,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// Receipts up to this one are in a verified backup.
    pub safe_through: u64,
    /// As signed.
    pub raw: Vec<u8>,
    /// Segments it was the last to speak of.
    pub families: u32,
}

impl Store {
    /// Settles what a receipt names, in one transaction. Again is harmless; a segment it does not
    /// name stays claimed; of two receipts for one segment the later counts, by epoch and number. A
    /// receipt of a life that ended is kept, and settles nothing the endpoint lost: what the batch
    /// claims waits again, for the same bytes would be answered with the same receipt ever after when
    /// the endpoint had it in its backup all the same. Its time is not taken for the endpoint's now:
    /// it may have come on a stick ([`Store::heard`]).
    ///
    /// # Errors
    /// [`StoreError::ReceiptUnknown`] when it names a batch or segment that was not sent from here,
    /// other bytes, or bears the number of another receipt: then nothing is settled.
    pub fn settle(&mut self, receipt: &Settlement) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let Some(kept) = keep(&transaction, receipt)? else { return Ok(()) };
        for (family, hash, outcome) in &receipt.verdicts {
            settle_segment(&transaction, &kept, (*family, hash), outcome)?;
        }
        if kept.lost {
            offer::give_back(&transaction, "batch = ?1 AND verdict IS NULL", [kept.batch])?;
        }
        // From here on the receipt is the proof; the bytes could only be sent once more.
        outbox::forget_bytes(&transaction, kept.batch)?;
        Ok(transaction.commit()?)
    }
}

/// Rows of a receipt that is new, and its number.
struct Kept {
    row: i64,
    batch: i64,
    epoch: i64,
    number: i64,
    /// The endpoint lost what it names.
    lost: bool,
}

/// No honest endpoint counts so far.
fn counted(number: u64) -> Result<i64, StoreError> {
    int(number).map_err(|_| StoreError::ReceiptUnknown)
}

/// Keeps a receipt; `None` when it was kept before.
fn keep(connection: &Connection, receipt: &Settlement) -> Result<Option<Kept>, StoreError> {
    let (number, safe_through) = (counted(receipt.number)?, counted(receipt.safe_through)?);
    let sent = "SELECT id, actor FROM batch WHERE batch = ?1 AND hash = ?2";
    let sent = connection
        .query_row(sent, params![receipt.batch.0, receipt.hash], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()?;
    let (batch, actor) = sent.ok_or(StoreError::ReceiptUnknown)?;
    let epoch = epoch::row(connection, receipt.epoch)?;
    let known = "SELECT batch FROM receipt WHERE actor = ?1 AND epoch = ?2 AND number = ?3";
    match find(connection, known, [actor, epoch, number])? {
        Some(of) if of == batch => return Ok(None),
        Some(_) => return Err(StoreError::ReceiptUnknown),
        None => {}
    }
    days::receipted(connection, receipt.at)?;
    connection.execute(
        "INSERT INTO receipt (actor, epoch, number, batch, at, safe_through, raw)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![actor, epoch, number, batch, receipt.at, safe_through, receipt.raw],
    )?;
    let row = connection.last_insert_rowid();
    let lost = epoch::lost(connection, epoch, actor, number)?;
    Ok(Some(Kept { row, batch, epoch, number, lost }))
}

fn settle_segment(
    connection: &Connection,
    kept: &Kept,
    (family, hash): (FamilyId, &[u8; 32]),
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let family = row::family(connection, family).map_err(|error| match error {
        StoreError::NotFound(_) => StoreError::ReceiptUnknown,
        error => error,
    })?;
    let named = "SELECT id FROM segment WHERE batch = ?1 AND family = ?2 AND hash = ?3";
    let segment = find(connection, named, params![kept.batch, family, hash])?;
    let segment = segment.ok_or(StoreError::ReceiptUnknown)?;
    if kept.lost {
        return Ok(());
    }
    let (verdict, code) = outcome.columns();
    // A claim that was given back is taken up again by a proof that the endpoint has it.
    let update = "UPDATE segment SET verdict = ?2, code = ?3, receipt = ?4,
             void = void AND ?2 = 'unreadable'
         WHERE id = ?1 AND (receipt IS NULL
             OR (SELECT (epoch, number) < (?5, ?6) FROM receipt WHERE id = segment.receipt))";
    let params = params![segment, verdict, code, kept.row, kept.epoch, kept.number];
    connection.prepare_cached(update)?.execute(params)?;
    if verdict != "unreadable" {
        let update = "UPDATE family SET refused = NULL WHERE id = ?1 AND refused IS NOT NULL";
        connection.prepare_cached(update)?.execute([family])?;
    }
    let queued = "SELECT 1 FROM family WHERE id = ?1 AND queued IS NOT NULL";
    if find(connection, queued, [family])?.is_some() {
        outbox::unqueue(connection, family)?;
    }
    Ok(())
}

impl Reader {
    /// The newest receipts, newest first, of all incarnations.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn receipts(&self, limit: usize) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = "SELECT c.number, b.batch, c.at, e.epoch, c.safe_through, c.raw,
                       (SELECT count(*) FROM segment s WHERE s.batch = c.batch AND s.receipt = c.id)
                   FROM receipt c JOIN batch b ON b.id = c.batch JOIN epoch e ON e.id = c.epoch
                   ORDER BY c.epoch DESC, c.actor DESC, c.number DESC LIMIT ?1";
        let mut query = self.connection.prepare_cached(sql)?;
        let receipts = query.query_and_then([int(limit as u64)?], |row| {
            Ok(ReceiptRecord {
                number: uint(row, 0)?,
                batch: BatchId(row.get(1)?),
                at: row.get(2)?,
                epoch: row.get(3)?,
                safe_through: uint(row, 4)?,
                raw: row.get(5)?,
                families: row.get(6)?,
            })
        })?;
        receipts.collect()
    }

    /// The highest receipt number of the actor that writes now, in the newest epoch; 0 without one.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn newest_receipt(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(number), 0) FROM receipt WHERE actor = ?1
                       AND epoch = (SELECT id FROM epoch ORDER BY heard DESC LIMIT 1)";
        self.connection.prepare_cached(sql)?.query_row([self.own], |row| Ok(uint(row, 0)))?
    }

    /// Numbers below the newest that are missing of the actor that writes now, in the newest epoch,
    /// to be asked for again; at most the first 1,000. An endpoint restored from a backup numbers on:
    /// what earlier epochs gave is not missing.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn receipt_gaps(&self) -> Result<Vec<u64>, StoreError> {
        let sql = "WITH newest AS (
                       SELECT number FROM receipt WHERE actor = ?1
                       AND epoch = (SELECT id FROM epoch ORDER BY heard DESC LIMIT 1))
                   SELECT number FROM newest
                   UNION SELECT number FROM receipt
                   WHERE actor = ?1 AND number < (SELECT min(number) FROM newest)
                   ORDER BY number";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut gaps = Vec::new();
        let mut expected = 1;
        for number in query.query_and_then([self.own], |row| uint(row, 0))? {
            let number = number?;
            gaps.extend((expected..number).take(GAPS - gaps.len()));
            expected = number + 1;
        }
        Ok(gaps)
    }
}

#[cfg(test)]
mod tests;
