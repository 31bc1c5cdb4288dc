//! What the form itself answers: first answers, what a trigger sets off, and what a calculation puts
//! in the place of an answer. Each such answer is told in the delta, for the caller to store.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::SecondsFormat;

use super::Interview;
use super::answer::Answer;
use super::delta::{Delta, Lacking};
use super::frames::Frames;
use super::input::held;
use super::settle::Changes;
use crate::model::{Kind, Metadata};
use crate::plan::{First, Origin, Work};
use crate::value::Value;

/// More instances than this in a document are a slip, not a family: a form asks for no more. The
/// endpoint takes a thousand, so that what is added by hand still has a place.
const MAX_COUNT: usize = 500;

impl Interview {
    /// Begins a new document: fills in its first answers. The caller stores what the delta has
    /// given, adds the first instance of each repeat and what is lacking.
    pub fn begin(&mut self) -> Delta {
        let mut changes = Changes::default();
        self.start_written(&mut changes, Frames::DOCUMENT);
        self.settle(&mut changes);
        self.calculate_answers(&mut changes);
        self.start_computed(&mut changes, Frames::DOCUMENT);
        let delta = self.conclude(changes);
        Delta { lacking: self.lacking(), ..delta }
    }

    /// Instances that the form asks for and that are not there.
    pub fn lacking(&self) -> Vec<Lacking> {
        let scopes = self.form.plan.scopes.iter().enumerate();
        let counted = scopes.filter(|(_, scope)| scope.count.is_some());
        self.lacking_in(counted.flat_map(|(index, scope)| {
            let frames = self.frames.within(Frames::DOCUMENT, scope.parent).into_iter();
            frames.map(move |frame| (frame, index))
        }))
    }

    /// The same for some repeats, each by the frame it lies in and its scope.
    pub(super) fn lacking_in(&self, at: impl Iterator<Item = (usize, usize)>) -> Vec<Lacking> {
        let mut room = MAX_COUNT.saturating_sub(self.frames.instances());
        at.filter_map(|(frame, scope)| {
            let lacking = self.lacking_of(frame, scope, room)?;
            room -= lacking.count;
            Some(lacking)
        })
        .collect()
    }

    fn lacking_of(&self, frame: usize, scope: usize, room: usize) -> Option<Lacking> {
        let cell = self.form.plan.scopes[scope].count?;
        let asked = self.frames.cell(frame, cell).number();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float cast saturates, and NaN is none, which is what is meant"
        )]
        let count = (asked as usize).saturating_sub(self.frames.roster(frame, scope).len());
        let count = count.min(room);
        let repeat = self.form.repeats[scope - 1].name.clone();
        let parent = self.frames[frame].id;
        (count > 0).then_some(Lacking { repeat, parent, count })
    }

    /// First answers that are written in the form.
    pub(super) fn start_written(&mut self, changes: &mut Changes, frame: usize) {
        self.start(changes, frame, |from| matches!(from, Origin::Written(_)));
    }

    /// First answers that are computed or known to the caller, each after those before it.
    pub(super) fn start_computed(&mut self, changes: &mut Changes, frame: usize) {
        self.start(changes, frame, |from| !matches!(from, Origin::Written(_)));
    }

    fn start(&mut self, changes: &mut Changes, frame: usize, which: fn(&Origin) -> bool) {
        let form = Arc::clone(&self.form);
        let scope = self.frames[frame].scope;
        for First { question, from } in &form.plan.firsts {
            if form.plan.questions[*question].scope != scope || !which(from) {
                continue;
            }
            let raw = match from {
                Origin::Written(text) => text.clone(),
                Origin::Computed(rule) => self.raw(*question, self.scene(frame).value(rule)),
                Origin::Metadata => match &form.questions[*question].kind {
                    Kind::Metadata(kind) => self.metadata(*kind).unwrap_or_default(),
                    _ => String::new(),
                },
            };
            if !raw.is_empty() {
                self.give(changes, (frame, *question), raw);
                self.settle(changes);
            }
        }
    }

    /// What the document knows of its surroundings at its beginning.
    fn metadata(&self, kind: Metadata) -> Option<String> {
        let now = || self.functions.now();
        match kind {
            Metadata::Start => now().map(|now| now.to_rfc3339_opts(SecondsFormat::Millis, false)),
            Metadata::Today => now().map(|now| now.date_naive().to_string()),
            Metadata::End => None,
            Metadata::DeviceId => self.functions.property("deviceid"),
            Metadata::Username => self.functions.property("username"),
        }
    }

    /// Notes when the document was closed.
    pub(super) fn end(&mut self, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        let Some(now) = self.functions.now() else { return };
        let ends = form.questions.iter().filter(|q| q.kind == Kind::Metadata(Metadata::End));
        for question in ends {
            for frame in
                self.frames.within(Frames::DOCUMENT, form.plan.questions[question.id.0].scope)
            {
                let raw = now.to_rfc3339_opts(SecondsFormat::Millis, false);
                self.give(changes, (frame, question.id.0), raw);
            }
        }
        self.settle(changes);
    }

    /// Puts a calculated answer in its place; `once`: only where there is none.
    pub(super) fn fill(
        &mut self,
        changes: &mut Changes,
        (frame, question): (usize, usize),
        once: bool,
        value: &Value,
    ) {
        let local = self.form.plan.questions[question].local;
        if !(once && self.frames[frame].answers[local].is_given()) {
            let raw = self.raw(question, value.clone());
            self.give(changes, (frame, question), raw);
        }
    }

    /// Calculated answers of a document that has none yet.
    fn calculate_answers(&mut self, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        for (rank, cell) in form.plan.cells.iter().enumerate() {
            if matches!(cell.work, Work::Answer { .. }) {
                for frame in self.frames.within(Frames::DOCUMENT, cell.scope) {
                    self.queue_rank(rank, frame);
                }
            }
        }
        self.settle(changes);
    }

    /// What follows from a changed answer by way of triggers. Each is pulled once in a step, so
    /// that two that pull each other come to rest.
    pub(super) fn pull_triggers(&mut self, changes: &mut Changes, changed: (usize, usize)) {
        let form = Arc::clone(&self.form);
        let mut pulled = HashSet::from([changed]);
        let mut waiting = vec![changed];
        while let Some((frame, question)) = waiting.pop() {
            for trigger in &form.plan.triggers[question] {
                let scope = form.plan.questions[trigger.question].scope;
                let around = self.frames.enclosing(frame, trigger.via);
                for target in self.frames.within(around, scope) {
                    let raw = self.raw(trigger.question, self.scene(target).value(&trigger.rule));
                    self.give(changes, (target, trigger.question), raw);
                    self.settle(changes);
                    if pulled.insert((target, trigger.question)) {
                        waiting.push((target, trigger.question));
                    }
                }
            }
        }
    }

    /// Stores what the form answers.
    fn give(&mut self, changes: &mut Changes, (frame, question): (usize, usize), raw: String) {
        let local = self.form.plan.questions[question].local;
        if self.frames[frame].answers[local].raw == raw {
            return;
        }
        let answer = Answer::raw(raw);
        changes.delta.given.push((self.path(frame, question), answer.clone()));
        self.store(changes, (frame, question), answer);
    }

    /// A computed value as it would have been keyed.
    fn raw(&self, question: usize, value: Value) -> String {
        let held = held(value, &self.form.questions[question].kind);
        held.string().trim().to_owned()
    }
}
