//! Sending and taking what is new: by hand, or by the clock of [`Desk::tick`].

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use cacah_family::entry::FormVersion;
use cacah_family::trail::{Act, Deed};
use cacah_store::Store;
use cacah_sync::{Brought, HttpTransport, Order, Report, SyncError, TransportError};
use cacah_wire::command::{Failure, LinkView, SendReport};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::form;
use crate::link::{Link, Tried};
use crate::settings;

/// Setting: the version of the app that offered unsent work last.
const OFFERED: &str = "offered_by_version";

impl Desk {
    pub(crate) fn link(&self) -> MutexGuard<'_, Option<Link>> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends when it is time; called every few seconds by whoever runs the desk, on a thread of its
    /// own. Never in the way of a command.
    pub fn tick(&self) {
        if self.is_time()
            && let Err(error) = self.send(false)
        {
            tracing::debug!(code = %Failure::from(error).code, "sending by the clock");
        }
    }

    /// The schedule says so, the officer lets the clock send, and the battery can spare it.
    pub(crate) fn is_time(&self) -> bool {
        let due = self.link().as_ref().is_some_and(|link| link.is_due(&*self.host));
        due && self.with(|s| settings::by_clock(&s.store)).unwrap_or(false) && !self.saves_power()
    }

    /// Finished work waits: it is sent soon.
    pub(crate) fn nudge(&self) {
        if let Some(link) = self.link().as_mut() {
            link.nudge(&*self.host);
        }
    }

    pub(crate) fn link_view(&self) -> Result<Option<LinkView>, DeskError> {
        let clock = self.with(|session| settings::by_clock(&session.store))? && !self.saves_power();
        Ok(self.link().as_ref().map(|link| link.view(clock, &*self.host)))
    }

    /// The round, form and first families of a laptop that was just enrolled.
    pub(crate) fn begin(&self) -> Result<(), DeskError> {
        match self.exchange(false)?.stopped {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }

    pub(crate) fn send(&self, by_hand: bool) -> Result<SendReport, DeskError> {
        let report = self.exchange(by_hand)?;
        let counts = self.with(|session| Ok(session.store.counts()?))?;
        Ok(SendReport {
            batches: report.batches,
            stored: report.stored,
            held: report.held,
            waiting: counts.waiting,
            stopped: report.stopped.map(|error| Failure::from(DeskError::from(error))),
        })
    }

    fn exchange(&self, by_hand: bool) -> Result<Report, DeskError> {
        let Ok(_alone) = self.sending.try_lock() else {
            return Err(Code::Busy.into());
        };
        let (copies, hub) = self.with(|session| {
            Ok((settings::copies(&session.store)?, settings::hub(&session.store)?))
        })?;
        let order = Order { by_hand, copies, hub: false, compile: &compile };
        let endpoint = self.transport(None)?;
        let hub = hub.map(|url| self.transport(Some(&url))).transpose()?;
        if let Some(link) = self.link().as_mut() {
            link.begun();
        }
        let mut report = cacah_sync::send(self, &endpoint, &*self.host, order);
        let mut at_hub = false;
        // A hub on the office's network takes what the endpoint cannot be given.
        if is_away(&report)
            && let Some(hub) = &hub
        {
            let kept = cacah_sync::send(self, hub, &*self.host, Order { hub: true, ..order });
            at_hub = !is_away(&kept);
            if at_hub {
                report = kept;
            }
        }
        self.note_end(&report, at_hub);
        if report.batches > 0 {
            let road = if at_hub { "hub" } else { "link" };
            let deed = Deed::new(Act::Sent).kind(road).count(report.batches.into());
            self.with(|session| session.note(deed))?;
        }
        self.renew(&report.brought)?;
        self.obey()?;
        Ok(report)
    }

    fn note_end(&self, report: &Report, hub: bool) {
        let failure = report.stopped.as_ref().map(crate::error::sync_code);
        let tried = Tried { at: self.host.now(), failure, hub };
        if let Some(link) = self.link().as_mut() {
            link.ended(report.ended(), tried, &*self.host);
        }
    }

    /// What came down, by link or stick, is seen from now on.
    pub(crate) fn renew(&self, brought: &Brought) -> Result<(), DeskError> {
        if brought.form || !brought.documents.is_empty() {
            self.with(|session| session.renew(&brought.documents))?;
        }
        Ok(())
    }

    fn transport(&self, hub: Option<&str>) -> Result<HttpTransport, DeskError> {
        self.with(|session| {
            let enrolment = session.store.enrolment();
            let url = hub.unwrap_or(&enrolment.endpoint_url);
            Ok(HttpTransport::new(url, &enrolment.certificate, Some(&enrolment.token))?)
        })
    }
}

fn is_away(report: &Report) -> bool {
    matches!(report.stopped, Some(SyncError::Transport(TransportError::Down)))
}

/// A new version of the app may be able to say what the old one could not: what was refused or
/// unreadable is offered once more.
pub(crate) fn offer_after_update(store: &mut Store) -> Result<(), DeskError> {
    let version = env!("CARGO_PKG_VERSION");
    if store.setting(OFFERED)?.as_deref() != Some(version) {
        store.reoffer_unreadable()?;
        store.set_setting(OFFERED, version)?;
    }
    Ok(())
}

/// The version of a form that loads.
pub(crate) fn compile(files: &BTreeMap<String, String>) -> Option<FormVersion> {
    form::compile(files).ok().map(|(_, version)| version)
}
