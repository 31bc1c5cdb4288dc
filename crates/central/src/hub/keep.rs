//! What a hub keeps: laptops it knows, batches on their way, receipts to hand out.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cacah_family::host::Host;
use cacah_family::id::{BatchId, DeviceId};
use cacah_wire::SigningKey;
use cacah_wire::batch::{BatchError, MAX_BYTES, MAX_FAMILIES, SealedBatch};
use cacah_wire::down::{Hello, ReceiptList};
use cacah_wire::error::Code;
use cacah_wire::hub::KnownDevice;
use cacah_wire::receipt::{HubNote, Receipt};
use cacah_wire::seal::{Hash, PublicKey, SealError, Sig, Signed};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::{CentralError, Result};
use crate::storage::StorageError;
use crate::storage::sqlite::{connect, lock};

mod migrations {
    refinery::embed_migrations!("../../schemas/sql/hub");
}

/// One laptop has this part of the room at most.
const SHARE: u64 = 4;
/// Receipts in one answer at most.
const RECEIPTS: u32 = 100;

/// A hub over its file.
pub struct Hub {
    file: Mutex<Connection>,
    host: Arc<dyn Host>,
    key: SigningKey,
    endpoint: PublicKey,
    quota: u64,
}

/// What a laptop is told of its batch.
#[derive(Debug)]
pub enum Told {
    /// The endpoint's receipt, exact bytes.
    Receipt(Vec<u8>),
    /// The hub keeps it: a signed [`HubNote`].
    Kept(Signed),
    /// The endpoint will never take it; why.
    Refused(Code),
}

/// A batch to be carried on.
#[derive(Debug)]
pub struct Waiting {
    /// Its place in the order of arrival.
    pub place: i64,
    /// Who signed it.
    pub device: DeviceId,
    /// As it came.
    pub batch: SealedBatch,
}

