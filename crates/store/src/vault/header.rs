//! The header beside the file: two checksummed copies, so that a torn write costs nothing.

use std::io;
use std::path::Path;

use cacah_family::id::OfficerId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::slot::{Keys, PasswordSlot, Slot};
use super::{DB, HEAD, HEAD_2, files};
use crate::StoreError;

/// Layout written here; later ones of the same number only add fields.
const VERSION: u32 = 1;

/// Key slots of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    v: u32,
    /// Id of the vault; slots are bound to it.
    pub vault: Uuid,
    /// Counts changes: of two valid copies the higher is right.
    pub revision: u64,
    /// Ways to the data key.
    pub slots: Vec<Slot>,
}

/// A copy on disk: the header's exact bytes and their BLAKE3.
#[derive(Serialize, Deserialize)]
struct Copy {
    header: Box<RawValue>,
    blake3: String,
}

/// What can be told of any layout.
#[derive(Deserialize)]
struct Layout {
    v: u32,
}

/// A header of a layout after ours.
#[derive(Deserialize)]
struct Newer {
    v: u32,
    vault: Uuid,
    revision: u64,
    slots: Vec<serde_json::Value>,
}

impl Header {
    /// A first header.
    pub(crate) fn new(vault: Uuid, slots: Vec<Slot>) -> Self {
        Self { v: VERSION, vault, revision: 1, slots }
    }

    /// The newest valid copy in `dir`. Changes nothing.
    pub(crate) fn read(dir: &Path) -> Result<Self, StoreError> {
        Self::newest(dir, Self::of_bytes)
    }

    /// As [`Header::read`], also of a newer layout as far as it is known here. Never to be written.
    pub(crate) fn read_any(dir: &Path) -> Result<Self, StoreError> {
        Self::newest(dir, |bytes| {
            Self::of_bytes(bytes).or_else(|error| Self::of_newer(bytes, error))
        })
    }

    fn newest(
        dir: &Path,
        of_bytes: impl Fn(&[u8]) -> Result<Self, StoreError>,
    ) -> Result<Self, StoreError> {
        match (read_copy(&dir.join(HEAD), &of_bytes), read_copy(&dir.join(HEAD_2), &of_bytes)) {
            (Err(StoreError::TooNew), _) | (_, Err(StoreError::TooNew)) => Err(StoreError::TooNew),
            (Ok(one), Ok(two)) => Ok(if two.revision > one.revision { two } else { one }),
            (Ok(copy), Err(_)) | (Err(_), Ok(copy)) => Ok(copy),
            (Err(StoreError::NotFound(_)), Err(StoreError::NotFound(_)))
                if !dir.join(DB).exists() =>
            {
                Err(StoreError::NotFound("vault"))
            }
            (Err(error @ (StoreError::NotWritable | StoreError::Io(_))), Err(_)) => Err(error),
            (Err(_), Err(_)) => Err(StoreError::Damaged { place: HEAD }),
        }
    }

    /// Writes each copy that is not this header. One is whole at any moment.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let bytes = self.to_bytes()?;
        for name in [HEAD, HEAD_2] {
            let path = dir.join(name);
            if read_copy(&path, Self::of_bytes).ok().as_ref() != Some(self) {
                files::replace(&path, &bytes)?;
            }
        }
        Ok(())
    }

    /// The officers' slots.
    pub(crate) fn officers(&self) -> impl Iterator<Item = &PasswordSlot> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Password(slot) => Some(slot),
            Slot::Recovery(_) => None,
        })
    }

    /// The officer whose password this is, and the keys it opens.
    pub(crate) fn unlock(&self, password: &str) -> Result<(OfficerId, Keys), StoreError> {
        for slot in self.officers() {
            if let Some(keys) = slot.open(self.vault, password)? {
                return Ok((slot.officer, keys));
            }
        }
        Err(StoreError::WrongPassword)
    }

    /// The officer a vault of one officer belongs to.
    pub(crate) fn officer(&self) -> Result<(OfficerId, &str), StoreError> {
        let slot = self.officers().next().ok_or(StoreError::Damaged { place: HEAD })?;
        Ok((slot.officer, &slot.code))
    }

    fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let header = serde_json::value::to_raw_value(self)?;
        let blake3 = blake3::hash(header.get().as_bytes()).to_string();
        let mut bytes = serde_json::to_vec(&Copy { header, blake3 })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn of_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let copy: Copy = serde_json::from_slice(bytes)?;
        let header = copy.header.get();
        if blake3::hash(header.as_bytes()).to_string() != copy.blake3 {
            return Err(StoreError::Damaged { place: HEAD });
        }
        if serde_json::from_str::<Layout>(header)?.v > VERSION {
            return Err(StoreError::TooNew);
        }
        Ok(serde_json::from_str(header)?)
    }

    /// A newer layout: slots of kinds that are not known here are passed over.
    fn of_newer(bytes: &[u8], error: StoreError) -> Result<Self, StoreError> {
        if !matches!(error, StoreError::TooNew) {
            return Err(error);
        }
        let copy: Copy = serde_json::from_slice(bytes)?;
        let newer: Newer =
            serde_json::from_str(copy.header.get()).map_err(|_| StoreError::TooNew)?;
        let Newer { v, vault, revision, slots } = newer;
        let slots = slots.into_iter().filter_map(|slot| serde_json::from_value(slot).ok());
        Ok(Self { v, vault, revision, slots: slots.collect() })
    }
}

fn read_copy(
    path: &Path,
    of_bytes: impl Fn(&[u8]) -> Result<Header, StoreError>,
) -> Result<Header, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) => of_bytes(&bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::NotFound("vault")),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
