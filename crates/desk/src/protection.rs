//! How an open vault is protected, as its officer set it.

use cacah_store::{Reader, Store};
use cacah_wire::command::{ProtectionView, SetProtection};
use cacah_wire::error::Code;

use crate::curtain;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::watch::Patience;

/// Setting: minutes without a key until the curtain.
const CURTAIN: &str = "curtain_minutes";
/// Setting: minutes without a key until the lock.
const LOCK: &str = "lock_minutes";
/// Setting: days a document stays after the office has it safely; empty: it is not wiped by itself.
const KEEP: &str = "keep_days";

const MINUTE: u64 = 60_000;

/// How long nobody may be here.
pub(crate) fn patience(store: &Reader) -> Result<Patience, DeskError> {
    let (curtain, lock) = minutes(store)?;
    Ok(Patience { curtain: u64::from(curtain) * MINUTE, lock: u64::from(lock) * MINUTE })
}

impl Desk {
    pub(crate) fn protection(&self) -> Result<ProtectionView, DeskError> {
        self.with_colleagues(self.with(|session| view(&session.store))?)
    }

    pub(crate) fn set_protection(&self, to: &SetProtection) -> Result<ProtectionView, DeskError> {
        let wrong = |place: &str| Err(DeskError::At(Code::BadRequest, place.into()));
        if !(1..=30).contains(&to.curtain_minutes) {
            return wrong("curtain_minutes");
        }
        if !(5..=120).contains(&to.lock_minutes) || to.lock_minutes <= to.curtain_minutes {
            return wrong("lock_minutes");
        }
        if to.keep_days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return wrong("keep_days");
        }
        let (view, patience) = self.with(|session| {
            let store = &mut session.store;
            let keep = to.keep_days.map(|days| days.to_string()).unwrap_or_default();
            store.set_setting(CURTAIN, &to.curtain_minutes.to_string())?;
            store.set_setting(LOCK, &to.lock_minutes.to_string())?;
            store.set_setting(KEEP, &keep)?;
            Ok((view(store)?, patience(store)?))
        })?;
        if let Some(watch) = self.watch().as_mut() {
            watch.patience = patience;
        }
        self.with_colleagues(view)
    }
}

fn view(store: &Store) -> Result<ProtectionView, DeskError> {
    let (curtain_minutes, lock_minutes) = minutes(store)?;
    Ok(ProtectionView {
        curtain_minutes,
        lock_minutes,
        pin: curtain::has_pin(store)?,
        officers: vec![store.enrolment().officer_code.clone()],
        days_alone: store.days_alone()?,
        days_allowed: store.asked()?.contact_days(),
        keep_days: keep_days(store)?,
        wiped: store.wiped_families()?,
    })
}

/// Days a document stays after the office has it safely: of what the officer and the office chose,
/// the shorter time.
pub(crate) fn keep_days(store: &Reader) -> Result<Option<u32>, DeskError> {
    let chosen = [number(store, KEEP)?, store.asked()?.keep_days];
    Ok(chosen.into_iter().flatten().min())
}

/// Until the curtain and until the lock: of what the officer and the office chose, the shorter time.
fn minutes(store: &Reader) -> Result<(u32, u32), DeskError> {
    let asked = store.asked()?;
    let shorter = |own: u32, asked: Option<u32>| asked.map_or(own, |asked| own.min(asked));
    let curtain = shorter(number(store, CURTAIN)?.unwrap_or(5), asked.curtain_minutes);
    let lock = shorter(number(store, LOCK)?.unwrap_or(30), asked.lock_minutes);
    Ok((curtain, lock))
}

fn number(store: &Reader, key: &str) -> Result<Option<u32>, DeskError> {
    Ok(store.setting(key)?.and_then(|text| text.parse().ok()))
}
