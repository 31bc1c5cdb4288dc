//! How much at once. The laptops are the durable buffer: what is too much comes back later, each
//! after its own while.

use std::sync::Arc;

use cacah_family::host::Host;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Shortest wait a laptop is asked for, in seconds.
const WAIT: u32 = 5;
/// What is added at random, in seconds, so that they do not all come back together.
const JITTER: u32 = 25;

/// Bounds the memory and threads that requests take.
#[derive(Debug)]
pub struct Gate {
    bodies: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Gate {
    /// At most `bodies` batches being received, and `workers` requests being worked on.
    #[must_use]
    pub fn new(bodies: usize, workers: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { bodies: semaphore(bodies), workers: semaphore(workers) }
    }

    /// Lets a batch in, or nobody for now.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.bodies).try_acquire_owned().ok()
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
