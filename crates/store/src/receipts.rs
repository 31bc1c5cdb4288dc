//! Receipts: what the endpoint proves it holds. The laptop settles exactly what they name.

use cacah_family::host::Millis;
use cacah_family::id::{BatchId, FamilyId};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use crate::reader::Reader;
use crate::row::{self, find, int, uint};
use crate::settings::{self, ENDPOINT_TIME};
use crate::{Store, StoreError};

/// Gaps told at once: a forged number must not fill the memory.
const GAPS: usize = 1_000;

/// A receipt whose signature was proven, taken apart.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Its number, counted per actor from 1.
    pub number: u64,
    /// The batch it answers.
    pub batch: BatchId,
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
    /// name stays claimed; of two receipts for one segment the higher number counts.
    ///
    /// # Errors
    /// [`StoreError::ReceiptUnknown`] when it names a batch or segment that was not sent from here,
    /// or bears the number of another receipt: then nothing is settled.
    pub fn settle(&mut self, receipt: &Settlement) -> Result<(), StoreError> {
        let heard = self.endpoint.max(Some(receipt.at));
        let number = counted(receipt.number)?;
        let transaction = self.begin()?;
        let batch = "SELECT id FROM batch WHERE batch = ?1";
        let batch = find(&transaction, batch, [receipt.batch.0])?;
        let batch = batch.ok_or(StoreError::ReceiptUnknown)?;
        let row = insert(&transaction, batch, receipt)?;
        for (family, hash, outcome) in &receipt.verdicts {
            settle_segment(&transaction, (batch, *family, hash), (row, number), outcome)?;
        }
        // From here on the receipt is the proof; the bytes could only be sent once more.
        transaction.execute(
            "UPDATE batch SET bytes = NULL WHERE id = ?1 AND bytes IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM segment WHERE batch = ?1 AND verdict IS NULL)",
            [batch],
        )?;
        if let Some(heard) = heard {
            settings::put(&transaction, ENDPOINT_TIME, &heard.to_string())?;
        }
        transaction.commit()?;
        self.endpoint = heard;
        Ok(())
    }
}

/// No honest endpoint counts so far.
fn counted(number: u64) -> Result<i64, StoreError> {
    int(number).map_err(|_| StoreError::ReceiptUnknown)
}

fn insert(connection: &Connection, batch: i64, receipt: &Settlement) -> Result<i64, StoreError> {
    let (number, safe_through) = (counted(receipt.number)?, counted(receipt.safe_through)?);
    let known = "SELECT r.id, r.batch FROM receipt r JOIN batch b ON b.actor = r.actor
                 WHERE b.id = ?1 AND r.number = ?2";
    let known = connection
        .query_row(known, params![batch, number], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    match known {
        Some((row, of)) if of == batch => return Ok(row),
        Some(_) => return Err(StoreError::ReceiptUnknown),
        None => {}
    }
    connection.execute(
        "INSERT INTO receipt (actor, number, batch, at, epoch, safe_through, raw)
         SELECT actor, ?2, id, ?3, ?4, ?5, ?6 FROM batch WHERE id = ?1",
        params![batch, number, receipt.at, receipt.epoch, safe_through, receipt.raw],
    )?;
    Ok(connection.last_insert_rowid())
}

fn settle_segment(
    connection: &Connection,
    (batch, family, hash): (i64, FamilyId, &[u8; 32]),
    (receipt, number): (i64, i64),
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let family = row::family(connection, family).map_err(|error| match error {
        StoreError::NotFound(_) => StoreError::ReceiptUnknown,
        error => error,
    })?;
    let named = "SELECT id FROM segment WHERE batch = ?1 AND family = ?2 AND hash = ?3";
    let segment = find(connection, named, params![batch, family, hash])?;
    let segment = segment.ok_or(StoreError::ReceiptUnknown)?;
    let (verdict, code) = outcome.columns();
    let update = "UPDATE segment SET verdict = ?2, code = ?3, receipt = ?4
         WHERE id = ?1 AND (receipt IS NULL
             OR (SELECT number FROM receipt WHERE id = segment.receipt) < ?5)";
    let params = params![segment, verdict, code, receipt, number];
    connection.prepare_cached(update)?.execute(params)?;
    Ok(())
}

impl Reader {
    /// The newest receipts, newest first, of all incarnations.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn receipts(&self, limit: usize) -> Result<Vec<ReceiptRecord>, StoreError> {
        let sql = "SELECT c.number, b.batch, c.at, c.epoch, c.safe_through, c.raw,
                       (SELECT count(*) FROM segment s WHERE s.batch = c.batch AND s.receipt = c.id)
                   FROM receipt c JOIN batch b ON b.id = c.batch
                   ORDER BY c.actor DESC, c.number DESC LIMIT ?1";
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

    /// The highest receipt number of the actor that writes now; 0 without one.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn newest_receipt(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(number), 0) FROM receipt WHERE actor = ?1";
        self.connection.prepare_cached(sql)?.query_row([self.own], |row| Ok(uint(row, 0)))?
    }

    /// Numbers below the newest that are missing, to be asked for again; at most the first 1,000.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn receipt_gaps(&self) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT number FROM receipt WHERE actor = ?1 ORDER BY number";
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
