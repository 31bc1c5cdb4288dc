//! Whether some answers make expressions true together: every combination of the values of the
//! questions they read, within bounds.

use std::cell::RefCell;
use std::collections::HashMap;

use super::domain::{Uses, domain, keeps_constraint};
use super::tree::{Here, Tree};
use super::truth::{Known, Reading};
use crate::expr::Expr;
use crate::model::Form;
use crate::value::Value;

/// Most combinations looked at for one question of this kind.
const MAX_STATES: usize = 200_000;

/// Most combinations looked at for a form.
const MAX_ALL: usize = 4_000_000;

/// Most questions whose values are combined.
const MAX_QUESTIONS: usize = 64;

/// An expression that is to be true.
#[derive(Clone, Copy)]
pub(super) struct Goal<'a> {
    pub expr: &'a Expr,
    pub here: Here,
    pub rule: bool,
}

/// The columns of a choice: header and cell.
pub(super) type Columns<'a> = &'a [(String, String)];

/// Asks what can be true in a form.
pub(super) struct Reach<'a> {
    pub tree: &'a Tree<'a>,
    pub form: &'a Form,
    states: usize,
}

impl<'a> Reach<'a> {
    pub fn new(tree: &'a Tree<'a>, form: &'a Form) -> Self {
        Self { tree, form, states: 0 }
    }

