//! A keyer's documents as the office sees them pass: each is drawn when it is finished; those that
//! were not are looked at again when the share rises, for as long as their paper is in house.

use cacah_family::id::DocumentId;

use super::{Checked, Plan, Record, drawn};

/// Why a document is keyed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The first of a keyer are all keyed again.
    Learning,
    /// Its hash fell under the share when it was finished.
    Sampled,
    /// Its hash fell under the share that rose since.
    FetchedBack,
}

/// The documents of one keyer, told in the order in which things happened.
#[derive(Debug, Clone)]
pub struct Course {
    plan: Plan,
    record: Record,
    finished: u32,
    /// Finished, not drawn, and in house.
    kept: Vec<DocumentId>,
}

impl Course {
    /// Of a keyer who has finished nothing yet.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self { plan, record: Record::default(), finished: 0, kept: Vec::new() }
    }

    /// The share now, per thousand.
    #[must_use]
    pub fn share(&self) -> u16 {
        self.record.share(&self.plan, self.finished)
    }

    /// A document is finished: why it is keyed again, if it is.
    pub fn finish(&mut self, document: DocumentId) -> Option<Why> {
        let share = self.share();
        let learning = self.finished < u32::from(self.plan.sampling.learning);
        self.finished = self.finished.saturating_add(1);
        if learning {
            return Some(Why::Learning);
        }
        if drawn(document, share) {
            return Some(Why::Sampled);
        }
        self.kept.push(document);
        None
    }

    /// Its paper is given on, and it goes out as it is.
    pub fn give_on(&mut self, document: DocumentId) {
        self.kept.retain(|kept| *kept != document);
    }

    /// A document was keyed again: those that are fetched back for what it found. A share that falls
    /// again lets none of them go.
    pub fn result(&mut self, checked: Checked) -> Vec<DocumentId> {
        self.record.add(&self.plan, checked);
        let share = self.share();
        let (back, kept) = self.kept.iter().partition(|document| drawn(**document, share));
        self.kept = kept;
        back
    }
}

#[cfg(test)]
mod tests {
    use cacah_family::paper::Sampling;
    use uuid::Uuid;

    use super::*;

    fn id(id: u128) -> DocumentId {
        DocumentId(Uuid::from_u128(id))
    }

    /// Forty documents without an error, all results in.
    fn practised() -> Course {
        let mut course = Course::new(Plan::new(Sampling::default()));
        for n in 0..40 {
            course.finish(id(n));
            course.give_on(id(n));
            assert!(course.result(Checked { fields: 200, errors: 0 }).is_empty());
        }
        course
    }

    #[test]
    fn a_rise_fetches_back_what_is_in_house_by_the_same_hash() {
        let mut course = practised();
        let (before, later) = (course.share(), (100..200).map(id).collect::<Vec<DocumentId>>());
        let drawn_at_once = later.iter().filter(|id| course.finish(**id).is_some()).count();
        assert!(drawn_at_once < 15, "{drawn_at_once}");
        let (gone, here) = later.split_at(20);
        gone.iter().for_each(|id| course.give_on(*id));
        let (mut most, mut back) = (0, Vec::new());
        for _ in 0..5 {
            back.extend(course.result(Checked { fields: 200, errors: 10 }));
            most = course.share().max(most);
        }
        assert!(most > 500 && back.len() > 40, "{most} {}", back.len());
        let due = |id: &DocumentId| drawn(*id, most) && !drawn(*id, before);
        let mut due: Vec<DocumentId> = here.iter().copied().filter(due).collect();
        due.sort();
        back.sort();
        assert_eq!(back, due);
    }

    #[test]
    fn what_is_fetched_back_is_fetched_once_and_what_is_finished_later_is_drawn_at_the_share() {
        let mut course = practised();
        for n in 100..140 {
            course.finish(id(n));
        }
        let worse = Checked { fields: 200, errors: 10 };
        let mut back: Vec<DocumentId> = (0..6).flat_map(|_| course.result(worse)).collect();
        let all = back.len();
        back.sort();
        back.dedup();
        assert_eq!(back.len(), all);
        let share = course.share();
        for n in 200..240 {
            let expected = drawn(id(n), share).then_some(Why::Sampled);
            assert_eq!(course.finish(id(n)), expected);
        }
    }

    #[test]
    fn the_first_documents_are_learning_and_are_not_fetched_back() {
        let mut course = Course::new(Plan::new(Sampling::default()));
        assert!((0..10).all(|n| course.finish(id(n)) == Some(Why::Learning)));
        assert!(course.result(Checked { fields: 200, errors: 100 }).is_empty());
        assert_eq!(course.finish(id(10)), Some(Why::Sampled), "all, while so much is wrong");
    }
}
