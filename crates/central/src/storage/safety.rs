//! Which receipts a verified backup holds.

use cacah_family::area::District;
use cacah_family::entry::Actor;

use super::Result;

/// Receipts of an actor up to a number are in a verified backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeRow {
    /// Where its batches are kept.
    pub wil: District,
    /// Whose.
    pub actor: Actor,
    /// The highest of them.
    pub through: u64,
}

/// What may be wiped on a laptop, for it is here and in a backup.
pub trait Safety {
    /// The number of an actor, 0 before the first backup.
    fn safe_through(&self, wil: &District, actor: Actor) -> Result<u64>;
    /// Writes down what a verified backup holds. A number never falls.
    fn put_safe(&self, rows: &[SafeRow]) -> Result<()>;
}
