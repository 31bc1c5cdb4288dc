//! What the core asks of the world. A simulator answers it with a seeded clock that may jump by
//! years; a laptop with [`SystemHost`].

use uuid::Uuid;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// Clock, ids and randomness.
pub trait Host: Send + Sync {
    /// Wall clock. May be wrong; orders nothing.
    fn now(&self) -> Millis;
    /// Milliseconds since some fixed point of this boot; never goes back.
    fn monotonic(&self) -> u64;
    /// Fills `bytes` from a cryptographic source.
    fn fill(&self, bytes: &mut [u8]);

    /// A new UUID v7 (RFC 9562).
    fn id(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(self.now()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// The machine's own clock and randomness.
#[cfg(feature = "system-host")]
#[derive(Debug)]
pub struct SystemHost {
    start: std::time::Instant,
}

#[cfg(feature = "system-host")]
impl Default for SystemHost {
    #[expect(clippy::disallowed_methods, reason = "this is the Host implementation of the machine")]
    fn default() -> Self {
        Self { start: std::time::Instant::now() }
    }
}

#[cfg(feature = "system-host")]
impl Host for SystemHost {
    #[expect(clippy::disallowed_methods, reason = "this is the Host implementation of the machine")]
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |time| i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the Host implementation of the machine")]
    #[expect(clippy::expect_used, reason = "without randomness no key or id may be made")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has no randomness");
    }
}
