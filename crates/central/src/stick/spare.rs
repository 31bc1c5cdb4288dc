//! `cacah-central spare`: a laptop that stands in for another one where there is no network.

use std::path::{Path, PathBuf};

use cacah_family::id::DeviceId;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::SigningKey;
use cacah_wire::down::EnrolRequest;
use cacah_wire::seal::{Hash, PublicKey, SealError};
use cacah_wire::stick::{self, Have, Spare, SpareCode};
use clap::Args;

use super::FULL;
use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::recovery::RecoveryIdentity;
use crate::storage::Storage;

/// What `spare` is told.
#[derive(Debug, Args)]
pub struct SpareArgs {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of who makes it.
    #[arg(long)]
    pub by: String,
    /// Code of the officer.
    #[arg(long)]
    pub officer: String,
    /// Where the laptop will find this endpoint.
    #[arg(long)]
    pub url: String,
    /// Folder for the file.
    #[arg(long)]
    pub to: PathBuf,
}

impl SpareArgs {
    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }
}

/// A file for a spare laptop.
#[derive(Debug)]
pub struct SpareWritten {
    /// Where it is.
    pub path: PathBuf,
    /// Opens it; travels on another way than the file, and is kept nowhere.
    pub code: SpareCode,
    /// The device it makes.
    pub device: DeviceId,
    /// Pages in it.
    pub pages: usize,
}

impl<S: Storage> Central<S> {
    /// Enrols a laptop for an officer with keys made here and writes them, with everything of the
    /// officer's open areas, into a sealed file. The private keys are in that file only.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Officer`] when there is none of this code, or none with an area;
    /// [`CentralError::Stick`] when no whole file could be written: then the device is known and
    /// nobody has its keys.
    pub fn spare(
        &self,
        by: &str,
        officer: &str,
        (url, certificate): (&str, &str),
        folder: &Path,
    ) -> Result<SpareWritten> {
        self.warrant(by, Action::MakeSpare)?;
        let known = self.known_officer(officer)?;
        let by = self.allow_whole(by, Action::MakeSpare, known.id)?;
        let ticket = self.new_ticket(&known, url, certificate)?;
        let (device_key, officer_key) = (self.signing_key(), self.signing_key());
        let point = RecoveryIdentity::draw(&*self.host);
        let reply = self.enrol(&EnrolRequest {
            code: ticket.code,
            device_key: PublicKey::of(&device_key),
            officer_key: PublicKey::of(&officer_key),
            recovery_point: Some(Hash(point.public())),
        })?;
        let device = self.storage.device(reply.device)?.ok_or(CentralError::Unauthorized)?;
        let mut pages = Vec::new();
        let mut bytes = 0;
        let have = Have { incarnation: 1, receipt: 0, cursor: None };
        self.pages_behind(&device, Some(&have), |page| {
            bytes += page.len();
            pages.push(page);
            bytes < FULL
        })?;
        let signed = pages.iter().map(|page| serde_json::from_slice(page));
        let signed = signed.collect::<std::result::Result<_, _>>().map_err(|_| SealError::Body)?;
        let now = self.host.now();
        let name = stick::spare_name(now, &reply.officer.code);
        let keys = (&device_key, &officer_key);
        let spare = Spare::new((url, certificate), reply, keys, now, signed);
        let spare = spare.with_recovery(*point.to_bytes());
        let mut random = [0; 10];
        self.host.fill(&mut random);
        let code = SpareCode::new(random);
        let (path, _) = stick::save(folder, &name, |out| spare.write(&code, out))?;
        let deed = Deed::new(Act::Ticket).kind("spare").on(Subject::Officer(known.id));
        self.storage.note(Some(by), Some(device.id), deed, self.host.now())?;
        tracing::info!(device = %device.id, pages = pages.len(), "spare laptop made");
        Ok(SpareWritten { path, code, device: device.id, pages: pages.len() })
    }

    fn signing_key(&self) -> SigningKey {
        let mut seed = [0; 32];
        self.host.fill(&mut seed);
        SigningKey::from_bytes(&seed)
    }
}
