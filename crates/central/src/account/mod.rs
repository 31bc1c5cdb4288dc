//! Accounts of people who work in a browser: logging in, the password set by a one-time code, the
//! second factor (ADR 0025).
//!
//! A login that fails does the same work and says the same whatever was wrong, also while it is too
//! soon after wrong ones.

mod pace;
mod password;
mod totp;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::radio;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::down::Officer;
use cacah_wire::seal::Hash;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::session::{Entered, Session};
use crate::storage::{AccountRow, Storage, StorageError};
use pace::{Guesser, Pace};

/// How long an invitation lives.
const LIFE: Millis = 10 * 60 * 1000;
/// Bytes of an invitation's code: it is read aloud, and good for one guess in 2⁶⁰ for ten minutes.
const CODE: usize = 8;
const INVITES: &str = "invitation";
const NAMES: &str = "cacah 2026-11 name of an account";
const CODES: &str = "cacah 2026-11 one-time code of an account";

/// What the endpoint remembers of logins while it runs.
#[derive(Debug, Default)]
pub struct Logins {
    pace: Mutex<Pace>,
    derived: AtomicU64,
}

impl Logins {
    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who wants in.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// Code of the officer.
    pub name: &'a str,
    /// What is said to be the password.
    pub password: &'a str,
    /// Code of the second factor, or a recovery code in its place.
    pub code: Option<&'a str>,
    /// The mark of a browser that logged in before.
    pub mark: Option<&'a str>,
    /// Where the request came from.
    pub address: IpAddr,
}

/// A one-time code with which somebody sets a password.
pub struct Invitation {
    /// In groups, to be read aloud.
    pub code: String,
    /// Good until then, by the endpoint's clock.
    pub until: Millis,
}

/// A second factor that waits for its first code.
pub struct SecondFactor {
    /// The secret as an app takes it, base 32.
    pub secret: String,
    /// The same as a link, for a QR code.
    pub uri: String,
}

impl<S: Storage> Central<S> {
    /// Logs somebody in.
    ///
    /// # Errors
    /// [`CentralError::LoginFailed`], whatever did not fit.
    pub fn log_in(&self, login: &Login<'_>) -> Result<Entered> {
        let now = self.host.monotonic();
        let officer = self.storage.officer(login.name)?;
        let account = officer.as_ref().map(|officer| self.storage.account(officer.id));
        let account = account.transpose()?.flatten();
        let guesser = self.guesser(officer.as_ref(), login);
        let crowd = Guesser::Strangers(self.name(login.name));
        let (counts, before) = {
            let pace = self.logins.pace();
            let calm = matches!(guesser, Guesser::Known(_)) || pace.may(crowd, now);
            (calm && pace.may(guesser, now), pace.misses(guesser))
        };
        let phc = account.as_ref().and_then(|account| account.password.as_deref());
        let mut right = self.fits(phc, login.password)?;
        // A code is used up only where everything else fits.
        if let (true, true, Some(account)) = (counts, right, &account) {
            right = self.second(account, login.code)?;
        }
        match officer.filter(|_| counts && right) {
            Some(officer) if self.serves(&officer)? => {
                self.logins.pace().hit(guesser);
                self.enter(officer, u64::from(before))
            }
            _ => {
                if counts {
                    self.missed(guesser, crowd, account.as_ref(), now)?;
                }
                Err(CentralError::LoginFailed)
            }
        }
    }

    /// Makes a one-time code with which an officer sets a password; what stands stays until then.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Officer`] for a code that nobody has.
    pub fn invite(&self, by: &str, officer: &str) -> Result<Invitation> {
        self.warrant(by, Action::ChangeAccounts)?;
        let officer = self.known_officer(officer)?;
        let by = self.allow_whole(by, Action::ChangeAccounts, officer.id)?;
        let mut random = [0; CODE];
        self.host.fill(&mut random);
        let until = self.host.now() + LIFE;
        self.storage.invite(officer.id, self.code(&random), until)?;
        self.noted(by, Deed::new(Act::Account).kind("invited").on(Subject::Officer(officer.id)))?;
        Ok(Invitation { code: radio::spell(INVITES, &random), until })
    }

