//! Documents do not stay on a laptop for ever: what the office has safely is wiped when its time has
//! passed, by itself once a day, or when a person asks for it.

use cacah_store::{StoreError, Wiped};
use cacah_wire::command::WipedNow;

use crate::attention;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::protection;
use crate::session::Session;

/// After an unlock, milliseconds: the officer comes first.
pub(crate) const FIRST: u64 = 60_000;
/// From one look to the next.
const EVERY: u64 = 24 * 3_600_000;
/// When another reader was in the way.
const AGAIN: u64 = 10 * 60_000;

const DAY: i64 = 86_400_000;

impl Desk {
    /// Wipes when it is time and nobody has a document open: it takes as long as a few answers.
    pub(crate) fn let_go(&self) {
        let now = self.host.monotonic();
        let done = self.with(|session| {
            if session.wipe_due > now || !session.documents.is_empty() {
                return Ok(());
            }
            session.wipe_due = now + AGAIN;
            if let Some(days) = protection::keep_days(&session.store)? {
                wipe(session, Some(days))?;
            }
            session.wipe_due = now + EVERY;
            Ok(())
        });
        if let Err(error) = done {
            tracing::debug!(%error, "wiping after the time");
        }
    }
}

/// Wipes now what is due; where no time is set, all that the office has safely.
pub(crate) fn now(session: &mut Session) -> Result<WipedNow, DeskError> {
    let days = protection::keep_days(&session.store)?;
    let families = wipe(session, days)?.families.len();
    let wiped = session.store.wiped_families()?;
    Ok(WipedNow { families: u32::try_from(families).unwrap_or(u32::MAX), wiped })
}

/// What waits for a person stays: a decision, a document that was given back.
fn wipe(session: &mut Session, days: Option<u32>) -> Result<Wiped, StoreError> {
    let office = session.store.office_time()?.unwrap_or(i64::MIN);
    let until = days.map_or(i64::MAX, |days| office.saturating_sub(i64::from(days) * DAY));
    let mut spared: Vec<_> = session.documents.values().map(|open| open.family).collect();
    spared.extend(attention::read(&session.store).unwrap_or_default().into_keys());
    let safe = session.store.safe()?;
    session.store.wipe(&safe, until, &spared)
}
