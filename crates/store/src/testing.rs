//! Vaults for tests that are not about passwords and open thousands of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cacah_family::host::Host;

use crate::vault::Secret;
use crate::vault::kdf::Cost;
use crate::{Enrolment, Store, StoreError};

pub(crate) static PLAIN_MEMORY: AtomicBool = AtomicBool::new(false);

/// From now on SQLite's memory is not locked in this process, unless it was before (SQLCipher takes
/// that back no more): two system calls for every allocation are most of what a simulation costs that
/// looks at no memory.
pub fn with_plain_memory() {
    PLAIN_MEMORY.store(true, Ordering::Relaxed);
}

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
