//! A vault opened by a code of the office, without a network: a password was forgotten, the office
//! asks for itself, or an officer is gone.

use std::path::Path;
use std::sync::Arc;

use cacah_family::host::Host;
use cacah_family::recovery::{Answer, Challenge};

use crate::store::enter;
use crate::vault::header::Header;
use crate::vault::kdf::Cost;
use crate::vault::tries::Guess;
use crate::{Store, StoreError, days};

impl Store {
    /// What to ask the office for the officer `code`, and whether it takes the long form: the office
    /// was not told this vault's point before. The same until it is answered.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for nobody's code, and for a vault of the first layout that no password
    /// opened since (the office's age identity opens it); [`StoreError::Damaged`],
    /// [`StoreError::TooNew`].
    pub fn challenge(dir: &Path, code: &str) -> Result<(Challenge, bool), StoreError> {
        let header = Header::read(dir)?;
        let slot = header.slot(code).ok_or(StoreError::NotFound("challenge"))?;
        Ok((slot.challenge()?, slot.long()))
    }

    /// The same challenge in the long form, for an office that does not know the short one after all: it
    /// was restored from a backup, or two laptops are named alike.
    ///
    /// # Errors
    /// As [`Store::challenge`].
    pub fn whole_challenge(dir: &Path, code: &str) -> Result<Challenge, StoreError> {
        let header = Header::read(dir)?;
        let slot = header.slot(code).ok_or(StoreError::NotFound("challenge"))?;
        slot.whole_challenge()
    }

    /// Opens the vault with the office's answer to [`Store::challenge`] and gives the officer a new
    /// password. The next challenge is another.
    ///
    /// # Errors
    /// [`StoreError::WrongCode`] for another answer, or one that was used, [`StoreError::TooSoon`]
    /// after wrong ones, otherwise as [`Store::challenge`] and [`Store::unlock`]: then nothing changes.
    pub fn recover(
        dir: &Path,
        code: &str,
        answer: &Answer,
        new_password: &str,
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        let (lock, header) = enter(dir)?;
        let slot = header.slot(code).ok_or(StoreError::NotFound("challenge"))?;
        let guess = Guess::begin(dir, Some(code), &*host)?;
        let keys = slot.answered(header.vault, answer)?.ok_or(StoreError::WrongCode)?;
        guess.right()?;
        let opened = slot.opened(keys)?;
        let keys = (opened.data.clone(), Some(opened.seed.clone()));
        let mut store = Self::open(dir, lock, opened.officer, keys, host)?;
        store.guesses = guess.before;
        // By radio, but heard.
        days::heard(&store.writer)?;
        if let Some(keys) = &opened.keys {
            let password = (new_password, slot.cost().unwrap_or(Cost::STANDARD));
            let slot = slot.clone().recovered(header.vault, keys, password, &*store.host)?;
            // Unlike another repair: without the new password nobody would get in again.
            header.with(slot).write(dir)?;
        }
        Ok(store)
    }

    /// How often a code of the office opened this vault for whoever is in.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Io`].
    pub fn recovery_count(&self) -> Result<u32, StoreError> {
        let header = Header::read(&self.dir)?;
        Ok(header.slot(&self.enrolment.officer_code).map_or(0, |slot| slot.count()))
    }
}

#[cfg(test)]
mod tests;
