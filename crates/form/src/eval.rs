//! Formulas to values.

use std::ops::ControlFlow;

use crate::expr::Operator;
use crate::formula::{At, Fold, Formula, Operand, Set, Step};
use crate::functions::{count, extreme};
use crate::interview::{Frames, Functions};
use crate::items::Items;
use crate::value::Value;

/// What a formula sees: the frames, and which of them is meant.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub frames: &'a Frames,
    pub functions: &'a dyn Functions,
    /// The frame for which it runs.
    pub own: usize,
    /// The instance that the innermost predicate looks at, its place there, and how many there are.
    pub member: usize,
    pub index: usize,
    pub size: usize,
    /// The item that the innermost predicate looks at.
    pub item: Option<(&'a Items, usize)>,
}

impl<'a> Scene<'a> {
    pub fn new(frames: &'a Frames, functions: &'a dyn Functions, own: usize) -> Self {
        Self { frames, functions, own, member: own, index: 0, size: 0, item: None }
    }

    pub fn frame(&self, at: At) -> usize {
        match at {
            At::Document => Frames::DOCUMENT,
            At::Own(out) => self.frames.around(self.own, out),
            At::Member(out) => self.frames.around(self.member, out),
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
            Formula::Last => Value::Number(count(self.size)),
            Formula::First(set) => self.first(set),
            Formula::Count(set) => {
                let mut members = 0;
                self.each(set, &mut |_| members += 1);
                Value::Number(count(members))
            }
            Formula::CountNonEmpty(set) => {
                let mut answers = 0;
                self.each_value(set, &mut |value| answers += usize::from(!value.is_empty()));
                Value::Number(count(answers))
            }
            Formula::Fold(fold, set) => Value::Number(self.fold(*fold, set)),
            Formula::Join(separator, set) => {
                let mut values = Vec::new();
                self.each_value(set, &mut |value| values.push(value.string()));
                Value::joined(values.into_iter(), &self.value(separator).string())
            }
            Formula::Column(column) => self.column(*column),
            Formula::Items(take, set) => self.take(take, set),
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
            Formula::Over(function, operands) => function.call(&self.gathered(operands)),
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

    fn gathered(&self, operands: &[Operand]) -> Vec<Value> {
        let mut values = Vec::new();
        for operand in operands {
            match operand {
                Operand::One(formula) => values.push(self.value(formula)),
                Operand::All(set) => self.each_value(set, &mut |value| values.push(value.clone())),
            }
        }
        values
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

    /// Visits the instances of a set in order, until told to stop.
    fn visit(
        &self,
        frame: usize,
        steps: &[Step],
        visit: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some((step, rest)) = steps.split_first() else { return visit(frame) };
        let found = step.lookup.as_ref().and_then(|lookup| {
            let sought = self.value(&lookup.sought);
            self.frames.matching(frame, step.scope, lookup.column, &sought)
        });
        let roster = found.unwrap_or_else(|| self.frames.roster(frame, step.scope));
        let stands = |member: &usize| {
            let scene = Scene { member: *member, ..*self };
            step.gates.iter().all(|gate| scene.cell(*gate).boolean())
        };
        if step.filters.is_empty() {
            for member in roster.iter().filter(|member| stands(member)) {
                self.visit(*member, rest, visit)?;
            }
            return ControlFlow::Continue(());
        }
        let mut members: Vec<usize> = roster.iter().copied().filter(stands).collect();
        for filter in &step.filters {
            let (mut index, size) = (0, members.len());
            members.retain(|member| {
                index += 1;
                Scene { member: *member, index, size, ..*self }.value(filter).boolean()
            });
        }
        members.into_iter().try_for_each(|member| self.visit(member, rest, visit))
    }

    fn each(&self, set: &Set, each: &mut dyn FnMut(usize)) {
        let _ = self.visit(self.frame(set.from), &set.steps, &mut |member| {
            each(member);
            ControlFlow::Continue(())
        });
    }

    fn each_value(&self, set: &Set, each: &mut dyn FnMut(&'a Value)) {
        if let Some(local) = set.value {
            self.each(set, &mut |member| each(self.frames.cell(member, local)));
        }
    }

    fn first(&self, set: &Set) -> Value {
        let mut first = None;
        let _ = self.visit(self.frame(set.from), &set.steps, &mut |member| {
            first = set.value.map(|local| self.frames.cell(member, local).clone());
            ControlFlow::Break(())
        });
        first.unwrap_or_default()
    }

    fn fold(&self, fold: Fold, set: &Set) -> f64 {
        let mut folded = fold.start();
        self.each_value(set, &mut |value| folded = fold.add(folded, value.number()));
        folded.unwrap_or(f64::NAN)
    }
}

impl Fold {
    /// What no numbers make: 0 as a sum, else none.
    pub fn start(self) -> Option<f64> {
        (self == Self::Sum).then_some(0.0)
    }

    pub fn add(self, folded: Option<f64>, number: f64) -> Option<f64> {
        let Some(folded) = folded else { return Some(number) };
        Some(match self {
            Self::Sum => folded + number,
            Self::Min => extreme(folded, number, f64::min),
            Self::Max => extreme(folded, number, f64::max),
        })
    }
}

pub(crate) fn is_comparison(operator: Operator) -> bool {
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

pub(crate) fn compare(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => left.equals(right),
        Operator::NotEqual => !left.equals(right),
        Operator::Less => left.number() < right.number(),
        Operator::LessEqual => left.number() <= right.number(),
        Operator::Greater => left.number() > right.number(),
        _ => left.number() >= right.number(),
    }
}