    /// Sets the password of whoever holds an invitation, and logs in.
    ///
    /// # Errors
    /// [`CentralError::TicketSpent`]; [`CentralError::WeakPassword`], which spends nothing.
    pub fn accept_invitation(&self, code: &str, password: &str) -> Result<Entered> {
        let spent = CentralError::TicketSpent;
        let Ok(bytes) = radio::read(INVITES, code, CODE) else { return Err(spent) };
        let code = self.code(&bytes);
        let Some((officer, until)) = self.storage.invited(code)? else { return Err(spent) };
        let officer = self.storage.officer_by_id(officer)?.ok_or(CentralError::TicketSpent)?;
        if self.host.now() >= until || !self.serves(&officer)? {
            return Err(spent);
        }
        password::weigh(password, &[&officer.code, &officer.name])?;
        let phc = self.derive(password)?;
        match self.storage.accept(officer.id, code, &phc) {
            Err(StorageError::Conflict) => return Err(spent),
            accepted => accepted?,
        }
        self.noted(officer.id, Deed::new(Act::Account).kind("password"))?;
        self.enter(officer, 0)
    }

    /// Another password; all sessions end, and a new one begins.
    ///
    /// # Errors
    /// [`CentralError::LoginFailed`] for another old password; [`CentralError::WeakPassword`].
    pub fn change_password(&self, session: &Session, old: &str, new: &str) -> Result<Entered> {
        self.prove(session, old)?;
        let officer = &session.officer;
        password::weigh(new, &[&officer.code, &officer.name, old])?;
        let phc = self.derive(new)?;
        self.storage.set_password(officer.id, &phc)?;
        self.noted(officer.id, Deed::new(Act::Account).kind("password"))?;
        self.enter(officer.clone(), 0)
    }

    /// Begins a second factor; it is in force once [`confirm_second`](Self::confirm_second) saw a
    /// code of it.
    ///
    /// # Errors
    /// [`CentralError::LoginFailed`] for another password; [`CentralError::Request`] while one is in
    /// force: beginning another would switch it off.
    pub fn begin_second(&self, session: &Session, password: &str) -> Result<SecondFactor> {
        self.prove(session, password)?;
        if self.has_second(session)? {
            return Err(CentralError::Request("end the second factor first"));
        }
        let officer = &session.officer;
        let secret = totp::draw(self.host.as_ref());
        let sealed = totp::seal(&self.keys, self.host.as_ref(), officer.id, &secret)?;
        self.storage.set_totp(officer.id, Some(&sealed))?;
        let secret = totp::base32(secret);
        let name: String = officer.code.chars().filter(char::is_ascii_alphanumeric).collect();
        let uri = format!("otpauth://totp/Cacah:{name}?secret={secret}&issuer=Cacah");
        Ok(SecondFactor { secret, uri })
    }

    /// Puts the second factor in force; the recovery codes, shown once.
    ///
    /// # Errors
    /// [`CentralError::LoginFailed`] for a code that does not fit.
    pub fn confirm_second(&self, session: &Session, code: &str) -> Result<Vec<String>> {
        let officer = session.officer.id;
        let account = self.storage.account(officer)?.ok_or(CentralError::LoginFailed)?;
        let sealed = account.totp.filter(|_| account.step.is_none());
        let sealed = sealed.ok_or(CentralError::LoginFailed)?;
        let step = totp::step(&self.keys, officer, &sealed, code, self.host.now())?;
        let step = step.ok_or(CentralError::LoginFailed)?;
        let spares = totp::spares(self.host.as_ref());
        let hidden: Vec<Hash> = spares
            .iter()
            .filter_map(|spare| totp::spare(spare))
            .map(|bytes| self.code(&bytes))
            .collect();
        self.storage.confirm_totp(officer, step, &hidden)?;
        self.noted(officer, Deed::new(Act::Account).kind("second_factor"))?;
        Ok(spares)
    }

