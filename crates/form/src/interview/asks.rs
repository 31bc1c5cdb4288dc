//! What keying asks about: findings whose place was gone through, each at the moment that its rule
//! names.

use std::collections::HashMap;

use super::findings::Finding;
use super::frames::Frames;
use super::order::Place;
use super::path::Path;
use super::{Answer, Interview};
use crate::model::AsksAt;

impl Interview {
    /// Findings to ask about while `at` is the field to be keyed, none: all was gone through. At the
    /// field: where an answer stands. At the column: once all of it is before `at`, of every question
    /// in its focus. At the document: at its end. Never what somebody confirmed or let stand.
    pub fn asks(&self, at: Option<&Path>) -> Vec<Finding> {
        let order: HashMap<Place, usize> =
            self.places().into_iter().enumerate().map(|(index, place)| (place, index)).collect();
        let here = at.and_then(|at| order.get(&self.locate(at).ok()?).copied());
        let end = here.unwrap_or(usize::MAX);
        let asked = |finding: &Finding| {
            !finding.confirmed
                && !finding.released
                && match finding.asks_at {
                    AsksAt::Field => self.answer(&finding.path).is_some_and(Answer::is_given),
                    AsksAt::Column => {
                        let places = finding.focus.iter().filter_map(|path| self.locate(path).ok());
                        places.filter_map(|place| self.column_end(place, &order)).all(|at| at < end)
                    }
                    AsksAt::Document => at.is_none(),
                    AsksAt::Later => false,
                }
        };
        self.findings().into_iter().filter(asked).collect()
    }

    /// Where the column of a place ends on its page; outside repeats a question is its own column.
    fn column_end(&self, (frame, question): Place, order: &HashMap<Place, usize>) -> Option<usize> {
        let (page, _) = self.form.plan.questions[question].place;
        let on_page = |other: &&usize| self.form.plan.questions[**other].place.0 == page;
        if frame == Frames::DOCUMENT {
            return order.get(&(frame, question)).copied();
        }
        let column = self.form.plan.scopes[self.frames[frame].scope].questions.iter();
        column.filter(on_page).filter_map(|other| order.get(&(frame, *other)).copied()).max()
    }
}
