//! The order of paper: set by set, as many instances in columns as a set has (`columns` of the
//! settings). The first set is the whole document with the first columns of each repeat, page by page
//! and on each page down one column, then the next; the further sets are the columns that follow.

use super::Interview;
use super::frames::Frames;
use super::order::{Place, Way};
use crate::model::Question;
use crate::plan::{DOCUMENT, Item};

/// How the paper is gone through.
pub(super) struct Sheets {
    /// Across the columns, question by question, instead of down a column.
    rows: bool,
    /// For each question: nobody is led to it, since its answer is there before.
    passed: Vec<bool>,
}

impl Sheets {
    pub fn passes(&self, question: usize) -> bool {
        self.passed[question]
    }
}

impl Interview {
    /// Visits fields as the paper has them, without those that are fixed for a bundle or `given`
    /// otherwise; `rows`: on each page question by question across the columns of the set.
    #[must_use]
    pub fn on_paper(mut self, rows: bool, given: impl Fn(&Question) -> bool) -> Self {
        let questions = self.form.questions.iter();
        let passed = questions.map(|question| question.bundled || given(question)).collect();
        self.paper = Some(Sheets { rows, passed });
        self
    }

    /// Sets that the instances there are fill, the first at least.
    pub fn sets(&self) -> usize {
        let columns = self.columns();
        let outer = self.form.plan.scopes[DOCUMENT].children.iter();
        let longest = outer.map(|scope| self.frames.roster(Frames::DOCUMENT, *scope).len()).max();
        longest.unwrap_or_default().div_ceil(columns).max(1)
    }

    fn columns(&self) -> usize {
        self.form.columns.map_or(usize::MAX, usize::from)
    }

    /// Every question of every frame in the order of paper, asked or not.
    pub(super) fn sheets(&self, paper: &Sheets) -> Vec<Place> {
        let mut places = Vec::new();
        for set in 0..self.sets() {
            for item in self.pages(Frames::DOCUMENT).iter().flatten() {
                match item {
                    Item::Question(question) if set == 0 => {
                        places.push((Frames::DOCUMENT, *question));
                    }
                    Item::Question(_) => {}
                    Item::Repeat(scope) => self.sheet(paper, set, *scope, &mut places),
                }
            }
        }
        places
    }

    /// The columns of one set of a repeat.
    fn sheet(&self, paper: &Sheets, set: usize, scope: usize, places: &mut Vec<Place>) {
        let roster = self.frames.roster(Frames::DOCUMENT, scope);
        let columns = self.columns();
        let frames: Vec<usize> =
            roster.iter().skip(set.saturating_mul(columns)).take(columns).copied().collect();
        let mut put = |place: Place| {
            places.push(place);
            false
        };
        for (page, items) in self.form.plan.scopes[scope].pages.iter().enumerate() {
            let step = if paper.rows { 1 } else { items.len().max(1) };
            for from in (0..items.len()).step_by(step) {
                for frame in &frames {
                    self.in_page(*frame, page, from..from + step, Way::Forwards, &mut put);
                }
            }
        }
    }
}
