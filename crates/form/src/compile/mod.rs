//! From sheets to a compiled form.

mod calls;
mod checks;
mod choices;
mod draft;
mod graph;
mod hash;
mod layout;
mod question;
mod resolve;
mod settings;
mod survey;
mod table;
mod types;
mod written;

use crate::error::FormError;
use crate::model::{Form, Question};
use crate::plan::{DOCUMENT, Plan, Required, Slot, Stop};
use crate::source::Sheets;
use checks::Checks;
pub(crate) use checks::Covering;
use draft::Drafting;
use layout::{CellId, Layout};
use resolve::World;
use survey::{Owes, Survey};
pub(crate) use written::{Line, Role, Written};

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
    let written = Written::of(sheets);
    let (structure_hash, rules_hash) = hash::hashes(&written);
    let by_name = survey.questions.iter().map(|q| (q.name.clone(), q.id)).collect();
    Ok(Form {
        id: settings.id,
        title: settings.title,
        version: settings.version,
        structure_hash,
        rules_hash,
        written,
        blocks: survey.blocks,
        questions: survey.questions,
        repeats: survey.repeats,
        missing: lists.find("missing").map_or_else(Vec::new, |list| lists.choices[list.0].clone()),
        lists: lists.choices,
        checks: checks.checks,
        engine_checks: checks.engine,
        covering: checks.covering,
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
