//! Sealed pieces of photos and scans: which there are, and which the endpoint has. The bytes lie
//! beside the vault, each under its name.

use cacah_family::entry::{Entry, File};
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::reader::Reader;
use crate::row::{Origin, find, int};
use crate::{Store, StoreError, epoch};

/// A sealed piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRecord {
    /// Its name on disk and on the way, hex.
    pub name: String,
    /// BLAKE3 of the sealed bytes.
    pub hash: [u8; 32],
    /// Sealed bytes.
    pub bytes: u32,
    /// The family it belongs to.
    pub family: FamilyId,
    /// A receipt names it.
    pub receipted: bool,
}

/// A receipt for chunks whose signature was proven, taken apart.
#[derive(Debug, Clone)]
pub struct ChunkSettlement {
    /// Life of the endpoint's data.
    pub epoch: Uuid,
    /// The endpoint's clock.
    pub at: Millis,
    /// As signed; kept as the proof.
    pub raw: Vec<u8>,
    /// BLAKE3 of the sealed bytes of each.
    pub chunks: Vec<[u8; 32]>,
}

/// Lists the chunks of a file that an entry names.
pub(crate) fn list(
    connection: &Connection,
    family: i64,
    entry: &Entry,
    file: &File,
    origin: Origin,
) -> Result<(), StoreError> {
    let id = entry.path.instance.map(|id| id.0).ok_or(StoreError::NotFound("file"))?;
    let insert = "INSERT INTO chunk (name, family, file, place, hash, bytes, came)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO NOTHING";
    for (place, chunk) in file.chunks.iter().enumerate() {
        let hash = blake3::Hash::from_hex(&chunk.hash).map_err(|_| StoreError::NotFound("file"))?;
        connection.prepare_cached(insert)?.execute(params![
            chunk.name,
            family,
            id,
            int(place as u64)?,
            hash.as_bytes(),
            chunk.bytes,
            origin == Origin::Came,
        ])?;
    }
    Ok(())
}

impl Reader {
    /// Chunks of this laptop without a receipt, the oldest file first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn chunks_to_send(&self, limit: usize) -> Result<Vec<ChunkRecord>, StoreError> {
        let sql = "SELECT c.name, c.hash, c.bytes, f.family, c.receipt IS NOT NULL
                   FROM chunk c JOIN family f ON f.id = c.family
                   WHERE c.receipt IS NULL AND NOT c.came ORDER BY c.rowid LIMIT ?1";
        let mut query = self.connection.prepare_cached(sql)?;
        query.query_and_then([int(limit as u64)?], record)?.collect()
    }

    fn chunks_that_came(&self) -> Result<Vec<ChunkRecord>, StoreError> {
        let sql = "SELECT c.name, c.hash, c.bytes, f.family, c.receipt IS NOT NULL
                   FROM chunk c JOIN family f ON f.id = c.family WHERE c.came ORDER BY c.rowid";
        let mut query = self.connection.prepare_cached(sql)?;
        query.query_and_then([], record)?.collect()
    }

    /// All chunks of a family, file by file, in order; those of others may not lie here yet.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn chunks(&self, family: FamilyId) -> Result<Vec<ChunkRecord>, StoreError> {
        let sql = "SELECT c.name, c.hash, c.bytes, f.family, c.receipt IS NOT NULL
                   FROM chunk c JOIN family f ON f.id = c.family
                   WHERE f.family = ?1 ORDER BY c.file, c.place";
        let mut query = self.connection.prepare_cached(sql)?;
        query.query_and_then([family.0], record)?.collect()
    }
}

fn record(row: &Row<'_>) -> Result<ChunkRecord, StoreError> {
    Ok(ChunkRecord {
        name: row.get(0)?,
        hash: row.get(1)?,
        bytes: row.get(2)?,
        family: FamilyId(row.get(3)?),
        receipted: row.get(4)?,
    })
}

impl Store {
    /// Chunks that entries from below name and that do not lie beside the vault, in the order they
    /// were named.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn chunks_to_fetch(&self) -> Result<Vec<ChunkRecord>, StoreError> {
        let mut wanted = self.chunks_that_came()?;
        wanted.retain(|chunk| !self.has_chunk(&chunk.name, chunk.bytes));
        Ok(wanted)
    }

    /// Settles the chunks a receipt names, in one transaction. Again is harmless.
    ///
    /// # Errors
    /// [`StoreError::ReceiptUnknown`] when it names one that is not listed here: then none is settled.
    pub fn settle_chunks(&mut self, receipt: &ChunkSettlement) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let epoch = epoch::row(&transaction, receipt.epoch)?;
        let hash = *blake3::hash(&receipt.raw).as_bytes();
        let known = "SELECT id FROM chunk_receipt WHERE hash = ?1";
        // One of a life that ended proves nothing of the present one.
        if find(&transaction, known, [hash])?.is_some() || epoch::has_ended(&transaction, epoch)? {
            return Ok(());
        }
        transaction.execute(
            "INSERT INTO chunk_receipt (epoch, at, hash, raw) VALUES (?1, ?2, ?3, ?4)",
            params![epoch, receipt.at, hash, receipt.raw],
        )?;
        let row = transaction.last_insert_rowid();
        for chunk in &receipt.chunks {
            let update = "UPDATE chunk SET receipt = ?2 WHERE hash = ?1";
            if transaction.prepare_cached(update)?.execute(params![chunk, row])? == 0 {
                return Err(StoreError::ReceiptUnknown);
            }
        }
        Ok(transaction.commit()?)
    }
}

#[cfg(test)]
mod tests;
