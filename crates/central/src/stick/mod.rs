//! Files on sticks: a laptop's batches are taken as they would be on the link, and what it lacks
//! goes back (ADR 0014).

mod answer;
mod command;
mod spare;

use std::fmt;
use std::io::{Read, Seek};

use age::secrecy::ExposeSecret as _;
use cacah_family::id::BatchId;
use cacah_wire::batch::SealedBatch;
use cacah_wire::error::Code;
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::{Hash, SealError, Signed};
use cacah_wire::stick::{Carried, Manifest, Reading, StickError, Way, What};

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::ingest::counts;
use crate::storage::{Device, Storage};
pub use command::StickArgs;
pub use spare::{SpareArgs, SpareWritten};

/// Bytes of what goes to a laptop, about: it is made in memory. What is left comes on another road.
const FULL: usize = 32 << 20;

/// What a laptop's file brought.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Code of the officer.
    pub officer: String,
    /// What the laptop says of its file.
    pub manifest: Manifest,
    /// Batches that are at the endpoint now, or were before.
    pub batches: Vec<BatchId>,
    /// Segments of them by verdict: stored, already, held, unreadable.
    pub verdicts: [u32; 4],
    /// Sealed pieces of files that are at the endpoint now, or were before.
    pub chunks: Vec<Hash>,
    /// Batches and pieces of which nothing was taken.
    pub refused: Vec<(What, Code)>,
}

impl<S: Storage> Central<S> {
    /// Takes a laptop's file. One that is not whole, not for this endpoint or not of a device that
    /// is known changes nothing: it is proven to its end before any of it is taken. One batch that
    /// is refused costs the others nothing. Memory: one part at a time.
    ///
    /// # Errors
    /// [`CentralError::Stick`]; what stops the endpoint itself, then the batches before are here and
    /// the file may be taken again.
    pub fn take_stick(&self, mut file: impl Read + Seek) -> Result<Brought> {
        let (_, mut proof) = self.open_stick(&mut file)?;
        while proof.part()?.is_some() {}
        drop(proof);
        file.rewind().map_err(StickError::Io)?;
        let (device, mut reading) = self.open_stick(file)?;
        let officer = self.storage.officer_by_id(device.officer)?;
        let mut brought = Brought {
            officer: officer.map(|officer| officer.code).unwrap_or_default(),
            manifest: reading.manifest().clone(),
            batches: Vec::new(),
            verdicts: [0; 4],
            chunks: Vec::new(),
            refused: Vec::new(),
        };
        while let Some(part) = reading.part()? {
            self.take_part(&device, part, &mut brought)?;
        }
        let Brought { officer, manifest: Manifest { number, .. }, .. } = &brought;
        tracing::info!(officer, number, batches = brought.batches.len(), "stick taken");
        Ok(brought)
    }

    /// Opens a file of a device that is known; the device says who it is, its signature proves it.
    fn open_stick<'a>(&self, file: impl Read + 'a) -> Result<(Device, Reading<'a>)> {
        let mut device = Ok(None);
        let reading =
            Reading::open(file, self.keys.stick.to_string().expose_secret(), |manifest| {
                device = self.storage.device(manifest.device);
                Some(device.as_ref().ok()?.as_ref()?.device_key)
            });
        let device = device?;
        let reading = reading?;
        let device = device.ok_or(StickError::Sender)?;
        let Manifest { way, endpoint, parts, .. } = reading.manifest();
        if *way != Way::Up || *endpoint != self.endpoint_key() {
            return Err(StickError::NotForUs.into());
        }
        let ours = |what: &What| matches!(what, What::Batch { .. } | What::Chunk { .. });
        if parts.iter().all(|part| ours(&part.what)) {
            Ok((device, reading))
        } else {
            Err(StickError::Broken.into())
        }
    }

    fn take_part(
        &self,
        device: &Device,
        (part, bytes): Carried,
        brought: &mut Brought,
    ) -> Result<()> {
        let taken = match &part.what {
            What::Batch { batch, sig } => {
                let batch = SealedBatch { id: *batch, hash: part.hash, sig: *sig, bytes };
                self.take_carried(device, &batch, brought)
            }
            What::Chunk { name } => {
                let name = name.parse().map_err(|_| CentralError::Chunk);
                let taken = name.and_then(|name| self.take_chunk(device, name, part.hash, bytes));
                taken.map(|()| brought.chunks.push(part.hash))
            }
            What::Receipt {} | What::Page {} => Err(StickError::Broken.into()),
        };
        match taken {
            Err(error) if ours(&error) => Err(error),
            Err(error) => {
                brought.refused.push((part.what, error.code()));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn take_carried(
        &self,
        device: &Device,
        batch: &SealedBatch,
        brought: &mut Brought,
    ) -> Result<()> {
        let receipt = self.take_batch(device, batch)?;
        let signed: Signed = serde_json::from_slice(&receipt).map_err(|_| SealError::Body)?;
        let receipt: Receipt = signed.open(&self.endpoint_key())?;
        for (sum, more) in brought.verdicts.iter_mut().zip(counts(&receipt.verdicts)) {
            *sum += more;
        }
        brought.batches.push(batch.id);
        Ok(())
    }
}

/// Nothing is wrong with the batch then.
fn ours(error: &CentralError) -> bool {
    matches!(error.code(), Code::Busy | Code::Internal)
}

/// For whoever imports: counts, and codes with their words; no name, no answer.
impl fmt::Display for Brought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Manifest { number, families, .. } = self.manifest;
        let (officer, [stored, already, held, unreadable]) = (&self.officer, self.verdicts);
        writeln!(
            f,
            "Berkas {number} dari {officer}, {families} keluarga: {stored} disimpan, \
            {already} sudah ada, {held} ditahan, {unreadable} tidak terbaca."
        )?;
        writeln!(
            f,
            "File {number} of {officer}, {families} families: {stored} stored, \
            {already} here already, {held} held, {unreadable} unreadable."
        )?;
        if !self.chunks.is_empty() {
            let chunks = self.chunks.len();
            writeln!(f, "{chunks} potongan foto disimpan.\n{chunks} pieces of photos stored.")?;
        }
        for (what, code) in &self.refused {
            let what = match what {
                What::Batch { batch, .. } => batch.to_string(),
                // As the laptop wrote it: nothing of it may reach the terminal but what a name has.
                What::Chunk { name } => {
                    name.chars().filter(char::is_ascii_hexdigit).take(64).collect()
                }
                What::Receipt {} | What::Page {} => String::new(),
            };
            writeln!(f, "{what} {code}\n  {}\n  {}", code.indonesian(), code.english())?;
        }
        Ok(())
    }
}
