//! What the form itself puts into a question: calculations, triggers, first answers.

use super::survey::{Draft, Fills, First};
use super::table::{Cells, Written};
use crate::error::{Fault, FormError, FormErrorCode};
use crate::expr::{Expr, Operator, Start};
use crate::model::{Kind, Question};

/// Reads the columns calculation, trigger and default.
pub(super) fn read(
    row: Cells<'_>,
    question: &mut Question,
    draft: &mut Draft,
    errors: &mut Vec<FormError>,
) {
    match calculation(row, question) {
        Ok(fills) => draft.fills = fills,
        Err(error) => errors.push(error),
    }
    match first(row, &question.kind) {
        Ok(first) => draft.first = first,
        Err(error) => errors.push(error),
    }
    let asked = is_answered(question);
    question.has_calculation = match &draft.fills {
        Fills::Value(_) => true,
        Fills::Nothing => question.kind == Kind::Calculate,
        Fills::Answer { .. } | Fills::Triggered { .. } => !asked,
    };
    question.answers_itself =
        !matches!(draft.fills, Fills::Value(_) | Fills::Nothing) || draft.first.is_some();
}

/// Whether somebody may answer it.
fn is_answered(question: &Question) -> bool {
    !question.readonly && !matches!(question.kind, Kind::Calculate | Kind::Hidden | Kind::Note)
}

fn calculation(row: Cells<'_>, question: &Question) -> Result<Fills, FormError> {
    let place = row.place("trigger");
    let by = triggers(row)?;
    let rule = row.expression("calculation")?;
    if !by.is_empty() {
        return Ok(Fills::Triggered { by, rule, place });
    }
    let Some(rule) = rule else {
        if question.kind == Kind::Calculate && row.get("default").is_empty() {
            return Err(row.value_error("calculation", "nothing to calculate", "an expression"));
        }
        return Ok(Fills::Nothing);
    };
    if let Expr::Call(name, arguments) = &rule.expr
        && name == "once"
        && let [inner] = arguments.as_slice()
    {
        let rule = Written { expr: inner.clone(), place: rule.place };
        return Ok(Fills::Answer { rule, once: true });
    }
    Ok(if is_answered(question) { Fills::Answer { rule, once: false } } else { Fills::Value(rule) })
}

/// The questions named in the column trigger: `${a}`, or several with commas between.
fn triggers(row: Cells<'_>) -> Result<Vec<String>, FormError> {
    let name = |text: &str| {
        let name = text.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        name.map(|name| name.trim().to_owned()).ok_or_else(|| {
            let message = format!("`{}` is no reference", text.trim());
            let expected = format!("${{{}}}", text.trim());
            row.error("trigger", Fault::new(FormErrorCode::Reference, message, expected))
        })
    };
    let cell = row.get("trigger");
    if cell.is_empty() { Ok(Vec::new()) } else { cell.split(',').map(name).collect() }
}

fn first(row: Cells<'_>, kind: &Kind) -> Result<Option<First>, FormError> {
    let text = row.get("default");
    if matches!(kind, Kind::Metadata(_)) {
        return Ok(Some(First::Metadata));
    }
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(kind, Kind::Note) {
        return Err(row.value_error(
            "default",
            "this type does not use this column",
            "an empty cell",
        ));
    }
    // A text that is no expression is what it says; so is a date, though it reads as a difference.
    let dated = matches!(kind, Kind::Date | Kind::DateTime | Kind::Time | Kind::Geopoint);
    match row.expression("default") {
        Ok(Some(written)) if is_computed(&written.expr, dated) => {
            Ok(Some(First::Computed(written)))
        }
        Err(error) if text.contains("${") || text.contains('(') => Err(error),
        _ => Ok(Some(First::Written(text.to_owned()))),
    }
}

/// As pyxform tells a dynamic default from a static one: by operators, brackets and references.
fn is_computed(expr: &Expr, dated: bool) -> bool {
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Negate(_) => false,
        Expr::Binary(operator, left, right) => {
            let subtracts = *operator == Operator::Subtract;
            (operator.is_arithmetic() && !(subtracts && dated))
                || is_computed(left, dated)
                || is_computed(right, dated)
        }
        Expr::Call(..) => true,
        Expr::Path(path) => match &path.start {
            Start::Variable(_) | Start::Current | Start::Call(..) => true,
            Start::Root | Start::Context => {
                path.steps.iter().any(|step| !step.predicates.is_empty())
            }
        },
    }
}
