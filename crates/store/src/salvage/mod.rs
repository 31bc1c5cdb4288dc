//! What can be read of a damaged vault goes into a new one; the damaged one is set aside as it is.

use std::path::Path;
use std::sync::Arc;

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_family::id::DeviceId;
use rusqlite::Connection;

use crate::restore::set_aside;
use crate::store::Staged;
use crate::vault::header::Header;
use crate::vault::spare::Spare;
use crate::vault::{DB, LOCK, files};
use crate::witness::Witness;
use crate::{Store, StoreError, connection, copy};

mod btree;
mod codec;
mod fill;
pub(crate) mod pages;
mod report;
mod shape;

pub use report::{FamilyLoss, Gap, SalvageReport};

/// A vault made of a damaged one.
#[derive(Debug)]
pub struct Salvaged {
    /// The new vault, open. It takes no answer until a new incarnation began ([`Store::owes`]).
    pub store: Store,
    /// What was saved and what was not.
    pub report: SalvageReport,
}

/// Makes a new vault in `dir` of what can be read of the damaged one there, which is set aside and not
/// changed. The key slots are those of the header in `header_of`: `dir` itself, or a safety copy when
/// both copies of the header are gone too. Without any header there is no key, and nothing can be read.
///
/// # Errors
/// [`StoreError::WrongPassword`], [`StoreError::TooSoon`], [`StoreError::AsksOffice`],
/// [`StoreError::Busy`]; [`StoreError::Damaged`] when no page opens with
/// the key or nothing says who works here; [`StoreError::TooNew`], [`StoreError::DiskFull`],
/// [`StoreError::NotWritable`]: then the damaged vault is where it was.
pub fn salvage(
    dir: &Path,
    header_of: &Path,
    (officer_code, password): (&str, &str),
    host: Arc<dyn Host>,
) -> Result<Salvaged, StoreError> {
    let header = Header::read(header_of)?;
    let lock = files::Lock::take(&dir.join(LOCK))?;
    let key = header.guess(dir, (officer_code, password), &*host)?.0.data;
    let spare = Spare::find(dir, &key);
    let pages = pages::Pages::read(dir, &key, spare.salt())?;
    if pages.now.is_empty() {
        return Err(StoreError::Damaged { place: DB });
    }
    let schema = shape::Schema::of(&pages, &spare)?;
    let staged = Staged::clear(dir)?;
    let mut new = connection::create(&staged.dir, &key)?;
    let unplaced = fill::fill(&mut new, &pages, &schema, &spare)?;
    let witness = witness(dir, &new)?;
    let mut report = SalvageReport::of(&new, &pages, unplaced, witness)?;
    new.close().map_err(|(_, error)| error)?;
    header.write(&staged.dir)?;
    copy::copy_chunks(dir, &staged.dir)?;
    drop(lock);
    report.aside = set_aside(dir, "damaged", &*host)?.ok_or(StoreError::NotFound("vault"))?;
    staged.place(dir)?;
    Ok(Salvaged { store: Store::unlock(dir, officer_code, password, host)?, report })
}

/// What the witness knows of the device that works here.
fn witness(dir: &Path, new: &Connection) -> Result<Option<(u32, u64)>, StoreError> {
    let own = "SELECT device FROM enrolment LIMIT 1";
    match new.query_row(own, [], |row| row.get(0)) {
        Ok(device) => {
            let actor = Actor { device: DeviceId(device), incarnation: 1 };
            Ok(Witness::open(dir, actor).knows().map(|known| known.last))
        }
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            Err(StoreError::Damaged { place: "enrolment" })
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
