//! `PUT /v1/batches/{id}`: read, prove, judge, check, and write in one transaction with the receipt.

mod anew;
mod case;
mod family;
mod hands;
mod judge;
mod moves;
mod paper;
mod record;
mod sitting;
mod snapshot;
mod totals;
mod word;

use std::collections::BTreeSet;

use cacah_wire::batch::{BatchError, BatchHeader, Line, MAX_BYTES, SealedBatch};
use cacah_wire::receipt::{Incarnation, Receipt, SegmentVerdict, Verdict};
use cacah_wire::seal::{Hash, Signed};

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{BatchRow, Device, Ingest, Storage, StorageError};
pub(crate) use moves::{Said, settled};
use sitting::Sitting;
pub use word::{Saying, Subject};

/// How often a batch is judged anew because somebody else wrote meanwhile.
const ATTEMPTS: usize = 5;

impl<S: Storage> Central<S> {
    /// Takes a batch and answers its receipt, the JSON of a [`Signed`] [`Receipt`]. The same batch
    /// gives the same bytes, however often it is sent.
    ///
    /// # Errors
    /// [`CentralError`]; nothing of the batch is kept then.
    pub fn put_batch(&self, token: &str, batch: &SealedBatch) -> Result<Vec<u8>> {
        let device = self.device(token)?;
        self.take_batch(&device, batch)
    }

    /// The same for a device that is known otherwise than by its token: whatever the road, it is the
    /// device's own signature over the batch that proves it.
    pub(crate) fn take_batch(&self, device: &Device, batch: &SealedBatch) -> Result<Vec<u8>> {
        if batch.bytes.len() > MAX_BYTES {
            return Err(BatchError::TooLarge.into());
        }
        if Hash::of(&batch.bytes) != batch.hash {
            return Err(BatchError::Hash.into());
        }
        if let Some(receipt) = self.answered(device, batch)? {
            return Ok(receipt);
        }
        let (header, lines) = open(device, batch)?;
        for _ in 0..ATTEMPTS {
            match self.take(device, batch, &header, &lines) {
                Err(CentralError::Storage(StorageError::Conflict)) => {
                    if let Some(receipt) = self.answered(device, batch)? {
                        return Ok(receipt);
                    }
                }
                done => return done,
            }
        }
        Err(CentralError::Busy)
    }

    /// The receipt of a batch that was here before.
    fn answered(&self, device: &Device, batch: &SealedBatch) -> Result<Option<Vec<u8>>> {
        match self.storage.receipt(device, batch.id)? {
            Some(stored) if stored.hash == batch.hash => Ok(Some(stored.bytes)),
            Some(_) => Err(CentralError::Mismatch),
            None => Ok(None),
        }
    }

    fn take(
        &self,
        device: &Device,
        batch: &SealedBatch,
        header: &BatchHeader,
        lines: &[Line],
    ) -> Result<Vec<u8>> {
        let now = self.host.now();
        let judged = Sitting::new(self, header.round, &header.home, now)?.judge(batch.id, lines)?;
        let settled = judged.families.iter().any(|write| write.sls.is_some());
        let number = self.storage.last_number(&device.wil, header.actor)? + 1;
        let receipt = Receipt {
            v: 1,
            number,
            actor: header.actor,
            epoch: self.epoch,
            safe_through: self.storage.safe_through(&device.wil, header.actor)?,
            batch: batch.id,
            hash: batch.hash,
            at: now,
            verdicts: judged.verdicts,
        };
        let bytes = json(&Signed::seal(&receipt, &self.keys.signing)?)?;
        let row = BatchRow {
            batch: batch.id,
            hash: batch.hash,
            actor: header.actor,
            number,
            received: now,
            verdicts: counts(&receipt.verdicts),
            receipt: bytes.clone(),
            incarnation: json(&header.incarnation)?,
        };
        self.storage.ingest(&Ingest {
            at: now,
            wil: device.wil.clone(),
            batch: Some(row),
            segments: judged.segments,
            released: judged.released,
            totals: totals::changes(&judged.before, &judged.families),
            families: judged.families,
            word: None,
        })?;
        report(&receipt);
        if settled {
            self.hear_moved();
        }
        Ok(bytes)
    }
}

/// What is held is heard again when somebody gave what it waited for.
impl<S: Storage> Central<S> {
    /// After an SLS changed: families that were moved before that was known. The batch that told of
    /// it is answered whatever comes of this.
    fn hear_moved(&self) {
        if let Err(error) = self.reconsider() {
            tracing::warn!(%error, "what is held was not heard again");
        }
    }

    /// Lets into the state what is held and need not be any more; how many segments that were.
    /// Called after a round was installed: a form or an assignment may have been added.
    ///
    /// # Errors
    /// [`CentralError::Storage`]; families heard before it stay released.
    pub fn reconsider(&self) -> Result<usize> {
        let held = self.storage.held()?;
        let families: BTreeSet<_> =
            held.into_iter().map(|row| (row.wil, row.round, row.family)).collect();
        let mut released = 0;
        for (wil, round, family) in families {
            let sitting = Sitting::new(self, round, &wil, self.host.now())?;
            let judged = sitting.reconsider(family)?;
            if judged.released.is_empty() {
                continue;
            }
            let count = judged.released.len();
            let ingest = Ingest {
                at: self.host.now(),
                wil,
                batch: None,
                segments: judged.segments,
                released: judged.released,
                totals: totals::changes(&judged.before, &judged.families),
                families: judged.families,
                word: None,
            };
            match self.storage.ingest(&ingest) {
                Ok(()) => released += count,
                // A batch for this very family came meanwhile, and heard it as well.
                Err(StorageError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(released)
    }
}

/// Opens a batch and proves that its header is of the device that sends it.
fn open(device: &Device, batch: &SealedBatch) -> Result<(BatchHeader, Vec<Line>)> {
    let (header, lines) = batch.open(&device.device_key)?;
    let begun: std::result::Result<Incarnation, _> = header.incarnation.open(&device.device_key);
    let begun = begun.map_err(|_| CentralError::Header)?;
    let own = header.actor.device == device.id
        && begun.actor == header.actor
        && begun.device_key == device.device_key;
    if own { Ok((header, lines)) } else { Err(CentralError::Header) }
}

fn json(value: &Signed) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(value).map_err(|_| cacah_wire::seal::SealError::Body)?)
}

/// Segments by verdict: stored, already, held, unreadable.
pub(crate) fn counts(verdicts: &[SegmentVerdict]) -> [u32; 4] {
    let mut counts = [0; 4];
    for verdict in verdicts {
        counts[match verdict.verdict {
            Verdict::Stored => 0,
            Verdict::Already => 1,
            Verdict::Held(_) => 2,
            Verdict::Unreadable(_) => 3,
        }] += 1;
    }
    counts
}

/// Ids, counts and codes; never a number, a name or an answer.
fn report(receipt: &Receipt) {
    let [stored, already, held, unreadable] = counts(&receipt.verdicts);
    tracing::info!(
        batch = %receipt.batch, device = %receipt.actor.device, number = receipt.number,
        stored, already, held, unreadable, "batch taken"
    );
    for verdict in &receipt.verdicts {
        if let Verdict::Held(code) | Verdict::Unreadable(code) = verdict.verdict {
            tracing::warn!(batch = %receipt.batch, family = %verdict.family, %code, "set aside");
        }
    }
}
