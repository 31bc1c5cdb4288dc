//! What the change of a row or a cell can do to a stored document.

use std::collections::BTreeSet;

use super::Effect;
use super::rows::Row;
use crate::compile::Role;

use Effect::{HidesAnswer, NeedsAnswer, NoLongerFits, NoPlace, Recomputed};

/// A row that is new.
pub(super) fn added(sheet: &str, row: &Row<'_>) -> BTreeSet<Effect> {
    match (sheet, row.line.role()) {
        ("survey", Role::Question) if owes(row) => [NeedsAnswer].into(),
        ("checks" | "parameters" | "data", _) => [Recomputed].into(),
        _ => BTreeSet::new(),
    }
}

/// A row that is gone.
pub(super) fn removed(sheet: &str, row: &Row<'_>) -> BTreeSet<Effect> {
    match (sheet, row.line.role()) {
        ("survey", Role::BeginRepeat) => [NoPlace].into(),
        ("survey", Role::Question) if takes_answer(row) => [NoPlace].into(),
        ("survey", Role::BeginGroup) if !row.line.get("relevant").is_empty() => {
            [NeedsAnswer].into()
        }
        ("choices", _) => [NoLongerFits].into(),
        ("checks" | "parameters" | "data", _) => [Recomputed].into(),
        _ => BTreeSet::new(),
    }
}

/// A row that stands elsewhere.
pub(super) fn moved(before: &Row<'_>, after: &Row<'_>) -> BTreeSet<Effect> {
    let mut effects = BTreeSet::new();
    if before.repeats != after.repeats {
        effects.extend(takes_answer(before).then_some(NoPlace));
        effects.extend(owes(after).then_some(NeedsAnswer));
    }
    if before.groups != after.groups {
        // The conditions around it may be other ones.
        effects.extend([HidesAnswer, NeedsAnswer]);
    }
    effects
}

/// A cell that changed.
pub(super) fn cell(
    sheet: &str,
    column: &str,
    before: &Row<'_>,
    after: &Row<'_>,
) -> BTreeSet<Effect> {
    if is_words(column) {
        return BTreeSet::new();
    }
    let effects: &[Effect] = match (sheet, column) {
        ("survey", "type" | "calculation") => match (takes_answer(before), takes_answer(after)) {
            (true, true) => &[NoLongerFits, Recomputed],
            (true, false) => &[NoPlace, Recomputed],
            (false, true) if owes(after) => &[NeedsAnswer, Recomputed],
            (false, true) => &[Recomputed],
            (false, false) if before.line.role() == Role::Question => &[Recomputed],
            (false, false) => &[],
        },
        ("survey", "relevant") => &[HidesAnswer, NeedsAnswer],
        ("survey", "required" | "bind::cacah:owed") => &[NeedsAnswer],
        ("survey", "repeat_count") => &[HidesAnswer, NeedsAnswer],
        (
            "survey",
            "constraint"
            | "choice_filter"
            | "bind::cacah:sum"
            | "bind::cacah:special"
            | "bind::cacah:missing",
        ) => &[NoLongerFits],
        ("survey", "bind::cacah:severity" | "default" | "trigger") => &[Recomputed],
        ("data", "codes") => &[NoLongerFits],
        ("survey" | "settings", _) => &[],
        // Columns of the author: level tables that rules look up.
        _ => &[Recomputed],
    };
    effects.iter().copied().collect()
}

/// Whether a column is only read by people.
fn is_words(column: &str) -> bool {
    let name = column.split_once("::").map_or(column, |(name, _)| name);
    name == "label" || name == "hint" || name == "guidance_hint" || name.ends_with("message")
}

/// Whether documents hold answers to it.
pub(super) fn takes_answer(row: &Row<'_>) -> bool {
    let kind = row.line.get("type");
    row.line.role() == Role::Question
        && kind != "calculate"
        && row.line.get("calculation").is_empty()
}

fn owes(row: &Row<'_>) -> bool {
    takes_answer(row) && !matches!(row.line.get("required"), "" | "no" | "false()")
}
