//! The state of an interview: a frame for the document and one for each instance.

use std::collections::HashMap;
use std::ops::{Index, IndexMut};

use super::answer::Answer;
use super::column::Column;
use super::input::Input;
use super::path::Instance;
use super::standing::Standing;
use crate::model::Form;
use crate::plan::{DOCUMENT, Scope};
use crate::value::Value;

/// One row of computed values and answers, indexed as the plan says.
pub(crate) struct Frame {
    pub scope: usize,
    /// The frame it lies in; the document lies in itself.
    pub parent: usize,
    pub id: Option<Instance>,
    position: usize,
    pub cells: Vec<Value>,
    /// Whether a cell waits in the queue.
    pub queued: Vec<bool>,
    pub answers: Vec<Answer>,
    pub inputs: Vec<Input>,
    pub standings: Vec<Standing>,
    /// The repeats that lie in it.
    rosters: Vec<Roster>,
}

impl Frame {
    fn new(form: &Form, scope: usize, parent: usize, id: Option<Instance>) -> Self {
        let plan = &form.plan.scopes[scope];
        let (cells, questions) = (plan.ranks.len(), plan.questions.len());
        let inner = plan.children.iter().map(|child| Roster::new(&form.plan.scopes[*child]));
        Self {
            scope,
            parent,
            id,
            position: 0,
            cells: vec![Value::Empty; cells],
            queued: vec![false; cells],
            answers: vec![Answer::default(); questions],
            inputs: vec![Input::default(); questions],
            standings: vec![Standing::default(); questions],
            rosters: inner.collect(),
        }
    }

    /// Keeps an answer and reads what it means.
    pub fn store(&mut self, form: &Form, question: usize, answer: Answer) {
        let local = form.plan.questions[question].local;
        self.inputs[local] = match answer.missing {
            Some(_) => Input::default(),
            None => Input::read(form, &form.questions[question], &answer.raw),
        };
        self.answers[local] = answer;
    }
}

/// All frames, and the order of the instances in each repeat.
pub(crate) struct Frames {
    frames: Vec<Frame>,
    /// Frames that are free to be used again.
    free: Vec<usize>,
    by_id: HashMap<Instance, usize>,
    /// For each scope: the one it lies in, and its place among those.
    scopes: Vec<(usize, usize)>,
}

/// The instances of one repeat in one frame.
struct Roster {
    frames: Vec<usize>,
    ids: Vec<Instance>,
    /// For each cell: the instances by its value, while that is known.
    columns: Vec<Option<Column>>,
}

impl Roster {
    fn new(scope: &Scope) -> Self {
        let columns = scope.ranks.iter().map(|_| None).collect();
        Self { frames: Vec::new(), ids: Vec::new(), columns }
    }
}

impl Index<usize> for Frames {
    type Output = Frame;

    fn index(&self, frame: usize) -> &Frame {
        &self.frames[frame]
    }
}

impl IndexMut<usize> for Frames {
    fn index_mut(&mut self, frame: usize) -> &mut Frame {
        &mut self.frames[frame]
    }
}

impl Frames {
    /// The frame of the document.
    pub const DOCUMENT: usize = 0;

    pub fn new(form: &Form) -> Self {
        let scopes = form.plan.scopes.iter().map(|scope| (scope.parent, scope.branch));
        let frames = vec![Frame::new(form, DOCUMENT, Self::DOCUMENT, None)];
        Self { frames, free: Vec::new(), by_id: HashMap::new(), scopes: scopes.collect() }
    }

    pub fn cell(&self, frame: usize, local: usize) -> &Value {
        &self.frames[frame].cells[local]
    }

    /// The frame so many frames around this one.
    pub fn around(&self, frame: usize, out: usize) -> usize {
        (0..out).fold(frame, |frame, _| self.frames[frame].parent)
    }

    /// The frame of `scope` that this one is or lies in.
    pub fn enclosing(&self, mut frame: usize, scope: usize) -> usize {
        while self.frames[frame].scope != scope && frame != Self::DOCUMENT {
            frame = self.frames[frame].parent;
        }
        frame
    }

    /// Visits the frames of `scope` that this one is, or that lie in it, in order.
    pub fn each_within(&self, frame: usize, scope: usize, each: &mut dyn FnMut(usize)) {
        if self.frames[frame].scope == scope {
            return each(frame);
        }
        let (around, _) = self.scopes[scope];
        self.each_within(frame, around, &mut |outer| {
            self.roster(outer, scope).iter().copied().for_each(&mut *each);
        });
    }

