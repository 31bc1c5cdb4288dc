//! The header beside the file: two checksummed copies, so that a torn write costs nothing.

use std::io;
use std::path::Path;

use cacah_family::host::Host;
use cacah_family::id::OfficerId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::kdf::{Cost, Kdf};
use super::slot::{Newcomer, OfficerSlot, Opened, RecoverySlot, Slot};
use super::tries::Guess;
use super::{DB, HEAD, HEAD_2, Secret, files};
use crate::StoreError;

/// Layout written here; later ones of the same number only add fields. Layout 1 had
/// [`Slot::Password`] instead of [`Slot::Officer`].
const VERSION: u32 = 2;

/// Key slots of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    v: u32,
    /// Id of the vault; slots are bound to it.
    pub vault: Uuid,
    /// Counts changes: of two valid copies the higher is right.
    pub revision: u64,
    /// The file whose data key the slots hold, when it took the place of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Uuid>,
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
    #[serde(default)]
    file: Option<Uuid>,
    slots: Vec<serde_json::Value>,
}

impl Header {
    /// A first header.
    pub(crate) fn new(vault: Uuid, slots: Vec<Slot>) -> Self {
        Self { v: VERSION, vault, revision: 1, file: None, slots }
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

    /// The officers, by code.
    pub(crate) fn officers(&self) -> impl Iterator<Item = (&str, &Slot)> {
        self.slots.iter().filter_map(|slot| Some((slot.code()?, slot)))
    }

    /// The officer who is named first.
    pub(crate) fn first(&self) -> Result<(OfficerId, &str), StoreError> {
        let first = self.slots.iter().find_map(|slot| Some((slot.officer()?, slot.code()?)));
        first.ok_or(StoreError::Damaged { place: HEAD })
    }

    /// What an officer's password opens, and how many wrong guesses were made before; counted for the
    /// vault in `dir`, whose lock must be held. Nobody's code costs what a wrong password costs.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`], [`StoreError::AsksOffice`], [`StoreError::TooSoon`].
    pub(crate) fn guess(
        &self,
        dir: &Path,
        (officer, password): (&str, &str),
        host: &dyn Host,
    ) -> Result<(Opened, u32), StoreError> {
        let slot = self.officers().find(|(code, _)| *code == officer);
        if slot.is_some_and(|(_, slot)| slot.asks_office()) {
            return Err(StoreError::AsksOffice);
        }
        let guess = Guess::begin(dir, slot.map(|(code, _)| code), host)?;
        let opened = match slot {
            Some((_, slot)) => slot.open(self.vault, password)?,
            None => {
                let cost = self.slots.iter().find_map(Slot::cost).unwrap_or(Cost::STANDARD);
                Kdf::new(cost, [0; 16]).key(password)?;
                None
            }
        };
        let opened = opened.ok_or(StoreError::WrongPassword)?;
        guess.right()?;
        Ok((opened, guess.before))
    }

    /// Whose password it is, where nobody said it, and what it opens: of a copy, whose guesses nobody
    /// can count.
    pub(crate) fn unlock_any(&self, password: &str) -> Result<(&str, Opened), StoreError> {
        let mut refused = StoreError::WrongPassword;
        for (code, slot) in self.officers() {
            match slot.open(self.vault, password) {
                Ok(Some(opened)) => return Ok((code, opened)),
                Err(StoreError::AsksOffice) => refused = StoreError::AsksOffice,
                Ok(None) => {}
                Err(error) => return Err(error),
            }
        }
        Err(refused)
    }

    /// The slot of an officer, of the present layout.
    pub(crate) fn slot(&self, officer: &str) -> Option<&OfficerSlot> {
        self.slots.iter().find_map(|slot| match slot {
            Slot::Officer(slot) if slot.code == officer => Some(slot),
            _ => None,
        })
    }

    /// The header with the officer's slot as it is sealed now, when opening it showed that it is of
    /// layout 1 or of an older data key.
    pub(crate) fn settled(
        &self,
        opened: &Opened,
        password: &str,
        host: &dyn Host,
    ) -> Result<Option<Self>, StoreError> {
        let slot = self.slots.iter().find(|slot| slot.officer() == Some(opened.officer));
        let slot = match (slot, &opened.keys) {
            (Some(Slot::Officer(slot)), Some(keys)) if slot.was_handed() => {
                let cost = slot.cost().unwrap_or(Cost::STANDARD);
                slot.clone().sealed(self.vault, keys, (password, cost), host)?
            }
            (Some(Slot::Password(slot)), _) => {
                let (officer, code, office) = (slot.officer, &*slot.code, self.office()?);
                let who = Newcomer { officer, code, office, recovery: None, seed: &opened.seed };
                let password = (password, slot.kdf.cost());
                OfficerSlot::new(self.vault, &who, &opened.data, password, host)?
            }
            _ => return Ok(None),
        };
        Ok(Some(self.with(slot)))
    }

    /// The next header, with this slot in place of the officer's, or as a new one.
    pub(crate) fn with(&self, slot: OfficerSlot) -> Self {
        let mut next = self.clone();
        let old = next.slots.iter_mut().find(|old| old.officer() == Some(slot.officer));
        match old {
            Some(old) => *old = Slot::Officer(slot),
            None => next.slots.push(Slot::Officer(slot)),
        }
        next.changed()
    }

    /// The next header, with the data key for another recipient of the office too.
    pub(crate) fn with_office(
        mut self,
        recipient: &str,
        data: &Secret,
    ) -> Result<Self, StoreError> {
        if !self.offices().any(|office| office.recipient == recipient) {
            self.slots.push(Slot::Recovery(RecoverySlot::seal(recipient, data)?));
        }
        Ok(self)
    }

    /// The next header, where no password opens anything.
    pub(crate) fn asking_office(&self) -> Self {
        let slots = self.slots.iter().map(|slot| match slot {
            Slot::Officer(slot) => Slot::Officer(slot.clone().without_password()),
            slot => slot.clone(),
        });
        Self { slots: slots.collect(), ..self.clone() }.changed()
    }

    /// The next header, of the file `file` with another data key: without this officer; to all others
    /// and the office the key is handed over.
    pub(crate) fn without(
        &self,
        officer: &str,
        file: Uuid,
        (old, new): (&Secret, &Secret),
    ) -> Result<Self, StoreError> {
        let slots = self.slots.iter().filter(|slot| slot.code() != Some(officer));
        let slots = slots.map(|slot| match slot {
            Slot::Officer(slot) => Ok(Slot::Officer(slot.clone().handed(old, new)?)),
            Slot::Recovery(slot) => Ok(Slot::Recovery(RecoverySlot::seal(&slot.recipient, new)?)),
            // A vault of layout 1 has one officer, and who is in has made a new slot of it.
            Slot::Password(_) => Err(StoreError::Damaged { place: HEAD }),
        });
        let slots = slots.collect::<Result<_, StoreError>>()?;
        Ok(Self { slots, file: Some(file), ..self.clone() }.changed())
    }

    /// The office's slots.
    pub(crate) fn offices(&self) -> impl Iterator<Item = &RecoverySlot> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Recovery(slot) => Some(slot),
            _ => None,
        })
    }

    fn office(&self) -> Result<&str, StoreError> {
        let office = self.offices().next().map(|slot| &*slot.recipient);
        office.ok_or(StoreError::Damaged { place: HEAD })
    }

    fn changed(self) -> Self {
        Self { v: VERSION, revision: self.revision + 1, ..self }
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
        let Newer { v, vault, revision, file, slots } = newer;
        let slots = slots.into_iter().filter_map(|slot| serde_json::from_value(slot).ok());
        Ok(Self { v, vault, revision, file, slots: slots.collect() })
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
