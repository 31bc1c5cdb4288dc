//! The road to an endpoint, whatever it is made of.

use cacah_family::area::Idsubsls;
use cacah_family::id::BatchId;
use cacah_wire::batch::SealedBatch;
use cacah_wire::down::{EnrolReply, EnrolRequest, Hello, ReceiptList, TallyHashes, TallyList};
use cacah_wire::error::Code;
use cacah_wire::seal::Signed;

/// What an endpoint does for a laptop. The bearer token is the implementation's concern.
pub trait Transport {
    /// The endpoint's truth of the moment.
    ///
    /// # Errors
    /// [`TransportError`], as for all of these.
    fn hello(&self) -> Result<Hello, TransportError>;
    /// Enrols a laptop.
    ///
    /// # Errors
    /// A refusal when the code is spent.
    fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, TransportError>;
    /// Sends a batch; the same batch gives the same receipt.
    ///
    /// # Errors
    /// A refusal when nothing of it was taken.
    fn put_batch(&self, batch: &SealedBatch) -> Result<Answer, TransportError>;
    /// Receipts of this actor above a number.
    ///
    /// # Errors
    /// A refusal when the token is unknown.
    fn receipts(&self, after: u64) -> Result<ReceiptList, TransportError>;
    /// The next page of what is new for this officer; from the beginning without a cursor. What this
    /// laptop wrote in incarnations before this one it may have forgotten, and is told.
    ///
    /// # Errors
    /// A refusal when the token or the cursor is unknown.
    fn down(&self, after: Option<&str>, incarnation: u32) -> Result<Signed, TransportError>;
    /// What the endpoint holds of this laptop, per SLS.
    ///
    /// # Errors
    /// A refusal when the token is unknown.
    fn tally(&self) -> Result<TallyList, TransportError>;
    /// Which segments of an SLS those are.
    ///
    /// # Errors
    /// A refusal when the token is unknown.
    fn tally_hashes(&self, idsubsls: &Idsubsls) -> Result<TallyHashes, TransportError>;
    /// Of these chunks of files, by name, those the endpoint does not have.
    ///
    /// # Errors
    /// A refusal when the token is unknown.
    fn missing_chunks(&self, names: &[String]) -> Result<Vec<String>, TransportError>;
    /// Sends one sealed chunk of a file; the answer is a signed `ChunkReceipt`.
    ///
    /// # Errors
    /// A refusal when it is too large or not the one that is named.
    fn put_chunk(&self, name: &str, bytes: &[u8]) -> Result<Signed, TransportError>;
    /// One sealed chunk of a file that an entry here names.
    ///
    /// # Errors
    /// A refusal when the endpoint does not have it, or this officer may not see its family.
    fn chunk(&self, name: &str) -> Result<Vec<u8>, TransportError>;
}

/// What is answered to a batch.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The endpoint's signed receipt.
    Receipt(Signed),
    /// A hub's signed note: it keeps the batch and will carry it on.
    Kept(Signed),
}

/// Why a request brought nothing. Nothing may be concluded about whether it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No link, nobody there, cut off in the middle, or an answer that cannot be read.
    #[error("the endpoint cannot be reached")]
    Down,
    /// It asks to come back after so many seconds.
    #[error("the endpoint is busy for {0} seconds")]
    Busy(u32),
    /// Its certificate is not the one of the enrolment.
    #[error("the certificate is not the endpoint's")]
    Certificate,
    /// It answered, with a code.
    #[error("the endpoint refused: {0}")]
    Refused(Code),
}

impl TransportError {
    /// The stable code of it.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Down => Code::EndpointDown,
            Self::Busy(_) => Code::Busy,
            Self::Certificate => Code::WrongCertificate,
            Self::Refused(code) => code,
        }
    }
}

/// Named here so that implementations agree on the path of a batch.
pub(crate) fn batch_path(id: BatchId) -> String {
    format!("/v1/batches/{id}")
}
