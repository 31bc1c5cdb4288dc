//! A round of registration.

use serde::{Deserialize, Serialize};

use crate::id::RoundId;

/// A round: what is registered, with which form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Its name ("Regsosek 2022 · Kota Ternate").
    pub name: String,
    /// Real or practice.
    pub kind: RoundKind,
    /// Name of its form (`regsosek22-k`).
    pub form: String,
}

/// Real data or practice; they never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RoundKind {
    /// Counts.
    Real,
    /// For training; never ranked, never exported as data.
    Practice,
}
