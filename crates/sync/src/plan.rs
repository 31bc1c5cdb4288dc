//! What to do next, from counts alone.

use cacah_family::id::BatchId;

/// The next thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Ask for receipts above this number: one below the newest is missing.
    AskReceipts {
        /// The newest number before the gap.
        after: u64,
    },
    /// Send this batch again, under the same id.
    Resend(BatchId),
    /// Put what waits into a new batch and send it.
    Build,
    /// Nothing waits.
    Rest,
}

/// Batches without a receipt come before new ones, oldest first: a claim is never left behind. A gap
/// in the receipts is asked for once a sending (`gap`) and blocks nothing.
#[must_use]
pub fn plan(gap: Option<u64>, unconfirmed: Option<BatchId>) -> Step {
    match (gap, unconfirmed) {
        (Some(after), _) => Step::AskReceipts { after },
        (None, Some(batch)) => Step::Resend(batch),
        (None, None) => Step::Build,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn claimed_batches_go_before_new_ones_and_gaps_before_both() {
        let batch = BatchId(Uuid::from_u128(7));
        assert_eq!(plan(Some(3), Some(batch)), Step::AskReceipts { after: 3 });
        assert_eq!(plan(None, Some(batch)), Step::Resend(batch));
        assert_eq!(plan(None, None), Step::Build);
    }
}
