//! Every expression of the form resolved into the cell it computes.

use std::collections::HashMap;
use std::sync::Arc;

use super::checks::Checks;
use super::graph::{Drafted, Reads};
use super::layout::{CellId, Layout};
use super::resolve::{Need, Resolver, Standpoint, World};
use super::survey::{Draft, Fills, First, Node, Owes, ROOT, What};
use super::table::Written;
use crate::error::{Fault, FormError, FormErrorCode, Place};
use crate::expr::{Expr, Operator};
use crate::formula::{At, Formula};
use crate::plan::{self, Origin, Trigger, Work};
use crate::value::Value;

/// Resolves every expression into the draft of its cell.
pub(super) struct Drafting<'a> {
    pub world: World<'a>,
    pub drafted: Vec<Drafted>,
    pub named: Vec<String>,
    pub firsts: Vec<plan::First>,
    pub triggers: Vec<Vec<Trigger>>,
    pub errors: &'a mut Vec<FormError>,
}

impl<'a> Drafting<'a> {
    pub fn new(world: World<'a>, errors: &'a mut Vec<FormError>) -> Self {
        let (drafted, named) = (Vec::new(), Vec::new());
        let (firsts, triggers) = (Vec::new(), Vec::new());
        Self { world, drafted, named, firsts, triggers, errors }
    }

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
                self.call(resolver.named);
                Some((formula, resolver.reads))
            }
            Err(fault) => {
                self.errors.push(place.error(fault));
                None
            }
        }
    }

    /// Notes functions of the caller.
    fn call(&mut self, named: Vec<String>) {
        for name in named {
            if !self.named.contains(&name) {
                self.named.push(name);
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
            // A repeat as a whole stands outside its instances: `..` leaves none of them.
            let itself = (node.what != What::Repeat).then_some(*at);
            let here = Standpoint { node: itself, parent: node.parent, scope: cell.scope };
            let resolved = self.formula(&written.expr, &written.place, here);
            let Some((own, mut reads)) = resolved else { continue };
            let parent = if *at == ROOT { None } else { layout.relevant[node.parent] };
            let parent = self.inherit(parent, cell.scope, &mut reads);
            let governs = governed.remove(cell).unwrap_or_default();
            let work = Work::Relevant { parent, own, governs };
            self.add(*cell, &node.name, &written.place, work, reads);
        }
        for counted in &layout.counts {
            let node = &survey.nodes[counted.node];
            let Some(written) = &node.count else { continue };
            let around = counted.number.scope;
            let here = Standpoint { node: None, parent: node.parent, scope: around };
            let Some((rule, reads)) = self.formula(&written.expr, &written.place, here) else {
                continue;
            };
            let work = Work::Count { scope: node.scope, rule };
            self.add(counted.number, &node.name, &written.place, work, reads);
            let mut reads = Reads::default();
            reads.needs.push(Need::Roster { scope: node.scope, via: around });
            reads.needs.push(Need::Cell { cell: counted.number, via: around });
            let parent = self.inherit(counted.inherited, node.scope, &mut reads);
            let own = Formula::Binary(
                Operator::LessEqual,
                Box::new(Formula::Position(At::Own(0))),
                Box::new(Formula::Cell(At::Own(1), counted.number.local)),
            );
            let governs = governed.remove(&counted.within).unwrap_or_default();
            let work = Work::Relevant { parent, own, governs };
            self.add(counted.within, &node.name, &written.place, work, reads);
        }
    }

    /// The cell that a node of `scope` inherits its relevance from, as seen there.
    fn inherit(
        &self,
        cell: Option<CellId>,
        scope: usize,
        reads: &mut Reads,
    ) -> Option<(At, usize)> {
        let cell = cell?;
        reads.needs.push(Need::Cell { cell, via: cell.scope });
        Some(Layout::seen(self.world.survey, cell, scope))
    }

    pub fn questions(&mut self) {
        let World { survey, layout, .. } = self.world;
        self.triggers = survey.drafts.iter().map(|_| Vec::new()).collect();
        for (question, draft) in survey.drafts.iter().enumerate() {
            let node = &survey.nodes[draft.node];
            let scope = node.scope;
            let here = Standpoint { node: Some(draft.node), parent: node.parent, scope };
            let name = &node.name;
            let mut reads = Reads::default();
            let calculation = self.fill(question, draft, here, &mut reads);
            self.inherit(layout.relevant[draft.node], scope, &mut reads);
            let place = match &draft.fills {
                Fills::Value(written) => &written.place,
                _ => &node.place,
            };
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
                reads.needs.push(Need::Cell { cell: layout.value[question], via: scope });
                let work = Work::Valid { question, rule };
                self.add(cell, name, &written.place, work, reads);
            }
            if let (Some(written), Some(cell)) = (&draft.filter, layout.options[question]) {
                self.options(question, cell, written, here);
            }
            self.first(question, draft, here);
        }
    }

    /// Which items of its list a question offers.
    fn options(&mut self, question: usize, cell: CellId, written: &Written, here: Standpoint) {
        let World { survey, lists, .. } = self.world;
        let Some(list) = survey.questions[question].choices else { return };
        let listed = &lists.items[list.0];
        let mut resolver = Resolver::new(self.world, here);
        let predicate = std::slice::from_ref(&written.expr);
        match resolver.item_set(Arc::clone(&listed.items), predicate, None) {
            Ok(set) => {
                let name = &survey.questions[question].name;
                let work = Work::Options { question, set };
                self.call(resolver.named);
                self.add(cell, name, &written.place, work, resolver.reads);
            }
            Err(fault) => self.errors.push(written.place.error(fault)),
        }
    }

    /// The calculation of a value, or what fills in the answer.
    fn fill(
        &mut self,
        question: usize,
        draft: &Draft,
        here: Standpoint,
        reads: &mut Reads,
    ) -> Option<Formula> {
        let name = &self.world.survey.nodes[draft.node].name;
        match &draft.fills {
            Fills::Nothing => None,
            Fills::Value(written) => {
                let (formula, found) = self.formula(&written.expr, &written.place, here)?;
                *reads = found;
                Some(formula)
            }
            Fills::Answer { rule: written, once } => {
                let (rule, found) = self.formula(&written.expr, &written.place, here)?;
                let cell = self.world.layout.answer[question]?;
                // The value follows the answer, so a rule over the own value would be a circle.
                reads.needs.push(Need::Cell { cell, via: here.scope });
                let work = Work::Answer { question, once: *once, rule };
                self.add(cell, name, &written.place, work, found);
                None
            }
            Fills::Triggered { by, rule, place } => {
                for trigger in by {
                    self.trigger(question, trigger, rule.as_ref(), place, here);
                }
                None
            }
        }
    }

    fn trigger(
        &mut self,
        question: usize,
        by: &str,
        rule: Option<&Written>,
        place: &Place,
        here: Standpoint,
    ) {
        let survey = self.world.survey;
        let found = survey.find(by).map_err(|fault| place.error(fault));
        let from = found.map(|node| (survey.nodes[node].what, survey.nodes[node].scope));
        let (source, scope) = match from {
            Ok((What::Question(source), scope)) => (source, scope),
            Ok(_) => {
                let message = format!("`{by}` is no question");
                let fault = Fault::new(FormErrorCode::Reference, message, "a question");
                return self.errors.push(place.error(fault));
            }
            Err(error) => return self.errors.push(error),
        };
        let rule = match rule {
            None => Some(Formula::Constant(Value::Empty)),
            Some(rule) => self.formula(&rule.expr, &rule.place, here).map(|(rule, _)| rule),
        };
        if let Some(rule) = rule {
            let via = survey.meeting(scope, here.scope);
            self.triggers[source].push(Trigger { question, via, rule });
        }
    }

    fn first(&mut self, question: usize, draft: &Draft, here: Standpoint) {
        let from = match &draft.first {
            None => return,
            Some(First::Written(text)) => Origin::Written(text.clone()),
            Some(First::Metadata) => Origin::Metadata,
            Some(First::Computed(written)) => {
                match self.formula(&written.expr, &written.place, here) {
                    Some((rule, _)) => Origin::Computed(rule),
                    None => return,
                }
            }
        };
        self.firsts.push(plan::First { question, from });
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
            let gate = self.inherit(layout.relevant[parent], cell.scope, &mut reads);
            let gates = gate.into_iter().collect();
            let work = Work::Check { check: index, gates, rule };
            self.add(cell, &check.id, &written.place, work, reads);
        }
    }
}
