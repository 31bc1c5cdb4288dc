//! Print-outs as PDF: data in, bytes out.
//!
//! Pure: no clock, no file, no network, no font of the machine, so the same data makes the same
//! bytes everywhere. What comes from data is drawn glyph by glyph and never read as markup. Paper
//! travels further than a vault: a print-out takes only what its struct asks for.

mod error;
mod face;
mod notice;
mod paint;
mod parts;
mod qr;
mod recap;
mod receipt;
mod sheet;
mod table;
mod time;
mod work;

pub use error::PrintError;
pub use notice::{NoticeSection, NoticeSheet, notice_sheet};
pub use recap::{ListLine, RecapCounts, RecapSheet, recap_sheet};
pub use receipt::{Counts, Newest, ReceiptLine, SlsReceipt, sls_receipt};
pub use work::{Missing, WorkCounts, WorkReceipt, work_receipt};
