//! Expressions after their names are resolved: every reference is an index.

use std::sync::Arc;

use regex::Regex;

use crate::expr::Operator;
use crate::functions::Function;
use crate::items::Items;
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
    /// How many reached the innermost predicate.
    Last,
    /// The first of a set, or empty.
    First(Box<Set>),
    Count(Box<Set>),
    CountNonEmpty(Box<Set>),
    Fold(Fold, Box<Set>),
    Join(Box<Formula>, Box<Set>),
    /// A cell of the item that the innermost predicate looks at.
    Column(usize),
    /// Something made of items.
    Items(Take, Box<ItemSet>),
    Not(Box<Formula>),
    Negate(Box<Formula>),
    Binary(Operator, Box<Formula>, Box<Formula>),
    If(Box<[Formula; 3]>),
    Regex(Box<Formula>, Regex),
    Call(&'static Function, Vec<Formula>),
    /// A call on values and on all values of sets.
    Over(&'static Function, Vec<Operand>),
    /// The time of day where the form is filled in.
    Now,
    /// A function of the caller.
    Named(String, Vec<Formula>),
}

/// One argument of a function that takes sets too.
#[derive(Debug)]
pub(crate) enum Operand {
    One(Formula),
    All(Set),
}

impl Formula {
    /// Whether this formula or a part of it is `wanted`. Sets are not looked into.
    pub fn contains(&self, wanted: fn(&Self) -> bool) -> bool {
        let within = |part: &Self| part.contains(wanted);
        wanted(self)
            || match self {
                Self::Not(inner) | Self::Negate(inner) | Self::Regex(inner, _) => within(inner),
                Self::Binary(_, left, right) => within(left) || within(right),
                Self::If(parts) => parts.iter().any(within),
                Self::Call(_, parts) | Self::Named(_, parts) => parts.iter().any(within),
                Self::Over(_, parts) => parts.iter().any(|part| match part {
                    Operand::One(part) => within(part),
                    Operand::All(_) => false,
                }),
                _ => false,
            }
    }

    /// Whether it depends on the instance that a predicate looks at.
    pub fn reads_member(&self) -> bool {
        self.contains(|part| {
            matches!(
                part,
                Self::Cell(At::Member(_), _)
                    | Self::Position(At::Member(_))
                    | Self::Index
                    | Self::Last
                    | Self::First(_)
                    | Self::Count(_)
                    | Self::CountNonEmpty(_)
                    | Self::Fold(..)
                    | Self::Join(..)
                    | Self::Over(..)
                    | Self::Items(..)
            )
        })
    }

    /// Whether it depends on the item that a predicate looks at. What lies in a filter of other
    /// items sees those.
    pub fn reads_item(&self) -> bool {
        self.contains(|part| match part {
            Self::Column(_) | Self::Index | Self::Last => true,
            Self::Items(take, set) => {
                let parts = [set.sought.as_ref().map(|sought| &sought.value), take.separator()];
                parts.into_iter().flatten().any(Self::reads_item)
            }
            _ => false,
        })
    }

    /// A copy of a value that is written down or lies in a cell; none of what is computed.
    pub fn fixed(&self) -> Option<Self> {
        match self {
            Self::Constant(value) => Some(Self::Constant(value.clone())),
            Self::Cell(at, local) => Some(Self::Cell(*at, *local)),
            _ => None,
        }
    }

    /// A predicate that is a number: only the node at this place.
    pub fn same_place(number: Self) -> Self {
        Self::Binary(Operator::Equal, Box::new(Self::Index), Box::new(number))
    }
}

/// In which frame a cell lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Document,
    /// The frame for which the formula runs, or so many frames around it.
    Own(usize),
    /// The instance that the innermost predicate looks at, or so many frames around it.
    Member(usize),
}

impl At {
    /// The same, as seen from the instance that a predicate looks at.
    pub fn of_member(self) -> Self {
        match self {
            Self::Own(out) => Self::Member(out),
            other => other,
        }
    }

    /// So many frames further out.
    pub fn out(self, by: usize) -> Self {
        match self {
            Self::Document => Self::Document,
            Self::Own(out) => Self::Own(out + by),
            Self::Member(out) => Self::Member(out + by),
        }
    }
}

/// Relevant nodes of repeats, in the order of the document.
#[derive(Debug)]
pub(crate) struct Set {
    /// The frame that it starts in.
    pub from: At,
    /// From repeat to repeat within it, inwards.
    pub steps: Vec<Step>,
    /// The value of a node; none for the instance itself.
    pub value: Option<usize>,
}

/// The instances of a repeat within one frame that pass.
#[derive(Debug)]
pub(crate) struct Step {
    pub scope: usize,
    /// Cells, seen from the instance, that must all be true for it to exist.
    pub gates: Vec<(At, usize)>,
    /// Each sees, and numbers, what the one before let through.
    pub filters: Vec<Formula>,
    /// Where the filter asks for one value of a cell: where to look it up.
    pub lookup: Option<Lookup>,
}

/// The instances whose cell `column` equals `sought`, so that a rule that each instance asks of all
/// others does not cost the square of their number.
#[derive(Debug)]
pub(crate) struct Lookup {
    pub column: usize,
    pub sought: Formula,
}

/// Items that pass, in order.
#[derive(Debug)]
pub(crate) struct ItemSet {
    pub items: Arc<Items>,
    /// Where a filter asks for one value of a column: what to look up.
    pub sought: Option<Sought>,
    /// Each sees, and numbers, what the one before let through.
    pub filters: Vec<Formula>,
    /// The column of the value; none for the item itself.
    pub value: Option<usize>,
}

/// The items whose cell in `column` equals `value`, which is the same for all of them.
#[derive(Debug)]
pub(crate) struct Sought {
    pub column: usize,
    pub value: Formula,
    /// Whether a number is compared as it is written.
    pub as_text: bool,
}

/// What to make of items.
#[derive(Debug)]
pub(crate) enum Take {
    First,
    Count,
    CountNonEmpty,
    Fold(Fold),
    Join(Box<Formula>),
}

impl Take {
    fn separator(&self) -> Option<&Formula> {
        match self {
            Self::Join(separator) => Some(separator),
            _ => None,
        }
    }
}

/// What to make of the numbers of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    Sum,
    Min,
    Max,
}
