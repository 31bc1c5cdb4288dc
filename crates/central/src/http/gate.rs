//! How much at once. The laptops are the durable buffer: what is too much comes back later, each
//! after its own while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cacah_family::host::Host;
use cacah_family::id::DeviceId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Shortest wait a laptop is asked for, in seconds.
const WAIT: u32 = 5;
/// What is added at random, in seconds, so that they do not all come back together.
const JITTER: u32 = 25;

/// Batches one laptop may be sending: it sends one, and those before may have died on the way. One
/// that drips bytes must not keep the others out.
const EACH: usize = 4;

/// Bounds the memory and threads that requests take.
#[derive(Debug)]
pub struct Gate {
    bodies: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    laptops: Mutex<HashMap<DeviceId, Arc<Semaphore>>>,
}

impl Gate {
    /// At most `bodies` batches being received, and `workers` requests being worked on.
    #[must_use]
    pub fn new(bodies: usize, workers: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        let laptops = Mutex::default();
        Self { bodies: semaphore(bodies), workers: semaphore(workers), laptops }
    }

    /// Lets a batch in, or nobody for now.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.bodies).try_acquire_owned().ok()
    }

    /// Lets in a batch of this laptop, or no more of it for now.
    pub fn laptop(&self, device: DeviceId) -> Option<OwnedSemaphorePermit> {
        let mut laptops = self.laptops.lock().unwrap_or_else(PoisonError::into_inner);
        let own = laptops.entry(device).or_insert_with(|| Arc::new(Semaphore::new(EACH)));
        Arc::clone(own).try_acquire_owned().ok()
    }

    /// Waits for a worker.
    pub async fn worker(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.workers).acquire_owned().await.ok()
    }

    /// Seconds after which to come back.
    pub fn come_back(host: &dyn Host) -> u32 {
        let mut random = [0];
        host.fill(&mut random);
        WAIT + u32::from(random[0]) % (JITTER + 1)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_laptop_takes_some_places_and_gives_them_back() {
        let gate = Gate::new(32, 1);
        let [one, two] = [1, 2].map(|id| DeviceId(Uuid::from_u128(id)));
        let mut taken: Vec<_> = (0..EACH).map(|_| gate.laptop(one).unwrap()).collect();
        assert!(gate.laptop(one).is_none());
        assert!(gate.laptop(two).is_some());
        taken.pop();
        assert!(gate.laptop(one).is_some());
    }
}