    /// The same as a list.
    pub fn within(&self, frame: usize, scope: usize) -> Vec<usize> {
        let mut frames = Vec::new();
        self.each_within(frame, scope, &mut |frame| frames.push(frame));
        frames
    }

    /// Place of an instance in its repeat, from 0.
    pub fn position(&self, frame: usize) -> usize {
        self.frames[frame].position
    }

    /// The places of an instance and of those around it, the outermost first.
    pub fn places(&self, frame: usize) -> Vec<usize> {
        let mut places = Vec::new();
        let mut at = frame;
        while at != Self::DOCUMENT {
            places.insert(0, self.frames[at].position);
            at = self.frames[at].parent;
        }
        places
    }

    fn roster_of(&self, frame: usize, scope: usize) -> &Roster {
        &self.frames[frame].rosters[self.scopes[scope].1]
    }

    fn roster_mut(&mut self, frame: usize, scope: usize) -> &mut Roster {
        let (_, branch) = self.scopes[scope];
        &mut self.frames[frame].rosters[branch]
    }

    /// The instances of a repeat in the frame it lies in, in order.
    pub fn roster(&self, frame: usize, scope: usize) -> &[usize] {
        &self.roster_of(frame, scope).frames
    }

    pub fn ids(&self, frame: usize, scope: usize) -> &[Instance] {
        &self.roster_of(frame, scope).ids
    }

    /// How many instances there are in all.
    pub fn instances(&self) -> usize {
        self.by_id.len()
    }

    pub fn find(&self, id: Instance) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Keeps a value; whether it is another than before.
    pub fn keep(&mut self, frame: usize, local: usize, value: Value) -> bool {
        let Frame { scope, parent, cells, .. } = &mut self.frames[frame];
        if cells[local] == value {
            return false;
        }
        cells[local] = value;
        let (scope, parent) = (*scope, *parent);
        if scope != DOCUMENT {
            self.roster_mut(parent, scope).columns[local] = None;
        }
        true
    }

    /// Sorts the instances of a repeat by the value of a cell, if that is not done.
    pub fn sort_by(&mut self, frame: usize, scope: usize, local: usize) {
        let roster = self.roster_of(frame, scope);
        if roster.columns[local].is_none() {
            let frames = roster.frames.iter();
            let column = Column::new(frames.map(|frame| (*frame, self.cell(*frame, local))));
            self.roster_mut(frame, scope).columns[local] = Some(column);
        }
    }

    /// The instances that may have `sought` in a cell, in order; none if that cannot be told.
    pub fn matching(
        &self,
        frame: usize,
        scope: usize,
        local: usize,
        sought: &Value,
    ) -> Option<&[usize]> {
        self.roster_of(frame, scope).columns[local].as_ref()?.matching(sought)
    }

    /// Adds an instance to a repeat of the frame `parent`, before place `at` or last.
    pub fn insert(
        &mut self,
        form: &Form,
        (scope, parent): (usize, usize),
        id: Instance,
        at: usize,
    ) -> usize {
        let fresh = Frame::new(form, scope, parent, Some(id));
        let frame = match self.free.pop() {
            Some(frame) => {
                self.frames[frame] = fresh;
                frame
            }
            None => {
                self.frames.push(fresh);
                self.frames.len() - 1
            }
        };
        self.by_id.insert(id, frame);
        self.place(frame, id, at);
        frame
    }

    /// Removes an instance that has no others in it.
    pub fn remove(&mut self, frame: usize) {
        if let Some(id) = self.take_out(frame) {
            self.by_id.remove(&id);
            self.free.push(frame);
        }
    }

    pub fn move_to(&mut self, frame: usize, at: usize) {
        if let Some(id) = self.take_out(frame) {
            self.place(frame, id, at);
        }
    }

    fn place(&mut self, frame: usize, id: Instance, at: usize) {
        let Frame { scope, parent, .. } = self.frames[frame];
        let roster = self.roster_mut(parent, scope);
        let at = at.min(roster.frames.len());
        roster.frames.insert(at, frame);
        roster.ids.insert(at, id);
        self.number(parent, scope, at);
    }

    fn take_out(&mut self, frame: usize) -> Option<Instance> {
        let Frame { scope, parent, id, position, .. } = self.frames[frame];
        let roster = self.roster_mut(parent, scope);
        roster.frames.remove(position);
        roster.ids.remove(position);
        self.number(parent, scope, position);
        id
    }

    fn number(&mut self, parent: usize, scope: usize, from: usize) {
        let roster = self.roster_mut(parent, scope);
        roster.columns.fill_with(|| None);
        let len = roster.frames.len();
        for position in from..len {
            let frame = self.roster(parent, scope)[position];
            self.frames[frame].position = position;
        }
    }
}
