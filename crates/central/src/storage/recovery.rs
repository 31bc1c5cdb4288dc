//! Rows of recovery: the points of laptops, and what was answered to them.

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId};
use cacah_wire::seal::Hash;

use super::Result;

/// The point a laptop was enrolled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointRow {
    /// Public half of what the laptop drew.
    pub point: Hash,
    /// The laptop.
    pub device: DeviceId,
    /// The office's key it agreed a secret with, `age1…`.
    pub recipient: String,
}

/// A challenge that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Of which point.
    pub point: Hash,
    /// The count of the challenge, modulo 1,024.
    pub count: u16,
    /// When.
    pub at: Millis,
    /// Who answered.
    pub by: OfficerId,
    /// Why, in that person's words.
    pub reason: String,
}

/// The storage as recovery needs it.
pub trait Recovery {
    /// Keeps a point; twice is once.
    fn put_point(&self, row: &PointRow) -> Result<()>;
    /// The points of this short name whose laptops are known.
    fn points_named(&self, name: u64) -> Result<Vec<PointRow>>;
    /// The point of a laptop.
    fn point_of(&self, device: DeviceId) -> Result<Option<PointRow>>;
    /// Keeps that a challenge was answered.
    fn put_answer(&self, row: &AnswerRow) -> Result<()>;
    /// What was answered to a point, oldest first.
    fn answers(&self, point: Hash) -> Result<Vec<AnswerRow>>;
}
