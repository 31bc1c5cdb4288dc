//! Proof: the receipts as they were signed, beside what is here of the segments they name.

use cacah_family::entry::{Actor, Entry};
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId, FamilyId};
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::outbox::{OWN_RANGE, PendingFamily};
use crate::reader::Reader;
use crate::row::{self, uint};
use crate::{StoreError, families};

/// A receipt, and the segments of the batch it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// As signed: it names the segments itself.
    pub raw: Vec<u8>,
    /// Its number.
    pub number: u64,
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// Who sent the batch.
    pub actor: Actor,
    /// The batch.
    pub batch: BatchId,
    /// BLAKE3 of the batch's bytes.
    pub hash: [u8; 32],
    /// What the batch claimed, in its order.
    pub segments: Vec<SentSegment>,
}

/// A segment that was sent, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentSegment {
    /// BLAKE3 of its body.
    pub hash: [u8; 32],
    /// Its family.
    pub family: FamilyId,
    /// The batch it went in.
    pub batch: BatchId,
    /// Entries in it.
    pub count: u32,
    /// `stored`, `already`, `held` or `unreadable`; absent without a receipt.
    pub verdict: Option<String>,
    /// Why it is held or unreadable.
    pub code: Option<String>,
    /// Number of the receipt that says so, and the endpoint's clock.
    pub receipt: Option<(u64, Millis)>,
    /// Its claim was given back: refused whole, or offered again.
    pub void: bool,
    /// Its entries were wiped here.
    pub wiped: bool,
    /// A hub keeps the batch.
    pub at_hub: bool,
}

const SENT: &str = "SELECT s.hash, f.family, b.batch, s.count, s.verdict, s.code, c.number, c.at,
        s.void, s.wiped, b.hub IS NOT NULL
    FROM segment s JOIN family f ON f.id = s.family JOIN batch b ON b.id = s.batch
        LEFT JOIN receipt c ON c.id = s.receipt";

fn sent(row: &Row<'_>) -> Result<SentSegment, StoreError> {
    let receipt = match row.get::<_, Option<Millis>>(7)? {
        Some(at) => Some((uint(row, 6)?, at)),
        None => None,
    };
    Ok(SentSegment {
        hash: row.get(0)?,
        family: FamilyId(row.get(1)?),
        batch: BatchId(row.get(2)?),
        count: row.get(3)?,
        verdict: row.get(4)?,
        code: row.get(5)?,
        receipt,
        void: row.get(8)?,
        wiped: row.get(9)?,
        at_hub: row.get(10)?,
    })
}

impl Reader {
    /// Every receipt with the segments of its batch, in the order they were taken in.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn prove(&self) -> Result<Vec<Proof>, StoreError> {
        let sql = "SELECT r.raw, r.number, e.epoch, a.device, a.incarnation, b.batch, b.hash, b.id
                   FROM receipt r JOIN epoch e ON e.id = r.epoch JOIN actor a ON a.id = r.actor
                       JOIN batch b ON b.id = r.batch
                   ORDER BY r.id";
        let mut query = self.connection.prepare_cached(sql)?;
        let proofs = query.query_and_then([], |row| {
            Ok(Proof {
                raw: row.get(0)?,
                number: uint(row, 1)?,
                epoch: row.get(2)?,
                actor: Actor { device: DeviceId(row.get(3)?), incarnation: row.get(4)? },
                batch: BatchId(row.get(5)?),
                hash: row.get(6)?,
                segments: self.sent("s.batch = ?1", [row.get::<_, i64>(7)?])?,
            })
        })?;
        proofs.collect()
    }

    /// The road of one family: every segment that was made of it, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn sent_of(&self, family: FamilyId) -> Result<Vec<SentSegment>, StoreError> {
        self.sent("f.family = ?1", [family.0])
    }

    fn sent(
        &self,
        condition: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<SentSegment>, StoreError> {
        let sql = format!("{SENT} WHERE {condition} ORDER BY s.id");
        let mut query = self.connection.prepare_cached(&sql)?;
        query.query_and_then(params, sent)?.collect()
    }

    /// What a segment that was sent was made of, to make it again and compare its hash; `None` when
    /// no such segment was, or its entries were wiped.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn entries_of_segment(&self, hash: &[u8; 32]) -> Result<Option<PendingFamily>, StoreError> {
        let sql = "SELECT f.family, r.round, f.home, s.idsubsls, f.building, f.number, f.head,
                       f.address, f.found, s.family, s.actor, s.first, s.last
                   FROM segment s JOIN family f ON f.id = s.family JOIN round r ON r.id = f.round
                   WHERE s.hash = ?1 AND NOT s.wiped ORDER BY s.id LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        let mut found = query.query_and_then([hash], |row| {
            let place: (i64, i64, i64, i64) =
                (row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?);
            let range = params![place.0, place.1, place.2, place.3];
            let entries: Vec<Entry> = row::entries(&self.connection, OWN_RANGE, range)?;
            let (family, birth) = (FamilyId(row.get(0)?), families::birth(row)?);
            Ok(PendingFamily { family, birth, entries, copy: false })
        })?;
        found.next().transpose()
    }
}

#[cfg(test)]
mod tests;
