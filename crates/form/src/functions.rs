//! Functions of XPath and of the ODK XForms specification that work on single values.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Abs,
    Boolean,
    Coalesce,
    Concat,
    Contains,
    CountSelected,
    Date,
    EndsWith,
    FormatDate,
    Int,
    Max,
    Min,
    Number,
    Pow,
    Round,
    Selected,
    SelectedAt,
    StartsWith,
    String,
    StringLength,
    Substr,
    Substring,
}

/// What a function yields, as far as it is known when the form loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Yields {
    Boolean,
    Number,
    Text,
    Date,
    Any,
}

/// The function of this name, with the least and most arguments and what it yields.
pub(crate) fn lookup(name: &str) -> Option<(Function, usize, usize, Yields)> {
    const MANY: usize = 64;
    Some(match name {
        "abs" => (Function::Abs, 1, 1, Yields::Number),
        "boolean" => (Function::Boolean, 1, 1, Yields::Boolean),
        "coalesce" => (Function::Coalesce, 2, MANY, Yields::Any),
        "concat" => (Function::Concat, 1, MANY, Yields::Text),
        "contains" => (Function::Contains, 2, 2, Yields::Boolean),
        "count-selected" => (Function::CountSelected, 1, 1, Yields::Number),
        "date" => (Function::Date, 1, 1, Yields::Date),
        "ends-with" => (Function::EndsWith, 2, 2, Yields::Boolean),
        "format-date" => (Function::FormatDate, 2, 2, Yields::Text),
        "int" => (Function::Int, 1, 1, Yields::Number),
        "max" => (Function::Max, 2, MANY, Yields::Number),
        "min" => (Function::Min, 2, MANY, Yields::Number),
        "number" => (Function::Number, 1, 1, Yields::Number),
        "pow" => (Function::Pow, 2, 2, Yields::Number),
        "round" => (Function::Round, 1, 2, Yields::Number),
        "selected" => (Function::Selected, 2, 2, Yields::Boolean),
        "selected-at" => (Function::SelectedAt, 2, 2, Yields::Text),
        "starts-with" => (Function::StartsWith, 2, 2, Yields::Boolean),
        "string" => (Function::String, 1, 1, Yields::Text),
        "string-length" => (Function::StringLength, 1, 1, Yields::Number),
        "substr" => (Function::Substr, 2, 3, Yields::Text),
        "substring" => (Function::Substring, 2, 3, Yields::Text),
        _ => return None,
    })
}

/// Directives of `format-date` that need no language.
pub(crate) const DATE_DIRECTIVES: &str = "Yymnde%";

/// Calls `function`; the number of arguments was checked when the form was loaded.
pub(crate) fn call(function: Function, arguments: &[Value]) -> Value {
    let value = |index: usize| arguments.get(index).unwrap_or(&Value::Empty);
    let text = |index: usize| value(index).string();
    let number = |index: usize| value(index).number();
    match function {
        Function::Abs => Value::Number(number(0).abs()),
        Function::Boolean => Value::Boolean(value(0).boolean()),
        Function::Coalesce => {
            arguments.iter().find(|value| !value.is_empty()).cloned().unwrap_or_default()
        }
        Function::Concat => {
            Value::text(&arguments.iter().map(|value| value.string()).collect::<String>())
        }
        Function::Contains => Value::Boolean(text(0).contains(text(1).as_ref())),
        Function::CountSelected => Value::Number(count(text(0).split_whitespace().count())),
        Function::Date => to_date(value(0)),
        Function::EndsWith => Value::Boolean(text(0).ends_with(text(1).as_ref())),
        Function::FormatDate => format_date(&to_date(value(0)), &text(1)),
        Function::Int => Value::Number(number(0).trunc()),
        Function::Max => fold(arguments, f64::max),
        Function::Min => fold(arguments, f64::min),
        Function::Number => Value::Number(number(0)),
        Function::Pow => Value::Number(number(0).powf(number(1))),
        Function::Round => Value::Number(match arguments.get(1) {
            None => round(number(0)),
            Some(places) => {
                let scale = 10f64.powf(round(places.number()));
                round(number(0) * scale) / scale
            }
        }),
        Function::Selected => {
            Value::Boolean(text(0).split_whitespace().any(|code| code == text(1)))
        }
        Function::SelectedAt => {
            text(0).split_whitespace().nth(index(number(1))).map_or(Value::Empty, Value::text)
        }
        Function::StartsWith => Value::Boolean(text(0).starts_with(text(1).as_ref())),
        Function::String => match value(0) {
            Value::Text(text) => Value::Text(Arc::clone(text)),
            other => Value::text(&other.string()),
        },
        Function::StringLength => Value::Number(count(text(0).chars().count())),
        Function::Substr => substr(&text(0), number(1), arguments.get(2).map(Value::number)),
        Function::Substring => substring(&text(0), number(1), arguments.get(2).map(Value::number)),
    }
}

/// Least or greatest; NaN if there is no number or one is NaN.
pub(crate) fn fold(values: &[Value], keep: fn(f64, f64) -> f64) -> Value {
    let kept = values.iter().map(Value::number).reduce(|a, b| extreme(a, b, keep));
    Value::Number(kept.unwrap_or(f64::NAN))
}

