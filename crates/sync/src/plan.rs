//! What to do next, from counts alone.

use cacah_family::id::BatchId;

/// How large a batch may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Families in the next batch.
    pub families: usize,
}

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
    /// Put at most so many families into a new batch and send it.
    Build {
        /// Families at most.
        families: usize,
    },
    /// Nothing waits.
    Rest,
}

/// Batches without a receipt come before new ones, oldest first: a claim is never left behind. A gap
/// in the receipts is asked for once a sending (`gap`) and blocks nothing.
#[must_use]
pub fn plan(gap: Option<u64>, unconfirmed: &[BatchId], pending: usize, limits: Limits) -> Step {
    if let Some(after) = gap {
        return Step::AskReceipts { after };
    }
    if let Some(batch) = unconfirmed.first() {
        return Step::Resend(*batch);
    }
    match pending {
        0 => Step::Rest,
        pending => Step::Build { families: pending.min(limits.families.max(1)) },
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LIMITS: Limits = Limits { families: 25 };

    #[test]
    fn claimed_batches_go_before_new_ones_and_gaps_before_both() {
        let batch = BatchId(Uuid::from_u128(7));
        assert_eq!(plan(Some(3), &[batch], 4, LIMITS), Step::AskReceipts { after: 3 });
        assert_eq!(plan(None, &[batch], 4, LIMITS), Step::Resend(batch));
        assert_eq!(plan(None, &[], 4, LIMITS), Step::Build { families: 4 });
        assert_eq!(plan(None, &[], 400, LIMITS), Step::Build { families: 25 });
        assert_eq!(plan(None, &[], 0, LIMITS), Step::Rest);
    }

    #[test]
    fn a_limit_of_nothing_still_sends_one_family() {
        assert_eq!(plan(None, &[], 4, Limits { families: 0 }), Step::Build { families: 1 });
    }
}
