//! The rules of keying paper, without clock, disk or randomness: where paper is, how a field that is
//! keyed again is judged, which documents are keyed again, and what the work amounts to (ADR 0031,
//! 0032).

pub mod again;
pub mod balance;
pub mod custody;
pub mod figures;
pub mod label;
pub mod sampling;
pub mod sheets;
pub mod verify;
