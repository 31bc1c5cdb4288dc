//! `lint`: everything wrong or doubtful in a form.

use std::fmt::Write;

use cacah_form::{Diagnostic, Severity};
use serde::Serialize;

use crate::report::Report;
use crate::source::Source;

/// How `lint` answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// A JSON array instead of lines.
    pub json: bool,
    /// Warnings are errors.
    pub strict: bool,
}

/// Looks for everything wrong or doubtful in the form.
pub fn lint(source: &Source, wanted: Wanted) -> Report {
    let mut found = match source.sheets() {
        Ok(sheets) => cacah_form::lint(&sheets),
        Err(errors) => errors.into_iter().map(Diagnostic::from).collect(),
    };
    if wanted.strict {
        found.iter_mut().for_each(|one| one.severity = Severity::Error);
    }
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    let text = if wanted.json { json(&found) } else { lines(&found, errors) };
    Report { text, status: u8::from(errors > 0) }
}

/// A finding as `lint --json` writes it.
#[derive(Serialize)]
struct Written<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    row: usize,
    column: &'a str,
    message: &'a str,
    expected: &'a str,
}

fn json(found: &[Diagnostic]) -> String {
    let written: Vec<_> = found
        .iter()
        .map(|one| Written {
            code: one.code,
            severity: severity(one),
            file: &one.file,
            row: one.row,
            column: &one.column,
            message: &one.message,
            expected: &one.expected,
        })
        .collect();
    serde_json::to_string_pretty(&written).expect("texts and numbers are JSON")
}

fn lines(found: &[Diagnostic], errors: usize) -> String {
    let mut text = String::new();
    for one in found {
        let _ = writeln!(text, "{}", line(one));
    }
    let (errors, warnings) = (counted(errors, "error"), counted(found.len() - errors, "warning"));
    let _ = write!(text, "{errors}, {warnings}");
    text
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn line(one: &Diagnostic) -> String {
    let Diagnostic { code, file, row, column, message, expected, .. } = one;
    let row = if *row == 0 { String::new() } else { format!(" row {row}") };
    let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
    format!("{} {code}: {file}{row}{column}: {message}; expected {expected}", severity(one))
}

fn severity(one: &Diagnostic) -> &'static str {
    match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
