//! A host whose clock, ids and randomness come from a seed and from the test.

use std::sync::{Mutex, PoisonError};

use cacah_family::host::{Host, Millis};

use crate::random::Random;

/// 20 October 2022, 09:00 in Ternate (WIT): a day of the field work.
pub const FIELD_DAY: Millis = 1_666_224_000_000;

/// Clock, ids and randomness of a test. Nothing passes unless the test lets it.
#[derive(Debug)]
pub struct FakeHost(Mutex<State>);

#[derive(Debug)]
struct State {
    now: Millis,
    monotonic: u64,
    random: Random,
}

impl FakeHost {
    /// A host on the morning of [`FIELD_DAY`].
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(State { now: FIELD_DAY, monotonic: 0, random: Random::new(seed) }))
    }

    /// Lets time pass: both clocks go on.
    pub fn pass(&self, millis: u32) {
        let mut state = self.state();
        state.now += Millis::from(millis);
        state.monotonic += u64::from(millis);
    }

    /// Sets the wall clock, as an empty battery or a person does; the monotonic clock knows nothing
    /// of it.
    pub fn set_clock(&self, now: Millis) {
        self.state().now = now;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for FakeHost {
    fn now(&self) -> Millis {
        self.state().now
    }

    fn monotonic(&self) -> u64 {
        self.state().monotonic
    }

    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.state();
        for chunk in bytes.chunks_mut(8) {
            let random = state.random.bits().to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hosts_of_one_seed_draw_the_same_ids_and_no_id_twice() {
        let (one, two) = (FakeHost::new(1), FakeHost::new(1));
        let ids: Vec<_> = (0..100).map(|_| one.id()).collect();
        assert!(ids.iter().all(|id| *id == two.id()));
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), 100);
    }

    #[test]
    fn a_clock_set_back_leaves_the_monotonic_one() {
        let host = FakeHost::new(1);
        host.pass(500);
        host.set_clock(0);
        assert_eq!((host.now(), host.monotonic()), (0, 500));
    }
}
