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
    pub id: Option<Instance>,
    position: usize,
    pub cells: Vec<Value>,
    /// Whether a cell waits in the queue.
    pub queued: Vec<bool>,
    pub answers: Vec<Answer>,
    pub inputs: Vec<Input>,
    pub standings: Vec<Standing>,
}

impl Frame {
    fn new(form: &Form, scope: usize, id: Option<Instance>) -> Self {
        let plan = &form.plan.scopes[scope];
        let (cells, questions) = (plan.ranks.len(), plan.questions.len());
        Self {
            scope,
            id,
            position: 0,
            cells: vec![Value::Empty; cells],
            queued: vec![false; cells],
            answers: vec![Answer::default(); questions],
            inputs: vec![Input::default(); questions],
            standings: vec![Standing::default(); questions],
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
    rosters: Vec<Roster>,
    by_id: HashMap<Instance, usize>,
}

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
        let mut rosters: Vec<Roster> = form.plan.scopes.iter().map(Roster::new).collect();
        rosters[DOCUMENT].frames.push(Self::DOCUMENT);
        let frames = vec![Frame::new(form, DOCUMENT, None)];
        Self { frames, free: Vec::new(), rosters, by_id: HashMap::new() }
    }

    pub fn cell(&self, frame: usize, local: usize) -> &Value {
        &self.frames[frame].cells[local]
    }

    /// Place of an instance in its repeat, from 0.
    pub fn position(&self, frame: usize) -> usize {
        self.frames[frame].position
    }

    /// The frames of a scope in order; the document is the only one of its own.
    pub fn roster(&self, scope: usize) -> &[usize] {
        &self.rosters[scope].frames
    }

    pub fn ids(&self, scope: usize) -> &[Instance] {
        &self.rosters[scope].ids
    }

    pub fn find(&self, id: Instance) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Keeps a value; whether it is another than before.
    pub fn keep(&mut self, frame: usize, local: usize, value: Value) -> bool {
        let Frame { scope, cells, .. } = &mut self.frames[frame];
        if cells[local] == value {
            return false;
        }
        cells[local] = value;
        self.rosters[*scope].columns[local] = None;
        true
    }

    /// Sorts the instances of a scope by the value of a cell, if that is not done.
    pub fn sort_by(&mut self, scope: usize, local: usize) {
        if self.rosters[scope].columns[local].is_none() {
            let frames = self.rosters[scope].frames.iter();
            let column = Column::new(frames.map(|frame| (*frame, self.cell(*frame, local))));
            self.rosters[scope].columns[local] = Some(column);
        }
    }

    /// The instances that may have `sought` in a cell, in order; none if that cannot be told.
    pub fn matching(&self, scope: usize, local: usize, sought: &Value) -> Option<&[usize]> {
        self.rosters[scope].columns[local].as_ref()?.matching(sought)
    }

    /// Adds an instance before place `at`, or last.
    pub fn insert(&mut self, form: &Form, scope: usize, id: Instance, at: usize) -> usize {
        let fresh = Frame::new(form, scope, Some(id));
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
        let roster = &mut self.rosters[self.frames[frame].scope];
        let at = at.min(roster.frames.len());
        roster.frames.insert(at, frame);
        roster.ids.insert(at, id);
        self.number(self.frames[frame].scope, at);
    }

    fn take_out(&mut self, frame: usize) -> Option<Instance> {
        let Frame { scope, id, position, .. } = self.frames[frame];
        self.rosters[scope].frames.remove(position);
        self.rosters[scope].ids.remove(position);
        self.number(scope, position);
        id
    }

    fn number(&mut self, scope: usize, from: usize) {
        self.rosters[scope].columns.fill_with(|| None);
        for (position, frame) in self.rosters[scope].frames.iter().enumerate().skip(from) {
            self.frames[*frame].position = position;
        }
    }
}
