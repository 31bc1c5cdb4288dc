//! What can go wrong with a vault, and the one place where SQLite's codes become ours.

use std::io;

use rusqlite::ErrorCode;

/// Why the vault could not do it. Carries no answer, name or number.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The password or recovery key opens no slot, or nobody has the code: which, is not told.
    #[error("no key slot opens with this")]
    WrongPassword,
    /// The password was taken away: only a code of the office opens the vault.
    #[error("the vault asks for the office")]
    AsksOffice,
    /// The answer is to another challenge, or was used. Nothing was changed.
    #[error("not the answer to this challenge")]
    WrongCode,
    /// After wrong guesses the next one may not be tried yet; it does not count.
    #[error("the next guess may be tried in {seconds} s")]
    TooSoon {
        /// Until then.
        seconds: u32,
    },
    /// Something here was not receipted yet. Nothing was changed.
    #[error("something was not sent yet")]
    Unsent,
    /// Another process has the vault open.
    #[error("another process has the vault open")]
    Busy,
    /// A part of the vault cannot be read. Nothing was changed.
    #[error("{place} is damaged")]
    Damaged {
        /// The file or table.
        place: &'static str,
    },
    /// Written by a newer version of the app. Nothing was changed.
    #[error("written by a newer version")]
    TooNew,
    /// No room; what was stored before is intact.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or file may not be written.
    #[error("the vault may not be written")]
    NotWritable,
    /// No such thing in this vault, or no vault.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// There is a vault already; it is never overwritten.
    #[error("there is a vault already")]
    AlreadyExists,
    /// A safety copy does not read as it was written. The vault is as it was.
    #[error("the copy is not whole")]
    BadCopy,
    /// Numbers of the old incarnation may have been given before: a new one must begin first.
    /// Nothing was written.
    #[error("a new incarnation must begin first")]
    IncarnationOwed,
    /// A batch claims other entries than are waiting. Nothing was claimed.
    #[error("the batch does not claim what waits")]
    ClaimMismatch,
    /// A receipt names what this vault never sent. Nothing was settled.
    #[error("the receipt names what was not sent from here")]
    ReceiptUnknown,
    /// The office's recovery recipient is no age X25519 recipient.
    #[error("not an age recipient")]
    BadRecipient,
    /// The officer's signing key is only in the officer's own slot.
    #[error("the vault was opened without the officer's signing key")]
    NoOfficerKey,
    /// A file operation failed otherwise.
    #[error("file operation failed: {0}")]
    Io(io::ErrorKind),
    /// SQLite failed otherwise.
    #[error("storage failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

const SHARED_MEMORY_SIZE: i32 = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType,
        };
        match &error {
            FromSqlConversionFailure(..) | InvalidColumnType(..) | IntegralValueOutOfRange(..) => {
                return Self::Damaged { place: "vault.db" };
            }
            _ => {}
        }
        // The WAL's index could not grow.
        if error.sqlite_error().map(|code| code.extended_code) == Some(SHARED_MEMORY_SIZE) {
            return Self::DiskFull;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::NotWritable
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { place: "vault.db" }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable
            }
            kind => Self::Io(kind),
        }
    }
}

/// JSON this vault wrote and cannot read.
impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Damaged { place: "vault.db" }
    }
}
