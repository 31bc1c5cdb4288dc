//! Where every computed value lies: cells are numbered before any expression is resolved, so
//! that expressions can refer to each other in any order.

use std::collections::HashMap;

use super::survey::{Owes, ROOT, Survey, What};
use crate::formula::At;
use crate::model::Check;
use crate::plan::DOCUMENT;

/// A cell: its scope and its place in the frames of that scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct CellId {
    pub scope: usize,
    pub local: usize,
}

impl CellId {
    /// In which frame it lies, seen from a formula of a frame that can see it.
    pub fn at(self) -> At {
        if self.scope == DOCUMENT { At::Document } else { At::Own }
    }

    /// The same, seen as a pair.
    pub fn gate(self) -> (At, usize) {
        (self.at(), self.local)
    }
}

pub(super) struct Layout {
    /// For each node: the cell that says whether it is asked; none: always.
    pub relevant: Vec<Option<CellId>>,
    /// The cells of relevance, each with the node that wrote it first.
    pub relevance: Vec<(CellId, usize)>,
    /// For each question.
    pub value: Vec<CellId>,
    pub required: Vec<Option<CellId>>,
    pub valid: Vec<Option<CellId>>,
    pub checks: Vec<CellId>,
    /// How many cells a frame of each scope has.
    pub sizes: Vec<usize>,
}

impl Layout {
    pub fn new(survey: &Survey, checks: &[Check]) -> Self {
        let mut layout = Self {
            relevant: Vec::new(),
            relevance: Vec::new(),
            value: Vec::new(),
            required: Vec::new(),
            valid: Vec::new(),
            checks: Vec::new(),
            sizes: vec![0; survey.repeats.len() + 1],
        };
        layout.place_relevance(survey);
        for draft in &survey.drafts {
            let scope = survey.nodes[draft.node].scope;
            let value = layout.cell(scope);
            layout.value.push(value);
            let required = matches!(draft.required, Owes::When(_)).then(|| layout.cell(scope));
            layout.required.push(required);
            let valid = draft.constraint.is_some().then(|| layout.cell(scope));
            layout.valid.push(valid);
        }
        for check in checks {
            let cell = layout.cell(check.context.map_or(DOCUMENT, |repeat| repeat.0 + 1));
            layout.checks.push(cell);
        }
        layout
    }

    fn cell(&mut self, scope: usize) -> CellId {
        let local = self.sizes[scope];
        self.sizes[scope] += 1;
        CellId { scope, local }
    }

    /// Nodes with the same condition below the same parent share a cell.
    fn place_relevance(&mut self, survey: &Survey) {
        let mut shared = HashMap::new();
        for (at, node) in survey.nodes.iter().enumerate() {
            let inherited = if at == ROOT { None } else { self.relevant[node.parent] };
            let Some(written) = &node.relevant else {
                self.relevant.push(inherited);
                continue;
            };
            // A repeat as a whole is relevant or not where it stands, not within its instances.
            let scope = if node.what == What::Repeat {
                survey.nodes[node.parent].scope
            } else {
                node.scope
            };
            let key = (scope, inherited, node.parent, written.expr.to_string());
            let cell = match shared.get(&key) {
                Some(cell) => *cell,
                None => {
                    let cell = self.cell(scope);
                    self.relevance.push((cell, at));
                    shared.insert(key, cell);
                    cell
                }
            };
            self.relevant.push(Some(cell));
        }
    }
}
