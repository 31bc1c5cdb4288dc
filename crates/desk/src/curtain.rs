//! The curtain: hides the screen without closing the vault, and is lifted with a PIN of six digits.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, Params, PasswordHasher as _, PasswordVerifier as _};
use cacah_family::host::Host;
use cacah_family::trail::{Act, Deed};
use cacah_store::{Reader, Store, StoreError};
use cacah_wire::command::{LiftCurtain, SetPin, StateView};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;

/// Wrong PINs until the lock.
const TRIES: u8 = 3;
/// What a guess costs, KiB and passes: the hash lies in the encrypted vault, and three tries are all.
const COST: (u32, u32) = (8 << 10, 2);

impl Desk {
    /// By key: the curtain falls; where it is down already, the vault is closed.
    pub(crate) fn cover_or_lock(&self) -> Result<StateView, DeskError> {
        let covered = self.watch().as_ref().map(|watch| watch.covered).ok_or(Code::Locked)?;
        if covered {
            self.copy_changes();
            self.close("key");
        } else {
            self.cover();
        }
        self.state()
    }

    pub(crate) fn cover(&self) {
        if let Some(watch) = self.watch().as_mut() {
            watch.covered = true;
        }
        self.note_if_possible(Deed::new(Act::Covered));
    }

    /// Lifts the curtain; the third wrong PIN locks.
    pub(crate) fn lift(&self, args: &LiftCurtain) -> Result<StateView, DeskError> {
        let wrong = self.try_pin(&args.pin)?;
        match wrong {
            None => self.state(),
            Some((_, tries)) if tries >= TRIES => {
                self.close("wrong_pin");
                Err(Code::Locked.into())
            }
            Some((code, _)) => Err(code.into()),
        }
    }

    /// What was wrong, and how often by now. Held to the end, so that guesses come one at a time.
    fn try_pin(&self, pin: &str) -> Result<Option<(Code, u8)>, DeskError> {
        let mut watch = self.watch();
        let watch = watch.as_mut().ok_or(Code::Locked)?;
        if !watch.covered {
            return Ok(None);
        }
        // Counted before it is looked at: a failure in between gives no guess away.
        watch.wrong = watch.wrong.saturating_add(1);
        let right = self.with(|session| proves(&session.store, pin))?;
        if right.is_none() {
            let wrong = u64::from(watch.wrong - 1);
            watch.lift(self.host.monotonic());
            self.note_if_possible(Deed::new(Act::Lifted).count(wrong));
        }
        Ok(right.map(|code| (code, watch.wrong)))
    }

    pub(crate) fn set_pin(&self, args: &SetPin) -> Result<StateView, DeskError> {
        if is_weak(&args.pin) {
            return Err(Code::WeakPin.into());
        }
        self.with(|session| {
            session.store.check_password(&args.password)?;
            let hash = hash(&args.pin, &*self.host)?;
            Ok(session.store.set_setting(&key(&session.store), &hash)?)
        })?;
        self.state()
    }
}

/// Whether this officer set a PIN.
pub(crate) fn has_pin(store: &Store) -> Result<bool, DeskError> {
    Ok(stored(store)?.is_some())
}

/// What is wrong with `pin`; nothing when it lifts the curtain.
fn proves(store: &Store, pin: &str) -> Result<Option<Code>, DeskError> {
    match stored(store)? {
        Some(hash) => Ok((!is_of(pin, &hash)).then_some(Code::WrongPin)),
        None => match store.check_password(pin) {
            Ok(()) => Ok(None),
            Err(StoreError::WrongPassword) => Ok(Some(Code::WrongPassword)),
            Err(error) => Err(error.into()),
        },
    }
}

fn stored(store: &Store) -> Result<Option<String>, DeskError> {
    Ok(Reader::setting(store, &key(store))?)
}

/// Setting: the PIN's hash. Officers who share a vault have a PIN each.
fn key(store: &Store) -> String {
    format!("pin.{}", store.enrolment().officer)
}

fn hash(pin: &str, host: &dyn Host) -> Result<String, DeskError> {
    let mut salt = [0; 16];
    host.fill(&mut salt);
    let params = Params::new(COST.0, COST.1, 1, None).map_err(|_| Code::Internal)?;
    let hash: PasswordHash = Argon2::from(params)
        .hash_password_with_salt(pin.as_bytes(), &salt)
        .map_err(|_| Code::Internal)?;
    Ok(hash.to_string())
}

fn is_of(pin: &str, hash: &str) -> bool {
    let hash = PasswordHash::new(hash);
    hash.is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// Not six digits, or what anybody would try first: one digit, a row up or down, a part repeated.
fn is_weak(pin: &str) -> bool {
    let digits = pin.as_bytes();
    if digits.len() != 6 || !digits.iter().all(u8::is_ascii_digit) {
        return true;
    }
    let row = |step: u8| digits.windows(2).all(|two| (two[0] - b'0' + step) % 10 == two[1] - b'0');
    let repeats = |part: usize| digits.iter().zip(digits.iter().skip(part)).all(|(a, b)| a == b);
    row(1) || row(9) || (1..=3).any(repeats)
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FakeHost;

    use super::*;

    #[test]
    fn what_anybody_would_try_is_no_pin() {
        for weak in
            ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "000000", "123456", "890123", "654321"]
        {
            assert!(is_weak(weak), "{weak}");
        }
        for weak in ["121212", "123123", "210987"] {
            assert!(is_weak(weak), "{weak}");
        }
        for good in ["481516", "100000", "112233", "135790"] {
            assert!(!is_weak(good), "{good}");
        }
    }

    #[test]
    fn a_hash_knows_its_pin_and_no_other() {
        let hash = hash("481516", &FakeHost::new(1)).unwrap();
        assert!(is_of("481516", &hash));
        assert!(!is_of("481517", &hash));
        assert!(!is_of("481516", "no hash"));
    }
}
