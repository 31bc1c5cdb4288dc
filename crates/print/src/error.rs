//! Why a print-out was not made.

use krilla::error::KrillaError;

/// Why a print-out was not made. Nothing was written; the data is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The proof does not fit a QR symbol that a phone reads from paper.
    #[error("the proof has {bytes} bytes, a QR code on paper holds {limit}")]
    ProofTooLong {
        /// Its length in bytes.
        bytes: usize,
        /// What fits in any case.
        limit: usize,
    },
    /// A time or an offset that no calendar has.
    #[error("{millis} ms at {offset_minutes} minutes from UTC is no time of the calendar")]
    Time {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        millis: i64,
        /// Minutes east of UTC.
        offset_minutes: i32,
    },
    /// The text of a bar code is empty, or has characters that no bar code holds.
    #[error("the text of a bar code is none")]
    Label,
    /// A typeface in this program cannot be read: the program itself is damaged.
    #[error("an embedded typeface is damaged")]
    Font,
    /// The PDF could not be written.
    #[error("the PDF could not be written: {0}")]
    Pdf(#[from] KrillaError),
}
