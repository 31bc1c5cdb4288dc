//! The office's slot.

use std::str::FromStr as _;

use age::x25519::{Identity, Recipient};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::StoreError;
use crate::vault::{HEAD, Secret, base64_bytes};

/// Holds the data key for the office's age identity; opens with the ordinary `age` tool too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoverySlot {
    /// `age1…`
    pub recipient: String,
    #[serde(with = "base64_bytes")]
    sealed: Vec<u8>,
}

impl RecoverySlot {
    /// Wraps the data key for the office.
    pub(crate) fn seal(recipient: &str, data: &Secret) -> Result<Self, StoreError> {
        Ok(Self { recipient: recipient.to_owned(), sealed: seal_to(recipient, &**data)? })
    }

    /// The data key, or `None` when the identity is another.
    pub(crate) fn open(&self, identity: &str) -> Result<Option<Secret>, StoreError> {
        let identity =
            Identity::from_str(identity.trim()).map_err(|_| StoreError::WrongPassword)?;
        let Some(plain) = open_with(&identity, &self.sealed) else { return Ok(None) };
        let data = <[u8; 32]>::try_from(&**plain);
        data.map(|data| Some(Zeroizing::new(data))).map_err(|_| StoreError::Damaged { place: HEAD })
    }
}

/// Seals for an age recipient. The one place where randomness does not come from `Host`: age draws
/// its file key and nonce from the system itself.
pub(super) fn seal_to(recipient: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let to = Recipient::from_str(recipient).map_err(|_| StoreError::BadRecipient)?;
    age::encrypt(&to, plain).map_err(|_| StoreError::BadRecipient)
}

/// Opens what was sealed for an identity.
pub(super) fn open_with(identity: &Identity, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    age::decrypt(identity, sealed).ok().map(Zeroizing::new)
}
