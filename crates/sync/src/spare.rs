//! A spare laptop without a network: enrolled from a file the office made.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use cacah_family::host::Host;
use cacah_store::{Enrolment, Secret, Store};
use cacah_wire::seal::Signed;
use cacah_wire::stick::{Spare, SpareCode, StickError};

use crate::down::{Brought, Compile, apply_page};
use crate::drive::STICK_RECIPIENT;
use crate::enrol::enrolment;
use crate::error::SyncError;

/// What the office's file holds.
#[derive(Debug)]
pub struct SpareLaptop {
    /// Makes the vault.
    pub enrolment: Enrolment,
    stick: Option<String>,
    pages: Vec<Signed>,
}

/// Opens the office's file with the one-time code that came beside it, as it was typed.
///
/// # Errors
/// [`SyncError::Stick`] when the code does not open it, or the file is not whole.
pub fn enrol_from_stick(
    path: &Path,
    code: &str,
    host: &dyn Host,
) -> Result<SpareLaptop, SyncError> {
    let file = BufReader::new(File::open(path).map_err(StickError::Io)?);
    let spare = Spare::read(file, &SpareCode::from_text(code))?;
    let (device_key, officer_key) = spare.keys();
    let stick = spare.reply.stick.clone();
    let recovery_seed = spare.recovery().map(Secret::new);
    let place = (spare.url, spare.certificate);
    let enrolment = enrolment(spare.reply, place, (&device_key, &officer_key), host)?;
    let enrolment = Enrolment { recovery_seed, ..enrolment };
    Ok(SpareLaptop { enrolment, stick, pages: spare.pages })
}

impl SpareLaptop {
    /// Fills the new vault: the round, the areas, and everything that was sent of them, unfinished
    /// copies too.
    ///
    /// # Errors
    /// [`SyncError::Page`] for a page that does not prove itself; again is harmless.
    pub fn install(&self, store: &mut Store, compile: Compile<'_>) -> Result<Brought, SyncError> {
        if let Some(stick) = &self.stick {
            store.set_setting(STICK_RECIPIENT, stick)?;
        }
        let mut brought = Brought::default();
        for page in &self.pages {
            apply_page(store, page, compile, &mut brought)?;
        }
        Ok(brought)
    }
}
