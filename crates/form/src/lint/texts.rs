//! Texts that one language of the form has and another lacks.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::source::{Sheet, Sheets};

/// Columns of a sheet with a language: from `label` to its languages and where they stand.
type Translated<'a> = BTreeMap<&'a str, Vec<(&'a str, usize)>>;

pub(super) fn lint(sheets: &Sheets) -> Vec<Diagnostic> {
    let all = [&sheets.survey, &sheets.choices, &sheets.checks];
    let mut languages: Vec<&str> = Vec::new();
    for (language, _) in all.iter().flat_map(|sheet| translated(sheet).into_values().flatten()) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    all.iter().flat_map(|sheet| missing(sheet, &languages)).collect()
}

fn translated(sheet: &Sheet) -> Translated<'_> {
    let mut found = Translated::new();
    for (at, header) in sheet.header.iter().enumerate() {
        if let Some((name, language)) = header.split_once("::")
            && !name.contains("bind")
        {
            found.entry(name).or_default().push((language, at));
        }
    }
    found
}

fn missing(sheet: &Sheet, languages: &[&str]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, columns) in translated(sheet) {
        for row in &sheet.rows {
            let text = |language: &str| {
                let column = columns.iter().find(|(own, _)| *own == language);
                column.and_then(|(_, at)| row.cells.get(*at)).filter(|cell| !cell.is_empty())
            };
            let Some(has) = languages.iter().find(|language| text(language).is_some()) else {
                continue;
            };
            for lacks in languages.iter().filter(|language| text(language).is_none()) {
                let column = format!("{name}::{lacks}");
                let message = format!("there is a {name} in {has} and none in {lacks}");
                let here = Diagnostic::warning("translation", sheet, row, &column);
                found.push(here.says(message, "the text in every language of the form"));
            }
        }
    }
    found
}
