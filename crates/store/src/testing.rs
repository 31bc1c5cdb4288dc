//! Vaults for tests that are not about passwords and open thousands of them.

use std::path::Path;
use std::sync::Arc;

use cacah_family::host::Host;

use crate::vault::Secret;
use crate::vault::kdf::Cost;
use crate::{Enrolment, Store, StoreError};

impl Store {
    /// As [`Store::create`], with a password that costs nothing to guess.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create_cheaply(
        dir: &Path,
        enrolment: &Enrolment,
        password: &str,
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        Self::create_at(dir, enrolment, (password, Cost::CHEAP), host)
    }

    /// The key of the data, to be looked for where it must not be.
    #[must_use]
    pub fn data_key(&self) -> Secret {
        self.key.clone()
    }
}
