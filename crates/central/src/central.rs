//! The endpoint's use cases, synchronous: a simulator calls them directly, the routes on a thread.

use std::sync::Arc;

use cacah_family::entry::Actor;
use cacah_family::host::Host;
use cacah_family::id::DeviceId;
use cacah_wire::batch::{MAX_BYTES, MAX_FAMILIES};
use cacah_wire::down::{Hello, ReceiptList};
use cacah_wire::seal::{Hash, PublicKey};
use uuid::Uuid;

use crate::account::Logins;
use crate::error::{CentralError, Result};
use crate::forms::Forms;
use crate::introduce::KnownBy;
use crate::keys::Keys;
use crate::storage::{Device, Storage};

/// Receipts in one answer at most.
pub(crate) const RECEIPTS: u32 = 100;

/// An endpoint over its storage.
pub struct Central<S> {
    pub(crate) storage: S,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) keys: Keys,
    pub(crate) epoch: Uuid,
    pub(crate) forms: Forms,
    pub(crate) known_by: KnownBy,
    pub(crate) logins: Logins,
}

impl<S: Storage> Central<S> {
    /// An endpoint; its data begin their life here when they have none.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn open(storage: S, host: Arc<dyn Host>, keys: Keys) -> Result<Self> {
        let epoch = storage.begin(host.id(), host.now())?;
        Ok(Self {
            storage,
            host,
            keys,
            epoch,
            forms: Forms::default(),
            known_by: KnownBy::default(),
            logins: Logins::default(),
        })
    }

    /// The storage, for reports.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// The key that signs receipts.
    pub fn endpoint_key(&self) -> PublicKey {
        PublicKey::of(&self.keys.signing)
    }

    /// The truth of the moment.
    pub fn hello(&self) -> Hello {
        Hello {
            v: 1,
            now: self.host.now(),
            epoch: self.epoch,
            max_bytes: u32::try_from(MAX_BYTES).unwrap_or(u32::MAX),
            max_families: u32::try_from(MAX_FAMILIES).unwrap_or(u32::MAX),
            hub: false,
            stick: Some(self.keys.stick_recipient()),
        }
    }

    /// Receipts above a number, of one incarnation or the newest heard of.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`], [`CentralError::Storage`].
    pub fn receipts(
        &self,
        token: &str,
        incarnation: Option<u32>,
        after: u64,
    ) -> Result<ReceiptList> {
        let device = self.device(token)?;
        let incarnation = match incarnation {
            Some(incarnation) => incarnation,
            None => self.storage.incarnation(&device)?.unwrap_or(1),
        };
        let actor = Actor { device: device.id, incarnation };
        let stored = self.storage.receipts(&device.wil, actor, after, RECEIPTS)?;
        let receipts = stored.iter().map(|bytes| serde_json::from_slice(bytes));
        let receipts = receipts.collect::<std::result::Result<_, _>>();
        Ok(ReceiptList { receipts: receipts.map_err(|_| cacah_wire::seal::SealError::Body)? })
    }

    /// Whose token it is, before a large body is read for it.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`], [`CentralError::Storage`].
    pub fn admit(&self, token: &str) -> Result<DeviceId> {
        self.device(token).map(|device| device.id)
    }

    /// The device with this token. It is looked up by its hash, and hashes are compared in constant
    /// time, so that the time of the answer tells nothing about any token.
    pub(crate) fn device(&self, token: &str) -> Result<Device> {
        let hash = Hash::of(token.as_bytes());
        let device = self.storage.device_by_token(hash)?.ok_or(CentralError::Unauthorized)?;
        let same = blake3::Hash::from_bytes(device.token.0) == blake3::Hash::from_bytes(hash.0);
        if !same {
            return Err(CentralError::Unauthorized);
        }
        self.heard(&device);
        Ok(device)
    }
}
