//! How many families go into the next batch: a link that carries one is tried with two.
//!
//! Additive increase would take hours to find a good link, so the size doubles; it halves at the
//! first sign of trouble, since a batch that does not come through costs the whole of its time.

use cacah_wire::batch::MAX_FAMILIES;

/// Milliseconds in which a batch should be answered: an officer on a boat has a signal for minutes.
const GOAL: u64 = 8_000;
/// From here on a batch was too large for its link.
const SLOW: u64 = 30_000;

/// Families in the next batch, 1 to [`MAX_FAMILIES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(usize);

impl Default for Pace {
    fn default() -> Self {
        Self(8)
    }
}

impl Pace {
    /// As it was kept; nonsense begins anew.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::default(), |families: usize| Self::of(families))
    }

    /// As it is kept.
    #[must_use]
    pub fn to_text(self) -> String {
        self.0.to_string()
    }

    /// Families in the next batch.
    #[must_use]
    pub fn families(self) -> usize {
        self.0
    }

    /// A batch of so many families was answered after so many milliseconds. A small one that was
    /// quick says nothing about a larger one.
    #[must_use]
    pub fn after(self, families: usize, took: u64) -> Self {
        match took {
            SLOW.. => self.halved(),
            ..GOAL if families >= self.0 => Self::of(self.0.saturating_mul(2)),
            _ => self,
        }
    }

    /// The link failed, or the endpoint found it too large.
    #[must_use]
    pub fn halved(self) -> Self {
        Self::of(self.0 / 2)
    }

    fn of(families: usize) -> Self {
        Self(families.clamp(1, MAX_FAMILIES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_while_batches_are_quick_and_shrinks_when_they_are_not() {
        let mut pace = Pace::default();
        for _ in 0..10 {
            pace = pace.after(pace.families(), 900);
        }
        assert_eq!(pace.families(), 500);
        assert_eq!(pace.after(500, 12_000).families(), 500, "neither quick nor slow");
        assert_eq!(pace.after(500, 31_000).families(), 250);
        for _ in 0..12 {
            pace = pace.halved();
        }
        assert_eq!(pace.families(), 1);
    }

    #[test]
    fn a_small_batch_proves_nothing_about_a_large_one() {
        assert_eq!(Pace::default().after(1, 10), Pace::default());
    }

    #[test]
    fn what_was_kept_is_read_with_care() {
        for (text, families) in [("64", 64), ("0", 1), ("9999999", 500), ("x", 8), ("", 8)] {
            assert_eq!(Pace::from_text(text).families(), families, "{text}");
        }
    }
}
