//! Texts that one language of the form has and another lacks.

use super::Diagnostic;
use crate::source::{Sheet, Sheets};
use crate::text::Tongue;

/// Columns that officers read.
const TEXTS: [&str; 6] =
    ["label", "hint", "guidance_hint", "constraint_message", "required_message", "message"];

/// A column of texts: what it holds, in which language, and where it stands.
struct Column<'a> {
    name: &'a str,
    tongue: Tongue,
    at: usize,
}

pub(super) fn lint(sheets: &Sheets) -> Vec<Diagnostic> {
    let all = [&sheets.survey, &sheets.choices, &sheets.checks, &sheets.parameters];
    let mut tongues: Vec<(Tongue, &str)> = Vec::new();
    for (header, tongue) in all.iter().flat_map(|sheet| {
        columns(sheet).into_iter().map(|column| (sheet.header[column.at].as_str(), column.tongue))
    }) {
        if tongues.iter().all(|(known, _)| *known != tongue) {
            let language = header.split_once("::").map_or("the default language", |(_, own)| own);
            tongues.push((tongue, language));
        }
    }
    all.iter().flat_map(|sheet| missing(sheet, &tongues)).collect()
}

fn columns(sheet: &Sheet) -> Vec<Column<'_>> {
    let column = |(at, header): (usize, &'_ str)| {
        let (name, language) = header.split_once("::").unwrap_or((header, ""));
        let name = TEXTS.into_iter().find(|text| *text == name)?;
        let tongue = if language.is_empty() { sheet.tongue.clone() } else { Tongue::of(language) };
        Some(Column { name, tongue, at })
    };
    sheet.header.iter().map(String::as_str).enumerate().filter_map(column).collect()
}

fn missing(sheet: &Sheet, tongues: &[(Tongue, &str)]) -> Vec<Diagnostic> {
    let columns = columns(sheet);
    let mut found = Vec::new();
    for name in TEXTS {
        for row in &sheet.rows {
            let has = |tongue: &Tongue| {
                let mut own =
                    columns.iter().filter(|one| one.name == name && one.tongue == *tongue);
                own.any(|one| row.cells.get(one.at).is_some_and(|cell| !cell.is_empty()))
            };
            let Some((_, first)) = tongues.iter().find(|(tongue, _)| has(tongue)) else { continue };
            for (_, lacks) in tongues.iter().filter(|(tongue, _)| !has(tongue)) {
                let message = format!("there is a {name} in {first} and none in {lacks}");
                let here =
                    Diagnostic::warning("translation", sheet, row, &format!("{name}::{lacks}"));
                found.push(here.says(message, "the text in every language of the form"));
            }
        }
    }
    found
}
