//! Paper that was keyed again more than once: two PCs that did not know of each other drew the same
//! document. Both readings are kept; which stands is the desk's, and where they differ is found here.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Change, Entry};
use cacah_family::paper::{Outcome, Verified};
use cacah_family::path::Path;

/// True when a third person is to decide.
#[must_use]
pub fn waits(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Disputed | Outcome::Parked)
}

/// Fields of one document that were keyed again with different readings, and that nobody has decided
/// since, from its entries in any order.
#[must_use]
pub fn differing<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> BTreeSet<&'a Path> {
    let mut said: BTreeMap<&Path, Vec<&Verified>> = BTreeMap::new();
    let mut decided: BTreeSet<&Path> = BTreeSet::new();
    for entry in entries {
        match &entry.change {
            Change::Verified(verified) => {
                let at = verified.question.iter();
                at.for_each(|at| said.entry(at).or_default().push(verified));
            }
            Change::Adjudicated { question, .. } => {
                decided.insert(question);
            }
            _ => {}
        }
    }
    said.retain(|_, said| said.iter().any(|other| !alike(said[0], other)));
    said.into_keys().filter(|at| !decided.contains(at)).collect()
}

/// Whether two say the same of the first keying: a slip of one's own says nothing of it.
fn alike(one: &Verified, other: &Verified) -> bool {
    let reading =
        |said: &Verified| said.second.as_ref().map(|slot| (slot.raw.clone(), slot.missing.clone()));
    let parked = |said: &Verified| said.outcome == Outcome::Parked;
    waits(one.outcome) == waits(other.outcome)
        && parked(one) == parked(other)
        && reading(one) == reading(other)
}

#[cfg(test)]
mod tests {
    use cacah_family::entry::{Actor, Dot, Effort, Mode, Times};
    use cacah_family::id::{DeviceId, FamilyId, OfficerId};
    use cacah_family::paper::Right;
    use cacah_family::slot::Slot;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn entry(by: u128, seq: u64, change: Change) -> Entry {
        let actor = Actor { device: DeviceId(Uuid::from_u128(by)), incarnation: 1 };
        Entry {
            dot: Dot { actor, seq },
            family: FamilyId(Uuid::nil()),
            document: None,
            path: Path::question(Path::VERIFIED),
            change,
            over: Vec::new(),
            officer: OfficerId(Uuid::from_u128(by)),
            mode: Mode::Verifying,
            form: None,
            at: Times { wall: 0, mono: 0, endpoint: None, heard: None },
            effort: Effort::default(),
        }
    }

    fn verified(by: u128, seq: u64, outcome: Outcome, raw: Option<&str>) -> Entry {
        let second = raw.map(|raw| Slot::keyed(raw, None));
        let verified = Verified { question: Some(Path::question("a")), outcome, second };
        entry(by, seq, Change::Verified(verified))
    }

    #[test]
    fn readings_that_differ_are_found_until_somebody_decides() {
        let same = verified(1, 1, Outcome::Same, None);
        let slip = verified(2, 1, Outcome::Slip, None);
        let three = verified(2, 2, Outcome::Disputed, Some("3"));
        let four = verified(3, 1, Outcome::Disputed, Some("4"));
        let parked = verified(4, 1, Outcome::Parked, None);
        let question = Path::question("a");
        let differ = |entries: &[&Entry]| !differing(entries.iter().copied()).is_empty();
        assert!(!differ(&[&same]) && !differ(&[&same, &slip]) && !differ(&[&three, &three]));
        assert!(differ(&[&same, &three]) && differ(&[&four, &three]) && differ(&[&parked, &four]));
        let change = Change::Adjudicated { question: question.clone(), right: Right::Neither };
        assert!(!differ(&[&entry(9, 1, change), &four, &three]));
        assert_eq!(differing([&four, &three]), [&question].into());
    }

    proptest! {
        #[test]
        fn the_order_says_nothing(
            said in prop::collection::vec((0..3_usize, 0..3_usize), 1..6),
            seed in any::<prop::sample::Index>(),
        ) {
            let outcomes = [Outcome::Same, Outcome::Disputed, Outcome::Parked];
            let entries = said.iter().zip(1..).map(|((outcome, raw), seq)| {
                let raw = (*outcome == 1).then(|| ["1", "2", "3"][*raw]);
                verified(u128::from(seq % 3), seq, outcomes[*outcome], raw)
            });
            let entries: Vec<Entry> = entries.collect();
            let mut turned = entries.clone();
            turned.rotate_left(seed.index(entries.len()));
            turned.reverse();
            prop_assert_eq!(differing(&entries), differing(&turned));
        }
    }
}
