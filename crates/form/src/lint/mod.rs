//! What a form that compiles may still have wrong: logic that is dead where closed code lists and
//! constants decide it, texts that a language lacks, names that mislead. Only what is certain is
//! said.

mod dead;
mod defaults;
mod domain;
mod names;
mod reach;
mod texts;
mod tree;
mod truth;

use crate::error::FormError;
use crate::model::{Form, Severity};
use crate::source::{Row, Sheet, Sheets};

/// Something wrong or doubtful in a form, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code: that of a [`FormError`], or of the analysis (`never-shown`, `translation` …).
    pub code: &'static str,
    /// An error stops a form from being published; a warning does not.
    pub severity: Severity,
    /// Sheet of the workbook, or file, as `survey.csv`.
    pub file: String,
    /// Row as the spreadsheet numbers it; the header is row 1, and 0 means the whole file.
    pub row: usize,
    /// Header of the column; may be empty.
    pub column: String,
    /// What is wrong, in English, without the place.
    pub message: String,
    /// What would be right.
    pub expected: String,
}

impl From<FormError> for Diagnostic {
    fn from(error: FormError) -> Self {
        Self {
            code: error.code.as_str(),
            severity: Severity::Error,
            file: error.file,
            row: error.row,
            column: error.column,
            message: error.message,
            expected: error.expected,
        }
    }
}

impl Diagnostic {
    fn error(code: &'static str, sheet: &Sheet, row: &Row, column: &str) -> Self {
        Self { severity: Severity::Error, ..Self::warning(code, sheet, row, column) }
    }

    fn warning(code: &'static str, sheet: &Sheet, row: &Row, column: &str) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            file: sheet.file.clone(),
            row: row.number,
            column: column.to_owned(),
            message: String::new(),
            expected: String::new(),
        }
    }

    fn says(self, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { message: message.into(), expected: expected.into(), ..self }
    }
}

/// Everything found in a form, in the order of its sheets. A form that does not compile is not
/// looked into further: all else would follow from its errors.
pub fn lint(sheets: &Sheets) -> Vec<Diagnostic> {
    let form = match Form::compile(sheets) {
        Ok(form) => form,
        Err(errors) => return errors.into_iter().map(Diagnostic::from).collect(),
    };
    let tree = tree::Tree::new(sheets, &form);
    let mut found = texts::lint(sheets);
    found.extend(names::lint(sheets, &tree));
    found.extend(defaults::lint(sheets, &form));
    found.extend(dead::lint(sheets, &form, &tree));
    let order = |file: &str| {
        ["settings", "parameters", "choices", "survey", "checks"]
            .iter()
            .position(|name| file.starts_with(name))
    };
    found.sort_by_key(|one| (order(&one.file), one.row));
    found
}
