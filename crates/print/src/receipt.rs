//! The receipt per SLS: what the endpoint has confirmed of one neighbourhood's work, for the
//! officer's file and the supervisor's. Codes and counts only; no name, NIK or KK of anyone
//! registered.

mod layout;

use crate::PrintError;
use crate::sheet::Furniture;

/// What a receipt per SLS shows. Texts are printed as they are, whatever they contain.
#[derive(Debug, Clone)]
pub struct SlsReceipt {
    /// The office ("BPS Kota Ternate").
    pub office: String,
    /// The round's name.
    pub round: String,
    /// True in a practice round: every page says so.
    pub practice: bool,
    /// The SLS, 16 characters.
    pub idsubsls: String,
    /// Its name.
    pub sls_name: String,
    /// Its village (kelurahan or desa).
    pub village: String,
    /// Its district (kecamatan).
    pub district: String,
    /// The officer's code.
    pub officer: String,
    /// The laptop, shortened for people.
    pub device: String,
    /// Families by state.
    pub counts: Counts,
    /// Journal entries of this SLS in all.
    pub entries: u64,
    /// The newest receipt, if there is one.
    pub newest: Option<Newest>,
    /// Life of the endpoint's data, shortened for people.
    pub epoch: String,
    /// Every receipt that names a family of this SLS, oldest first.
    pub rows: Vec<ReceiptLine>,
    /// Rolling hash of the SLS, hexadecimal: both sides have the same when they hold the same.
    pub rolling_hash: String,
    /// What the QR code says, at most 911 bytes.
    pub proof: String,
    /// Minutes east of UTC in which times are printed (540 is WIT).
    pub offset_minutes: i32,
}

/// Families of one SLS by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// On the prelist.
    pub prelist: u64,
    /// Worked on.
    pub worked: u64,
    /// Finished by the officer.
    pub finished: u64,
    /// Named by a receipt.
    pub receipted: u64,
    /// Held at the endpoint for a supervisor.
    pub held: u64,
    /// Unfinished, at the endpoint as a safety copy.
    pub open: u64,
}

/// The newest receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// Its number.
    pub number: u64,
    /// Its time by the endpoint's clock, milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
}

/// One receipt in the table.
#[derive(Debug, Clone)]
pub struct ReceiptLine {
    /// Its number.
    pub number: u64,
    /// Its time by the endpoint's clock, milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Families of this SLS it names.
    pub families: u64,
    /// Entries in their segments.
    pub entries: u64,
    /// The batch, shortened for people.
    pub batch: String,
    /// Hash over its segments of this SLS, hexadecimal.
    pub segments_hash: String,
}

/// The receipt of one SLS as PDF: A4 portrait, black on white, as many pages as its rows need.
///
/// The same data makes the same bytes.
///
/// # Errors
/// [`PrintError::ProofTooLong`] when the proof does not fit the QR code, [`PrintError::Time`] for a
/// time outside the calendar; otherwise the program is damaged.
pub fn sls_receipt(data: &SlsReceipt) -> Result<Vec<u8>, PrintError> {
    layout::lay(data)?.pdf(&Furniture {
        title: format!("Tanda terima · {} · {}", data.idsubsls, data.sls_name),
        foot: format!("{} · {} · petugas {}", data.office, data.idsubsls, data.officer),
        practice: data.practice,
    })
}

#[cfg(test)]
mod tests;
