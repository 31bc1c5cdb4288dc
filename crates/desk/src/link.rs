//! How it stands with the link: when it was tried, how that ended, when it is tried again.

use cacah_family::host::{Host, Millis};
use cacah_sync::{Ended, Schedule};
use cacah_wire::command::LinkView;
use cacah_wire::error::Code;

use crate::queue::rfc3339;

/// The link of an open vault.
pub(crate) struct Link {
    schedule: Schedule,
    tried: Option<Tried>,
    busy: bool,
}

/// How the last sending ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tried {
    pub(crate) at: Millis,
    pub(crate) failure: Option<Code>,
    pub(crate) hub: bool,
}

impl Link {
    pub(crate) fn new(host: &dyn Host) -> Self {
        Self { schedule: Schedule::new(host), tried: None, busy: false }
    }

    pub(crate) fn is_due(&self, host: &dyn Host) -> bool {
        self.schedule.is_due(host)
    }

    /// Finished work waits.
    pub(crate) fn nudge(&mut self, host: &dyn Host) {
        self.schedule.nudge(host);
    }

    pub(crate) fn begun(&mut self) {
        self.busy = true;
    }

    pub(crate) fn ended(&mut self, how: Ended, tried: Tried, host: &dyn Host) {
        self.schedule.ended(how, host);
        (self.tried, self.busy) = (Some(tried), false);
    }

    /// `clock`: it is sent by the clock at all.
    pub(crate) fn view(&self, clock: bool, host: &dyn Host) -> LinkView {
        let wait = i64::try_from(self.schedule.wait(host)).unwrap_or(i64::MAX);
        LinkView {
            busy: self.busy,
            tried: self.tried.map(|tried| rfc3339(tried.at)),
            next: clock.then(|| rfc3339(host.now().saturating_add(wait))),
            failure: self.tried.and_then(|tried| tried.failure),
            hub: self.tried.is_some_and(|tried| tried.hub),
        }
    }
}
