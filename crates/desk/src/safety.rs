//! The rolling copy of the vault: to a second folder or stick, while in use and when it is locked.

use std::sync::{MutexGuard, PoisonError};

use cacah_family::host::Millis;
use cacah_family::trail::{Act, Deed};
use cacah_store::{Copier, Store};
use cacah_wire::command::SafetyView;
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::{DeskError, store_code};
use crate::outside;
use crate::queue::rfc3339;
use crate::session::Session;
use crate::settings;

/// Between two copies, milliseconds.
const EVERY: u64 = 10 * 60_000;
/// After one that failed: a stick that is plugged in again is noticed soon.
const AGAIN: u64 = 60_000;
/// Copies kept in the folder.
const KEEP: usize = 3;
/// Setting: the last good copy, as `<milliseconds> <stand>`.
const COPIED: &str = "safety_copied";

/// How it goes with the copies of an open vault.
#[derive(Debug, Default)]
pub(crate) struct Safety {
    /// On the clock of this boot: not before.
    due: u64,
    failing: Option<(Millis, Code)>,
}

/// What is to be copied, and where to.
struct Job {
    folder: String,
    copier: Copier,
    stand: String,
}

impl Desk {
    fn safety(&self) -> MutexGuard<'_, Safety> {
        self.safety.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a safety copy when it is time and something changed; called every few seconds by whoever
    /// runs the desk, on a thread of its own. Never in the way of a command.
    pub fn tick_copy(&self) {
        // Before the copy, so that the copy has no more than the vault.
        self.let_go();
        if self.safety().due <= self.host.monotonic() {
            self.copy_changes();
        }
    }

    /// Copies what changed since the last copy.
    pub(crate) fn copy_changes(&self) {
        let job = self.with(|session| {
            Ok(job(session)?.filter(|job| last(&session.store).is_none_or(|l| l.1 != job.stand)))
        });
        if let Ok(Some(job)) = job
            && let Err(error) = self.copy(&job)
        {
            tracing::debug!(?error, "safety copy");
        }
    }

    pub(crate) fn copy_now(&self) -> Result<SafetyView, DeskError> {
        let job = self.with(|session| job(session))?.ok_or(Code::NotFound)?;
        self.copy(&job)?;
        Ok(self.safety_view()?.ok_or(Code::NotFound)?)
    }

    /// Begins anew with a vault that was opened.
    pub(crate) fn begin_safety(&self) {
        *self.safety() = Safety::default();
    }

    pub(crate) fn safety_view(&self) -> Result<Option<SafetyView>, DeskError> {
        let failing = self.safety().failing;
        self.with(|session| {
            let Some(folder) = settings::safety(&session.store)? else { return Ok(None) };
            Ok(Some(SafetyView {
                folder,
                copied: last(&session.store).map(|(at, _)| rfc3339(at)),
                failing: failing.map(|(since, _)| rfc3339(since)),
                failure: failing.map(|(_, code)| code),
            }))
        })
    }

    fn copy(&self, job: &Job) -> Result<(), DeskError> {
        // One at a time: two would count the same copies.
        let Ok(_alone) = self.copying.try_lock() else {
            return Err(Code::Busy.into());
        };
        let made = outside::folder(&job.folder)
            .and_then(|folder| job.copier.copy_to(&folder, KEEP).map_err(|error| medium(&error)));
        let now = self.host.monotonic();
        match made {
            Ok(made) => {
                *self.safety() = Safety { due: now + EVERY, failing: None };
                let note = format!("{} {}", made.at, job.stand);
                self.with(|session| {
                    session.note(Deed::new(Act::Exported).kind("copy").count(made.entries))?;
                    Ok(session.store.set_setting(COPIED, &note)?)
                })
            }
            Err(error) => {
                let code = crate::error::code(&error);
                let mut safety = self.safety();
                let since = safety.failing.map_or_else(|| self.host.now(), |(since, _)| since);
                *safety = Safety { due: now + AGAIN, failing: Some((since, code)) };
                Err(error)
            }
        }
    }
}

fn job(session: &Session) -> Result<Option<Job>, DeskError> {
    let Some(folder) = settings::safety(&session.store)? else { return Ok(None) };
    let stand = stand(&session.store)?;
    Ok(Some(Job { folder, copier: session.store.copier(), stand }))
}

/// What would be lost without a copy: what was written, what was receipted, what came down; and what
/// was wiped, which is to go from the copies too.
fn stand(store: &Store) -> Result<String, DeskError> {
    let (incarnation, highest) = (store.actor().incarnation, store.highest()?);
    let (receipt, cursor) = (store.newest_receipt()?, store.down_cursor()?.unwrap_or_default());
    let wiped = store.wiped_families()?;
    Ok(format!("{incarnation}.{highest}.{receipt}.{cursor}.{wiped}"))
}

fn last(store: &Store) -> Option<(Millis, String)> {
    let text = store.setting(COPIED).ok()??;
    let (at, stand) = text.split_once(' ')?;
    Some((at.parse().ok()?, stand.to_owned()))
}

/// What fails at the medium is no fault of the vault: its words must not send the officer to empty the
/// laptop's own disk.
fn medium(error: &cacah_store::StoreError) -> DeskError {
    use cacah_store::StoreError::{DiskFull, Io, NotWritable};
    match error {
        DiskFull | NotWritable | Io(_) => Code::StickLost.into(),
        error => store_code(error).into(),
    }
}
