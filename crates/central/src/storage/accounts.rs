//! Rows of accounts, their one-time codes, and the sessions of browsers.

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_wire::seal::Hash;

use super::Result;

/// How an officer proves who they are in a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Whose it is.
    pub officer: OfficerId,
    /// Argon2id as a PHC string; absent until the invitation was used.
    pub password: Option<String>,
    /// Secret of the second factor, sealed; absent without one.
    pub totp: Option<Vec<u8>>,
    /// Newest time step of it that was used; absent until its first code was shown.
    pub step: Option<u64>,
}

/// Never prints a password's hash or a secret.
impl std::fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountRow({})", self.officer)
    }
}

/// A browser somebody logged in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// BLAKE3 of its token.
    pub token: Hash,
    /// Who.
    pub officer: OfficerId,
    /// Since when, by the endpoint's clock.
    pub begun: Millis,
    /// Last request, to the minute.
    pub seen: Millis,
}

/// Accounts and sessions of browsers. Codes come as keyed hashes.
pub trait Accounts {
    /// An officer's account.
    fn account(&self, officer: OfficerId) -> Result<Option<AccountRow>>;
    /// Keeps a one-time code with which the officer sets a password; codes before it are gone. The
    /// account is made if there is none, and stays as it is until the code is used.
    fn invite(&self, officer: OfficerId, code: Hash, until: Millis) -> Result<()>;
    /// Whom a code invites, and until when.
    fn invited(&self, code: Hash) -> Result<Option<(OfficerId, Millis)>>;
    /// Spends an invitation on a password: second factor, recovery codes and sessions are gone.
    /// [`StorageError::Conflict`](super::StorageError::Conflict) when it was spent.
    fn accept(&self, officer: OfficerId, code: Hash, password: &str) -> Result<()>;
    /// Sets another password and ends all sessions.
    fn set_password(&self, officer: OfficerId, password: &str) -> Result<()>;
    /// Keeps a second factor that is not in force yet, or takes it away; recovery codes are gone.
    fn set_totp(&self, officer: OfficerId, sealed: Option<&[u8]>) -> Result<()>;
    /// Puts the second factor in force from this step on, with its recovery codes.
    fn confirm_totp(&self, officer: OfficerId, step: u64, codes: &[Hash]) -> Result<()>;
    /// Uses a time step; false when it or a later one was used.
    fn use_step(&self, officer: OfficerId, step: u64) -> Result<bool>;
    /// Uses a recovery code; false when there is none.
    fn use_code(&self, officer: OfficerId, code: Hash) -> Result<bool>;
    /// Begins a session; those begun or last seen before these moments are gone.
    fn begin_session(&self, session: &SessionRow, begun: Millis, seen: Millis) -> Result<()>;
    /// A session, by the hash of its token.
    fn session(&self, token: Hash) -> Result<Option<SessionRow>>;
    /// It was used.
    fn touch_session(&self, token: Hash, now: Millis) -> Result<()>;
    /// Ends it.
    fn end_session(&self, token: Hash) -> Result<()>;
}
