//! The values a question can have, as far as expressions can tell them apart.

use std::collections::HashMap;

use super::tree::{Here, Tree};
use super::truth::{Known, Reading};
use crate::eval::is_comparison;
use crate::expr::Expr;
use crate::model::{Choice, Form, Kind, Question};
use crate::value::{Value, parse_number};

/// Most codes of a select_multiple whose subsets are all looked at.
const MAX_CODES: usize = 8;

/// Most whole numbers of a range that are all looked at.
const MAX_RANGE: f64 = 1000.0;

/// A text that no form writes down: stands for all that are compared with nothing.
const ANOTHER: &str = "\u{1}";

/// How expressions use a question.
#[derive(Default)]
pub(super) struct Use {
    /// The literals it is compared with.
    literals: Vec<Value>,
    /// Whether it is used in any other way too.
    otherwise: bool,
}

/// How the expressions of an analysis use each question, by node.
#[derive(Default)]
pub(super) struct Uses(HashMap<usize, Use>);

impl Uses {
    /// Notes the uses in `expr` and returns the questions it reads.
    pub fn note(&mut self, tree: &Tree<'_>, expr: &Expr, here: Here) -> Vec<usize> {
        let mut read = Vec::new();
        self.walk(tree, expr, here, &mut read);
        read
    }

    fn walk(&mut self, tree: &Tree<'_>, expr: &Expr, here: Here, read: &mut Vec<usize>) {
        match expr {
            Expr::Number(_) | Expr::Text(_) => {}
            Expr::Path(path) => {
                if let Some(node) = tree.resolve(path, here) {
                    self.0.entry(node).or_default().otherwise = true;
                    read.push(node);
                }
            }
            Expr::Negate(inner) => self.walk(tree, inner, here, read),
            Expr::Binary(operator, left, right) => {
                for (one, other) in [(left, right), (right, left)] {
                    if is_comparison(*operator)
                        && let (Expr::Path(path), Some(literal)) = (one.as_ref(), literal(other))
                        && let Some(node) = tree.resolve(path, here)
                    {
                        self.0.entry(node).or_default().literals.push(literal);
                        read.push(node);
                        return;
                    }
                }
                self.walk(tree, left, here, read);
                self.walk(tree, right, here, read);
            }
            Expr::Call(_, arguments) => {
                arguments.iter().for_each(|one| self.walk(tree, one, here, read));
            }
        }
    }
}

fn literal(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Number(number) => Some(Value::Number(*number)),
        Expr::Text(text) => Some(Value::text(text)),
        Expr::Negate(inner) => match literal(inner)? {
            Value::Number(number) => Some(Value::Number(-number)),
            _ => None,
        },
        _ => None,
    }
}

/// The values of a question that its own constraint admits, the empty one first; none: too many
/// to tell.
pub(super) fn domain(tree: &Tree<'_>, form: &Form, at: usize, uses: &Uses) -> Option<Vec<Value>> {
    let node = &tree.nodes[at];
    let question = &form.questions()[node.question?.0];
    if question.has_calculation {
        return None;
    }
    let nothing = Use::default();
    let used = uses.0.get(&at).unwrap_or(&nothing);
    let mut values = vec![Value::Empty];
    values.extend(match question.kind {
        Kind::SelectOne => choices(form, question).iter().map(|c| Value::text(&c.code)).collect(),
        Kind::SelectMultiple | Kind::Sum { .. } => subsets(choices(form, question))?,
        Kind::Integer => numbers(tree, at, used, true)?,
        Kind::Decimal => numbers(tree, at, used, false)?,
        Kind::Text => texts(used)?,
        _ => return None,
    });
    Some(values)
}

/// Whether [`domain`] tells apart what the constraint of this question tells apart.
pub(super) fn keeps_constraint(question: &Question) -> bool {
    matches!(question.kind, Kind::SelectOne | Kind::Integer | Kind::Decimal)
}