    /// Whether it is certain that no answers make all `goals` true.
    pub fn never(&mut self, goals: &[Goal<'_>]) -> bool {
        self.never_with(goals, None, &[])
    }

    /// The same with one question `fixed` to a value, and for a choice with these columns.
    pub fn never_with(
        &mut self,
        goals: &[Goal<'_>],
        fixed: Option<(usize, &Value)>,
        columns: Columns<'_>,
    ) -> bool {
        // With what decides whether the questions read are asked, or where that is too much
        // without; then more looks possible than is.
        [true, false].into_iter().any(|deep| {
            State::new(self, goals, fixed, columns, deep).is_some_and(|mut state| {
                self.states += state.size();
                state.never(goals)
            })
        })
    }
}

/// One combination of values.
struct State<'a> {
    tree: &'a Tree<'a>,
    form: &'a Form,
    columns: Columns<'a>,
    /// Whether a question that is hidden reads as empty, and calculations are followed.
    deep: bool,
    /// Place of a node in the vectors below.
    slots: HashMap<usize, usize>,
    nodes: Vec<usize>,
    /// Values to choose from; none: any, or computed.
    domains: Vec<Option<Vec<Value>>>,
    chosen: Vec<usize>,
    /// What has been worked out for this combination.
    memo: RefCell<Vec<Option<Option<Value>>>>,
}

impl<'a> State<'a> {
    /// None: more combinations than are looked at.
    fn new(
        reach: &Reach<'a>,
        goals: &[Goal<'_>],
        fixed: Option<(usize, &Value)>,
        columns: Columns<'a>,
        deep: bool,
    ) -> Option<Self> {
        let (tree, form) = (reach.tree, reach.form);
        let mut uses = Uses::default();
        let mut nodes = Vec::new();
        for goal in goals {
            nodes.extend(uses.note(tree, goal.expr, goal.here));
        }
        nodes.extend(fixed.map(|(node, _)| node));
        let mut next = 0;
        while next < nodes.len() {
            if nodes[..next].contains(&nodes[next]) {
                nodes.remove(next);
                continue;
            }
            if deep {
                let node = nodes[next];
                for (expr, here) in conditions(tree, node) {
                    nodes.extend(uses.note(tree, expr, here));
                }
            }
            next += 1;
        }
        if nodes.len() > MAX_QUESTIONS {
            return None;
        }
        let domains: Vec<_> = nodes
            .iter()
            .map(|node| match fixed {
                Some((at, value)) if at == *node => Some(vec![value.clone()]),
                _ => domain(tree, form, *node, &uses),
            })
            .collect();
        let state = Self {
            tree,
            form,
            columns,
            deep,
            slots: nodes.iter().enumerate().map(|(slot, node)| (*node, slot)).collect(),
            chosen: vec![0; nodes.len()],
            memo: RefCell::new(vec![None; nodes.len()]),
            nodes,
            domains,
        };
        let size = state.size();
        (size <= MAX_STATES && reach.states + size <= MAX_ALL).then_some(state)
    }

    fn size(&self) -> usize {
        let sizes = self.domains.iter().flatten().map(Vec::len);
        sizes.fold(1, |all, one| all.saturating_mul(one))
    }

    fn never(&mut self, goals: &[Goal<'_>]) -> bool {
        if self.size() == 0 {
            return true;
        }
        loop {
            if self.admits() && goals.iter().all(|goal| self.can_be(goal)) {
                return false;
            }
            if !self.advance() {
                return true;
            }
        }
    }

    /// Goes to the next combination; false after the last.
    fn advance(&mut self) -> bool {
        self.memo.borrow_mut().fill(None);
        for (domain, chosen) in self.domains.iter().zip(&mut self.chosen) {
            let Some(values) = domain else { continue };
            *chosen += 1;
            if *chosen < values.len() {
                return true;
            }
            *chosen = 0;
        }
        false
    }

    fn can_be(&self, goal: &Goal<'_>) -> bool {
        let Goal { expr, here, rule } = *goal;
        Reading { tree: self.tree, known: self, here, rule }.truth(expr).can_be_true()
    }

    fn holds(&self, expr: &Expr, here: Here) -> bool {
        self.can_be(&Goal { expr, here, rule: false })
    }

    /// Whether no constraint is certainly broken.
    fn admits(&self) -> bool {
        self.nodes.iter().zip(&self.domains).all(|(node, domain)| {
            let question = self.tree.nodes[*node].question.map(|id| &self.form.questions()[id.0]);
            let Some(constraint) = &self.tree.nodes[*node].constraint else { return true };
            domain.is_none()
                || !question.is_some_and(keeps_constraint)
                || self.value(*node).is_none_or(|value| value.is_empty())
                || self.holds(constraint, self.tree.here(*node))
        })
    }

    /// What expressions see of a question; none: not known.
    fn compute(&self, slot: usize) -> Option<Value> {
        let at = self.nodes[slot];
        let node = &self.tree.nodes[at];
        let hidden = |at: usize| {
            let relevant = self.tree.nodes[at].relevant.as_ref();
            relevant.is_some_and(|relevant| !self.holds(relevant, self.tree.here(at)))
        };
        if self.deep && self.tree.lineage(at).any(hidden) {
            return Some(Value::Empty);
        }
        if let Some(values) = &self.domains[slot] {
            return Some(values[self.chosen[slot]].clone());
        }
        let question = &self.form.questions()[node.question?.0];
        if !self.deep || node.filled || question.answers_itself || !question.has_calculation {
            return None;
        }
        let known = Reading { tree: self.tree, known: self, here: self.tree.here(at), rule: false };
        // A truth is stored as a text, and what is no number as nothing.
        match known.value(node.calculation.as_ref()?)? {
            Value::Boolean(_) => None,
            value if value.is_blank() => Some(Value::Empty),
            value => Some(value),
        }
    }
}

impl Known for State<'_> {
    fn value(&self, node: usize) -> Option<Value> {
        let slot = *self.slots.get(&node)?;
        if let Some(known) = &self.memo.borrow()[slot] {
            return known.clone();
        }
        let value = self.compute(slot);
        self.memo.borrow_mut()[slot] = Some(value.clone());
        value
    }

    fn column(&self, name: &str) -> Option<Value> {
        if self.columns.is_empty() {
            return None;
        }
        let found = self.columns.iter().find(|(header, _)| header == name);
        found.map(|(_, cell)| Value::text(cell))
    }
}

/// What decides whether a question is asked, and what it computes.
fn conditions<'a>(tree: &'a Tree<'_>, node: usize) -> Vec<(&'a Expr, Here)> {
    let relevances = tree.lineage(node).filter_map(|at| {
        tree.nodes[at].relevant.as_ref().map(|relevant| (relevant, tree.here(at)))
    });
    let calculation = tree.nodes[node].calculation.as_ref();
    relevances.chain(calculation.map(|own| (own, tree.here(node)))).collect()
}
