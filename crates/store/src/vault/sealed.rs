//! XChaCha20-Poly1305, as every lock of a slot uses it.

use cacah_family::host::Host;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{HEAD, Secret, base64_bytes};
use crate::StoreError;

/// A ciphertext with its nonce.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealed {
    #[serde(with = "base64_bytes")]
    nonce: Vec<u8>,
    #[serde(with = "base64_bytes")]
    sealed: Vec<u8>,
}

impl Sealed {
    /// Seals `plain`, bound to `aad`, under a new nonce.
    pub(crate) fn new(
        key: &Secret,
        plain: &[u8],
        aad: &[u8],
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        let mut nonce = [0; 24];
        host.fill(&mut nonce);
        let cipher = XChaCha20Poly1305::new((&**key).into());
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad });
        let sealed = sealed.map_err(|_| StoreError::Damaged { place: HEAD })?;
        Ok(Self { nonce: nonce.into(), sealed })
    }

    /// The plain bytes; `None` with another key, or bound to something else.
    pub(crate) fn open(
        &self,
        key: &Secret,
        aad: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let nonce = <[u8; 24]>::try_from(&*self.nonce);
        let nonce = nonce.map_err(|_| StoreError::Damaged { place: HEAD })?;
        let cipher = XChaCha20Poly1305::new((&**key).into());
        let payload = Payload { msg: &self.sealed, aad };
        Ok(cipher.decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new))
    }
}
