//! Rows of hubs.

use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_wire::hub::KnownDevice;
use cacah_wire::seal::{Hash, PublicKey};

use super::Result;

/// A hub, from its ticket on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubRow {
    /// BLAKE3 of the one-time code.
    pub code: Hash,
    /// What the office calls it.
    pub name: String,
    /// Host names and addresses its certificate may bear.
    pub hosts: Vec<String>,
    /// The code is good until then, by the endpoint's clock.
    pub until: Millis,
    /// Its key, and the hash of its token, once enrolled.
    pub enrolled: Option<(PublicKey, Hash)>,
}

/// The storage as hubs are known.
pub trait Hubs {
    /// Keeps a hub's one-time code.
    fn put_hub(&self, hub: &HubRow) -> Result<()>;
    /// A hub, by its code.
    fn hub(&self, code: Hash) -> Result<Option<HubRow>>;
    /// A hub, by the hash of its token.
    fn hub_by_token(&self, token: Hash) -> Result<Option<HubRow>>;
    /// Spends a code; [`StorageError::Conflict`](super::StorageError::Conflict) when it is spent.
    fn enrol_hub(&self, code: Hash, key: PublicKey, token: Hash, now: Millis) -> Result<()>;
    /// Forgets hubs of this name; how many there were.
    fn end_hub(&self, name: &str) -> Result<usize>;
    /// Laptops above an id, rising.
    fn devices_after(&self, after: Option<DeviceId>, limit: usize) -> Result<Vec<KnownDevice>>;
}
