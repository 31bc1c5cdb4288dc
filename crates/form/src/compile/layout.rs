//! Where every computed value lies: cells are numbered before any expression is resolved, so
//! that expressions can refer to each other in any order.

use std::collections::HashMap;

use super::survey::{Fills, Owes, ROOT, Survey, What};
use crate::formula::At;
use crate::model::Check;
use crate::plan::DOCUMENT;

/// A cell: its scope and its place in the frames of that scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct CellId {
    pub scope: usize,
    pub local: usize,
}

pub(super) struct Layout {
    /// For each node: the cell that says whether it is asked; none: always.
    pub relevant: Vec<Option<CellId>>,
    /// The cells of relevance, each with the node that wrote it first.
    pub relevance: Vec<(CellId, usize)>,
    /// For each repeat that is told how many instances it has: its node, the cell of the number,
    /// and what its cell of relevance inherits.
    pub counts: Vec<Counted>,
    /// For each question.
    pub value: Vec<CellId>,
    pub answer: Vec<Option<CellId>>,
    pub required: Vec<Option<CellId>>,
    pub valid: Vec<Option<CellId>>,
    pub options: Vec<Option<CellId>>,
    pub checks: Vec<CellId>,
    /// How many cells a frame of each scope has.
    pub sizes: Vec<usize>,
}

/// A repeat with a `repeat_count`: an instance beyond it is not asked.
pub(super) struct Counted {
    pub node: usize,
    /// Cell of the number, around the repeat.
    pub number: CellId,
    /// Cell of the instance that says whether it is within the number.
    pub within: CellId,
    /// Whether the repeat as a whole is asked.
    pub inherited: Option<CellId>,
}

impl Layout {
    pub fn new(survey: &Survey, checks: &[Check]) -> Self {
        let mut layout = Self {
            relevant: Vec::new(),
            relevance: Vec::new(),
            counts: Vec::new(),
            value: Vec::new(),
            answer: Vec::new(),
            required: Vec::new(),
            valid: Vec::new(),
            options: Vec::new(),
            checks: Vec::new(),
            sizes: vec![0; survey.repeats.len() + 1],
        };
        layout.place_relevance(survey);
        for draft in &survey.drafts {
            let scope = survey.nodes[draft.node].scope;
            let value = layout.cell(scope);
            layout.value.push(value);
            let answer = matches!(draft.fills, Fills::Answer { .. }).then(|| layout.cell(scope));
            layout.answer.push(answer);
            let required = matches!(draft.required, Owes::When(_)).then(|| layout.cell(scope));
            layout.required.push(required);
            let valid = draft.constraint.is_some().then(|| layout.cell(scope));
            layout.valid.push(valid);
            let options = draft.filter.is_some().then(|| layout.cell(scope));
            layout.options.push(options);
        }
        for check in checks {
            let cell = layout.cell(check.context.map_or(DOCUMENT, |repeat| repeat.0 + 1));
            layout.checks.push(cell);
        }
        layout
    }

    /// A cell of the frames around one of `scope`, seen from there.
    pub fn seen(survey: &Survey, cell: CellId, scope: usize) -> (At, usize) {
        if cell.scope == DOCUMENT {
            return (At::Document, cell.local);
        }
        (At::Own(survey.depth(scope) - survey.depth(cell.scope)), cell.local)
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
            let own = node.relevant.as_ref().map(|written| {
                // A repeat as a whole is relevant or not where it stands, not within its instances.
                let scope = if node.what == What::Repeat {
                    survey.nodes[node.parent].scope
                } else {
                    node.scope
                };
                let key = (scope, inherited, node.parent, written.expr.to_string());
                *shared.entry(key).or_insert_with(|| {
                    let cell = self.cell(scope);
                    self.relevance.push((cell, at));
                    cell
                })
            });
            let relevant = own.or(inherited);
            if node.count.is_some() {
                let number = self.cell(survey.nodes[node.parent].scope);
                let within = self.cell(node.scope);
                self.counts.push(Counted { node: at, number, within, inherited: relevant });
                self.relevant.push(Some(within));
            } else {
                self.relevant.push(relevant);
            }
        }
    }
}