    /// Takes the second factor away.
    ///
    /// # Errors
    /// [`CentralError::LoginFailed`] for another password.
    pub fn end_second(&self, session: &Session, password: &str) -> Result<()> {
        self.prove(session, password)?;
        self.storage.set_totp(session.officer.id, None)?;
        self.noted(session.officer.id, Deed::new(Act::Account).kind("second_factor_ended"))
    }

    /// True when a second factor is in force.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn has_second(&self, session: &Session) -> Result<bool> {
        Ok(self.storage.account(session.officer.id)?.is_some_and(|account| account.step.is_some()))
    }

    /// How often a password was derived since the program began.
    #[must_use]
    pub fn derivations(&self) -> u64 {
        self.logins.derived.load(Ordering::Relaxed)
    }

    /// Whoever has the session must know the password again for what outlives it. Wrong ones are
    /// counted as at the door.
    fn prove(&self, session: &Session, password: &str) -> Result<()> {
        let now = self.host.monotonic();
        let guesser = Guesser::Known(session.token);
        let counts = self.logins.pace().may(guesser, now);
        let account = self.storage.account(session.officer.id)?;
        let phc = account.as_ref().and_then(|account| account.password.as_deref());
        if self.fits(phc, password)? && counts {
            self.logins.pace().hit(guesser);
            return Ok(());
        }
        self.logins.pace().missed(guesser, now);
        Err(CentralError::LoginFailed)
    }

    fn guesser(&self, officer: Option<&Officer>, login: &Login<'_>) -> Guesser {
        let known =
            officer.zip(login.mark).and_then(|(officer, mark)| self.known(officer.id, mark));
        let stranger = || Guesser::Stranger(self.name(login.name), place(login.address));
        known.map_or_else(stranger, Guesser::Known)
    }

    fn missed(
        &self,
        guesser: Guesser,
        crowd: Guesser,
        account: Option<&AccountRow>,
        now: u64,
    ) -> Result<()> {
        {
            let mut pace = self.logins.pace();
            pace.missed(guesser, now);
            if !matches!(guesser, Guesser::Known(_)) {
                pace.missed(crowd, now);
            }
        }
        // Only guesses that counted are written down, so nobody fills the trail faster; those at a
        // name nobody has too, or the time it takes would tell them apart.
        let deed = Deed::new(Act::LoginFailed);
        let deed = match account {
            Some(account) => deed.on(Subject::Officer(account.officer)),
            None => deed.kind("unknown"),
        };
        Ok(self.storage.note(None, None, deed, self.host.now())?)
    }

    fn second(&self, account: &AccountRow, code: Option<&str>) -> Result<bool> {
        let (Some(sealed), Some(_)) = (&account.totp, account.step) else { return Ok(true) };
        let Some(code) = code else { return Ok(false) };
        if let Some(bytes) = totp::spare(code) {
            let used = self.storage.use_code(account.officer, self.code(&bytes))?;
            if used {
                self.noted(account.officer, Deed::new(Act::Account).kind("recovery_code"))?;
            }
            return Ok(used);
        }
        let step = totp::step(&self.keys, account.officer, sealed, code, self.host.now())?;
        step.map_or(Ok(false), |step| Ok(self.storage.use_step(account.officer, step)?))
    }

    fn fits(&self, phc: Option<&str>, password: &str) -> Result<bool> {
        self.logins.derived.fetch_add(1, Ordering::Relaxed);
        // No password is longer; the rest of one that is costs nothing, and nothing fits it.
        let taken = if password.len() <= password::LONGEST { password } else { "" };
        password::fits(phc, taken)
    }

    fn derive(&self, password: &str) -> Result<String> {
        self.logins.derived.fetch_add(1, Ordering::Relaxed);
        password::hash(self.host.as_ref(), password)
    }

    fn noted(&self, by: OfficerId, deed: Deed) -> Result<()> {
        Ok(self.storage.note(Some(by), None, deed, self.host.now())?)
    }

    fn name(&self, name: &str) -> Hash {
        self.keys.hidden(NAMES, name.as_bytes())
    }

    fn code(&self, bytes: &[u8]) -> Hash {
        self.keys.hidden(CODES, bytes)
    }
}

/// An address as guesses and requests are counted: of IPv6 the network, since its hosts have addresses to spare.
pub(crate) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}
