//! Whether somebody is here: after a while without a key the window is covered, later the vault is
//! closed. Decided here, at the door of every command, never in the page.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use cacah_store::Store;
use cacah_wire::command::{Command, TouchArgs};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::power::Happened;
use crate::protection;

/// Who sits before an open vault.
#[derive(Debug)]
pub(crate) struct Watch {
    /// When somebody was here last, on the clock of this boot.
    seen: u64,
    pub(crate) patience: Patience,
    pub(crate) covered: bool,
    /// Wrong PINs since the curtain fell.
    pub(crate) wrong: u8,
}

/// How long nobody may be here, milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) curtain: u64,
    pub(crate) lock: u64,
}

/// What idleness asks for.
#[derive(Debug, PartialEq, Eq)]
enum Due {
    Nothing,
    Curtain,
    Lock,
}

impl Watch {
    pub(crate) fn begin(store: &Store, now: u64) -> Result<Self, DeskError> {
        let patience = protection::patience(store)?;
        Ok(Self { seen: now, patience, covered: false, wrong: 0 })
    }

    /// Somebody who may look is here.
    pub(crate) fn see(&mut self, now: u64) {
        self.seen = now;
    }

    /// The PIN was right.
    pub(crate) fn lift(&mut self, now: u64) {
        (self.covered, self.wrong, self.seen) = (false, 0, now);
    }

    fn due(&self, now: u64) -> Due {
        match now.saturating_sub(self.seen) {
            idle if idle >= self.patience.lock => Due::Lock,
            idle if idle >= self.patience.curtain && !self.covered => Due::Curtain,
            _ => Due::Nothing,
        }
    }
}

impl Desk {
    pub(crate) fn watch(&self) -> MutexGuard<'_, Option<Watch>> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Covers or locks when nobody was here for long, and locks at once when the laptop slept or its
    /// lid was closed; called by whoever runs the desk with what [`Power`](crate::power::Power) says.
    pub fn look(&self, happened: Happened) {
        if happened == Happened::Nothing {
            self.look_at_the_clock();
        } else {
            self.close("sleep");
        }
    }

    /// How often a vault was closed: a window that sees the number grow still holds plain pages.
    #[must_use]
    pub fn locks(&self) -> u64 {
        self.locks.load(Ordering::Acquire)
    }

    /// Whether something of the window went to the clipboard since this was asked last.
    #[must_use]
    pub fn take_copied(&self) -> bool {
        self.copied.swap(false, Ordering::AcqRel)
    }

    /// Lets a command in, or says that the curtain is down. A person's command is a sign of life.
    pub(crate) fn admit(&self, command: &Command) -> Result<(), DeskError> {
        self.look_at_the_clock();
        let mut watch = self.watch();
        let Some(watch) = watch.as_mut() else { return Ok(()) };
        match command {
            Command::State(_) | Command::SetPreferences(_) | Command::Touch(_) => {}
            Command::Cover(_) | Command::Lift(_) | Command::Lock(_) => {}
            _ if watch.covered => return Err(Code::Covered.into()),
            // The page asks for these by itself.
            Command::Truth(_) | Command::ReadReceiver(_) => {}
            _ => watch.see(self.host.monotonic()),
        }
        Ok(())
    }

    /// A person is here. Before the curtain that means nothing: anybody can press a key.
    pub(crate) fn touch(&self, args: &TouchArgs) -> Result<(), DeskError> {
        self.copied.fetch_or(args.copied, Ordering::AcqRel);
        let mut watch = self.watch();
        let watch = watch.as_mut().ok_or(Code::Locked)?;
        if !watch.covered {
            watch.see(self.host.monotonic());
        }
        Ok(())
    }

    fn look_at_the_clock(&self) {
        let now = self.host.monotonic();
        let due = self.watch().as_ref().map_or(Due::Nothing, |watch| watch.due(now));
        match due {
            Due::Nothing => {}
            Due::Curtain => self.cover(),
            // The clock has copied what changed long ago; a stick that hangs holds no key here.
            Due::Lock => self.close("idle"),
        }
    }
}
