//! The road to the office as the window walks it: stick, receipts, safety copies, photos, the timer.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attach;
mod field;
mod receipts;
mod restore;
mod stick;
mod timer;
