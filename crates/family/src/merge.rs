//! Merge: the union of entries, and the state they amount to.
//!
//! A family's history is a set; uniting two sets is commutative, associative and idempotent by
//! construction (a grow-only set of dotted entries: Shapiro et al., CRDTs, INRIA RR-7506). What is
//! there now are the heads: entries no other entry at their path is over. Clocks decide nothing.
//! The rules are in ADR 0001 and ADR 0011.

mod document;
mod family;
mod history;
mod past;

pub use document::{DocumentState, Member, Noticed};
pub use family::{FamilyState, Moves};
pub use history::History;

#[cfg(test)]
mod tests;
