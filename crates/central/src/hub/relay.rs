//! Carrying on: oldest first, later and later while the endpoint is not there. One batch that it does
//! not take never blocks the next.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use cacah_wire::error::Code;
use cacah_wire::hub::MAX_DEVICES;
use tokio::sync::Notify;

use super::keep::Hub;
use super::upstream::{Upstream, UpstreamError};
use crate::error::CentralError;

/// Between two looks at an endpoint that answers: laptops are enrolled meanwhile.
const IDLE: Duration = Duration::from_secs(300);
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_secs(5 * 60);

/// Why a round ended early. What waits still does.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// On the way, or at the endpoint.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    /// In the hub's own file.
    #[error(transparent)]
    Hub(#[from] CentralError),
}

/// Goes on for ever; `wake` tells that a batch has come.
pub async fn relay(hub: Arc<Hub>, upstream: Upstream, wake: Arc<Notify>) {
    let mut backoff: Option<ExponentialBackoff> = None;
    loop {
        match round(&hub, &upstream).await {
            Ok(()) => {
                backoff = None;
                let _ = tokio::time::timeout(IDLE, wake.notified()).await;
            }
            Err(error) => {
                tracing::warn!(%error, "batches wait");
                let later = backoff.get_or_insert_with(|| retries(&hub));
                tokio::time::sleep(later.next().unwrap_or(LAST_RETRY)).await;
            }
        }
    }
}

fn retries(hub: &Hub) -> ExponentialBackoff {
    let mut seed = [0; 8];
    hub.host().fill(&mut seed);
    let builder = ExponentialBuilder::default().with_min_delay(FIRST_RETRY);
    let builder = builder.with_max_delay(LAST_RETRY).without_max_times().with_jitter();
    builder.with_jitter_seed(u64::from_le_bytes(seed)).build()
}

async fn round(hub: &Arc<Hub>, upstream: &Upstream) -> Result<(), RelayError> {
    learn(hub, upstream, false).await?;
    let mut place = 0;
    let mut stopped = None;
    while let Some(waiting) = blocking(hub, move |hub| hub.next(place)).await? {
        place = waiting.place;
        match upstream.carry(&waiting).await {
            Ok(receipt) => blocking(hub, move |hub| hub.settle(&waiting, &receipt)).await?,
            Err(UpstreamError::Refused(code)) if for_good(code) => {
                tracing::warn!(batch = %waiting.batch.id, %code, "refused for good");
                blocking(hub, move |hub| hub.refuse(&waiting, code)).await?;
            }
            // The fault may lie in this batch: the next one is tried all the same.
            Err(UpstreamError::Refused(code))
                if !matches!(code, Code::Busy | Code::Unauthorized) =>
            {
                tracing::warn!(batch = %waiting.batch.id, %code, "not taken");
                stopped = Some(UpstreamError::Refused(code));
            }
            Err(error) => return Err(error.into()),
        }
    }
    stopped.map_or(Ok(()), |error| Err(error.into()))
}

/// The batch itself is at fault: its laptop makes others of what is in it.
fn for_good(code: Code) -> bool {
    use Code::{BadBatch, BadHash, BadSignature, BatchMismatch, TooLarge};
    matches!(code, BadBatch | BadHash | BadSignature | BatchMismatch | TooLarge)
}

/// Asks the endpoint for its laptops: all of them, or those `newer` than the newest known.
pub async fn learn(hub: &Arc<Hub>, upstream: &Upstream, newer: bool) -> Result<(), RelayError> {
    let mut after = if newer { blocking(hub, Hub::newest).await? } else { None };
    loop {
        let devices = upstream.devices(after).await?.devices;
        let full = devices.len() >= MAX_DEVICES;
        after = devices.last().map(|device| device.device);
        blocking(hub, move |hub| hub.learn(&devices)).await?;
        if !full {
            return Ok(());
        }
    }
}

/// Runs on a thread of its own: the file is synced to the disk.
pub async fn blocking<T: Send + 'static>(
    hub: &Arc<Hub>,
    job: impl FnOnce(&Hub) -> crate::Result<T> + Send + 'static,
) -> crate::Result<T> {
    let hub = Arc::clone(hub);
    let done = tokio::task::spawn_blocking(move || job(&hub)).await;
    done.unwrap_or(Err(CentralError::Busy))
}
