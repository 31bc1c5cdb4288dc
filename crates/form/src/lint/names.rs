//! Names that mislead, and what nobody uses.

use std::collections::{HashMap, HashSet};

use super::Diagnostic;
use super::tree::{Tree, cell};
use crate::source::{Sheet, Sheets};

/// Lists that the dialect itself reads.
const OWN_LISTS: [&str; 2] = ["missing", "page"];

pub(super) fn lint(sheets: &Sheets, tree: &Tree<'_>) -> Vec<Diagnostic> {
    let mut found = alike(&sheets.survey, tree);
    found.extend(unused(sheets));
    found.extend(without_moment(&sheets.checks));
    found
}

/// Names that differ in capitals only: exports and spreadsheets take them for the same.
fn alike(sheet: &Sheet, tree: &Tree<'_>) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut found = Vec::new();
    for node in &tree.nodes {
        let Some(row) = node.row else { continue };
        if let Some(first) = seen.insert(node.name.to_lowercase(), node.name) {
            let message = format!("`{}` and `{first}` differ in capitals only", node.name);
            let here = Diagnostic::warning("name-alike", sheet, row, "name");
            found.push(here.says(message, "names that differ in more"));
        }
    }
    found
}

fn unused(sheets: &Sheets) -> Vec<Diagnostic> {
    let used = words(sheets);
    let mut found = Vec::new();
    for (sheet, column, code, what) in [
        (&sheets.choices, "list_name", "unused-list", "no question uses the list"),
        (&sheets.parameters, "name", "unused-parameter", "no expression reads the parameter"),
    ] {
        let mut said = HashSet::new();
        for row in &sheet.rows {
            let name = cell(sheet, row, column);
            if !used.contains(name) && !OWN_LISTS.contains(&name) && said.insert(name) {
                let here = Diagnostic::warning(code, sheet, row, column);
                let message = format!("{what} `{name}`");
                found.push(here.says(message, "only what the survey or the checks name"));
            }
        }
    }
    found
}

/// Every word of the cells of survey and checks: what none of them is, nobody names.
fn words(sheets: &Sheets) -> HashSet<&str> {
    let cells = [&sheets.survey, &sheets.checks].into_iter().flat_map(|sheet| &sheet.rows);
    let part = |next: char| !(next.is_alphanumeric() || matches!(next, '_' | '-' | '.'));
    cells.flat_map(|row| &row.cells).flat_map(|cell| cell.split(part)).collect()
}

fn without_moment(sheet: &Sheet) -> Vec<Diagnostic> {
    let rules = sheet.rows.iter().filter(|row| {
        !cell(sheet, row, "violated_when").is_empty() && cell(sheet, row, "asks_at").is_empty()
    });
    let warn = |row| {
        Diagnostic::warning("asks-at", sheet, row, "asks_at").says(
            "the check does not say when it asks; it asks at the end",
            "field, column, document or later",
        )
    };
    rules.map(warn).collect()
}
