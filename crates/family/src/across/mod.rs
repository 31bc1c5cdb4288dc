//! Checks across families (ADR 0020): answered by the laptop within its own documents and prelist and
//! by the endpoint within its registry, each on its own side. None of them is ever part of a
//! document's status.
//!
//! [`Facts`] are what one family's document says to others. Those that share a number, or an SLS,
//! are a *bucket*; each function of [`judge`] answers one bucket whole, so the order in which
//! families arrive cannot matter, and a change costs its own buckets only.

mod facts;
mod judge;
mod rules;

pub(crate) use facts::facts_of;
#[cfg(test)]
pub(crate) use facts::questions;
pub use facts::{Card, Facts, question_of};
pub use judge::{Found, Holder, Listed, Placed, Side, cards, neighbours, persons};
pub use rules::{Check, RULES, Rule, Severity};

#[cfg(test)]
mod tests;
