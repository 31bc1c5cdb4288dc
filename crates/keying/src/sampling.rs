//! Which documents are keyed again (ADR 0032): the share follows what keying again found of each
//! keyer, so that with the confidence asked for no more than the limit goes out wrong.
//!
//! Only sums, products and square roots, which IEEE 754 fixes to the bit: every PC draws the same.

mod bound;
mod course;
#[cfg(test)]
mod simulation;

use cacah_family::id::DocumentId;
use cacah_family::paper::Sampling;

pub use bound::{normal, upper};
pub use course::{Course, Why};

/// A document that was keyed again, as the plan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Fields keyed again.
    pub fields: u32,
    /// Of these the first keyer's errors; those nobody has decided count as errors.
    pub errors: u32,
}

/// The plan of an office, made ready.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    sampling: Sampling,
    /// Allowed rate of wrong fields.
    limit: f64,
    /// Normal quantile of the confidence.
    z: f64,
}

/// Of the first keyer's errors the second makes the same, or lets pass, so many at most: they go out
/// though the document was keyed again.
const MISSED: f64 = 0.05;
/// A keyer's rate has risen when the last documents are so much likelier under [`RISE`] times the
/// rate than under it (natural logarithm of the ratio, Page's CUSUM).
const ALARM: f64 = 4.5;
/// The rise that is looked for.
const RISE: f64 = 3.0;
/// Natural logarithm of [`RISE`].
const LN_RISE: f64 = 1.098_612_288_668_109_8;

impl Plan {
    /// For the office's settings.
    #[must_use]
    pub fn new(sampling: Sampling) -> Self {
        let limit = f64::from(sampling.limit.max(1)) / 1e6;
        let z = normal(f64::from(sampling.confidence.clamp(500, 999)) / 1e3);
        Self { sampling, limit, z }
    }
}

/// Fields and errors, old ones weighing less.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    fields: f64,
    errors: f64,
}

impl Seen {
    fn add(&mut self, checked: Checked, memory: u32) {
        let fields = f64::from(checked.fields);
        let memory = f64::from(memory.max(1));
        // 2^(-fields / memory), to the first order in the fields of one document.
        let weight = memory / (memory + std::f64::consts::LN_2 * fields);
        self.fields = self.fields * weight + fields;
        self.errors = self.errors * weight + f64::from(checked.errors.min(checked.fields));
    }
}

/// What is known of one keyer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Record {
    /// All that still counts.
    known: Seen,
    /// Since the sum below was last zero.
    recent: Seen,
    /// How much the last documents speak for a rise; never below zero.
    rise: f64,
}

impl Record {
    /// Adds a document, in the order in which the results came.
    pub fn add(&mut self, plan: &Plan, checked: Checked) {
        let memory = plan.sampling.memory;
        let (fields, errors) = (f64::from(checked.fields), f64::from(checked.errors));
        if self.known.fields > 0.0 {
            // Who keys far better than the limit may get somewhat worse.
            let rate = (self.known.errors / self.known.fields).max(plan.limit / 2.0);
            self.rise += errors * LN_RISE - fields * rate * (RISE - 1.0);
        }
        self.known.add(checked, memory);
        if self.rise <= 0.0 {
            (self.rise, self.recent) = (0.0, Seen::default());
            return;
        }
        self.recent.add(checked, memory);
        if self.rise > ALARM {
            // Somebody else sits there, as it were: what was before says nothing any more.
            *self = Self { known: self.recent, ..Self::default() };
        }
    }

    /// Bound of the keyer's rate of wrong fields; infinite while nothing is known.
    #[must_use]
    pub fn bound(&self, plan: &Plan) -> f64 {
        upper(self.known.errors, self.known.fields, plan.z)
    }

    /// Share of documents to be keyed again, per thousand: the least for which what goes out stays
    /// under the limit. `finished`: documents of this keyer before the one in question.
    #[must_use]
    pub fn share(&self, plan: &Plan, finished: u32) -> u16 {
        if finished < u32::from(plan.sampling.learning) {
            return 1_000;
        }
        // Up to the limit, never over it: what passes is rounded down.
        let passes = (plan.limit / self.bound(plan) - MISSED) / (1.0 - MISSED);
        let passes = (passes * 1e3).clamp(0.0, 1e3) as u16;
        (1_000 - passes).max(plan.sampling.least.min(1_000))
    }
}

/// Whether a document is keyed again at a share (per thousand): by a hash of its id, the same on
/// every PC and known to no keyer beforehand.
#[must_use]
pub fn drawn(document: DocumentId, share: u16) -> bool {
    let mut hasher = blake3::Hasher::new_derive_key("cacah.keying 2026 drawn to be keyed again");
    let hash = hasher.update(document.0.as_bytes()).finalize();
    let [a, b, c, d, ..] = *hash.as_bytes();
    u64::from(u32::from_le_bytes([a, b, c, d])) * 1_000 < u64::from(share) << 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const LIMIT: Sampling =
        Sampling { limit: 10_000, least: 50, confidence: 900, learning: 10, memory: 4_000 };

    fn record(plan: &Plan, documents: u32, errors: u32) -> Record {
        let mut record = Record::default();
        for _ in 0..documents {
            record.add(plan, Checked { fields: 200, errors });
        }
        record
    }

    #[test]
    fn nothing_known_is_all_keyed_again_and_so_are_the_first() {
        let plan = Plan::new(LIMIT);
        assert_eq!(Record::default().share(&plan, 500), 1_000);
        assert_eq!(record(&plan, 20, 0).share(&plan, 9), 1_000);
        assert_eq!(record(&plan, 20, 0).share(&plan, 10), 50);
    }

    #[test]
    fn the_share_is_the_least_that_keeps_the_limit() {
        let plan = Plan::new(LIMIT);
        let record = record(&plan, 60, 6);
        let bound = record.bound(&plan);
        assert!((0.03..0.036).contains(&bound), "{bound}");
        let share = record.share(&plan, 60);
        let out = |share: u16| {
            let share = f64::from(share) / 1e3;
            (1.0 - share + share * MISSED) * bound
        };
        assert!(out(share) <= 0.01 && out(share - 1) > 0.01, "{share}");
    }

    #[test]
    fn an_old_field_weighs_half_after_the_memory() {
        let mut seen = Seen { fields: 0.0, errors: 1_000.0 };
        for _ in 0..20 {
            seen.add(Checked { fields: 200, errors: 0 }, 4_000);
        }
        assert!((490.0..520.0).contains(&seen.errors), "{}", seen.errors);
    }

    #[test]
    fn a_rise_forgets_the_better_days() {
        let plan = Plan::new(LIMIT);
        let mut record = record(&plan, 40, 0);
        let mut documents = 0;
        while record.bound(&plan) < 0.01 {
            record.add(&plan, Checked { fields: 200, errors: 4 });
            documents += 1;
        }
        assert!((1..=3).contains(&documents), "{documents}");
        assert!(record.share(&plan, 50) > 500);
    }

    #[test]
    fn a_share_draws_its_share_and_a_larger_one_the_same_and_more() {
        let ids = (0..4_000).map(|id| DocumentId(Uuid::from_u128(id)));
        let count = |share| ids.clone().filter(|id| drawn(*id, share)).count();
        assert_eq!((count(0), count(1_000)), (0, 4_000));
        assert!((160..=240).contains(&count(50)), "{}", count(50));
        assert!(ids.clone().all(|id| !drawn(id, 50) || drawn(id, 60)));
    }
}
