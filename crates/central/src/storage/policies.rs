//! What the office asks of every laptop, as rows.

use cacah_family::host::Millis;
use cacah_wire::orders::Policy;
use cacah_wire::seal::Hash;

use super::Result;

/// The storage as it keeps what laptops are asked, and what lets them in.
pub trait Policies {
    /// What is asked now; nothing before anything was.
    fn policy(&self) -> Result<Option<Policy>>;
    /// Asks this from now on; [`StorageError::Conflict`](super::StorageError::Conflict) when the
    /// number was used.
    fn put_policy(&self, policy: &Policy) -> Result<()>;
    /// Hashes of the one-time codes that may still enrol a laptop.
    fn live_codes(&self, now: Millis) -> Result<Vec<Hash>>;
}
