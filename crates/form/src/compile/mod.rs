//! From sheets to a compiled form.

mod calls;
mod checks;
mod choices;
mod draft;
mod files;
mod fills;
mod graph;
mod hash;
mod items;
mod kinds;
mod layout;
mod parameters;
mod question;
mod resolve;
mod settings;
mod shared;
mod survey;
mod table;
mod types;
mod walk;
mod written;

use std::cell::RefCell;

use crate::error::FormError;
use crate::model::Form;
use crate::plan::{DOCUMENT, Item, Plan, Required, Slot};
use crate::source::Sheets;
use checks::Checks;
pub(crate) use checks::Covering;
use draft::Drafting;
use layout::Layout;
use resolve::World;
use shared::Shared;
use survey::{Node, Owes, Survey, What};
pub(crate) use written::{Line, Role, Written};

/// Compiles a form; on failure every error found, in the order of the sheets.
pub(crate) fn compile(sheets: &Sheets) -> Result<Form, Vec<FormError>> {
    let mut errors = Vec::new();
    let settings = settings::read(&sheets.settings, &mut errors);
    let lists = choices::read(sheets, &mut errors);
    let survey = survey::read(&sheets.survey, &lists, &mut errors);
    if !errors.is_empty() {
        // Without its names a form cannot be read further; all the rest would follow from that.
        return Err(sorted(errors));
    }
    let checks = checks::read(&sheets.checks, &survey, &mut errors);
    let layout = Layout::new(&survey, &checks.checks);
    let shared = RefCell::new(Shared::after(layout.sizes[DOCUMENT]));
    let world = World { survey: &survey, lists: &lists, layout: &layout, shared: &shared };
    let mut drafting = Drafting::new(world, &mut errors);
    drafting.relevance();
    drafting.questions();
    drafting.checks(&checks);
    let Drafting { mut drafted, named, firsts, triggers, .. } = drafting;
    let mut sizes = layout.sizes.clone();
    let shared = shared.into_inner().drafted;
    sizes[DOCUMENT] += shared.len();
    drafted.extend(shared);
    errors.extend(lists.unread());
    if !errors.is_empty() {
        return Err(sorted(errors));
    }
    let mut plan = graph::order(drafted, &sizes).map_err(sorted)?;
    (plan.firsts, plan.triggers) = (firsts, triggers);
    place(&mut plan, &survey, &layout, &checks);
    let written = Written::of(sheets);
    let (structure_hash, rules_hash) = hash::hashes(&written);
    let by_name = survey.questions.iter().map(|q| (q.name.clone(), q.id)).collect();
    Ok(Form {
        id: settings.id,
        title: settings.title,
        version: settings.version,
        columns: settings.columns,
        structure_hash,
        rules_hash,
        written,
        blocks: survey.blocks,
        questions: survey.questions,
        repeats: survey.repeats,
        missing: lists.find("missing").map_or_else(Vec::new, |list| lists.choices[list.0].clone()),
        lists: lists.choices,
        items: lists.items,
        parameters: lists.parameters,
        checks: checks.checks,
        engine_checks: checks.engine,
        covering: checks.covering,
        named_functions: named,
        by_name,
        plan,
    })
}

/// In the order in which errors are told.
const SHEETS: [&str; 5] = ["settings", "parameters", "choices", "survey", "checks"];

fn sorted(mut errors: Vec<FormError>) -> Vec<FormError> {
    let sheet = |file: &str| SHEETS.iter().position(|name| file.starts_with(name));
    errors.sort_by_key(|error| (sheet(&error.file), error.row));
    errors
}

/// Tells the plan how the scopes lie in each other, where each question lies and in which order
/// they are visited.
fn place(plan: &mut Plan, survey: &Survey, layout: &Layout, checks: &Checks) {
    for (scope, enclosure) in survey.scopes.iter().enumerate() {
        let placed = &mut plan.scopes[scope];
        (placed.parent, placed.depth) = (enclosure.parent, enclosure.depth);
        if scope == DOCUMENT {
            placed.pages = vec![Vec::new()];
            continue;
        }
        placed.pages = survey.repeats[scope - 1].pages.iter().map(|_| Vec::new()).collect();
        let siblings = &mut plan.scopes[enclosure.parent].children;
        siblings.push(scope);
        let branch = siblings.len() - 1;
        plan.scopes[scope].branch = branch;
    }
    for counted in &layout.counts {
        plan.scopes[survey.nodes[counted.node].scope].count = Some(counted.number.local);
    }
    for node in &survey.nodes {
        match node.what {
            What::Question(question) => place_question(plan, survey, layout, question),
            What::Repeat => place_repeat(plan, survey, node),
            What::Group => {}
        }
    }
    place_checks(plan, survey, layout, checks);
}

fn place_question(plan: &mut Plan, survey: &Survey, layout: &Layout, question: usize) {
    let draft = &survey.drafts[question];
    let model = &survey.questions[question];
    let scope = survey.nodes[draft.node].scope;
    let pages = model.repeat.map(|repeat| &survey.repeats[repeat.0].pages);
    let page = pages.and_then(|all| all.iter().position(|page| page.questions.contains(&model.id)));
    let page = page.unwrap_or_default();
    let placed = &mut plan.scopes[scope];
    let local = placed.questions.len();
    placed.questions.push(question);
    placed.pages[page].push(Item::Question(question));
    let place = (page, placed.pages[page].len() - 1);
    plan.questions.push(Slot {
        scope,
        local,
        value: layout.value[question].local,
        relevant: layout.relevant[draft.node].map(|cell| Layout::seen(survey, cell, scope)),
        required: match (&draft.required, layout.required[question]) {
            (Owes::Always, _) => Required::Always,
            (Owes::When(_), Some(cell)) => Required::Cell(cell.local),
            _ => Required::Never,
        },
        options: layout.options[question].map(|cell| cell.local),
        valid: layout.valid[question].map(|cell| cell.local),
        place,
    });
}

/// A repeat inside another is visited on the page of the question before it.
fn place_repeat(plan: &mut Plan, survey: &Survey, node: &Node) {
    let around = &mut plan.scopes[survey.nodes[node.parent].scope];
    if around.pages.is_empty() {
        around.pages.push(Vec::new());
    }
    let last = around.questions.last().map_or(0, |question| plan.questions[*question].place.0);
    around.pages[last].push(Item::Repeat(node.scope));
    let place = (last, around.pages[last].len() - 1);
    plan.scopes[node.scope].place = place;
}

fn place_checks(plan: &mut Plan, survey: &Survey, layout: &Layout, checks: &Checks) {
    plan.checks = layout.checks.iter().map(|cell| (cell.scope, cell.local)).collect();
    plan.focused_by = vec![Vec::new(); survey.questions.len()];
    for (index, check) in checks.checks.iter().enumerate() {
        let own = check.context.map_or(DOCUMENT, |repeat| repeat.0 + 1);
        for question in &check.focus {
            plan.focused_by[question.0].push(index);
            let scope = survey.nodes[survey.drafts[question.0].node].scope;
            let via = survey.meeting(own, scope);
            for repeat in survey.repeats_between(via, scope) {
                let readers = &mut plan.scopes[survey.nodes[repeat].scope].focused_by;
                if !readers.contains(&(index, via)) {
                    readers.push((index, via));
                }
            }
        }
    }
}
