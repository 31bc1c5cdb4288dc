//! What to compute, in which order, and what follows from what. All indices are dense: an
//! interview holds one frame for the document and one for each instance of a repeat, and a cell
//! is a place in a frame.

use crate::formula::{At, Formula, ItemSet};

/// The document's own scope; the repeat with index r is scope r + 1.
pub(crate) const DOCUMENT: usize = 0;

#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Each cell stands after those it reads; its index is its rank.
    pub cells: Vec<Cell>,
    pub scopes: Vec<Scope>,
    pub questions: Vec<Slot>,
    /// For each check: its scope and its cell there.
    pub checks: Vec<(usize, usize)>,
    /// For each question: the checks that have it in their focus.
    pub focused_by: Vec<Vec<usize>>,
    /// What a document, or a new instance, starts with, in the order of the sheet.
    pub firsts: Vec<First>,
    /// For each question: what happens when its answer changes.
    pub triggers: Vec<Vec<Trigger>>,
}

/// The document, or a repeat. A frame of a scope lies in a frame of its parent.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// The scope it lies in; the document lies in itself.
    pub parent: usize,
    /// How many repeats it is inside of, itself included.
    pub depth: usize,
    /// The scopes that lie in it.
    pub children: Vec<usize>,
    /// Its place among the children of its parent.
    pub branch: usize,
    /// Rank of each cell of a frame.
    pub ranks: Vec<usize>,
    pub questions: Vec<usize>,
    /// The cells that read who is in this repeat, or in which order.
    pub readers: Vec<Reader>,
    /// Checks that jump into this repeat from outside it, each with the scope they meet in.
    pub focused_by: Vec<(usize, usize)>,
    /// Cell of the parent that says how many instances are asked for.
    pub count: Option<usize>,
    /// What is visited in a frame, page by page.
    pub pages: Vec<Vec<Item>>,
    /// Where it stands among what is visited in a frame of its parent: page and place.
    pub place: (usize, usize),
}

/// What is visited: a question, or all instances of a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Question(usize),
    Repeat(usize),
}

#[derive(Debug)]
pub(crate) struct Cell {
    pub scope: usize,
    /// Its place in the frame.
    pub local: usize,
    pub work: Work,
    /// Cells of repeats by whose value it looks instances up: frame they lie in, scope and cell.
    pub lookups: Vec<(At, usize, usize)>,
    pub readers: Vec<Reader>,
}

/// A cell to compute again after another has changed: in every frame of its scope that lies in
/// the same frame of the scope `via` as the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reader {
    pub rank: usize,
    pub via: usize,
}

/// How a cell gets its value.
#[derive(Debug)]
pub(crate) enum Work {
    /// Whether a group or question is asked; `governs` lists the questions that follow it.
    Relevant { parent: Option<(At, usize)>, own: Formula, governs: Vec<usize> },
    /// What expressions see of a question.
    Value { question: usize, calculation: Option<Formula> },
    /// What a calculation puts in the place of the answer, each time it is computed.
    Answer { question: usize, once: bool, rule: Formula },
    /// Whether an answer is owed.
    Required { question: usize, rule: Formula },
    /// Whether the answer keeps the constraint.
    Valid { question: usize, rule: Formula },
    /// Which options a question has: their rows in its list, joined by spaces.
    Options { question: usize, set: ItemSet },
    /// What formulas of several instances read.
    Shared { rule: Formula },
    /// How many instances of a repeat are asked for.
    Count { scope: usize, rule: Formula },
    /// Whether a check is violated.
    Check { check: usize, gates: Vec<(At, usize)>, rule: Formula },
}

/// Where the parts of a question lie.
#[derive(Debug)]
pub(crate) struct Slot {
    pub scope: usize,
    /// Index among the questions of its scope.
    pub local: usize,
    /// Cell of its value.
    pub value: usize,
    /// Cell that says whether it is asked; none: always.
    pub relevant: Option<(At, usize)>,
    pub required: Required,
    /// Cell of its options; none: all of its list.
    pub options: Option<usize>,
    /// Cell that says whether the constraint holds.
    pub valid: Option<usize>,
    /// Its page and its place there.
    pub place: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    Never,
    Always,
    Cell(usize),
}

/// The answer that a question starts with.
#[derive(Debug)]
pub(crate) struct First {
    pub question: usize,
    pub from: Origin,
}

/// Where a first answer comes from.
#[derive(Debug)]
pub(crate) enum Origin {
    /// Written in the form.
    Written(String),
    /// Computed once.
    Computed(Formula),
    /// Asked of the caller: the clock, or a property of the device.
    Metadata,
}

/// What a changed answer does: `rule` becomes the answer of `question`.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub question: usize,
    /// The scope in which the two meet.
    pub via: usize,
    pub rule: Formula,
}

impl Plan {
    /// The innermost scope that both lie in.
    pub fn meeting(&self, a: usize, b: usize) -> usize {
        meeting(a, b, |scope| (self.scopes[scope].parent, self.scopes[scope].depth))
    }
}

/// The innermost scope that both lie in; `lies` gives the parent and the depth of a scope.
pub(crate) fn meeting(mut a: usize, mut b: usize, lies: impl Fn(usize) -> (usize, usize)) -> usize {
    while a != b {
        let ((outer_a, depth_a), (outer_b, depth_b)) = (lies(a), lies(b));
        if depth_a >= depth_b { a = outer_a } else { b = outer_b }
    }
    a
}
