//! How fast somebody may guess. A browser that logged in before carries a mark and is counted by
//! itself: whatever strangers do, its owner waits for nobody. Strangers are counted by account and
//! address, and all strangers of an account together, softly.

use std::collections::HashMap;
use std::net::IpAddr;

use cacah_wire::seal::Hash;

/// Who guesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Guesser {
    /// A browser with a mark of this account.
    Known(Hash),
    /// Anybody at an address, by account name.
    Stranger(Hash, IpAddr),
    /// All without a mark, by account name.
    Strangers(Hash),
}

impl Guesser {
    /// Wrong guesses that cost no time.
    fn free(self) -> u32 {
        match self {
            Self::Known(_) => 10,
            Self::Stranger(..) => 5,
            Self::Strangers(_) => 50,
        }
    }
}

/// The first delay, in milliseconds; each further wrong guess doubles it.
const FIRST: u64 = 15_000;
/// The longest.
const LONGEST: u64 = 15 * 60_000;
/// After so long without a wrong guess nobody remembers them.
const FORGOTTEN: u64 = 24 * 3_600_000;
/// Guessers that are remembered; beyond, who guessed longest ago is forgotten.
const REMEMBERED: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Misses {
    count: u32,
    last: u64,
}

/// Wrong guesses in memory. Moments are of the host's monotonic clock, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Pace(HashMap<Guesser, Misses>);

impl Pace {
    /// Whether a guess counts now; else it is refused whatever it says.
    pub(super) fn may(&self, guesser: Guesser, now: u64) -> bool {
        self.0.get(&guesser).is_none_or(|misses| {
            let over = misses.count.saturating_sub(guesser.free());
            let delay = match over {
                0 => 0,
                over => FIRST.saturating_mul(1 << (over - 1).min(20)).min(LONGEST),
            };
            now >= misses.last + delay
        })
    }

    /// Wrong guesses so far.
    pub(super) fn misses(&self, guesser: Guesser) -> u32 {
        self.0.get(&guesser).map_or(0, |misses| misses.count)
    }

    /// A guess that counted was wrong.
    pub(super) fn missed(&mut self, guesser: Guesser, now: u64) {
        if self.0.len() >= REMEMBERED && !self.0.contains_key(&guesser) {
            self.make_room(now);
        }
        let misses = self.0.entry(guesser).or_insert(Misses { count: 0, last: now });
        if now > misses.last + FORGOTTEN {
            misses.count = 0;
        }
        *misses = Misses { count: misses.count.saturating_add(1), last: now };
    }

    /// A guess was right.
    pub(super) fn hit(&mut self, guesser: Guesser) {
        self.0.remove(&guesser);
    }

    /// The older half goes, so that a flood of names costs little and none is searched for twice.
    fn make_room(&mut self, now: u64) {
        let mut lasts: Vec<u64> = self.0.values().map(|misses| misses.last).collect();
        let (_, middle, _) = lasts.select_nth_unstable(REMEMBERED / 2);
        let keep = (*middle).min(now.saturating_sub(1));
        self.0.retain(|_, misses| misses.last > keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Hash = Hash([1; 32]);

    fn at(last: u8) -> Guesser {
        Guesser::Stranger(NAME, IpAddr::from([10, 0, 0, last]))
    }

    #[test]
    fn trust_strangers_delay_themselves_and_never_a_known_browser() {
        let mut pace = Pace::default();
        (0..5).for_each(|_| pace.missed(at(1), 1_000));
        assert!(pace.may(at(1), 1_000), "five cost nothing");
        pace.missed(at(1), 1_000);
        assert!(!pace.may(at(1), 15_999));
        assert!(pace.may(at(1), 16_000), "the first delay");
        assert!(pace.may(at(2), 1_000), "another address");
        (0..500).for_each(|_| pace.missed(at(1), 1_000));
        assert!(!pace.may(at(1), 1_000 + LONGEST - 1));
        assert!(pace.may(at(1), 1_000 + LONGEST), "nobody is locked out for good");
        (0..500).for_each(|_| pace.missed(Guesser::Strangers(NAME), 1_000));
        assert!(!pace.may(Guesser::Strangers(NAME), 1_000));
        assert!(pace.may(Guesser::Known(Hash([9; 32])), 1_000));
    }

    #[test]
    fn a_flood_of_names_takes_bounded_memory() {
        let mut pace = Pace::default();
        for n in 0..(2 * REMEMBERED as u64) {
            let name = Hash::of(&n.to_be_bytes());
            pace.missed(Guesser::Strangers(name), n);
        }
        assert!(pace.0.len() <= REMEMBERED);
        assert!(
            pace.misses(Guesser::Strangers(Hash::of(&(2 * REMEMBERED as u64 - 1).to_be_bytes())))
                == 1
        );
        let mut at_once = Pace::default();
        (0..REMEMBERED as u64 + 1).for_each(|n| {
            at_once.missed(Guesser::Strangers(Hash::of(&n.to_be_bytes())), 5);
        });
        assert!(at_once.0.len() <= REMEMBERED + 1);
    }
}
