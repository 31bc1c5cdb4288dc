//! From sheets to a compiled form.

mod calls;
mod checks;
mod choices;
mod graph;
mod hash;
mod layout;
mod question;
mod resolve;
mod settings;
mod survey;
mod table;
mod types;

use std::collections::HashMap;

use crate::error::{FormError, Place};
use crate::expr::Expr;
use crate::formula::Formula;
use crate::model::{Form, Question};
use crate::plan::{DOCUMENT, Plan, Required, Slot, Stop, Work};
use crate::source::Sheets;
use checks::Checks;
use graph::Drafted;
use layout::{CellId, Layout};
use resolve::{Need, Resolver, Standpoint, World};
use survey::{Owes, ROOT, Survey, What};

/// Compiles a form; on failure every error found, in the order of the sheets.
pub(crate) fn compile(sheets: &Sheets) -> Result<Form, Vec<FormError>> {
    let mut errors = Vec::new();
    let settings = settings::read(&sheets.settings, &mut errors);
    let lists = choices::read(&sheets.choices, &mut errors);
    let survey = survey::read(&sheets.survey, &lists, &mut errors);
    if !errors.is_empty() {
        // Without its names a form cannot be read further; all the rest would follow from that.
        return Err(sorted(errors));
    }
    let checks = checks::read(&sheets.checks, &survey, &mut errors);
    let layout = Layout::new(&survey, &checks.checks);
    let world = World { survey: &survey, lists: &lists, layout: &layout };
    let mut drafting = Drafting { world, drafted: vec![], named: vec![], errors: &mut errors };
    drafting.relevance();
    drafting.questions();
    drafting.checks(&checks);
    let Drafting { drafted, named, .. } = drafting;
    if !errors.is_empty() {
        return Err(sorted(errors));
    }
    let mut plan = graph::order(drafted, &layout.sizes).map_err(sorted)?;
    place(&mut plan, &survey, &layout, &checks);
    let (structure_hash, rules_hash) = hash::hashes(sheets);
    let by_name = survey.questions.iter().map(|q| (q.name.clone(), q.id)).collect();
    Ok(Form {
        id: settings.id,
        title: settings.title,
        version: settings.version,
        structure_hash,
        rules_hash,
        blocks: survey.blocks,
        questions: survey.questions,
        repeats: survey.repeats,
        missing: lists.find("missing").map_or_else(Vec::new, |list| lists.choices[list.0].clone()),
        lists: lists.choices,
        checks: checks.checks,
        engine_checks: checks.engine,
        named_functions: named,
        by_name,
        plan,
    })
}

fn sorted(mut errors: Vec<FormError>) -> Vec<FormError> {
    let sheet = |file: &str| {
        ["settings", "choices", "survey", "checks"].iter().position(|name| file.starts_with(name))
    };
    errors.sort_by_key(|error| (sheet(&error.file), error.row));
    errors
}

/// Resolves every expression into the draft of its cell.
struct Drafting<'a> {
    world: World<'a>,
    drafted: Vec<Drafted>,
    named: Vec<String>,
    errors: &'a mut Vec<FormError>,
}

