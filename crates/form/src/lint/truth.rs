//! An expression where some values are known: which truths are possible.

use super::tree::{Here, Tree};
use crate::eval::{compare, is_comparison};
use crate::expr::{Expr, Operator, PathExpr};
use crate::functions::lookup;
use crate::value::Value;

/// Which outcomes are possible: true, false, or the rule rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truths(u8);

const OUTCOMES: [Option<bool>; 3] = [Some(true), Some(false), None];

impl Truths {
    /// Nothing is known of a value.
    const EITHER: Self = Self(0b011);
    const ANY: Self = Self(0b111);

    fn only(outcome: Option<bool>) -> Self {
        Self(1 << OUTCOMES.iter().position(|one| *one == outcome).unwrap_or_default())
    }

    fn outcomes(self) -> impl Iterator<Item = Option<bool>> {
        let possible = move |at: &usize| self.0 & (1 << at) != 0;
        (0..OUTCOMES.len()).filter(possible).map(|at| OUTCOMES[at])
    }

    pub fn can_be_true(self) -> bool {
        self.0 & Self::only(Some(true)).0 != 0
    }

    fn each(self, other: Self, join: fn(Option<bool>, Option<bool>) -> Option<bool>) -> Self {
        let pairs = self.outcomes().flat_map(|one| other.outcomes().map(move |two| (one, two)));
        Self(pairs.fold(0, |all, (one, two)| all | Self::only(join(one, two)).0))
    }
}

/// What an expression sees: a value for some questions.
pub(super) trait Known {
    /// The value of the question at this node; none: any.
    fn value(&self, node: usize) -> Option<Value>;

    /// The column of the choice that a choice_filter looks at.
    fn column(&self, _name: &str) -> Option<Value> {
        None
    }
}

/// One expression at its place.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a, K> {
    pub tree: &'a Tree<'a>,
    pub known: &'a K,
    pub here: Here,
    /// In a rule of the sheet `checks` a comparison with an empty operand rests.
    pub rule: bool,
}

impl<K: Known> Reading<'_, K> {
    pub fn truth(&self, expr: &Expr) -> Truths {
        match expr {
            Expr::Binary(Operator::And, left, right) => {
                self.truth(left).each(self.truth(right), and)
            }
            Expr::Binary(Operator::Or, left, right) => {
                self.truth(left).each(self.truth(right), |one, two| {
                    let not = |one: Option<bool>| one.map(|truth| !truth);
                    not(and(not(one), not(two)))
                })
            }
            Expr::Call(name, arguments) if name == "not" && arguments.len() == 1 => {
                self.truth(&arguments[0]).each(Truths::EITHER, |one, _| one.map(|truth| !truth))
            }
            Expr::Binary(operator, left, right) if is_comparison(*operator) => {
                self.comparison(*operator, left, right)
            }
            other => match self.value(other) {
                Some(value) => Truths::only(Some(value.boolean())),
                None => Truths::EITHER,
            },
        }
    }

    fn comparison(&self, operator: Operator, left: &Expr, right: &Expr) -> Truths {
        let literal =
            [left, right].iter().any(|side| matches!(side, Expr::Text(text) if text.is_empty()));
        match (self.value(left), self.value(right)) {
            (Some(left), Some(right)) => {
                let rests = self.rule && !literal && (left.is_blank() || right.is_blank());
                Truths::only((!rests).then(|| compare(operator, &left, &right)))
            }
            _ if self.rule && !literal => Truths::ANY,
            _ => Truths::EITHER,
        }
    }

    /// The value of an expression, if it is known.
    pub fn value(&self, expr: &Expr) -> Option<Value> {
        match expr {
            Expr::Number(number) => Some(Value::Number(*number)),
            Expr::Text(text) => Some(Value::text(text)),
            Expr::Path(path) => self.path(path),
            Expr::Negate(inner) => Some(Value::Number(-self.value(inner)?.number())),
            Expr::Binary(operator, left, right) => match operator {
                Operator::Add => self.arithmetic(left, right, |a, b| a + b),
                Operator::Subtract => self.arithmetic(left, right, |a, b| a - b),
                Operator::Multiply => self.arithmetic(left, right, |a, b| a * b),
                Operator::Divide => self.arithmetic(left, right, |a, b| a / b),
                Operator::Modulo => self.arithmetic(left, right, |a, b| a % b),
                _ => self.decided(expr),
            },
            Expr::Call(name, arguments) => self.call(expr, name, arguments),
        }
    }

    fn path(&self, path: &PathExpr) -> Option<Value> {
        if let Some(node) = self.tree.resolve(path, self.here) {
            return self.known.value(node);
        }
        self.known.column(&path.to_string())
    }

    fn arithmetic(&self, left: &Expr, right: &Expr, join: fn(f64, f64) -> f64) -> Option<Value> {
        Some(Value::Number(join(self.value(left)?.number(), self.value(right)?.number())))
    }

    /// A truth as a value, where only one is possible.
    fn decided(&self, expr: &Expr) -> Option<Value> {
        let reading = Self { rule: false, ..*self };
        let mut outcomes = reading.truth(expr).outcomes();
        let only = outcomes.next().flatten()?;
        outcomes.next().is_none().then_some(Value::Boolean(only))
    }

    fn call(&self, expr: &Expr, name: &str, arguments: &[Expr]) -> Option<Value> {
        let value = |at: usize| self.value(&arguments[at]);
        Some(match (name, arguments.len()) {
            ("true", 0) => Value::Boolean(true),
            ("false", 0) => Value::Boolean(false),
            ("not", 1) => self.decided(expr)?,
            ("if", 3) => match self.decided(&arguments[0])? {
                Value::Boolean(true) => value(1)?,
                _ => value(2)?,
            },
            _ => {
                let function = lookup(name)?;
                let arguments = arguments.iter().map(|one| self.value(one));
                function.call(&arguments.collect::<Option<Vec<_>>>()?)
            }
        })
    }
}

fn and(one: Option<bool>, two: Option<bool>) -> Option<bool> {
    if one == Some(false) || two == Some(false) { Some(false) } else { one.and(two) }
}
