//! Sessions of browsers: an opaque token in a cookie, hashed at rest, that ends by itself.

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::trail::{Act, Deed};
use cacah_wire::down::Officer;
use cacah_wire::seal::Hash;

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::{SessionRow, Storage};

/// Without a request for so long it ends.
const IDLE: Millis = 30 * 60 * 1000;
/// It ends after so long in any case.
const WHOLE: Millis = 12 * 60 * 60 * 1000;
/// That it was used is written down not more often than this.
const MINUTE: Millis = 60 * 1000;
const MARKS: &str = "cacah 2026-11 mark of a known browser";
/// Hex digits of what is random in a mark, and of its proof.
const MARK: usize = 32;

/// Who is logged in, and where.
#[derive(Debug, Clone)]
pub struct Session {
    /// BLAKE3 of its token.
    pub token: Hash,
    /// Who.
    pub officer: Officer,
    /// Ends then at the latest, by the endpoint's clock.
    pub until: Millis,
}

/// A session that has just begun. What it holds goes into cookies and nowhere else.
pub struct Entered {
    /// The session's token: 256 bits, hex.
    pub token: String,
    /// The mark by which this browser is known from now on.
    pub mark: String,
    /// It.
    pub session: Session,
}

impl<S: Storage> Central<S> {
    /// The session of a token; using it keeps it.
    ///
    /// # Errors
    /// [`CentralError::SignedOut`] when there is none, or when whoever it is serves nothing now.
    pub fn session(&self, token: &str) -> Result<Session> {
        let hash = Hash::of(token.as_bytes());
        let row = self.storage.session(hash)?.ok_or(CentralError::SignedOut)?;
        let now = self.host.now();
        let officer = self.storage.officer_by_id(row.officer)?.ok_or(CentralError::SignedOut)?;
        if now >= row.seen + IDLE || now >= row.begun + WHOLE || !self.serves(&officer)? {
            self.storage.end_session(hash)?;
            return Err(CentralError::SignedOut);
        }
        if now >= row.seen + MINUTE {
            self.storage.touch_session(hash, now)?;
        }
        Ok(Session { token: hash, officer, until: row.begun + WHOLE })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn log_out(&self, session: &Session) -> Result<()> {
        self.storage.end_session(session.token)?;
        let by = Some(session.officer.id);
        Ok(self.storage.note(by, None, Deed::new(Act::LoggedOut), self.host.now())?)
    }

    /// Begins a session; `before` wrong guesses went before it.
    pub(crate) fn enter(&self, officer: Officer, before: u64) -> Result<Entered> {
        let mut random = [0; 32];
        self.host.fill(&mut random);
        let token = Hash(random).to_string();
        let now = self.host.now();
        let hash = Hash::of(token.as_bytes());
        let row = SessionRow { token: hash, officer: officer.id, begun: now, seen: now };
        self.storage.begin_session(&row, now - WHOLE, now - IDLE)?;
        let deed = Deed::new(Act::LoggedIn).count(before);
        self.storage.note(Some(officer.id), None, deed, now)?;
        let mark = self.mark(officer.id);
        Ok(Entered { token, mark, session: Session { token: hash, officer, until: now + WHOLE } })
    }

    /// Whether somebody may do anything at all now.
    pub(crate) fn serves(&self, officer: &Officer) -> Result<bool> {
        let person = self.storage.person(&officer.code)?;
        let now = self.host.now();
        let ended = person.is_none_or(|person| person.ended.is_some_and(|ended| ended <= now));
        let services = self.storage.services_of(officer.id)?;
        Ok(!ended && services.iter().any(|service| service.lasts(now)))
    }

    /// What says of a browser that this officer logged in from it: random, and proven.
    fn mark(&self, officer: OfficerId) -> String {
        let mut random = [0; MARK / 2];
        self.host.fill(&mut random);
        let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let proof = self.proof(officer, &random);
        format!("{random}{proof}")
    }

    /// The browser by its mark, if the mark is this officer's.
    pub(crate) fn known(&self, officer: OfficerId, mark: &str) -> Option<Hash> {
        let (random, proof) = mark.split_at_checked(MARK)?;
        let right = self.proof(officer, random);
        let proof: Hash = proof.parse().ok()?;
        // blake3 compares in constant time.
        let same = blake3::Hash::from_bytes(proof.0) == blake3::Hash::from_bytes(right.0);
        same.then(|| Hash::of(mark.as_bytes()))
    }

    fn proof(&self, officer: OfficerId, random: &str) -> Hash {
        let bytes = [officer.0.as_bytes().as_slice(), random.as_bytes()].concat();
        self.keys.hidden(MARKS, &bytes)
    }
}
