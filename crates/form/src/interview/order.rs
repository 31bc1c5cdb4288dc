//! The order in which fields are visited: the document as written; in a repeat, page by page,
//! and each page for every instance. A repeat inside another is visited within its instance. The
//! order of paper is in [`super::sheets`].

use std::ops::{Bound, Range, RangeBounds};

use super::Interview;
use super::frames::{Frame, Frames};
use super::path::Path;
use crate::plan::Item;

/// A frame and a question.
pub(super) type Place = (usize, usize);

/// Which way to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forwards,
    Backwards,
}

impl Way {
    /// The places of a range that are below `len`, this way.
    fn through(self, range: impl RangeBounds<usize>, len: usize) -> impl Iterator<Item = usize> {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            _ => 0,
        };
        let end = match range.end_bound() {
            Bound::Excluded(end) => len.min(*end),
            _ => len,
        };
        let count = end.saturating_sub(start);
        (0..count).map(move |step| match self {
            Self::Forwards => start + step,
            Self::Backwards => end - 1 - step,
        })
    }
}

impl Interview {
    /// The field that follows `after`; none after the last, or if `after` names nothing.
    pub fn next(&self, after: &Path) -> Option<Path> {
        let (frame, question) = self.locate(after).ok()?;
        self.after(frame, question)
    }

    /// The field before `before`; none before the first, or if `before` names nothing.
    pub fn previous(&self, before: &Path) -> Option<Path> {
        let place = self.locate(before).ok()?;
        self.path_of(self.from(place, Way::Backwards, &mut |place| self.is_field(place)))
    }

    /// The first field.
    pub fn first(&self) -> Option<Path> {
        self.path_of(self.places().into_iter().find(|place| self.is_field(*place)))
    }

    /// All fields in visiting order: what is asked now and takes an answer from a person.
    pub fn fields(&self) -> Vec<Path> {
        let fields = self.places().into_iter().filter(|place| self.is_field(*place));
        fields.map(|(frame, question)| self.path(frame, question)).collect()
    }

    /// Every question of the document and of every live instance, asked or not, in visiting order.
    pub fn paths(&self) -> Vec<Path> {
        let places = self.places().into_iter();
        places.map(|(frame, question)| self.path(frame, question)).collect()
    }

    pub(super) fn after(&self, frame: usize, question: usize) -> Option<Path> {
        let mut led_to = |place| self.is_led_to(place);
        self.path_of(self.from((frame, question), Way::Forwards, &mut led_to))
    }

    /// The next place in a direction that is `wanted`, in the order in use.
    fn from(&self, place: Place, way: Way, wanted: &mut dyn FnMut(Place) -> bool) -> Option<Place> {
        let Some(paper) = &self.paper else { return self.beyond(place, way, wanted) };
        let places = self.sheets(paper);
        let at = places.iter().position(|known| *known == place)?;
        let found = match way {
            Way::Forwards => places.iter().skip(at + 1).find(|place| wanted(**place)),
            Way::Backwards => places.iter().take(at).rev().find(|place| wanted(**place)),
        };
        found.copied()
    }

    /// The first field of an instance.
    pub(super) fn first_of(&self, frame: usize) -> Option<Path> {
        self.path_of(self.in_frame(frame, &mut |place| self.is_led_to(place)))
    }

    /// Every question of every frame, in visiting order, asked or not.
    pub(super) fn places(&self) -> Vec<Place> {
        if let Some(paper) = &self.paper {
            return self.sheets(paper);
        }
        let mut places = Vec::new();
        self.in_frame(Frames::DOCUMENT, &mut |place| {
            places.push(place);
            false
        });
        places
    }

    /// The first place within a frame that is `wanted`.
    fn in_frame(&self, frame: usize, wanted: &mut dyn FnMut(Place) -> bool) -> Option<Place> {
        let pages = 0..self.pages(frame).len();
        pages.into_iter().find_map(|page| self.in_page(frame, page, 0.., Way::Forwards, wanted))
    }

    /// The next place in a direction that is `wanted`.
    fn beyond(
        &self,
        (mut frame, question): Place,
        way: Way,
        wanted: &mut dyn FnMut(Place) -> bool,
    ) -> Option<Place> {
        let (mut page, mut at) = self.form.plan.questions[question].place;
        loop {
            let found = match way {
                Way::Forwards => self.in_page(frame, page, at + 1.., way, wanted),
                Way::Backwards => self.in_page(frame, page, 0..at, way, wanted),
            };
            if found.is_some() || frame == Frames::DOCUMENT {
                return found;
            }
            let Frame { scope, parent, .. } = self.frames[frame];
            let (instances, pages) = match way {
                Way::Forwards => {
                    (self.frames.position(frame) + 1..usize::MAX, page + 1..usize::MAX)
                }
                Way::Backwards => (0..self.frames.position(frame), 0..page),
            };
            let found = self
                .in_instances((parent, scope), page, instances, way, wanted)
                .or_else(|| self.in_repeat((parent, scope), pages, way, wanted));
            if found.is_some() {
                return found;
            }
            (page, at) = self.form.plan.scopes[scope].place;
            frame = parent;
        }
    }

    pub(super) fn pages(&self, frame: usize) -> &[Vec<Item>] {
        &self.form.plan.scopes[self.frames[frame].scope].pages
    }

    pub(super) fn in_page(
        &self,
        frame: usize,
        page: usize,
        range: impl RangeBounds<usize>,
        way: Way,
        wanted: &mut dyn FnMut(Place) -> bool,
    ) -> Option<Place> {
        let items = self.pages(frame).get(page)?;
        way.through(range, items.len()).find_map(|at| match items[at] {
            Item::Question(question) => wanted((frame, question)).then_some((frame, question)),
            Item::Repeat(scope) => self.in_repeat((frame, scope), 0..usize::MAX, way, wanted),
        })
    }

    /// Some pages of a repeat, each for all its instances.
    pub(super) fn in_repeat(
        &self,
        (parent, scope): (usize, usize),
        pages: Range<usize>,
        way: Way,
        wanted: &mut dyn FnMut(Place) -> bool,
    ) -> Option<Place> {
        let all = self.form.plan.scopes[scope].pages.len();
        way.through(pages, all)
            .find_map(|page| self.in_instances((parent, scope), page, 0..usize::MAX, way, wanted))
    }

    /// A page of some instances of a repeat.
    fn in_instances(
        &self,
        (parent, scope): (usize, usize),
        page: usize,
        instances: Range<usize>,
        way: Way,
        wanted: &mut dyn FnMut(Place) -> bool,
    ) -> Option<Place> {
        let roster = self.frames.roster(parent, scope);
        way.through(instances, roster.len())
            .find_map(|at| self.in_page(roster[at], page, 0.., way, wanted))
    }

    fn is_field(&self, (frame, question): Place) -> bool {
        let local = self.form.plan.questions[question].local;
        let passed = self.paper.as_ref().is_some_and(|paper| paper.passes(question));
        self.frames[frame].standings[local].asked
            && self.form.questions[question].is_asked()
            && !passed
    }

    /// A field that the role in service owes.
    fn is_led_to(&self, (frame, question): Place) -> bool {
        let owed = self.form.questions[question].owed;
        self.is_field((frame, question)) && self.serves.is_none_or(|role| role == owed)
    }

    fn path_of(&self, place: Option<Place>) -> Option<Path> {
        place.map(|(frame, question)| self.path(frame, question))
    }
}