impl Hub {
    /// Opens the file, or makes it. `key` signs notes, `endpoint` proves receipts; `quota` is how
    /// many bytes of batches are kept at most until the endpoint has answered.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn open(
        file: &Path,
        host: Arc<dyn Host>,
        (key, endpoint): (SigningKey, PublicKey),
        quota: u64,
    ) -> Result<Self> {
        let mut file = connect(file)?;
        let migrated = migrations::migrations::runner().set_grouped(true).run(&mut file);
        migrated.map_err(|error| StorageError::Database(Box::new(error)))?;
        Ok(Self { file: Mutex::new(file), host, key, endpoint, quota })
    }

    /// The truth of the moment, by the hub's own clock. Of the endpoint's data it says nothing.
    #[must_use]
    pub fn hello(&self) -> Hello {
        Hello {
            v: 1,
            now: self.host.now(),
            epoch: uuid::Uuid::nil(),
            max_bytes: u32::try_from(MAX_BYTES).unwrap_or(u32::MAX),
            max_families: u32::try_from(MAX_FAMILIES).unwrap_or(u32::MAX),
            hub: true,
            stick: None,
        }
    }

    /// Clock and randomness.
    pub(super) fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// Remembers laptops of the endpoint.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn learn(&self, devices: &[KnownDevice]) -> Result<()> {
        let mut file = lock(&self.file);
        let transaction = file.transaction().map_err(StorageError::from)?;
        for KnownDevice { device, token, key } in devices {
            let sql = "INSERT OR REPLACE INTO device (device, token, key) VALUES (?1, ?2, ?3)";
            let params = params![device.0.into_bytes(), token.0, key.0];
            transaction.execute(sql, params).map_err(StorageError::from)?;
        }
        Ok(transaction.commit().map_err(StorageError::from)?)
    }

    /// The newest laptop that is known: ids rise with time.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn newest(&self) -> Result<Option<DeviceId>> {
        let sql = "SELECT max(device) FROM device";
        let newest = lock(&self.file).query_row(sql, [], |row| row.get::<_, Option<[u8; 16]>>(0));
        let newest = newest.map_err(StorageError::from)?;
        Ok(newest.map(|bytes| DeviceId(uuid::Uuid::from_bytes(bytes))))
    }

    /// The laptop with this token.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`]: perhaps it was enrolled while the link was down.
    pub fn device(&self, token: &str) -> Result<KnownDevice> {
        let token = Hash::of(token.as_bytes());
        let sql = "SELECT device, key FROM device WHERE token = ?1";
        let known = lock(&self.file).query_row(sql, [token.0], |row| {
            let device = DeviceId(uuid::Uuid::from_bytes(row.get(0)?));
            Ok(KnownDevice { device, token, key: PublicKey(row.get(1)?) })
        });
        let known = known.optional().map_err(StorageError::from)?;
        known.ok_or(CentralError::Unauthorized)
    }

    /// Keeps a batch whose hash and signature prove it; durable when this returns. What is in it is
    /// the endpoint's to judge.
    ///
    /// # Errors
    /// [`CentralError::Batch`], [`CentralError::Mismatch`]; [`CentralError::Busy`] when the quota is
    /// full.
    pub fn put(&self, device: &KnownDevice, batch: &SealedBatch) -> Result<Told> {
        if batch.bytes.len() > MAX_BYTES {
            return Err(BatchError::TooLarge.into());
        }
        if Hash::of(&batch.bytes) != batch.hash {
            return Err(BatchError::Hash.into());
        }
        let proven = device.key.verify(&batch.bytes, &batch.sig);
        proven.map_err(|_| BatchError::Signature)?;
        let file = lock(&self.file);
        if let Some(told) = self.known(&file, device.device, batch)? {
            return Ok(told);
        }
        if !self.has_room(&file, device.device, batch.bytes.len() as u64)? {
            return Err(CentralError::Busy);
        }
        let insert = "INSERT INTO batch (batch, device, hash, sig, kept, bytes)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (id, owner) = (batch.id.0.into_bytes(), device.device.0.into_bytes());
        let at = self.host.now();
        let row = params![id, owner, batch.hash.0, batch.sig.0, at, batch.bytes];
        file.execute(insert, row).map_err(StorageError::from)?;
        self.note(batch.id, batch.hash, at).map(Told::Kept)
    }

    /// One laptop must not take the room of all others: beyond its first batch it has a share.
    fn has_room(&self, file: &Connection, device: DeviceId, more: u64) -> Result<bool> {
        let sum = "SELECT coalesce(sum(length(bytes)), 0),
                       coalesce(sum(length(bytes)) FILTER (WHERE device = ?1), 0)
                   FROM batch WHERE bytes IS NOT NULL";
        let kept = file.query_row(sum, [device.0.into_bytes()], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs()))
        });
        let (all, own) = kept.map_err(StorageError::from)?;
        Ok(all + more <= self.quota && (own == 0 || own + more <= self.quota / SHARE))
    }

    /// What is told of a batch that was here before.
    fn known(
        &self,
        file: &Connection,
        device: DeviceId,
        batch: &SealedBatch,
    ) -> Result<Option<Told>> {
        let sql = "SELECT hash, kept, receipt, refused FROM batch WHERE device = ?1 AND batch = ?2";
        let key = params![device.0.into_bytes(), batch.id.0.into_bytes()];
        type Row = ([u8; 32], i64, Option<Vec<u8>>, Option<String>);
        let row: Option<Row> = file
            .query_row(sql, key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()
            .map_err(StorageError::from)?;
        let Some((hash, at, receipt, refused)) = row else { return Ok(None) };
        if hash != batch.hash.0 {
            return Err(CentralError::Mismatch);
        }
        let refused = refused.and_then(|code| Code::ALL.iter().find(|c| c.as_str() == code));
        Ok(Some(match (receipt, refused) {
            (Some(receipt), _) => Told::Receipt(receipt),
            (None, Some(code)) => Told::Refused(*code),
            (None, None) => Told::Kept(self.note(batch.id, batch.hash, at)?),
        }))
    }

    fn note(&self, batch: BatchId, hash: Hash, at: i64) -> Result<Signed> {
        Ok(Signed::seal(&HubNote { v: 1, batch, hash, at }, &self.key)?)
    }

    /// The oldest batch without an answer above a place.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn next(&self, after: i64) -> Result<Option<Waiting>> {
        let sql = "SELECT id, device, batch, hash, sig, bytes FROM batch
                   WHERE bytes IS NOT NULL AND id > ?1 ORDER BY id LIMIT 1";
        let next = lock(&self.file).query_row(sql, [after], |row| {
            let batch = SealedBatch {
                id: BatchId(uuid::Uuid::from_bytes(row.get(2)?)),
                hash: Hash(row.get(3)?),
                sig: Sig(row.get(4)?),
                bytes: row.get(5)?,
            };
            let device = DeviceId(uuid::Uuid::from_bytes(row.get(1)?));
            Ok(Waiting { place: row.get(0)?, device, batch })
        });
        Ok(next.optional().map_err(StorageError::from)?)
    }

    /// Keeps the endpoint's receipt of a batch and lets go of its bytes.
    ///
    /// # Errors
    /// [`CentralError::Seal`] when it is not the endpoint's, or of another batch: then the bytes stay.
    pub fn settle(&self, waiting: &Waiting, receipt: &[u8]) -> Result<()> {
        let signed: Signed = serde_json::from_slice(receipt).map_err(|_| SealError::Body)?;
        let proven: Receipt = signed.open(&self.endpoint)?;
        if proven.batch != waiting.batch.id || proven.hash != waiting.batch.hash {
            return Err(SealError::Body.into());
        }
        let sql = "UPDATE batch SET bytes = NULL, receipt = ?2, incarnation = ?3, number = ?4
                   WHERE id = ?1";
        let number = i64::try_from(proven.number).map_err(|_| SealError::Body)?;
        let row = params![waiting.place, receipt, proven.actor.incarnation, number];
        lock(&self.file).execute(sql, row).map_err(StorageError::from)?;
        Ok(())
    }

    /// The endpoint will never take a batch: its laptop is told so, and still has all of it.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn refuse(&self, waiting: &Waiting, code: Code) -> Result<()> {
        let sql = "UPDATE batch SET bytes = NULL, refused = ?2 WHERE id = ?1";
        let row = params![waiting.place, code.as_str()];
        lock(&self.file).execute(sql, row).map_err(StorageError::from)?;
        Ok(())
    }

    /// Receipts that are here, of one incarnation or the newest, above a number.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn receipts(
        &self,
        device: DeviceId,
        incarnation: Option<u32>,
        after: u64,
    ) -> Result<ReceiptList> {
        let sql = "SELECT receipt FROM batch WHERE device = ?1 AND receipt IS NOT NULL
                       AND incarnation = coalesce(?2, (SELECT max(incarnation) FROM batch
                                                       WHERE device = ?1 AND receipt IS NOT NULL))
                       AND number > ?3 ORDER BY number LIMIT ?4";
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let file = lock(&self.file);
        let mut query = file.prepare_cached(sql).map_err(StorageError::from)?;
        let key = params![device.0.into_bytes(), incarnation, after, RECEIPTS];
        let rows = query.query_map(key, |row| row.get::<_, Vec<u8>>(0));
        let rows: std::result::Result<Vec<Vec<u8>>, _> =
            rows.map_err(StorageError::from)?.collect();
        let rows = rows.map_err(StorageError::from)?;
        let receipts = rows.iter().map(|bytes| serde_json::from_slice(bytes));
        let receipts = receipts.collect::<std::result::Result<_, _>>();
        Ok(ReceiptList { receipts: receipts.map_err(|_| SealError::Body)? })
    }
}
