//! Whether whoever sits here knows the password, asked again while the vault is open.

use crate::vault::header::Header;
use crate::{Store, StoreError};

impl Store {
    /// Holds `password` against the slot of the officer who is in.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`], also for another officer's; those of reading the header.
    pub fn vouch(&self, password: &str) -> Result<(), StoreError> {
        let (officer, _) = Header::read(&self.dir)?.unlock(password)?;
        if officer == self.enrolment.officer { Ok(()) } else { Err(StoreError::WrongPassword) }
    }
}
