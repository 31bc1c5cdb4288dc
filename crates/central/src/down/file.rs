//! `GET /v1/chunks/{name}`: a sealed piece of a photo or scan, for a laptop that may see an entry
//! which names it. What the piece shows, the key in that entry opens.

use cacah_wire::seal::Hash;

use super::Teller;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::Storage;

impl<S: Storage> Central<S> {
    /// The piece of this name.
    ///
    /// # Errors
    /// [`CentralError::NotFound`] when there is none, or none that this laptop may see;
    /// [`CentralError::Unauthorized`] for a laptop that may be in other hands.
    pub fn chunk(&self, token: &str, name: Hash) -> Result<Vec<u8>> {
        let device = self.device(token)?;
        if device.revoked.is_some() {
            return Err(CentralError::Unauthorized);
        }
        let teller = Teller::new(self, &device, None)?;
        for (wil, family) in self.storage.filed(name)? {
            let known = self.storage.known(&wil, family)?;
            let Some(hash) = teller.sight().chunk(&known, name) else { continue };
            if let Some(body) = self.storage.chunk(name, hash)? {
                return Ok(body);
            }
        }
        Err(CentralError::NotFound("chunk"))
    }
}