/// `keep` with NaN winning, as XPath arithmetic has it; `f64::min` prefers the number.
pub(crate) fn extreme(a: f64, b: f64, keep: fn(f64, f64) -> f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { keep(a, b) }
}

/// XPath rounds halves up, also below zero.
fn round(number: f64) -> f64 {
    (number + 0.5).floor()
}

#[expect(clippy::cast_precision_loss, reason = "lengths and counts stay far below 2^53")]
pub(crate) fn count(count: usize) -> f64 {
    count as f64
}

/// A 0-based index; what is no index lies outside every text.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, which is what is meant"
)]
fn index(number: f64) -> usize {
    if number.is_nan() || number < 0.0 { usize::MAX } else { number as usize }
}

/// ODK `substr`: from `start` up to before `end`, counted from 0, negative from the end.
fn substr(text: &str, start: f64, end: Option<f64>) -> Value {
    let length = count(text.chars().count());
    let place = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at };
    let (start, end) = (place(start.trunc()), end.map_or(length, |end| place(end.trunc())));
    if start.is_nan() || end.is_nan() || end <= start {
        return Value::Empty;
    }
    let taken: String = text.chars().skip(index(start)).take(index(end - start)).collect();
    Value::text(&taken)
}

/// XPath `substring`: `length` characters from `start`, counted from 1, with XPath's rounding.
fn substring(text: &str, start: f64, length: Option<f64>) -> Value {
    let from = round(start);
    let to = length.map_or(f64::INFINITY, |length| from + round(length));
    let taken: String = text
        .chars()
        .enumerate()
        .filter(|(at, _)| count(*at) + 1.0 >= from && count(*at) + 1.0 < to)
        .map(|(_, next)| next)
        .collect();
    Value::text(&taken)
}

fn to_date(value: &Value) -> Value {
    match value {
        Value::Date(_) => value.clone(),
        Value::Number(days) => Value::from_days(*days),
        Value::Text(text) => {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map_or(Value::Empty, Value::Date)
        }
        Value::Empty | Value::Boolean(_) => Value::Empty,
    }
}

fn format_date(value: &Value, pattern: &str) -> Value {
    let Value::Date(date) = value else { return Value::Empty };
    let mut written = String::new();
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        if next != '%' {
            written.push(next);
            continue;
        }
        written.push_str(&match rest.next() {
            Some('Y') => format!("{:04}", date.year()),
            Some('y') => format!("{:02}", date.year().rem_euclid(100)),
            Some('m') => format!("{:02}", date.month()),
            Some('n') => date.month().to_string(),
            Some('d') => format!("{:02}", date.day()),
            Some('e') => date.day().to_string(),
            Some(other) => other.to_string(),
            None => String::new(),
        });
    }
    Value::text(&written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(function: Function, arguments: &[Value]) -> String {
        call(function, arguments).string().into_owned()
    }

    #[test]
    fn parts_of_texts() {
        let word = Value::text("kelurahan");
        let n = Value::Number;
        assert_eq!(text(Function::Substr, &[word.clone(), n(0.0), n(3.0)]), "kel");
        assert_eq!(text(Function::Substr, &[word.clone(), n(-3.0)]), "han");
        assert_eq!(text(Function::Substr, &[word.clone(), n(5.0), n(2.0)]), "");
        assert_eq!(text(Function::Substr, &[word.clone(), n(f64::NAN)]), "");
        assert_eq!(text(Function::Substring, &[word.clone(), n(1.5), n(2.6)]), "elu");
        assert_eq!(text(Function::Substring, &[word, n(0.0), n(3.0)]), "ke");
        assert_eq!(text(Function::SelectedAt, &[Value::text("1 4"), n(1.0)]), "4");
        assert_eq!(text(Function::SelectedAt, &[Value::text("1 4"), n(-1.0)]), "");
    }

    #[test]
    fn numbers() {
        assert_eq!(text(Function::Round, &[Value::Number(-2.5)]), "-2");
        assert_eq!(text(Function::Round, &[Value::Number(2.345), Value::Number(2.0)]), "2.35");
        assert_eq!(text(Function::Int, &[Value::text("-2.9")]), "-2");
        assert_eq!(text(Function::Max, &[Value::Number(1.0), Value::text("7")]), "7");
        assert_eq!(text(Function::Min, &[Value::Number(1.0), Value::Empty]), "NaN");
    }

    #[test]
    fn codes_are_whole_words() {
        let codes = Value::text("1 16");
        assert_eq!(text(Function::Selected, &[codes.clone(), Value::text("6")]), "false");
        assert_eq!(text(Function::Selected, &[codes.clone(), Value::Number(16.0)]), "true");
        assert_eq!(text(Function::Selected, &[Value::Empty, Value::Empty]), "false");
        assert_eq!(text(Function::CountSelected, &[codes]), "2");
    }

    #[test]
    fn dates() {
        let date = call(Function::Date, &[Value::text("2022-10-05")]);
        assert_eq!(text(Function::FormatDate, &[date, Value::text("%e/%m/%y %%")]), "5/10/22 %");
        assert_eq!(call(Function::Date, &[Value::text("2022-02-30")]), Value::Empty);
    }
}
