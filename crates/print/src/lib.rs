//! Print-outs as PDF: data in, bytes out.
//!
//! Pure: no clock, no file, no network, no font of the machine, so the same data makes the same
//! bytes everywhere. What comes from data is drawn glyph by glyph and never read as markup. Paper
//! travels further than a vault: a print-out takes only what its struct asks for.

mod error;
mod face;
mod notice;
mod paint;
mod qr;
mod receipt;
mod sheet;
mod table;
mod time;

pub use error::PrintError;
pub use notice::{NoticeSection, NoticeSheet, notice_sheet};
pub use receipt::{Counts, Newest, ReceiptLine, SlsReceipt, sls_receipt};
