//! Hubs as the endpoint knows them: tickets, enrolment, and the batches they carry.

use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_family::trail::{Act, Deed};
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::Ticket;
use cacah_wire::hub::{DeviceList, HubReply, HubRequest, MAX_DEVICES};
use cacah_wire::seal::Hash;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{HubRow, Storage, StorageError};

/// How long a one-time code lives.
const LIFE: Millis = 60 * 60 * 1000;

impl<S: Storage> Central<S> {
    /// A one-time ticket for a hub, good for an hour; only the hash of its code is kept. The office
    /// decides here which host names the hub's certificate may bear: a hub cannot stand in for the
    /// endpoint.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Storage`].
    pub fn hub_ticket(
        &self,
        by: &str,
        name: &str,
        hosts: &[String],
        (url, certificate): (&str, &str),
    ) -> Result<Ticket> {
        let by = self.allow(by, Action::ChangeHubs, "")?;
        let mut random = [0; 32];
        self.host.fill(&mut random);
        let code = Hash(random).to_string();
        self.storage.put_hub(&HubRow {
            code: Hash::of(code.as_bytes()),
            name: name.to_owned(),
            hosts: hosts.to_vec(),
            until: self.host.now() + LIFE,
            enrolled: None,
        })?;
        let deed = Deed::new(Act::Ticket).kind("hub");
        self.storage.note(Some(by), None, deed, self.host.now())?;
        Ok(Ticket { url: url.to_owned(), code, certificate: certificate.to_owned() })
    }

    /// Enrols a hub. `certify` makes the certificate of its TLS key for host names. The same request
    /// gives the same token while the code lives.
    ///
    /// # Errors
    /// [`CentralError::TicketSpent`] for a code that is unknown, too old, or used with another key.
    pub fn enrol_hub(
        &self,
        request: &HubRequest,
        certify: impl FnOnce(&[String]) -> Option<String>,
    ) -> Result<HubReply> {
        let code = Hash::of(request.code.as_bytes());
        let hub = self.storage.hub(code)?.ok_or(CentralError::TicketSpent)?;
        if self.host.now() >= hub.until {
            return Err(CentralError::TicketSpent);
        }
        let bad = CentralError::Request("a TLS key or host names nobody can certify");
        let certificate = certify(&hub.hosts).ok_or(bad)?;
        let token = self.keys.hub_token(request);
        let own = (request.key, Hash::of(token.as_bytes()));
        if hub.enrolled.is_none() {
            match self.storage.enrol_hub(code, own.0, own.1, self.host.now()) {
                Ok(()) => tracing::info!(hub = hub.name, "hub enrolled"),
                Err(StorageError::Conflict) => return Err(CentralError::Busy),
                Err(error) => return Err(error.into()),
            }
        } else if hub.enrolled != Some(own) {
            return Err(CentralError::TicketSpent);
        }
        Ok(HubReply { token, endpoint_key: self.endpoint_key(), certificate })
    }

    /// Ends the hubs of this name: their tokens are good for nothing any more. What they keep is
    /// still on the laptops, which send it another way.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::NotFound`] when there is none.
    pub fn end_hub(&self, by: &str, name: &str) -> Result<()> {
        let by = self.allow(by, Action::ChangeHubs, "")?;
        if self.storage.end_hub(name)? == 0 {
            return Err(CentralError::NotFound("hub"));
        }
        let deed = Deed::new(Act::Revoked).kind("hub");
        Ok(self.storage.note(Some(by), None, deed, self.host.now())?)
    }

    /// Laptops a hub may take batches of.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`] for the token of no hub.
    pub fn devices_for_hub(&self, token: &str, after: Option<DeviceId>) -> Result<DeviceList> {
        self.admit_hub(token)?;
        Ok(DeviceList { devices: self.storage.devices_after(after, MAX_DEVICES)? })
    }

    /// Takes a batch that a hub carries, as [`Central::put_batch`] does: the device's own signature
    /// proves it, the hub only says whose it is.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`] for the token of no hub; [`CentralError`] as for any batch.
    pub fn carry(&self, token: &str, device: DeviceId, batch: &SealedBatch) -> Result<Vec<u8>> {
        self.admit_hub(token)?;
        // Not "unauthorized": that word is for the hub itself.
        let device = self.storage.device(device)?.ok_or(CentralError::NotFound("device"))?;
        self.heard(&device);
        self.take_batch(&device, batch)
    }

    /// Whether a token is that of a hub.
    ///
    /// # Errors
    /// [`CentralError::Unauthorized`].
    pub fn admit_hub(&self, token: &str) -> Result<()> {
        let hub = self.storage.hub_by_token(Hash::of(token.as_bytes()))?;
        hub.map(drop).ok_or(CentralError::Unauthorized)
    }
}
