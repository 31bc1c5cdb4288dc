//! What to compute, in which order, and what follows from what. All indices are dense: an
//! interview holds one frame for the document and one for each instance of a repeat, and a cell
//! is a place in a frame.

use crate::formula::{At, Formula};

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
    /// The visiting order.
    pub stops: Vec<Stop>,
}

#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Rank of each cell of a frame.
    pub ranks: Vec<usize>,
    pub questions: Vec<usize>,
    /// Ranks of the cells that read who is in this repeat, or in which order.
    pub readers: Vec<usize>,
    /// Document-level checks that jump into this repeat.
    pub focused_by: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Cell {
    pub scope: usize,
    /// Its place in the frame.
    pub local: usize,
    pub work: Work,
    /// Cells of repeats by whose value it looks instances up: scope and cell.
    pub lookups: Vec<(usize, usize)>,
    pub readers: Vec<Reader>,
}

/// A cell to compute again after another has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reader {
    pub rank: usize,
    /// In every frame of its scope, not only in the frame of the change.
    pub every: bool,
}

/// How a cell gets its value.
#[derive(Debug)]
pub(crate) enum Work {
    /// Whether a group or question is asked; `governs` lists the questions that follow it.
    Relevant { parent: Option<(At, usize)>, own: Formula, governs: Vec<usize> },
    /// What expressions see of a question.
    Value { question: usize, calculation: Option<Formula> },
    /// Whether an answer is owed.
    Required { question: usize, rule: Formula },
    /// Whether the answer keeps the constraint.
    Valid { question: usize, rule: Formula },
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
    /// Cell that says whether the constraint holds.
    pub valid: Option<usize>,
    /// Its stop and its place there.
    pub stop: (usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    Never,
    Always,
    Cell(usize),
}

/// Questions visited one after another within one frame: a run of the document or a page.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    pub scope: usize,
    pub questions: Vec<usize>,
}
