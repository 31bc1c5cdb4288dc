//! Offering again: claims given back, families stepped over, what an endpoint lost.

use std::collections::BTreeSet;

use cacah_family::id::{BatchId, FamilyId};
use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use crate::reader::Reader;
use crate::row::{find, int};
use crate::{Store, StoreError, epoch, outbox};

impl Store {
    /// A batch was refused whole: its claims are given back, and the entries wait again, before all
    /// others. A receipt that comes for it all the same still counts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a batch that was not claimed here.
    pub fn dissolve(&mut self, batch: BatchId, code: &str) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let row = batch_row(&transaction, batch)?;
        transaction.execute("UPDATE batch SET refused = ?2 WHERE id = ?1", params![row, code])?;
        give_back(&transaction, "batch = ?1 AND verdict IS NULL", params![row])?;
        Ok(transaction.commit()?)
    }

    /// No batch can be made with this family, or none is taken: it is shown with the code and stepped
    /// over until [`Store::reoffer_unreadable`].
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown family.
    pub fn refuse(&mut self, family: FamilyId, code: &str) -> Result<(), StoreError> {
        let update = "UPDATE family SET refused = ?2 WHERE family = ?1";
        match self.writer.execute(update, params![family.0, code])? {
            0 => Err(StoreError::NotFound("family")),
            _ => Ok(()),
        }
    }

    /// What was refused or unreadable waits again: once for each sending by hand, and after an update
    /// of the app. How many families.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn reoffer_unreadable(&mut self) -> Result<usize, StoreError> {
        let transaction = self.begin()?;
        let update = "UPDATE family SET refused = NULL WHERE refused IS NOT NULL";
        let refused = transaction.execute(update, [])?;
        let families = give_back(&transaction, "verdict = 'unreadable'", [])?;
        transaction.commit()?;
        Ok(refused + families)
    }

    /// The endpoint says it has not what it receipted: these segments wait again. How many of them
    /// were here with their entries and a receipt.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn reoffer(&mut self, segments: &[[u8; 32]]) -> Result<usize, StoreError> {
        let transaction = self.begin()?;
        let mut families = 0;
        for hash in segments {
            families += give_back(&transaction, "hash = ?1 AND verdict IS NOT NULL", [hash])?;
        }
        transaction.commit()?;
        Ok(families)
    }

    /// A life of the endpoint's data ended: what its receipts above `safe_through` settled waits
    /// again, files too, and a receipt of that life above it that comes late settles nothing. The
    /// number is of the actor that writes now; for earlier ones their own receipts say how far a
    /// verified backup went. How many families.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn reoffer_after(&mut self, safe_through: u64, epoch: Uuid) -> Result<usize, StoreError> {
        let known = (self.own.row, int(safe_through).unwrap_or(i64::MAX));
        let transaction = self.begin()?;
        let epoch = epoch::row(&transaction, epoch)?;
        let families = end(&transaction, epoch, Some(known))?;
        transaction.commit()?;
        Ok(families)
    }

    /// The life of the endpoint's data now, as its hello says. When it is another than before, the
    /// others ended: what they settled beyond their verified backups waits again, as with
    /// [`Store::reoffer_after`]. How many families.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn hear_epoch(&mut self, epoch: Uuid) -> Result<usize, StoreError> {
        if self.epoch()? == Some(epoch) {
            return Ok(0);
        }
        let transaction = self.begin()?;
        let now = epoch::row(&transaction, epoch)?;
        epoch::hear(&transaction, now)?;
        let mut families = 0;
        for ended in epoch::alive_before(&transaction, now)? {
            families += end(&transaction, ended, None)?;
        }
        transaction.commit()?;
        Ok(families)
    }

    /// A hub keeps a batch and will carry it on; `note` is its signed word. Settles nothing.
    ///
    /// # Errors
    /// [`StoreError::ReceiptUnknown`] when the batch was not sent from here, or with other bytes.
    pub fn note_hub(
        &mut self,
        batch: BatchId,
        hash: [u8; 32],
        note: &[u8],
    ) -> Result<(), StoreError> {
        let update = "UPDATE batch SET hub = ?3 WHERE batch = ?1 AND hash = ?2";
        match self.writer.execute(update, params![batch.0, hash, note])? {
            0 => Err(StoreError::ReceiptUnknown),
            _ => Ok(()),
        }
    }
}

fn end(
    transaction: &Transaction<'_>,
    epoch: i64,
    known: Option<(i64, i64)>,
) -> Result<usize, StoreError> {
    epoch::end(transaction, epoch, known)?;
    let lost = "verdict IS NOT NULL AND receipt IN (
        SELECT r.id FROM receipt r JOIN ended n ON n.epoch = r.epoch AND n.actor = r.actor
        WHERE r.epoch = ?1 AND r.number > n.safe)";
    let families = give_back(transaction, lost, [epoch])?;
    transaction.execute(
        "UPDATE chunk SET receipt = NULL
         WHERE receipt IN (SELECT id FROM chunk_receipt WHERE epoch = ?1)",
        [epoch],
    )?;
    Ok(families)
}

impl Reader {
    /// True of a batch that a hub keeps, by its own word.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn kept_at_hub(&self, batch: BatchId) -> Result<bool, StoreError> {
        let kept = "SELECT 1 FROM batch WHERE batch = ?1 AND hub IS NOT NULL";
        Ok(find(&self.connection, kept, [batch.0])?.is_some())
    }
}

fn batch_row(connection: &Connection, batch: BatchId) -> Result<i64, StoreError> {
    let row = find(connection, "SELECT id FROM batch WHERE batch = ?1", [batch.0])?;
    row.ok_or(StoreError::NotFound("batch"))
}

/// Gives back the claims of segments that `condition` chooses and whose entries are here: they are
/// void, the entries wait at the head of the queue in the order of their claiming, and a batch that
/// claims nothing any more is not sent again. How many families.
pub(crate) fn give_back(
    transaction: &Transaction<'_>,
    condition: &str,
    params: impl rusqlite::Params,
) -> Result<usize, StoreError> {
    let update = format!(
        "UPDATE segment SET void = 1 WHERE {condition} AND void = 0 AND wiped = 0
         RETURNING id, family, batch"
    );
    let mut query = transaction.prepare(&update)?;
    let given = query.query_map(params, |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    let mut given = given.collect::<Result<Vec<_>, _>>()?;
    // The last goes first, so that the first stands at the head.
    given.sort_unstable_by(|a, b| b.cmp(a));
    let mut families = BTreeSet::new();
    for (_, family, batch) in given {
        if outbox::waits(transaction, family)? {
            outbox::queue_first(transaction, family)?;
            families.insert(family);
        }
        outbox::forget_bytes(transaction, batch)?;
    }
    Ok(families.len())
}

#[cfg(test)]
mod tests;
