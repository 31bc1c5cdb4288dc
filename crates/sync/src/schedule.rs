//! When to try again: soon while it goes well, later and later while it does not, and never all
//! laptops at the same second.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use cacah_family::host::Host;

/// Between two looks at an endpoint that answers.
const IDLE: Duration = Duration::from_secs(300);
/// After something new waits: an officer keys a few more answers meanwhile.
const SOON: Duration = Duration::from_secs(20);
const FIRST_RETRY: Duration = Duration::from_secs(10);
const LAST_RETRY: Duration = Duration::from_secs(15 * 60);

/// When the next sending is due, on the clock of this boot: a wall clock may jump by years.
#[derive(Debug)]
pub struct Schedule {
    due: u64,
    backoff: Option<ExponentialBackoff>,
}

/// How a sending ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Everything went.
    Well,
    /// The link or the endpoint failed.
    Badly,
    /// The endpoint asked to come back after so many seconds.
    Busy(u32),
}

impl Schedule {
    /// The first sending is due soon after unlocking.
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        Self { due: host.monotonic() + millis(SOON), backoff: None }
    }

    /// True when it is time.
    #[must_use]
    pub fn is_due(&self, host: &dyn Host) -> bool {
        host.monotonic() >= self.due
    }

    /// Milliseconds until the next sending.
    #[must_use]
    pub fn wait(&self, host: &dyn Host) -> u64 {
        self.due.saturating_sub(host.monotonic())
    }

    /// Something new waits. While the link is down that changes nothing: the next try is set.
    pub fn nudge(&mut self, host: &dyn Host) {
        if self.backoff.is_none() {
            self.due = self.due.min(host.monotonic() + millis(SOON));
        }
    }

    /// Sets the next try.
    pub fn ended(&mut self, how: Ended, host: &dyn Host) {
        let wait = match how {
            Ended::Well => {
                self.backoff = None;
                IDLE
            }
            Ended::Badly => self.later(host),
            // Everybody is told the same number: come back spread over half of it.
            Ended::Busy(seconds) => {
                let asked = Duration::from_secs(seconds.into()).min(LAST_RETRY);
                asked + spread(asked / 2, host)
            }
        };
        self.due = host.monotonic().saturating_add(millis(wait));
    }

    fn later(&mut self, host: &dyn Host) -> Duration {
        let backoff = self.backoff.get_or_insert_with(|| {
            let builder = ExponentialBuilder::default().with_min_delay(FIRST_RETRY);
            let builder = builder.with_max_delay(LAST_RETRY).without_max_times().with_jitter();
            builder.with_jitter_seed(seed(host)).build()
        });
        backoff.next().unwrap_or(LAST_RETRY)
    }
}

fn spread(most: Duration, host: &dyn Host) -> Duration {
    let most = millis(most).max(1);
    Duration::from_millis(seed(host) % most)
}

fn seed(host: &dyn Host) -> u64 {
    let mut bytes = [0; 8];
    host.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FakeHost;

    use super::*;

    #[test]
    fn failures_wait_longer_and_longer_up_to_a_bound_and_success_forgets_them() {
        let host = FakeHost::new(1);
        let mut schedule = Schedule::new(&host);
        let mut waits = Vec::new();
        for _ in 0..12 {
            schedule.ended(Ended::Badly, &host);
            waits.push(schedule.wait(&host));
        }
        assert!((10_000..=20_000).contains(&waits[0]), "{waits:?}");
        assert!(waits[6] > 4 * waits[0], "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 2 * 900_000), "{waits:?}");
        schedule.ended(Ended::Well, &host);
        assert_eq!(schedule.wait(&host), 300_000);
        schedule.ended(Ended::Badly, &host);
        assert!(schedule.wait(&host) <= 20_000);
    }

    #[test]
    fn laptops_that_failed_together_do_not_come_back_together() {
        let wait = |seed| {
            let host = FakeHost::new(seed);
            let mut schedule = Schedule::new(&host);
            schedule.ended(Ended::Busy(60), &host);
            schedule.wait(&host)
        };
        let waits: std::collections::BTreeSet<u64> = (0..50).map(wait).collect();
        assert!(waits.len() > 40, "{waits:?}");
        assert!(waits.iter().all(|wait| (60_000..=90_000).contains(wait)), "{waits:?}");
    }

    #[test]
    fn new_work_is_sent_soon_unless_the_link_is_down() {
        let host = FakeHost::new(2);
        let mut schedule = Schedule::new(&host);
        schedule.ended(Ended::Well, &host);
        schedule.nudge(&host);
        assert_eq!(schedule.wait(&host), 20_000);
        schedule.ended(Ended::Busy(600), &host);
        schedule.ended(Ended::Badly, &host);
        let before = schedule.wait(&host);
        schedule.nudge(&host);
        assert_eq!(schedule.wait(&host), before);
    }
}
