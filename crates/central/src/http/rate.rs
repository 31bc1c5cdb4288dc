//! How many requests of one address: token buckets in bounded memory.

use std::collections::HashMap;
use std::net::IpAddr;

/// What a request costs the endpoint, and so how many of it an address may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Price {
    /// Any request. A whole office may share one address, so there are many.
    Any,
    /// One of somebody unknown: enrolment.
    Unknown,
    /// One that makes the endpoint derive a key.
    Login,
}

impl Price {
    /// Requests at once, and the milliseconds after which one more is free again.
    fn bucket(self) -> (u64, u64) {
        match self {
            Self::Any => (3_000, 5),
            Self::Unknown => (120, 1_000),
            Self::Login => (20, 3_000),
        }
    }
}

/// Buckets that are remembered; a full one says nothing and is the first to go.
const REMEMBERED: usize = 50_000;

/// Per address and price, the moment at which its bucket is full again, in milliseconds of the
/// host's monotonic clock.
#[derive(Debug, Default)]
pub(crate) struct Rates(HashMap<(Price, IpAddr), u64>);

impl Rates {
    /// Takes a request, or says after how many milliseconds to come back.
    pub fn take(&mut self, price: Price, address: IpAddr, now: u64) -> Result<(), u64> {
        if self.0.len() >= REMEMBERED {
            self.0.retain(|_, full| *full > now);
        }
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        let (size, each) = price.bucket();
        let full = self.0.entry((price, address)).or_insert(now);
        let after = (*full).max(now) + each;
        if after - now > size * each {
            return Err(after - now - size * each);
        }
        *full = after;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: u32) -> IpAddr {
        IpAddr::from(n.to_be_bytes())
    }

    #[test]
    fn trust_an_address_makes_so_many_requests_and_others_are_not_hindered() {
        let mut rates = Rates::default();
        let login = |rates: &mut Rates, n, now| rates.take(Price::Login, address(n), now);
        (0..20).for_each(|_| assert_eq!(login(&mut rates, 1, 1_000), Ok(())));
        assert_eq!(login(&mut rates, 1, 1_000), Err(3_000));
        assert_eq!(login(&mut rates, 1, 2_000), Err(2_000), "asking costs nothing");
        assert_eq!(login(&mut rates, 2, 2_000), Ok(()));
        assert_eq!(rates.take(Price::Any, address(1), 2_000), Ok(()));
        assert_eq!(login(&mut rates, 1, 4_000), Ok(()));
        assert_eq!(login(&mut rates, 1, 4_000), Err(3_000));
    }

    #[test]
    fn trust_a_flood_of_addresses_takes_bounded_memory() {
        let mut rates = Rates::default();
        (0..120_000).for_each(|n| {
            let _ = rates.take(Price::Unknown, address(n), 1);
        });
        assert!(rates.0.len() <= REMEMBERED);
    }
}
