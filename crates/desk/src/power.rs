//! What happened to the laptop under the app: it slept, woke, its lid was closed.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cacah_family::host::Host;

/// What happened since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// Nothing that matters here.
    Nothing,
    /// It is about to sleep.
    Sleep,
    /// It slept and is awake again.
    Wake,
    /// The lid was closed.
    LidClosed,
}

/// Tells what happens to the laptop.
pub trait Power: Send {
    /// Waits for something to happen, no longer than `patience`.
    fn wait(&mut self, patience: Duration) -> Happened;
    /// The vault was closed before a sleep, which may come now.
    fn locked(&mut self) {}
}

/// Knows afterwards that the laptop slept, on any system: one clock went on, the other stood still, or
/// nobody looked at either for long.
pub struct Gap {
    host: Arc<dyn Host>,
    last: Reading,
}

/// Two clocks, milliseconds.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// Goes on while the laptop sleeps.
    all: i64,
    /// Stands still meanwhile; not on Windows.
    awake: i64,
}

impl Reading {
    /// More between two looks than the clocks drift apart.
    const DRIFT: i64 = 2_000;
    /// More than a busy laptop keeps a thread waiting.
    const UNSEEN: i64 = 60_000;

    fn slept(self, last: Self) -> bool {
        let (all, awake) = (self.all - last.all, self.awake - last.awake);
        all - awake > Self::DRIFT || awake > Self::UNSEEN
    }
}

impl std::fmt::Debug for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gap({:?})", self.last)
    }
}

impl Gap {
    /// Begins to look.
    #[must_use]
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self { last: read(&*host), host }
    }

    /// What happened since the last look, without waiting.
    pub fn look(&mut self) -> Happened {
        let now = read(&*self.host);
        let slept = now.slept(std::mem::replace(&mut self.last, now));
        if slept { Happened::Wake } else { Happened::Nothing }
    }
}

impl Power for Gap {
    fn wait(&mut self, patience: Duration) -> Happened {
        thread::sleep(patience);
        self.look()
    }
}

/// The kernel keeps one clock with sleep and one without; nobody sets either.
#[cfg(target_os = "linux")]
fn read(_: &dyn Host) -> Reading {
    use rustix::time::{ClockId, clock_gettime};
    let millis = |id| {
        let time = clock_gettime(id);
        time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    };
    Reading { awake: millis(ClockId::Monotonic), all: millis(ClockId::Boottime) }
}

/// A wall clock that is set forward looks like sleep: it locks, and that harms nobody.
#[cfg(not(target_os = "linux"))]
fn read(host: &dyn Host) -> Reading {
    Reading { awake: i64::try_from(host.monotonic()).unwrap_or(i64::MAX), all: host.now() }
}

#[cfg(test)]
mod tests {
    use super::Reading;

    #[test]
    fn a_gap_between_the_clocks_or_between_two_looks_is_sleep() {
        let last = Reading { all: 1_000, awake: 1_000 };
        for (all, awake, slept) in [
            (2_000, 2_000, false),
            (9_000, 9_000, false),
            (9_000, 2_000, true),
            (3_601_000, 3_601_000, true),
            // Set back: no sleep.
            (-90_000, 2_000, false),
        ] {
            assert_eq!(Reading { all, awake }.slept(last), slept, "{all} {awake}");
        }
    }
}
