//! Sending and taking what is new: by hand, or by the clock of [`Desk::tick`].

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use cacah_family::entry::FormVersion;
use cacah_sync::{HttpTransport, Order, Report, Schedule};
use cacah_wire::command::{Failure, SendReport};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::form;

/// Setting: `off` keeps unfinished documents here; else they are sent as safety copies.
const COPIES: &str = "safety_copies";

impl Desk {
    pub(crate) fn schedule(&self) -> MutexGuard<'_, Option<Schedule>> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends when it is time; called every few seconds by whoever runs the desk, on a thread of its
    /// own. Never in the way of a command.
    pub fn tick(&self) {
        let due = self.schedule().as_ref().is_some_and(|schedule| schedule.is_due(&*self.host));
        if due && let Err(error) = self.send(false) {
            tracing::debug!(code = %Failure::from(error).code, "sending by the clock");
        }
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
        let transport = self.transport()?;
        let copies = self.with(|session| Ok(session.store.setting(COPIES)?))?;
        let copies = copies.as_deref() != Some("off");
        let order = Order { by_hand, copies, compile: &compile };
        let report = cacah_sync::send(self, &transport, &*self.host, order);
        if let Some(schedule) = self.schedule().as_mut() {
            schedule.ended(report.ended(), &*self.host);
        }
        if report.brought.form || !report.brought.documents.is_empty() {
            self.with(|session| session.renew(&report.brought.documents))?;
        }
        Ok(report)
    }

    fn transport(&self) -> Result<HttpTransport, DeskError> {
        self.with(|session| {
            let enrolment = session.store.enrolment();
            let (url, certificate) = (&enrolment.endpoint_url, &enrolment.certificate);
            Ok(HttpTransport::new(url, certificate, Some(&enrolment.token))?)
        })
    }
}

/// The version of a form that loads.
pub(crate) fn compile(files: &BTreeMap<String, String>) -> Option<FormVersion> {
    form::load(files).ok().map(|form| form.version)
}
