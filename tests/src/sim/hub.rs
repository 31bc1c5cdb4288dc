//! A hub on an office network: the real one's keeping, without HTTP.

use std::path::Path;
use std::sync::Arc;

use cacah_central::hub::{Hub, Told};
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, CentralError};
use cacah_sync::{Answer, TransportError};
use cacah_testkit::host::FakeHost;
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::{Hello, ReceiptList};
use cacah_wire::error::Code;
use cacah_wire::seal::PublicKey;

use super::road::{failed, signed};
use super::template::Template;

/// Bytes of batches it keeps.
const QUOTA: u64 = 64 << 20;

/// A hub and its token at the endpoint.
pub struct HubPlace {
    pub hub: Hub,
    token: String,
}

impl HubPlace {
    pub fn open(
        template: &Template,
        file: &Path,
        endpoint: PublicKey,
        seed: u64,
    ) -> Result<Self, CentralError> {
        let host = Arc::new(FakeHost::new(seed));
        let hub = Hub::open(file, host, (template.hub_key.clone(), endpoint), QUOTA)?;
        Ok(Self { hub, token: template.hub_token.clone() })
    }

    pub fn hello(&self) -> Hello {
        self.hub.hello()
    }

    /// Keeps a batch of the laptop with this token.
    pub fn put(&self, token: &str, batch: &SealedBatch) -> Result<Answer, TransportError> {
        let device = self.hub.device(token).map_err(|error| failed(&error))?;
        match self.hub.put(&device, batch).map_err(|error| failed(&error))? {
            Told::Receipt(receipt) => Ok(Answer::Receipt(signed(&receipt)?)),
            Told::Kept(note) => Ok(Answer::Kept(note)),
            Told::Refused(code) => Err(TransportError::Refused(code)),
        }
    }

    pub fn receipts(&self, token: &str, after: u64) -> Result<ReceiptList, TransportError> {
        let device = self.hub.device(token).map_err(|error| failed(&error))?;
        self.hub.receipts(device.device, None, after).map_err(|error| failed(&error))
    }

    /// A round of carrying on: at most so many batches reach the endpoint, and of the last the
    /// answer may be lost. How many were settled.
    pub fn relay(
        &self,
        central: &Central<Sqlite>,
        most: usize,
        lose_last: bool,
    ) -> Result<usize, CentralError> {
        self.hub.learn(&central.devices_for_hub(&self.token, None)?.devices)?;
        let (mut place, mut settled) = (0, 0);
        for carried in 1..=most {
            let Some(waiting) = self.hub.next(place)? else { break };
            place = waiting.place;
            match central.carry(&self.token, waiting.device, &waiting.batch) {
                Ok(_) if lose_last && carried == most => {}
                Ok(receipt) => {
                    self.hub.settle(&waiting, &receipt)?;
                    settled += 1;
                }
                Err(error) if for_good(error.code()) => self.hub.refuse(&waiting, error.code())?,
                Err(_) => {}
            }
        }
        Ok(settled)
    }
}

/// The batch itself is at fault.
fn for_good(code: Code) -> bool {
    use Code::{BadBatch, BadHash, BadSignature, BatchMismatch, TooLarge};
    matches!(code, BadBatch | BadHash | BadSignature | BatchMismatch | TooLarge)
}
