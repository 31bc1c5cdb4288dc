//! The password of whoever is in: proven, changed, taken away. Nothing is encrypted anew.

use crate::vault::header::Header;
use crate::vault::kdf::Cost;
use crate::{Store, StoreError};

impl Store {
    /// Proves that this is the password of whoever is in; a wrong one counts as a guess.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`], [`StoreError::TooSoon`], [`StoreError::AsksOffice`].
    pub fn check_password(&self, password: &str) -> Result<(), StoreError> {
        let (header, code) = (Header::read(&self.dir)?, &self.enrolment.officer_code);
        header.guess(&self.dir, (code, password), &*self.host).map(|_| ())
    }

    /// Changes the password of whoever is in, under a new salt. Both copies of the header are durable
    /// when it returns. A safety copy made before opens with the old one.
    ///
    /// # Errors
    /// As [`Store::check_password`], [`StoreError::DiskFull`], [`StoreError::NotWritable`]: the old
    /// password then still opens the vault.
    pub fn change_password(&mut self, old: &str, new: &str) -> Result<(), StoreError> {
        let (header, code) = (Header::read(&self.dir)?, &self.enrolment.officer_code);
        let (opened, _) = header.guess(&self.dir, (code, old), &*self.host)?;
        let slot = header.slot(code).zip(opened.keys.as_ref());
        let (slot, keys) = slot.ok_or(StoreError::NotFound("officer"))?;
        let password = (new, slot.cost().unwrap_or(Cost::STANDARD));
        let slot = slot.clone().sealed(header.vault, keys, password, &*self.host)?;
        header.with(slot).write(&self.dir)
    }

    /// From the next unlock on only a code of the office opens this vault, for every officer in it:
    /// what the passwords open is dropped from both copies of the header. Whoever is in may go on.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`], [`StoreError::Io`].
    pub fn ask_office(&mut self) -> Result<(), StoreError> {
        Header::read(&self.dir)?.asking_office().write(&self.dir)
    }

    /// Wrong guesses, at password or code, before the right one that opened this vault.
    #[must_use]
    pub fn guesses_before(&self) -> u32 {
        self.guesses
    }
}

#[cfg(test)]
mod tests;