impl Drafting<'_> {
    /// Resolves `expr` as written at `here`; an error is noted and leaves nothing.
    fn formula(
        &mut self,
        expr: &Expr,
        place: &Place,
        here: Standpoint,
    ) -> Option<(Formula, Vec<Need>)> {
        let mut resolver = Resolver::new(self.world, here);
        match resolver.scalar(expr) {
            Ok((formula, _)) => {
                for name in resolver.named {
                    if !self.named.contains(&name) {
                        self.named.push(name);
                    }
                }
                Some((formula, resolver.needs))
            }
            Err(fault) => {
                self.errors.push(place.error(fault));
                None
            }
        }
    }

    fn add(&mut self, id: CellId, name: &str, place: &Place, work: Work, needs: Vec<Need>) {
        let name = name.to_owned();
        self.drafted.push(Drafted { id, name, place: place.clone(), work, needs });
    }

    fn relevance(&mut self) {
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
            let Some((own, mut needs)) = resolved else { continue };
            let parent = if *at == ROOT { None } else { layout.relevant[node.parent] };
            needs.extend(parent.map(|parent| inherit(parent, cell.scope)));
            let governs = governed.remove(cell).unwrap_or_default();
            let work = Work::Relevant { parent: parent.map(CellId::gate), own, governs };
            self.add(*cell, &node.name, &written.place, work, needs);
        }
    }

    fn questions(&mut self) {
        let World { survey, layout, .. } = self.world;
        for (question, draft) in survey.drafts.iter().enumerate() {
            let node = &survey.nodes[draft.node];
            let scope = node.scope;
            let here = Standpoint { node: Some(draft.node), parent: node.parent, scope };
            let name = &node.name;
            let mut needs = Vec::new();
            let mut calculation = None;
            let mut place = &node.place;
            if let Some(written) = &draft.calculation
                && let Some((formula, read)) = self.formula(&written.expr, &written.place, here)
            {
                (calculation, needs, place) = (Some(formula), read, &written.place);
            }
            needs.extend(layout.relevant[draft.node].map(|cell| inherit(cell, scope)));
            let work = Work::Value { question, calculation };
            self.add(layout.value[question], name, place, work, needs);
            if let (Owes::When(written), Some(cell)) = (&draft.required, layout.required[question])
                && let Some((rule, needs)) = self.formula(&written.expr, &written.place, here)
            {
                let work = Work::Required { question, rule };
                self.add(cell, name, &written.place, work, needs);
            }
            if let (Some(written), Some(cell)) = (&draft.constraint, layout.valid[question])
                && let Some((rule, mut needs)) = self.formula(&written.expr, &written.place, here)
            {
                needs.push(Need::Cell { cell: layout.value[question], every: false });
                let work = Work::Valid { question, rule };
                self.add(cell, name, &written.place, work, needs);
            }
        }
    }

    fn checks(&mut self, checks: &Checks) {
        let World { survey, layout, .. } = self.world;
        for (index, (check, written)) in checks.checks.iter().zip(&checks.rules).enumerate() {
            let cell = layout.checks[index];
            let parent = check.context.and_then(|repeat| {
                let found =
                    |node: &survey::Node| node.what == What::Repeat && node.scope == repeat.0 + 1;
                survey.nodes.iter().position(found)
            });
            let parent = parent.unwrap_or(ROOT);
            let here = Standpoint { node: None, parent, scope: cell.scope };
            let resolved = self.formula(&written.expr, &written.place, here);
            let Some((rule, mut needs)) = resolved else { continue };
            let gate = layout.relevant[parent];
            needs.extend(gate.map(|gate| inherit(gate, cell.scope)));
            let gates = gate.map(CellId::gate).into_iter().collect();
            let work = Work::Check { check: index, gates, rule };
            self.add(cell, &check.id, &written.place, work, needs);
        }
    }
}

/// The need for a cell of the same frame or of the document.
fn inherit(cell: CellId, scope: usize) -> Need {
    Need::Cell { cell, every: cell.scope == DOCUMENT && scope != DOCUMENT }
}

/// Tells the plan where each question lies and in which order they are visited.
fn place(plan: &mut Plan, survey: &Survey, layout: &Layout, checks: &Checks) {
    plan.checks = layout.checks.iter().map(|cell| (cell.scope, cell.local)).collect();
    plan.focused_by = vec![Vec::new(); survey.questions.len()];
    for (index, check) in checks.checks.iter().enumerate() {
        for question in &check.focus {
            plan.focused_by[question.0].push(index);
            let scope = survey.nodes[survey.drafts[question.0].node].scope;
            let readers = &mut plan.scopes[scope].focused_by;
            if scope != DOCUMENT
                && check.context.map(|repeat| repeat.0 + 1) != Some(scope)
                && !readers.contains(&index)
            {
                readers.push(index);
            }
        }
    }
    for (index, draft) in survey.drafts.iter().enumerate() {
        let scope = survey.nodes[draft.node].scope;
        let stop = stop(plan, survey, &survey.questions[index], scope);
        let local = plan.scopes[scope].questions.len();
        plan.scopes[scope].questions.push(index);
        plan.stops[stop].questions.push(index);
        plan.questions.push(Slot {
            scope,
            local,
            value: layout.value[index].local,
            relevant: layout.relevant[draft.node].map(CellId::gate),
            required: match (&draft.required, layout.required[index]) {
                (Owes::Always, _) => Required::Always,
                (Owes::When(_), Some(cell)) => Required::Cell(cell.local),
                _ => Required::Never,
            },
            valid: layout.valid[index].map(|cell| cell.local),
            stop: (stop, plan.stops[stop].questions.len() - 1),
        });
    }
}

/// The stop of the next question. All pages of a repeat open where the repeat begins, so that a
/// page that comes back goes on where it was.
fn stop(plan: &mut Plan, survey: &Survey, question: &Question, scope: usize) -> usize {
    let Some(repeat) = question.repeat else {
        if plan.stops.last().is_none_or(|stop| stop.scope != DOCUMENT) {
            plan.stops.push(Stop::default());
        }
        return plan.stops.len() - 1;
    };
    let pages = &survey.repeats[repeat.0].pages;
    let first = plan.stops.iter().position(|stop| stop.scope == scope).unwrap_or_else(|| {
        plan.stops.extend(pages.iter().map(|_| Stop { scope, questions: Vec::new() }));
        plan.stops.len() - pages.len()
    });
    let page = pages.iter().position(|page| page.questions.contains(&question.id));
    first + page.unwrap_or_default()
}
