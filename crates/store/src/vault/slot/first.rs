//! An officer's slot as layout 1 had it: read, never written.

use cacah_family::id::OfficerId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Opened;
use crate::StoreError;
use crate::vault::HEAD;
use crate::vault::kdf::Kdf;
use crate::vault::sealed::Sealed;

/// Holds the data key and the officer's signing key under the officer's password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PasswordSlot {
    /// Who.
    pub officer: OfficerId,
    /// The code shown at the unlock field; never the name.
    pub code: String,
    /// What a guess costs.
    pub kdf: Kdf,
    #[serde(flatten)]
    sealed: Sealed,
}

impl PasswordSlot {
    /// The keys, or `None` when the password is another.
    pub(crate) fn open(&self, vault: Uuid, password: &str) -> Result<Option<Opened>, StoreError> {
        let bound = ("cacah password slot 1", vault, self.officer, &self.code, &self.kdf);
        let aad = serde_json::to_vec(&bound)?;
        let Some(plain) = self.sealed.open(&self.kdf.key(password)?, &aad)? else {
            return Ok(None);
        };
        let (Some(data), Some(seed)) = (plain.first_chunk(), plain.last_chunk()) else {
            return Err(StoreError::Damaged { place: HEAD });
        };
        let (data, seed) = (Zeroizing::new(*data), Zeroizing::new(*seed));
        Ok(Some(Opened { officer: self.officer, data, seed, keys: None }))
    }
}
