//! Logic that is dead: questions never shown, choices never chosen, constraints that nothing
//! keeps, checks that nothing breaks.

use std::collections::HashMap;

use super::Diagnostic;
use super::reach::{Goal, Reach};
use super::tree::{Here, ROOT, Tree, cell};
use crate::model::{Choice, Form, Kind, ListId};
use crate::source::Sheets;
use crate::value::Value;

pub(super) fn lint(sheets: &Sheets, form: &Form, tree: &Tree<'_>) -> Vec<Diagnostic> {
    let mut dead = Dead { sheets, tree, reach: Reach::new(tree, form), hidden: Vec::new() };
    let mut found = dead.never_shown();
    found.extend(dead.never_holds());
    found.extend(dead.never_chosen(form));
    found.extend(dead.never_violated());
    found
}

struct Dead<'a> {
    sheets: &'a Sheets,
    tree: &'a Tree<'a>,
    reach: Reach<'a>,
    /// Nodes that are never shown.
    hidden: Vec<usize>,
}

impl<'a> Dead<'a> {
    /// What must be true for a node to be shown.
    fn shown(&self, at: usize) -> Vec<Goal<'a>> {
        let tree = self.tree;
        let goal = |at: usize| {
            let expr = tree.nodes[at].relevant.as_ref()?;
            Some(Goal { expr, here: tree.here(at), rule: false })
        };
        tree.lineage(at).filter_map(goal).collect()
    }

    fn never_shown(&mut self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for at in 1..self.tree.nodes.len() {
            let node = &self.tree.nodes[at];
            if self.tree.lineage(at).any(|above| self.hidden.contains(&above)) {
                self.hidden.push(at);
                continue;
            }
            let Some(row) = node.row.filter(|_| node.relevant.is_some()) else { continue };
            if self.reach.never(&self.shown(at)) {
                self.hidden.push(at);
                let message =
                    format!("`{}` can never be shown: no answers make this true", node.name);
                let expected = "a condition that some answers fulfil, with those of its groups";
                let here = Diagnostic::error("never-shown", &self.sheets.survey, row, "relevant");
                found.push(here.says(message, expected));
            }
        }
        found
    }

    fn never_holds(&mut self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (at, node) in self.tree.nodes.iter().enumerate() {
            let (Some(expr), Some(row)) = (&node.constraint, node.row) else { continue };
            let mut goals = self.shown(at);
            goals.push(Goal { expr, here: self.tree.here(at), rule: false });
            let answered = crate::expr::parse(". != ''");
            goals
                .extend(answered.as_ref().ok().map(|expr| Goal { expr, ..goals[goals.len() - 1] }));
            if !self.hidden.contains(&at) && self.reach.never(&goals) {
                let message = format!("no answer to `{}` keeps this constraint", node.name);
                let here = Diagnostic::error("never-holds", &self.sheets.survey, row, "constraint");
                found.push(here.says(message, "a constraint that some answer keeps"));
            }
        }
        found
    }

    fn never_violated(&mut self) -> Vec<Diagnostic> {
        let sheet = &self.sheets.checks;
        let mut found = Vec::new();
        for row in &sheet.rows {
            let Some(expr) = self.tree.expression(cell(sheet, row, "violated_when")) else {
                continue;
            };
            let context = self.tree.find(cell(sheet, row, "context")).unwrap_or(ROOT);
            let mut goals = self.shown(context);
            let here = Here { node: None, parent: context };
            goals.push(Goal { expr: &expr, here, rule: true });
            if self.reach.never(&goals) {
                let message = format!(
                    "no answers within codes and ranges violate `{}`",
                    cell(sheet, row, "id")
                );
                let here = Diagnostic::warning("never-violated", sheet, row, "violated_when");
                found.push(here.says(message, "a rule that some answers break"));
            }
        }
        found
    }

    /// A choice is dead when every question that uses its list is sure to refuse it.
    fn never_chosen(&mut self, form: &Form) -> Vec<Diagnostic> {
        let mut refused: HashMap<ListId, Vec<bool>> = HashMap::new();
        for (at, node) in self.tree.nodes.iter().enumerate() {
            let Some(question) = node.question.map(|id| &form.questions()[id.0]) else { continue };
            let Some(list) = question.choices else { continue };
            let choices = form.choices(list);
            let dead: Vec<bool> = if self.hidden.contains(&at) {
                vec![false; choices.len()]
            } else {
                let one = question.kind == Kind::SelectOne;
                choices.iter().map(|choice| self.refuses(at, choice, one)).collect()
            };
            match refused.get_mut(&list) {
                Some(all) => all.iter_mut().zip(dead).for_each(|(all, dead)| *all &= dead),
                None => drop(refused.insert(list, dead)),
            }
        }
        let sheet = &self.sheets.choices;
        let mut counted: HashMap<&str, usize> = HashMap::new();
        let mut found = Vec::new();
        for row in &sheet.rows {
            let (list, code) = (cell(sheet, row, "list_name"), cell(sheet, row, "name"));
            let place = counted.entry(list).or_default();
            let dead = used_list(self.sheets, form, list)
                .and_then(|list| refused.get(&list)?.get(*place).copied());
            *place += 1;
            if dead == Some(true) {
                let message = format!("choice `{code}` of `{list}` can never be chosen");
                let here = Diagnostic::error("never-chosen", sheet, row, "name");
                let expected = "a choice_filter and constraint that admit it, or no such choice";
                found.push(here.says(message, expected));
            }
        }
        found
    }

    fn refuses(&mut self, at: usize, choice: &Choice, one: bool) -> bool {
        let node = &self.tree.nodes[at];
        let goal = |expr| Goal { expr, here: self.tree.here(at), rule: false };
        let filter = node.choice_filter.as_ref().map(goal);
        let constraint = node.constraint.as_ref().filter(|_| one).map(goal);
        if filter.is_none() && constraint.is_none() {
            return false;
        }
        let mut goals = self.shown(at);
        goals.extend(filter.into_iter().chain(constraint));
        let mut columns = choice.extra.clone();
        columns.push(("name".to_owned(), choice.code.clone()));
        let code = Value::text(&choice.code);
        self.reach.never_with(&goals, one.then_some((at, &code)), &columns)
    }
}

/// The list of this name, through a question that uses it.
fn used_list(sheets: &Sheets, form: &Form, name: &str) -> Option<ListId> {
    let sheet = &sheets.survey;
    let user = sheet
        .rows
        .iter()
        .find(|row| cell(sheet, row, "type").split_whitespace().nth(1) == Some(name))?;
    form.question(cell(sheet, user, "name"))?.choices
}
