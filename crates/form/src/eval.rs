//! Formulas to values.

use crate::expr::Operator;
use crate::formula::{At, Fold, Formula, Set};
use crate::functions::{count, extreme};
use crate::interview::{Frames, Functions};
use crate::value::Value;

/// What a formula sees: the frames, and which of them is meant.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub frames: &'a Frames,
    pub functions: &'a dyn Functions,
    /// The frame for which it runs.
    pub own: usize,
    /// The instance that the innermost predicate looks at, and its place there.
    pub member: usize,
    pub index: usize,
}

impl<'a> Scene<'a> {
    pub fn new(frames: &'a Frames, functions: &'a dyn Functions, own: usize) -> Self {
        Self { frames, functions, own, member: own, index: 0 }
    }

    fn frame(&self, at: At) -> usize {
        match at {
            At::Document => Frames::DOCUMENT,
            At::Own => self.own,
            At::Member => self.member,
        }
    }

    pub fn cell(&self, (at, local): (At, usize)) -> &'a Value {
        self.frames.cell(self.frame(at), local)
    }

    pub fn value(&self, formula: &Formula) -> Value {
        match formula {
            Formula::Constant(value) => value.clone(),
            Formula::Cell(at, local) => self.cell((*at, *local)).clone(),
            Formula::Position(at) => {
                Value::Number(count(self.frames.position(self.frame(*at)) + 1))
            }
            Formula::Index => Value::Number(count(self.index)),
            Formula::First(set) => self.values(set).next().cloned().unwrap_or_default(),
            Formula::Count(set) => Value::Number(count(self.members(set).count())),
            Formula::CountNonEmpty(set) => {
                Value::Number(count(self.values(set).filter(|value| !value.is_empty()).count()))
            }
            Formula::Fold(fold, set) => Value::Number(self.fold(*fold, set)),
            Formula::Join(separator, set) => {
                let values: Vec<_> = self.values(set).map(Value::string).collect();
                Value::text(&values.join(&self.value(separator).string()))
            }
            Formula::Not(inner) => Value::Boolean(!self.value(inner).boolean()),
            Formula::Negate(inner) => Value::Number(-self.value(inner).number()),
            Formula::Binary(operator, left, right) => self.binary(*operator, left, right),
            Formula::If(parts) => {
                let [condition, then, otherwise] = parts.as_ref();
                self.value(if self.value(condition).boolean() { then } else { otherwise })
            }
            Formula::Regex(text, regex) => {
                Value::Boolean(regex.is_match(&self.value(text).string()))
            }
            Formula::Call(function, arguments) => function.call(&self.all(arguments)),
            Formula::Now => {
                self.functions.now().map_or(Value::Empty, |now| Value::DateTime(now.into()))
            }
            Formula::Named(name, arguments) => {
                self.functions.call(name, &self.all(arguments)).unwrap_or_default()
            }
        }
    }

    fn all(&self, formulas: &[Formula]) -> Vec<Value> {
        formulas.iter().map(|formula| self.value(formula)).collect()
    }

    fn binary(&self, operator: Operator, left: &Formula, right: &Formula) -> Value {
        let number = |formula: &Formula| self.value(formula).number();
        match operator {
            Operator::Or => {
                Value::Boolean(self.value(left).boolean() || self.value(right).boolean())
            }
            Operator::And => {
                Value::Boolean(self.value(left).boolean() && self.value(right).boolean())
            }
            Operator::Add => Value::Number(number(left) + number(right)),
            Operator::Subtract => Value::Number(number(left) - number(right)),
            Operator::Multiply => Value::Number(number(left) * number(right)),
            Operator::Divide => Value::Number(number(left) / number(right)),
            Operator::Modulo => Value::Number(number(left) % number(right)),
            _ => Value::Boolean(compare(operator, &self.value(left), &self.value(right))),
        }
    }

    /// A rule as a truth of three values: a comparison with an empty operand says nothing, and
    /// what depends on it rests. A comparison with the literal `''` asks for emptiness.
    pub fn truth(&self, formula: &Formula) -> Option<bool> {
        match formula {
            Formula::Not(inner) => self.truth(inner).map(|truth| !truth),
            Formula::Binary(Operator::And, left, right) => match self.truth(left) {
                Some(false) => Some(false),
                known => match self.truth(right) {
                    Some(false) => Some(false),
                    other => known.and(other),
                },
            },
            Formula::Binary(Operator::Or, left, right) => match self.truth(left) {
                Some(true) => Some(true),
                known => match self.truth(right) {
                    Some(true) => Some(true),
                    other => known.and(other),
                },
            },
            Formula::Binary(operator, left, right) if is_comparison(*operator) => {
                let literal = |side: &Formula| matches!(side, Formula::Constant(Value::Empty));
                let (a, b) = (self.value(left), self.value(right));
                let rests = (a.is_blank() || b.is_blank()) && !literal(left) && !literal(right);
                (!rests).then(|| compare(*operator, &a, &b))
            }
            other => Some(self.value(other).boolean()),
        }
    }

    /// The instances in a set, in order.
    fn members(self, set: &'a Set) -> impl Iterator<Item = usize> + 'a {
        let mut passed = vec![0; set.filters.len()];
        let found = set.lookup.as_ref().and_then(|lookup| {
            self.frames.matching(set.scope, lookup.column, &self.value(&lookup.sought))
        });
        let frames = found.unwrap_or_else(|| self.frames.roster(set.scope));
        frames.iter().copied().filter(move |frame| {
            let mut scene = Scene { member: *frame, ..self };
            set.gates.iter().all(|gate| scene.cell(*gate).boolean())
                && set.filters.iter().zip(&mut passed).all(|(filter, passed)| {
                    *passed += 1;
                    scene.index = *passed;
                    scene.value(filter).boolean()
                })
        })
    }

    fn values(self, set: &'a Set) -> impl Iterator<Item = &'a Value> + 'a {
        self.members(set)
            .filter_map(move |frame| set.value.map(|local| self.frames.cell(frame, local)))
    }

    fn fold(&self, fold: Fold, set: &Set) -> f64 {
        let numbers = self.values(set).map(Value::number);
        match fold {
            Fold::Sum => numbers.sum(),
            Fold::Min => numbers.reduce(|a, b| extreme(a, b, f64::min)).unwrap_or(f64::NAN),
            Fold::Max => numbers.reduce(|a, b| extreme(a, b, f64::max)).unwrap_or(f64::NAN),
        }
    }
}

fn is_comparison(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Greater
            | Operator::GreaterEqual
    )
}

fn compare(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => left.equals(right),
        Operator::NotEqual => !left.equals(right),
        Operator::Less => left.number() < right.number(),
        Operator::LessEqual => left.number() <= right.number(),
        Operator::Greater => left.number() > right.number(),
        _ => left.number() >= right.number(),
    }
}
