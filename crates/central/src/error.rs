//! What goes wrong at the endpoint, and the one place where it becomes a code.

use cacah_form::{Diagnostic, FormError};
use cacah_wire::batch::BatchError;
use cacah_wire::command::Failure;
use cacah_wire::error::Code;
use cacah_wire::seal::SealError;
use cacah_wire::stick::StickError;
use cacah_wire::trail::TrailError;

use crate::storage::StorageError;

/// Why the endpoint refuses a request. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum CentralError {
    /// The token is unknown.
    #[error("no device has this token")]
    Unauthorized,
    /// Name, password or second factor do not fit, or it is too soon after wrong ones; which is not
    /// said.
    #[error("the login does not fit")]
    LoginFailed,
    /// No session of a browser, or one that ended.
    #[error("the session ended")]
    SignedOut,
    /// A password that is guessed too easily.
    #[error("the password is weak")]
    WeakPassword,
    /// The one-time code is unknown, spent on other keys, or too old.
    #[error("the ticket is spent")]
    TicketSpent,
    /// The role or the area does not allow it; nothing was changed.
    #[error("{}\n{}", Code::NotAllowed.indonesian(), Code::NotAllowed.english())]
    NotAllowed,
    /// No such officer, or one without an area.
    #[error("officer {0} serves no area")]
    Officer(String),
    /// A request that is not of the protocol.
    #[error("not understood: {0}")]
    Request(&'static str),
    /// The batch as a whole cannot be read or proven.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The header does not belong to the device that sends it.
    #[error("the header is not this device's")]
    Header,
    /// The batch id was used for other bytes.
    #[error("the batch id was used for other bytes")]
    Mismatch,
    /// What a supervisor names is not there.
    #[error("tidak ada / no such {0}")]
    NotFound(&'static str),
    /// No state of the family comes of what a supervisor says; nothing was changed.
    #[error(
        "data keluarga ini tidak dapat dihitung; tidak ada yang diubah / this family cannot be computed with it; nothing was changed"
    )]
    Uncomputable,
    /// An audit trail that cannot be read or written, or does not hold.
    #[error(transparent)]
    Trail(#[from] TrailError),
    /// A piece of a file that is not what it is named.
    #[error("not the piece that was named")]
    Chunk,
    /// More bytes than the endpoint keeps for a device.
    #[error("more than is kept for a device")]
    Quota,
    /// More at once than the endpoint takes.
    #[error("busy")]
    Busy,
    /// A form that does not compile.
    #[error("the form has {} errors, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Form(Vec<FormError>),
    /// A form that compiles and is still wrong: what stops it from being handed out.
    #[error("the form has {} errors", .0.len())]
    Lint(Vec<Diagnostic>),
    /// A changed form under the version of another one that was handed out.
    #[error(
        "kuesioner berubah, tetapi version masih {0}: beri version baru di settings; tidak ada yang diubah / the form changed but its version is still {0}: give it a new one in settings; nothing was changed"
    )]
    SameVersion(String),
    /// A form that is not the round's.
    #[error("kuesioner putaran ini adalah {0} / the form of this round is {0}")]
    OtherForm(String),
    /// A receipt could not be written.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A file on a stick that cannot be read or written.
    #[error(transparent)]
    Stick(#[from] StickError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Result of a use case.
pub type Result<T> = std::result::Result<T, CentralError>;

impl CentralError {
    /// The stable code of it. A full disk is the office's trouble, not the laptop's: there it means
    /// to come back later.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Unauthorized => Code::Unauthorized,
            Self::LoginFailed => Code::LoginFailed,
            Self::SignedOut => Code::SignedOut,
            Self::WeakPassword => Code::WeakPassword,
            Self::TicketSpent => Code::TicketSpent,
            Self::NotAllowed => Code::NotAllowed,
            Self::Officer(_) => Code::UnknownOfficer,
            Self::Request(_) => Code::BadRequest,
            Self::NotFound(_) => Code::NotFound,
            Self::Chunk => Code::BadChunk,
            Self::Quota => Code::TooLarge,
            Self::Batch(BatchError::TooLarge) => Code::TooLarge,
            Self::Batch(BatchError::Hash) => Code::BadHash,
            Self::Batch(BatchError::Signature) | Self::Header => Code::BadSignature,
            Self::Batch(BatchError::Format | BatchError::Version) => Code::BadBatch,
            Self::Mismatch => Code::BatchMismatch,
            Self::Busy | Self::Storage(StorageError::Conflict | StorageError::Full) => Code::Busy,
            Self::Form(_) | Self::Lint(_) | Self::SameVersion(_) | Self::OtherForm(_) => {
                Code::FormBroken
            }
            Self::Stick(error) => error.code(),
            Self::Trail(TrailError::Io(_)) => Code::StickLost,
            Self::Trail(_) => Code::BadStick,
            Self::Uncomputable | Self::Seal(_) | Self::Storage(_) => Code::Internal,
        }
    }

    /// As it is answered. Details of our own faults stay in the log.
    #[must_use]
    pub fn failure(&self) -> Failure {
        let code = self.code();
        Failure { code, message: code.indonesian().to_owned(), place: None }
    }
}
