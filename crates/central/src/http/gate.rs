//! How much at once. The laptops are the durable buffer: what is too much comes back later, each
//! after its own while.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{ConnectInfo, Request};
use cacah_family::host::Host;
use cacah_family::id::DeviceId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::rate::{Price, Rates};
use crate::account::place;

/// Shortest wait a laptop is asked for, in seconds.
const WAIT: u32 = 5;
/// What is added at random, in seconds, so that they do not all come back together.
const JITTER: u32 = 25;

/// Batches one laptop may be sending: it sends one, and those before may have died on the way. One
/// that drips bytes must not keep the others out.
const EACH: usize = 4;

/// Keys derived at once; each takes 64 MiB.
const DERIVERS: usize = 2;
/// Who may wait for that.
const QUEUE: usize = 32;

/// Bounds the memory and threads that requests take.
#[derive(Debug)]
pub struct Gate {
    bodies: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    laptops: Mutex<HashMap<DeviceId, Arc<Semaphore>>>,
    derivers: Arc<Semaphore>,
    queue: Semaphore,
    rates: Mutex<Rates>,
    proxies: Vec<IpAddr>,
}

impl Gate {
    /// At most `bodies` batches being received, and `workers` requests being worked on.
    #[must_use]
    pub fn new(bodies: usize, workers: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self {
            bodies: semaphore(bodies),
            workers: semaphore(workers),
            laptops: Mutex::default(),
            derivers: semaphore(DERIVERS),
            queue: Semaphore::new(DERIVERS + QUEUE),
            rates: Mutex::default(),
            proxies: Vec::new(),
        }
    }

    /// Believes these proxies, and nobody else, where a request came from.
    #[must_use]
    pub fn behind(mut self, proxies: Vec<IpAddr>) -> Self {
        self.proxies = proxies;
        self
    }

    /// Waits to derive a key, unless too many do.
    pub(crate) async fn deriver(&self) -> Option<OwnedSemaphorePermit> {
        let _waiting = self.queue.try_acquire().ok()?;
        Arc::clone(&self.derivers).acquire_owned().await.ok()
    }

    /// Takes a request of an address, or says after how many seconds to come back.
    pub(crate) fn take(&self, price: Price, address: IpAddr, now: u64) -> Result<(), u32> {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = rates.take(price, place(address), now);
        wait.map_err(|millis| u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX))
    }

    /// Where a request came from: whoever is connected, and behind a proxy that was named, whom that
    /// one names. What others say of it themselves is nothing.
    pub(crate) fn address(&self, request: &Request) -> IpAddr {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip().to_canonical());
        if !self.proxies.contains(&peer) {
            return peer;
        }
        let lines = request.headers().get_all("x-forwarded-for").iter();
        let named: Vec<IpAddr> = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map_while(|part| part.trim().parse::<IpAddr>().ok())
            .collect();
        named.into_iter().rev().find(|named| !self.proxies.contains(named)).unwrap_or(peer)
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
    fn trust_only_a_named_proxy_says_where_a_request_came_from() {
        let request = |peer: [u8; 4], named: &str| {
            let mut request = Request::new(axum::body::Body::empty());
            request.headers_mut().insert("x-forwarded-for", named.parse().unwrap());
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4000))));
            request
        };
        let gate = Gate::new(1, 1);
        let ([proxy, stranger], far) =
            ([[10, 0, 0, 1], [10, 0, 0, 2]], IpAddr::from([192, 0, 2, 7]));
        assert_eq!(gate.address(&request(stranger, "192.0.2.7")), IpAddr::from(stranger));
        let gate = gate.behind(vec![proxy.into()]);
        assert_eq!(gate.address(&request(stranger, "192.0.2.7")), IpAddr::from(stranger));
        assert_eq!(gate.address(&request(proxy, "203.0.113.1, 192.0.2.7")), far);
        assert_eq!(gate.address(&request(proxy, "nonsense")), IpAddr::from(proxy));
    }

    #[test]
    fn trust_hosts_of_one_ipv6_network_share_what_they_may_ask() {
        let gate = Gate::new(1, 1);
        let host = |n: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, n]);
        let refused = (0..1_000).find(|n| gate.take(Price::Login, host(*n), 1).is_err());
        assert!(refused.is_some());
        let next = IpAddr::from([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1]);
        assert_eq!(gate.take(Price::Login, next, 1), Ok(()));
    }

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
