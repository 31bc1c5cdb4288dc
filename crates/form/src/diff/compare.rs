//! Row against row.

use std::collections::{BTreeSet, HashMap};

use super::rows::{Row, Rows, sheets};
use super::{FormChange, What, effect};
use crate::compile::{Role, Written};

/// Every change, sheet by sheet.
pub(super) fn changes(old: &Written, new: &Written) -> Vec<FormChange> {
    let pairs = sheets(old).into_iter().zip(sheets(new));
    pairs.flat_map(|(old, new)| sheet(&old, &new)).collect()
}

fn sheet(old: &Rows<'_>, new: &Rows<'_>) -> Vec<FormChange> {
    let renamed = renamed(old, new);
    let mut changes = Vec::new();
    let gone = old.rows.iter().filter(|row| new.find(&row.name).is_none());
    changes.extend(gone.filter(|row| !renamed.values().any(|name| *name == row.name)).map(|row| {
        FormChange { effects: effect::removed(old.sheet, row), ..change(old, row, What::Removed) }
    }));
    let places = places(old, new);
    for row in &new.rows {
        if let Some(before) = old.find(&row.name) {
            changes.extend(stands(new, before, row, places.contains(row.name.as_str())));
            changes.extend(cells(new, before, row));
        } else if let Some(name) = renamed.get(row.name.as_str()) {
            let effects = old.find(name).map(|row| effect::removed(old.sheet, row));
            let after = effect::added(new.sheet, row);
            changes.push(FormChange {
                before: Some((*name).to_owned()),
                after: Some(row.name.clone()),
                effects: effects.into_iter().flatten().chain(after).collect(),
                ..change(new, row, What::Renamed)
            });
        } else {
            let effects = effect::added(new.sheet, row);
            changes.push(FormChange { effects, ..change(new, row, What::Added) });
        }
    }
    changes
}

fn change(rows: &Rows<'_>, row: &Row<'_>, what: What) -> FormChange {
    FormChange {
        sheet: rows.sheet,
        name: row.name.clone(),
        what,
        column: None,
        before: None,
        after: None,
        effects: BTreeSet::new(),
    }
}

/// A row that stands in other groups or repeats than it did, or among other rows.
fn stands(
    rows: &Rows<'_>,
    before: &Row<'_>,
    after: &Row<'_>,
    displaced: bool,
) -> Option<FormChange> {
    let effects = effect::moved(before, after);
    let elsewhere = before.groups != after.groups;
    let place = |row: &Row<'_>| elsewhere.then(|| row.groups.clone());
    (elsewhere || displaced).then(|| FormChange {
        before: place(before),
        after: place(after),
        effects,
        ..change(rows, after, What::Moved)
    })
}

fn cells(rows: &Rows<'_>, before: &Row<'_>, after: &Row<'_>) -> Vec<FormChange> {
    let columns: BTreeSet<&str> =
        before.line.0.iter().chain(&after.line.0).map(|(header, _)| header.as_str()).collect();
    let differ =
        columns.into_iter().filter(|header| before.line.get(header) != after.line.get(header));
    let cell = |row: &Row<'_>, header: &str| {
        Some(row.line.get(header)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    };
    differ
        .map(|header| FormChange {
            column: Some(header.to_owned()),
            before: cell(before, header),
            after: cell(after, header),
            effects: effect::cell(rows.sheet, header, before, after),
            ..change(rows, after, What::Changed)
        })
        .collect()
}

/// Questions that went, by the name of the one that came in their place: the same type, repeat and
/// words, and no other like them.
fn renamed<'a>(old: &'a Rows<'_>, new: &'a Rows<'_>) -> HashMap<&'a str, &'a str> {
    type Like<'a> = Vec<(&'a str, &'a str)>;
    fn unmatched<'a>(rows: &'a Rows<'_>, other: &Rows<'_>) -> Vec<(Like<'a>, &'a str)> {
        let alone =
            |row: &&Row<'_>| row.line.role() == Role::Question && other.find(&row.name).is_none();
        let rows = rows.rows.iter().filter(alone);
        rows.map(|row| {
            let words = row.line.0.iter().filter(|(header, _)| header.starts_with("label"));
            let words = words.map(|(header, cell)| (header.as_str(), cell.as_str()));
            let place = [("type", row.line.get("type")), ("in", row.repeats.as_str())];
            (place.into_iter().chain(words).collect(), row.name.as_str())
        })
        .collect()
    }
    if old.sheet != "survey" {
        return HashMap::new();
    }
    let (gone, came) = (unmatched(old, new), unmatched(new, old));
    let only = |all: &[(Like<'a>, &'a str)], like: &Like<'a>| {
        // A row without a label looks like any other.
        let mut same = all.iter().filter(|(other, _)| other == like && like.len() > 2);
        same.next().filter(|_| same.next().is_none()).map(|(_, name)| *name)
    };
    let pairs = came.iter().filter_map(|(like, name)| {
        only(&came, like)?;
        Some((*name, only(&gone, like)?))
    });
    pairs.collect()
}

/// Rows of both that have changed places among each other: all but the longest run that has not.
fn places<'a>(old: &'a Rows<'_>, new: &'a Rows<'_>) -> BTreeSet<&'a str> {
    let position: HashMap<&str, usize> =
        old.rows.iter().enumerate().map(|(at, row)| (row.name.as_str(), at)).collect();
    let kept: Vec<(&str, usize)> = new
        .rows
        .iter()
        .filter_map(|row| Some((row.name.as_str(), *position.get(row.name.as_str())?)))
        .collect();
    let run = longest_rising(&kept.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let moved = kept.iter().enumerate().filter(|(at, _)| !run.contains(at));
    moved.map(|(_, (name, _))| *name).collect()
}

/// Indices of a longest rising subsequence (patience sorting, n log n).
fn longest_rising(numbers: &[usize]) -> BTreeSet<usize> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let pile = tops.partition_point(|top| numbers[*top] < *number);
        before[at] = pile.checked_sub(1).map(|below| tops[below]);
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    std::iter::successors(tops.last().copied(), |at| before[*at]).collect()
}
