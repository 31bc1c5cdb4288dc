//! Why a sending stopped.

use cacah_store::StoreError;
use cacah_wire::batch::BatchError;
use cacah_wire::error::Code;
use cacah_wire::introduce::TicketError;
use cacah_wire::seal::SealError;
use cacah_wire::segment::SegmentError;
use cacah_wire::stick::StickError;

use crate::transport::TransportError;

/// What stopped it. The entries are where they were.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// On the way, or at the endpoint.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// In the vault.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault was locked meanwhile.
    #[error("the vault is locked")]
    Locked,
    /// A batch of no families was asked for.
    #[error("nothing waits")]
    Nothing,
    /// A receipt that does not prove itself, or names what was never sent.
    #[error("the receipt does not prove itself")]
    Receipt,
    /// A page down that does not prove itself, or is for another laptop.
    #[error("the page does not prove itself")]
    Page,
    /// The endpoint never told its key for sticks.
    #[error("no key to seal a stick to")]
    NoRecipient,
    /// A file on a stick that cannot be written or read.
    #[error(transparent)]
    Stick(#[from] StickError),
    /// A text that is no ticket.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// A family that cannot be put into a segment.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// A batch that cannot be made.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A statement that cannot be signed or read.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl SyncError {
    /// The stable code, except for the vault's own errors, which the desk maps.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Transport(error) => Some(error.code()),
            Self::Store(_) => None,
            Self::Locked => Some(Code::Locked),
            Self::Receipt | Self::Page => Some(Code::ReceiptForged),
            Self::Batch(BatchError::TooLarge) => Some(Code::TooLarge),
            Self::Ticket(TicketError::Bad(_)) => Some(Code::BadTicket),
            Self::Ticket(TicketError::Misread(_)) => Some(Code::CodeMisread),
            Self::Stick(error) => Some(error.code()),
            // One sending over a link brings it.
            Self::NoRecipient => Some(Code::EndpointDown),
            Self::Nothing | Self::Segment(_) | Self::Batch(_) | Self::Seal(_) => {
                Some(Code::Internal)
            }
        }
    }
}
