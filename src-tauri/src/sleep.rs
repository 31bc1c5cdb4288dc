//! systemd-logind tells before the laptop sleeps and waits for the lock; its lid is asked about.
//! <https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html>

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use cacah_desk::{Gap, Happened, Power};
use dbus::Error;
use dbus::arg::OwnedFd;
use dbus::blocking::stdintf::org_freedesktop_dbus::Properties as _;
use dbus::blocking::{Connection, Proxy};
use dbus::message::MatchRule;

const NAME: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
/// logind answers at once or not at all.
const ANSWER: Duration = Duration::from_secs(1);

/// What logind says; where it says nothing, the clocks do.
pub(crate) struct Logind {
    connection: Connection,
    /// True before sleep, false after.
    sleeps: Receiver<bool>,
    /// While it is held, the laptop waits with its sleep, for seconds at most.
    delay: Option<OwnedFd>,
    lid_closed: bool,
    gap: Gap,
}

impl Logind {
    /// Connects to the system's bus.
    pub(crate) fn new(gap: Gap) -> Result<Self, Error> {
        let connection = Connection::new_system()?;
        let (tell, sleeps) = channel();
        // Whoever says so: a lock harms nobody.
        let rule = MatchRule::new_signal(MANAGER, "PrepareForSleep");
        connection.add_match(rule, move |(before,): (bool,), _, _| tell.send(before).is_ok())?;
        let mut logind = Self { connection, sleeps, delay: None, lid_closed: false, gap };
        logind.delay = logind.inhibit();
        logind.lid_closed = logind.is_lid_closed();
        Ok(logind)
    }

    fn manager(&self) -> Proxy<'_, &Connection> {
        self.connection.with_proxy(NAME, "/org/freedesktop/login1", ANSWER)
    }

    fn inhibit(&self) -> Option<OwnedFd> {
        let why = ("sleep", "Cacah", "Mengunci data / locking data", "delay");
        let taken: Result<(OwnedFd,), Error> = self.manager().method_call(MANAGER, "Inhibit", why);
        taken.inspect_err(|error| tracing::debug!(%error, "no delay of sleep")).ok().map(|fd| fd.0)
    }

    fn is_lid_closed(&self) -> bool {
        self.manager().get(MANAGER, "LidClosed").unwrap_or(false)
    }
}

impl Power for Logind {
    fn wait(&mut self, patience: Duration) -> Happened {
        if let Err(error) = self.connection.process(patience) {
            tracing::debug!(%error, "logind");
            return self.gap.wait(patience);
        }
        match self.sleeps.try_recv() {
            Ok(true) => return Happened::Sleep,
            Ok(false) => {
                self.delay = self.inhibit();
                return Happened::Wake;
            }
            Err(_) => {}
        }
        let closed = self.is_lid_closed();
        let was_closed = std::mem::replace(&mut self.lid_closed, closed);
        if closed && !was_closed { Happened::LidClosed } else { self.gap.look() }
    }

    fn locked(&mut self) {
        // The keys are gone: it may sleep.
        self.delay = None;
    }
}
