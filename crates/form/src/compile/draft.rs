//! Every expression of the form resolved into the cell it computes.

use std::collections::HashMap;

use super::checks::Checks;
use super::graph::{Drafted, Reads};
use super::layout::CellId;
use super::resolve::{Need, Resolver, Standpoint, World};
use super::survey::{Node, Owes, ROOT, What};
use crate::error::{FormError, Place};
use crate::expr::Expr;
use crate::formula::Formula;
use crate::plan::{DOCUMENT, Work};

/// Resolves every expression into the draft of its cell.
pub(super) struct Drafting<'a> {
    pub world: World<'a>,
    pub drafted: Vec<Drafted>,
    pub named: Vec<String>,
    pub errors: &'a mut Vec<FormError>,
}

impl Drafting<'_> {
    /// Resolves `expr` as written at `here`; an error is noted and leaves nothing.
    fn formula(
        &mut self,
        expr: &Expr,
        place: &Place,
        here: Standpoint,
    ) -> Option<(Formula, Reads)> {
        let mut resolver = Resolver::new(self.world, here);
        match resolver.scalar(expr) {
            Ok((formula, _)) => {
                for name in resolver.named {
                    if !self.named.contains(&name) {
                        self.named.push(name);
                    }
                }
                Some((formula, resolver.reads))
            }
            Err(fault) => {
                self.errors.push(place.error(fault));
                None
            }
        }
    }

    fn add(&mut self, id: CellId, name: &str, place: &Place, work: Work, reads: Reads) {
        let name = name.to_owned();
        self.drafted.push(Drafted { id, name, place: place.clone(), work, reads });
    }

    pub fn relevance(&mut self) {
        let World { survey, layout, .. } = self.world;
        let mut governed: HashMap<CellId, Vec<usize>> = HashMap::new();
        for (question, draft) in survey.drafts.iter().enumerate() {
            if let Some(cell) = layout.relevant[draft.node] {
                governed.entry(cell).or_default().push(question);
            }
        }
        for (cell, at) in &layout.relevance {
            let node = &survey.nodes[*at];
            let Some(written) = &node.relevant else { continue };
            let here = Standpoint { node: Some(*at), parent: node.parent, scope: cell.scope };
            let resolved = self.formula(&written.expr, &written.place, here);
            let Some((own, mut reads)) = resolved else { continue };
            let parent = if *at == ROOT { None } else { layout.relevant[node.parent] };
            reads.needs.extend(parent.map(|parent| inherit(parent, cell.scope)));
            let governs = governed.remove(cell).unwrap_or_default();
            let work = Work::Relevant { parent: parent.map(CellId::gate), own, governs };
            self.add(*cell, &node.name, &written.place, work, reads);
        }
    }

    pub fn questions(&mut self) {
        let World { survey, layout, .. } = self.world;
        for (question, draft) in survey.drafts.iter().enumerate() {
            let node = &survey.nodes[draft.node];
            let scope = node.scope;
            let here = Standpoint { node: Some(draft.node), parent: node.parent, scope };
            let name = &node.name;
            let mut reads = Reads::default();
            let mut calculation = None;
            let mut place = &node.place;
            if let Some(written) = &draft.calculation
                && let Some((formula, found)) = self.formula(&written.expr, &written.place, here)
            {
                (calculation, reads, place) = (Some(formula), found, &written.place);
            }
            reads.needs.extend(layout.relevant[draft.node].map(|cell| inherit(cell, scope)));
            let work = Work::Value { question, calculation };
            self.add(layout.value[question], name, place, work, reads);
            if let (Owes::When(written), Some(cell)) = (&draft.required, layout.required[question])
                && let Some((rule, reads)) = self.formula(&written.expr, &written.place, here)
            {
                let work = Work::Required { question, rule };
                self.add(cell, name, &written.place, work, reads);
            }
            if let (Some(written), Some(cell)) = (&draft.constraint, layout.valid[question])
                && let Some((rule, mut reads)) = self.formula(&written.expr, &written.place, here)
            {
                reads.needs.push(Need::Cell { cell: layout.value[question], every: false });
                let work = Work::Valid { question, rule };
                self.add(cell, name, &written.place, work, reads);
            }
        }
    }

    pub fn checks(&mut self, checks: &Checks) {
        let World { survey, layout, .. } = self.world;
        for (index, (check, written)) in checks.checks.iter().zip(&checks.rules).enumerate() {
            let cell = layout.checks[index];
            let parent = check.context.and_then(|repeat| {
                let found = |node: &Node| node.what == What::Repeat && node.scope == repeat.0 + 1;
                survey.nodes.iter().position(found)
            });
            let parent = parent.unwrap_or(ROOT);
            let here = Standpoint { node: None, parent, scope: cell.scope };
            let resolved = self.formula(&written.expr, &written.place, here);
            let Some((rule, mut reads)) = resolved else { continue };
            let gate = layout.relevant[parent];
            reads.needs.extend(gate.map(|gate| inherit(gate, cell.scope)));
            let gates = gate.map(CellId::gate).into_iter().collect();
            let work = Work::Check { check: index, gates, rule };
            self.add(cell, &check.id, &written.place, work, reads);
        }
    }
}

/// The need for a cell of the same frame or of the document.
fn inherit(cell: CellId, scope: usize) -> Need {
    Need::Cell { cell, every: cell.scope == DOCUMENT && scope != DOCUMENT }
}
