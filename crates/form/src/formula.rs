//! Expressions after their names are resolved: every reference is an index.

use regex::Regex;

use crate::expr::Operator;
use crate::functions::Function;
use crate::value::Value;

/// A resolved expression.
#[derive(Debug)]
pub(crate) enum Formula {
    Constant(Value),
    /// The cell of this index in the frame.
    Cell(At, usize),
    /// Place of an instance in its repeat, from 1.
    Position(At),
    /// Place among what reached the innermost predicate, from 1.
    Index,
    /// The first of a set, or empty.
    First(Box<Set>),
    Count(Box<Set>),
    CountNonEmpty(Box<Set>),
    Fold(Fold, Box<Set>),
    Join(Box<Formula>, Box<Set>),
    Not(Box<Formula>),
    Negate(Box<Formula>),
    Binary(Operator, Box<Formula>, Box<Formula>),
    If(Box<[Formula; 3]>),
    Regex(Box<Formula>, Regex),
    Call(Function, Vec<Formula>),
    /// A function of the caller.
    Named(String, Vec<Formula>),
}

impl Formula {
    /// A predicate that is a number: only the node at this place.
    pub fn same_place(number: Self) -> Self {
        Self::Binary(Operator::Equal, Box::new(Self::Index), Box::new(number))
    }
}

/// In which frame a cell lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Document,
    /// The frame for which the formula runs.
    Own,
    /// The instance that the innermost predicate looks at.
    Member,
}

/// Relevant nodes of a repeat, in the order of the repeat.
#[derive(Debug)]
pub(crate) struct Set {
    pub scope: usize,
    /// Cells that must all be true for the node to exist.
    pub gates: Vec<(At, usize)>,
    /// Each sees, and numbers, what the one before let through.
    pub filters: Vec<Formula>,
    /// The value of a node; none for the instance itself.
    pub value: Option<usize>,
}

/// What to make of the numbers of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    Sum,
    Min,
    Max,
}
