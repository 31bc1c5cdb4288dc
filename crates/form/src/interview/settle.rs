//! From a change to all that follows from it, and nothing else.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::delta::Delta;
use super::frames::Frames;
use super::path::Path;
use super::standing::Standing;
use super::{Interview, InterviewError, input};
use crate::eval::Scene;
use crate::plan::{Cell, DOCUMENT, Reader, Work};
use crate::value::Value;

/// Cells to compute, by rank and frame, the lowest rank first.
pub(super) type Queue = BinaryHeap<Reverse<(usize, usize)>>;

/// What a step has touched.
#[derive(Default)]
pub(super) struct Changes {
    /// Questions whose standing may have changed: frame and question.
    pub touched: Vec<(usize, usize)>,
    /// Checks whose finding may have changed: frame and check.
    pub checks: Vec<(usize, usize)>,
    /// Calculated values that changed: frame and question.
    pub values: Vec<(usize, usize)>,
    pub instances: bool,
    /// Questions whose options changed.
    pub options: Vec<(usize, usize)>,
    /// Repeats whose number of instances is told: the frame they lie in and their scope.
    pub counts: Vec<(usize, usize)>,
    /// What is known already.
    pub delta: Delta,
}

impl Interview {
    pub(super) fn scene(&self, frame: usize) -> Scene<'_> {
        Scene::new(&self.frames, self.functions.as_ref(), frame)
    }

    /// The frame and question of a path.
    pub(super) fn locate(&self, path: &Path) -> Result<(usize, usize), InterviewError> {
        let Some(question) = self.form.by_name.get(&path.question) else {
            return Err(InterviewError::UnknownQuestion(path.question.clone()));
        };
        let scope = self.form.plan.questions[question.0].scope;
        let frame = match path.instance {
            None => (scope == DOCUMENT).then_some(Frames::DOCUMENT),
            Some(id) => self.frames.find(id).filter(|frame| self.frames[*frame].scope == scope),
        };
        let frame = frame.ok_or_else(|| InterviewError::UnknownInstance(path.to_string()))?;
        Ok((frame, question.0))
    }

    pub(super) fn standing(&self, path: &Path) -> Option<Standing> {
        let (frame, question) = self.locate(path).ok()?;
        Some(self.frames[frame].standings[self.form.plan.questions[question].local])
    }

    pub(super) fn path(&self, frame: usize, question: usize) -> Path {
        Path {
            instance: self.frames[frame].id,
            question: self.form.questions[question].name.clone(),
        }
    }

    pub(super) fn queue_cell(&mut self, scope: usize, local: usize, frame: usize) {
        let rank = self.form.plan.scopes[scope].ranks[local];
        self.queue_rank(rank, frame);
    }

    pub(super) fn queue_rank(&mut self, rank: usize, frame: usize) {
        let local = self.form.plan.cells[rank].local;
        let queued = &mut self.frames[frame].queued[local];
        if !std::mem::replace(queued, true) {
            self.queue.push(Reverse((rank, frame)));
        }
    }

    /// Queues what reads a change in `frame`.
    fn queue_reader(&mut self, reader: Reader, frame: usize) {
        let scope = self.form.plan.cells[reader.rank].scope;
        let within = self.frames.enclosing(frame, reader.via);
        if self.frames[within].scope == scope {
            return self.queue_rank(reader.rank, within);
        }
        for frame in self.frames.within(within, scope) {
            self.queue_rank(reader.rank, frame);
        }
    }

    /// Queues what reads who is in a repeat of the frame `parent`, and touches the findings that
    /// point into it.
    pub(super) fn queue_roster(&mut self, changes: &mut Changes, parent: usize, scope: usize) {
        let form = Arc::clone(&self.form);
        for reader in &form.plan.scopes[scope].readers {
            self.queue_reader(*reader, parent);
        }
        for (check, via) in &form.plan.scopes[scope].focused_by {
            let (scope, _) = form.plan.checks[*check];
            let within = self.frames.enclosing(parent, *via);
            self.frames.each_within(within, scope, &mut |frame| {
                changes.checks.push((frame, *check));
            });
        }
        if form.plan.scopes[scope].count.is_some() {
            changes.counts.push((parent, scope));
        }
        changes.instances = true;
    }

    /// Touches the violated checks that have a question in their focus.
    pub(super) fn touch_focused(&self, changes: &mut Changes, frame: usize, question: usize) {
        let plan = &self.form.plan;
        for check in &plan.focused_by[question] {
            let (scope, _) = plan.checks[*check];
            let via = plan.meeting(scope, plan.questions[question].scope);
            let within = self.frames.enclosing(frame, via);
            self.frames.each_within(within, scope, &mut |frame| {
                changes.checks.push((frame, *check));
            });
        }
    }

    /// Computes what is queued, in order of rank; a cell that keeps its value wakes nobody.
    pub(super) fn settle(&mut self, changes: &mut Changes) {
        let form = Arc::clone(&self.form);
        while let Some(Reverse((rank, frame))) = self.queue.pop() {
            let cell = &form.plan.cells[rank];
            self.frames[frame].queued[cell.local] = false;
            let value = self.compute(cell, frame);
            if let Work::Answer { question, once, .. } = &cell.work {
                self.fill(changes, (frame, *question), *once, &value);
            }
            if !self.frames.keep(frame, cell.local, value) {
                continue;
            }
            self.note(changes, cell, frame);
            for reader in &cell.readers {
                self.queue_reader(*reader, frame);
            }
        }
    }

    fn note(&self, changes: &mut Changes, cell: &Cell, frame: usize) {
        match &cell.work {
            Work::Relevant { governs, .. } => {
                for question in governs {
                    let scope = self.form.plan.questions[*question].scope;
                    self.frames.each_within(frame, scope, &mut |frame| {
                        changes.touched.push((frame, *question));
                    });
                }
            }
            Work::Value { question, calculation: Some(_) } => {
                changes.values.push((frame, *question));
            }
            Work::Value { .. } | Work::Answer { .. } | Work::Shared { .. } => {}
            Work::Options { question, .. } => {
                changes.options.push((frame, *question));
                changes.touched.push((frame, *question));
            }
            Work::Count { scope, .. } => changes.counts.push((frame, *scope)),
            Work::Required { question, .. } | Work::Valid { question, .. } => {
                changes.touched.push((frame, *question));
            }
            Work::Check { check, .. } => changes.checks.push((frame, *check)),
        }
    }

    pub(super) fn compute(&mut self, cell: &Cell, frame: usize) -> Value {
        for (at, scope, local) in &cell.lookups {
            let around = self.scene(frame).frame(*at);
            self.frames.sort_by(around, *scope, *local);
        }
        let scene = self.scene(frame);
        match &cell.work {
            Work::Relevant { parent, own, .. } => {
                let inherited = parent.is_none_or(|gate| scene.cell(gate).boolean());
                Value::Boolean(inherited && scene.value(own).boolean())
            }
            Work::Value { question, calculation } => {
                let slot = &self.form.plan.questions[*question];
                if slot.relevant.is_some_and(|gate| !scene.cell(gate).boolean()) {
                    return Value::Empty;
                }
                match calculation {
                    Some(formula) => {
                        input::held(scene.value(formula), &self.form.questions[*question].kind)
                    }
                    None => self.frames[frame].inputs[slot.local].value.clone(),
                }
            }
            Work::Answer { question, rule, .. } => {
                input::held(scene.value(rule), &self.form.questions[*question].kind)
            }
            Work::Options { set, .. } => scene.listed(set),
            Work::Shared { rule } => scene.value(rule),
            Work::Count { rule, .. } => Value::Number(scene.value(rule).number()),
            Work::Required { rule, .. } => Value::Boolean(scene.value(rule).boolean()),
            Work::Valid { question, rule } => {
                let value = self.frames.cell(frame, self.form.plan.questions[*question].value);
                Value::Boolean(value.is_empty() || scene.value(rule).boolean())
            }
            Work::Check { gates, rule, .. } => {
                let stands = gates.iter().all(|gate| scene.cell(*gate).boolean());
                Value::Boolean(stands && scene.truth(rule) == Some(true))
            }
        }
    }
}
