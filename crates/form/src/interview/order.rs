//! The order in which fields are visited: the document as written; in a repeat, page by page,
//! and each page for every instance.

use super::Interview;
use super::path::Path;

impl Interview {
    /// The field that follows `after`; none after the last, or if `after` names nothing.
    pub fn next(&self, after: &Path) -> Option<Path> {
        let (frame, question) = self.locate(after).ok()?;
        self.after(frame, question)
    }

    /// The field before `before`; none before the first, or if `before` names nothing.
    pub fn previous(&self, before: &Path) -> Option<Path> {
        let (frame, question) = self.locate(before).ok()?;
        let (stop, at) = self.form.plan.questions[question].stop;
        let position = self.frames.position(frame);
        let scope = self.form.plan.stops[stop].scope;
        let same = self.form.plan.stops[stop].questions.iter().take(at).rev();
        let same = same.map(|question| (frame, *question));
        let others = self.frames.roster(scope).iter().take(position).rev();
        let others = others.flat_map(|frame| self.backwards(stop, *frame));
        let stops = (0..stop).rev().flat_map(|stop| {
            let frames = self.frames.roster(self.form.plan.stops[stop].scope).iter().rev();
            frames.flat_map(move |frame| self.backwards(stop, *frame))
        });
        let mut places = same.chain(others).chain(stops);
        self.path_of(places.find(|place| self.is_field(*place)))
    }

    /// The first field.
    pub fn first(&self) -> Option<Path> {
        self.path_of(self.places().find(|place| self.is_field(*place)))
    }

    /// All fields in visiting order: what is asked now and takes an answer from a person.
    pub fn fields(&self) -> Vec<Path> {
        let fields = self.places().filter(|place| self.is_field(*place));
        fields.map(|(frame, question)| self.path(frame, question)).collect()
    }

    /// Every question of the document and of every live instance, asked or not, in visiting order.
    pub fn paths(&self) -> Vec<Path> {
        self.places().map(|(frame, question)| self.path(frame, question)).collect()
    }

    pub(super) fn after(&self, frame: usize, question: usize) -> Option<Path> {
        let (stop, at) = self.form.plan.questions[question].stop;
        let position = self.frames.position(frame);
        let scope = self.form.plan.stops[stop].scope;
        let same = self.form.plan.stops[stop].questions.iter().skip(at + 1);
        let same = same.map(|question| (frame, *question));
        let others = self.frames.roster(scope).iter().skip(position + 1);
        let others = others.flat_map(|frame| self.forwards(stop, *frame));
        let mut places = same.chain(others).chain(self.places_from(stop + 1));
        self.path_of(places.find(|place| self.is_led_to(*place)))
    }

    /// The first field of an instance.
    pub(super) fn first_of(&self, frame: usize) -> Option<Path> {
        let scope = self.frames[frame].scope;
        let stops = (0..self.form.plan.stops.len())
            .filter(|stop| self.form.plan.stops[*stop].scope == scope);
        let mut places = stops.flat_map(|stop| self.forwards(stop, frame));
        self.path_of(places.find(|place| self.is_led_to(*place)))
    }

    /// Every question of every frame, in visiting order, asked or not.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places_from(0)
    }

    fn places_from(&self, stop: usize) -> impl Iterator<Item = (usize, usize)> {
        (stop..self.form.plan.stops.len()).flat_map(move |stop| {
            let frames = self.frames.roster(self.form.plan.stops[stop].scope).iter();
            frames.flat_map(move |frame| self.forwards(stop, *frame))
        })
    }

    fn forwards(&self, stop: usize, frame: usize) -> impl Iterator<Item = (usize, usize)> {
        self.form.plan.stops[stop].questions.iter().map(move |question| (frame, *question))
    }

    fn backwards(&self, stop: usize, frame: usize) -> impl Iterator<Item = (usize, usize)> {
        self.form.plan.stops[stop].questions.iter().rev().map(move |question| (frame, *question))
    }

    fn is_field(&self, (frame, question): (usize, usize)) -> bool {
        let local = self.form.plan.questions[question].local;
        self.frames[frame].standings[local].asked && self.form.questions[question].is_asked()
    }

    /// A field that the role in service owes.
    fn is_led_to(&self, (frame, question): (usize, usize)) -> bool {
        let owed = self.form.questions[question].owed;
        self.is_field((frame, question)) && self.serves.is_none_or(|role| role == owed)
    }

    fn path_of(&self, place: Option<(usize, usize)>) -> Option<Path> {
        place.map(|(frame, question)| self.path(frame, question))
    }
}