fn choices<'a>(form: &'a Form, question: &Question) -> &'a [Choice] {
    question.choices.map_or(&[], |list| form.choices(list))
}

fn subsets(choices: &[Choice]) -> Option<Vec<Value>> {
    let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    let subset = |bits: usize| {
        let chosen = (0..codes.len()).filter(|at| bits & (1 << at) != 0).map(|at| codes[at]);
        Value::text(&chosen.collect::<Vec<_>>().join(" "))
    };
    (codes.len() <= MAX_CODES).then(|| (1..1 << codes.len()).map(subset).collect())
}

/// The texts that a question is compared with, and another.
fn texts(used: &Use) -> Option<Vec<Value>> {
    let text = |value: &&Value| matches!(value, Value::Text(_));
    let known = used.literals.iter().all(|value| text(&value) || value.is_empty());
    let written = used.literals.iter().filter(text).cloned();
    (known && !used.otherwise).then(|| written.chain([Value::text(ANOTHER)]).collect())
}

/// Numbers on, below, between and above those that a question is compared with. One that is used
/// in another way too must have a small range.
fn numbers(tree: &Tree<'_>, at: usize, used: &Use, whole: bool) -> Option<Vec<Value>> {
    let mut own = Uses::default();
    if let Some(constraint) = &tree.nodes[at].constraint {
        own.note(tree, constraint, tree.here(at));
    }
    let in_constraint = own.0.remove(&at).unwrap_or_default();
    if in_constraint.otherwise {
        return None;
    }
    let bounds = points(&in_constraint.literals, whole)?;
    if !used.otherwise {
        let all: Vec<_> = used.literals.iter().chain(&in_constraint.literals).cloned().collect();
        return Some(admitted(tree, at, points(&all, whole)?));
    }
    let (first, last) = (*bounds.first()?, *bounds.last()?);
    let open = [first, last].into_iter().any(|end| !admitted(tree, at, vec![end]).is_empty());
    if open || !whole || last - first > MAX_RANGE {
        return None;
    }
    let range = std::iter::successors(Some(first), |number| Some(number + 1.0));
    Some(admitted(tree, at, range.take_while(|number| *number <= last).collect()))
}

/// One number of each stretch that the literals cut the numbers into, in order.
fn points(literals: &[Value], whole: bool) -> Option<Vec<f64>> {
    let mut cuts = Vec::new();
    for literal in literals.iter().filter(|literal| !literal.is_empty()) {
        cuts.push(parse_number(&literal.string())?);
    }
    cuts.sort_by(f64::total_cmp);
    let mut points = vec![0.0];
    for (at, cut) in cuts.iter().enumerate() {
        let next = cuts.get(at + 1).unwrap_or(cut);
        points.extend(if whole {
            [cut.floor() - 1.0, cut.floor(), cut.floor() + 1.0]
        } else {
            [cut - 1.0, *cut, f64::midpoint(*cut, *next)]
        });
        points.push(cut + 1.0);
    }
    points.sort_by(f64::total_cmp);
    points.dedup();
    Some(points)
}

/// The numbers that the constraint, as far as it reads nothing else, admits.
fn admitted(tree: &Tree<'_>, at: usize, numbers: Vec<f64>) -> Vec<Value> {
    let values = numbers.into_iter().map(Value::Number);
    let Some(constraint) = &tree.nodes[at].constraint else { return values.collect() };
    let keeps = |value: &Value| {
        let known = Alone { at, value };
        let reading = Reading { tree, known: &known, here: tree.here(at), rule: false };
        reading.truth(constraint).can_be_true()
    };
    values.filter(keeps).collect()
}

/// Knows one question only.
struct Alone<'a> {
    at: usize,
    value: &'a Value,
}

impl Known for Alone<'_> {
    fn value(&self, node: usize) -> Option<Value> {
        (node == self.at).then(|| self.value.clone())
    }
}
