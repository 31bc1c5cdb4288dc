//! From rich errors inside to the one code and sentence outside.

use cacah_print::PrintError;
use cacah_store::StoreError;
use cacah_sync::{SyncError, TransportError};
use cacah_wire::command::Failure;
use cacah_wire::error::Code;

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeskError {
    /// In the vault.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// On the way to the endpoint.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// A file beside the vaults.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// In a print-out.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The form of the package does not load; where it says so.
    #[error("the form does not load: {0}")]
    Form(String),
    /// Anything that is a code already.
    #[error("{0}")]
    Code(Code),
    /// A code with its place.
    #[error("{0} at {1}")]
    At(Code, String),
}

impl From<Code> for DeskError {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

impl From<TransportError> for DeskError {
    fn from(error: TransportError) -> Self {
        Self::Code(error.code())
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let code = code(&error);
        let place = match error {
            DeskError::Form(place) | DeskError::At(_, place) => Some(place),
            // How long to wait.
            DeskError::Store(StoreError::TooSoon { seconds }) => Some(seconds.to_string()),
            _ => None,
        };
        Self { code, message: code.indonesian().to_owned(), place }
    }
}

/// The one code of an error.
pub(crate) fn code(error: &DeskError) -> Code {
    match error {
        DeskError::Store(error) => store_code(error),
        DeskError::Sync(error) => sync_code(error),
        DeskError::Io(error) => io_code(error),
        DeskError::Print(_) => Code::Internal,
        DeskError::Form(_) => Code::FormBroken,
        DeskError::Code(code) | DeskError::At(code, _) => *code,
    }
}

pub(crate) fn sync_code(error: &SyncError) -> Code {
    match error {
        SyncError::Store(error) => store_code(error),
        error => error.code().unwrap_or(Code::Internal),
    }
}

pub(crate) fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::WrongPassword => Code::WrongPassword,
        StoreError::AsksOffice => Code::AsksOffice,
        StoreError::WrongCode => Code::WrongCode,
        StoreError::TooSoon { .. } => Code::TooSoon,
        StoreError::Unsent => Code::Unsent,
        StoreError::Busy => Code::VaultBusy,
        StoreError::Damaged { .. } => Code::VaultDamaged,
        StoreError::TooNew => Code::VaultTooNew,
        StoreError::DiskFull => Code::DiskFull,
        StoreError::NotWritable => Code::NotWritable,
        StoreError::NotFound(_) => Code::NotFound,
        StoreError::AlreadyExists => Code::AlreadyEnrolled,
        StoreError::BadRecipient => Code::BadTicket,
        StoreError::ReceiptUnknown => Code::ReceiptForged,
        StoreError::BadCopy => Code::BadCopy,
        // Opening the vault anew pays it.
        StoreError::IncarnationOwed => Code::Locked,
        _ => Code::Internal,
    }
}

fn io_code(error: &std::io::Error) -> Code {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
    match error.kind() {
        StorageFull => Code::DiskFull,
        PermissionDenied | ReadOnlyFilesystem => Code::NotWritable,
        _ => Code::Internal,
    }
}
