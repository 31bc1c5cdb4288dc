//! The answer to a laptop's file: receipts it lacks, then what is new for its officer.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use cacah_family::entry::Actor;
use cacah_wire::seal::{Hash, SealError, Signed};
use cacah_wire::stick::{self, Carried, Have, Manifest, Part, Way, What};

use super::{Brought, FULL};
use crate::central::{Central, RECEIPTS};
use crate::error::Result;
use crate::storage::{Device, Storage};

/// Parts of an answer in the making.
#[derive(Default)]
struct Parts {
    parts: Vec<Carried>,
    seen: HashSet<Hash>,
    bytes: usize,
}

impl Parts {
    fn push(&mut self, what: What, bytes: Vec<u8>) {
        let part = Part::of(what, bytes);
        if self.seen.insert(part.0.hash) {
            self.bytes += part.1.len();
            self.parts.push(part);
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= FULL || self.parts.len() + RECEIPTS as usize >= stick::MAX_PARTS
    }
}

impl<S: Storage> Central<S> {
    /// Writes the answer to a file into `folder`, sealed to the key the laptop named; `None` when it
    /// named none.
    ///
    /// # Errors
    /// [`CentralError::Stick`](crate::CentralError::Stick) when no whole file could be written.
    pub fn answer_stick(&self, brought: &Brought, folder: &Path) -> Result<Option<PathBuf>> {
        let asked = &brought.manifest;
        let device = self.storage.device(asked.device)?;
        let (Some(to), Some(device)) = (&asked.answer_to, device) else { return Ok(None) };
        let mut parts = Parts::default();
        self.receipts_for(&device, brought, &mut parts)?;
        self.pages_for(&device, asked.have.as_ref(), &mut parts)?;
        let manifest = Manifest {
            v: 1,
            way: Way::Down,
            device: asked.device,
            endpoint: self.endpoint_key(),
            number: asked.number,
            created: self.host.now(),
            families: asked.families,
            answer_to: None,
            have: None,
            parts: parts.parts.iter().map(|(part, _)| part.clone()).collect(),
        };
        let name = stick::name(&manifest, &brought.officer);
        let (path, _) = stick::save(folder, &name, |out| {
            let bodies = parts.parts.into_iter().map(|(_, bytes)| Ok(bytes));
            stick::write(&manifest, bodies, to, &self.keys.signing, out)
        })?;
        Ok(Some(path))
    }

    /// Those of the file's own batches first: they are what the officer waits for.
    fn receipts_for(&self, device: &Device, brought: &Brought, parts: &mut Parts) -> Result<()> {
        for batch in &brought.batches {
            if parts.is_full() {
                return Ok(());
            }
            if let Some(receipt) = self.storage.receipt(device, *batch)? {
                parts.push(What::Receipt {}, receipt.bytes);
            }
        }
        if !brought.chunks.is_empty() {
            let receipt = self.chunk_receipt(device, brought.chunks.clone())?;
            parts
                .push(What::Receipt {}, serde_json::to_vec(&receipt).map_err(|_| SealError::Body)?);
        }
        let Some(have) = &brought.manifest.have else { return Ok(()) };
        let actor = Actor { device: device.id, incarnation: have.incarnation };
        let mut after = have.receipt;
        while !parts.is_full() {
            let receipts = self.storage.receipts(&device.wil, actor, after, RECEIPTS)?;
            // Numbered without gaps.
            after += receipts.len() as u64;
            let last = receipts.len() < RECEIPTS as usize;
            receipts.into_iter().for_each(|receipt| parts.push(What::Receipt {}, receipt));
            if last {
                break;
            }
        }
        Ok(())
    }

    /// Pages behind those the laptop has.
    pub(crate) fn pages_behind(
        &self,
        device: &Device,
        have: Option<&Have>,
        mut take: impl FnMut(Vec<u8>) -> bool,
    ) -> Result<()> {
        let mut cursor = have.and_then(|have| have.cursor.clone());
        let incarnation = have.map(|have| have.incarnation);
        loop {
            let page = self.down_page(device, cursor.as_deref(), incarnation)?;
            let signed = Signed::seal(&page, &self.keys.signing)?;
            let more = take(serde_json::to_vec(&signed).map_err(|_| SealError::Body)?);
            if !(more && page.more) {
                return Ok(());
            }
            cursor = Some(page.next);
        }
    }

    fn pages_for(&self, device: &Device, have: Option<&Have>, parts: &mut Parts) -> Result<()> {
        if parts.is_full() {
            return Ok(());
        }
        self.pages_behind(device, have, |page| {
            parts.push(What::Page {}, page);
            !parts.is_full()
        })
    }
}
