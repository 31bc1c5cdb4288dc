//! Print-outs as PDF: data in, bytes out.
//!
//! Pure: no clock, no file, no network, no font of the machine, so the same data makes the same
//! bytes everywhere. What comes from data is drawn glyph by glyph and never read as markup. Paper
//! travels further than a vault: a print-out takes only what its struct asks for.

mod balance;
mod barcode;
mod error;
mod face;
mod handover;
mod labels;
mod notice;
mod office;
mod paint;
mod parts;
mod qr;
mod recap;
mod receipt;
mod sheet;
mod shelf;
mod table;
mod time;
mod work;
mod worklist;

pub use balance::{BalanceLine, BalanceSheet, GapLine, balance_sheet};
pub use error::PrintError;
pub use handover::{HandOverLine, HandOverList, hand_over_list};
pub use labels::{BoxLabel, box_labels};
pub use notice::{NoticeSection, NoticeSheet, notice_sheet};
pub use office::Office;
pub use recap::{ListLine, RecapCounts, RecapSheet, recap_sheet};
pub use receipt::{Counts, Newest, ReceiptLine, SlsReceipt, sls_receipt};
pub use shelf::{ShelfLine, shelf_list};
pub use work::{Missing, WorkCounts, WorkReceipt, work_receipt};
pub use worklist::{WorkLine, WorkList, work_list};
