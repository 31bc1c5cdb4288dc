//! First answers that their own question does not take.

use super::Diagnostic;
use super::tree::cell;
use crate::interview::Input;
use crate::model::Form;
use crate::plan::Origin;
use crate::source::Sheets;

pub(super) fn lint(sheets: &Sheets, form: &Form) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for first in &form.plan.firsts {
        let Origin::Written(text) = &first.from else { continue };
        let question = &form.questions()[first.question];
        let special = question.special.iter().any(|choice| choice.code == *text);
        if special || Input::read(form, question, text).flaw.is_none() {
            continue;
        }
        let sheet = &sheets.survey;
        let rows = sheet.rows.iter().filter(|row| cell(sheet, row, "name") == question.name);
        found.extend(rows.map(|row| {
            Diagnostic::error("bad-default", sheet, row, "default").says(
                format!("`{}` does not take the answer `{text}`", question.name),
                "a value of its type, or one of its codes",
            )
        }));
    }
    found
}
