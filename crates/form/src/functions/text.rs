//! Functions of texts.

use std::sync::Arc;

use super::{Arguments, Function, MANY, Run, Yields, count, index, number};
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    Function::new("coalesce", (2, MANY), Run::Other(Yields::Any, coalesce)),
    Function::new("concat", (0, MANY), Run::Other(Yields::Text, |given| joined(given.0, ""))),
    Function::new(
        "contains",
        (2, 2),
        Run::Boolean(|given| given.text(0).contains(&*given.text(1))),
    ),
    Function::new(
        "ends-with",
        (2, 2),
        Run::Boolean(|given| given.text(0).ends_with(&*given.text(1))),
    ),
    Function::new(
        "join",
        (1, MANY),
        Run::Other(Yields::Text, |given| joined(given.from(1), &given.text(0))),
    ),
    Function::new("normalize-space", (1, 1), Run::Text(normalize_space)),
    Function::new(
        "starts-with",
        (2, 2),
        Run::Boolean(|given| given.text(0).starts_with(&*given.text(1))),
    ),
    Function::new("string", (1, 1), Run::Other(Yields::Text, string)),
    Function::new(
        "string-length",
        (1, 1),
        Run::Number(|given| count(given.text(0).chars().count())),
    ),
    Function::new("substr", (2, 3), Run::Text(substr)),
    Function::new("substring", (2, 3), Run::Text(substring)),
    Function::new("substring-after", (2, 2), Run::Text(|given| around(given).1)),
    Function::new("substring-before", (2, 2), Run::Text(|given| around(given).0)),
    Function::new("translate", (3, 3), Run::Text(translate)),
];

fn joined(values: &[Value], separator: &str) -> Value {
    Value::joined(values.iter().map(Value::string), separator)
}

/// The first that is neither empty nor NaN.
fn coalesce(given: Arguments<'_>) -> Value {
    given.0.iter().find(|value| !value.is_blank()).cloned().unwrap_or_default()
}

fn string(given: Arguments<'_>) -> Value {
    match given.value(0) {
        Value::Text(text) => Value::Text(Arc::clone(text)),
        other => Value::text(&other.string()),
    }
}

/// What stands before the second text in the first, and what after it; nothing if it is not there.
fn around(given: Arguments<'_>) -> (String, String) {
    let text = given.text(0);
    let parts = text.split_once(&*given.text(1));
    parts.map(|(before, after)| (before.to_owned(), after.to_owned())).unwrap_or_default()
}

/// Without spaces at the ends, and one for many within.
fn normalize_space(given: Arguments<'_>) -> String {
    let text = given.text(0);
    let white = |next: char| matches!(next, ' ' | '\t' | '\r' | '\n');
    let words: Vec<_> = text.split(white).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// ODK `substr`: from `start` up to before `end`, counted from 0, negative from the end.
fn substr(given: Arguments<'_>) -> String {
    let text = given.text(0);
    let length = count(text.chars().count());
    let place = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at };
    let start = place(given.number(1).trunc());
    let end = if given.0.len() > 2 { place(given.number(2).trunc()) } else { length };
    if start.is_nan() || end.is_nan() || end <= start {
        return String::new();
    }
    text.chars().skip(index(start)).take(index(end - start)).collect()
}

/// XPath `substring`: so many characters from `start`, counted from 1, with XPath's rounding.
fn substring(given: Arguments<'_>) -> String {
    let from = number::round_half_up(given.number(1));
    let to = if given.0.len() > 2 {
        from + number::round_half_up(given.number(2))
    } else {
        f64::INFINITY
    };
    let text = given.text(0);
    let within = |at: usize| count(at) + 1.0 >= from && count(at) + 1.0 < to;
    text.chars().enumerate().filter(|(at, _)| within(*at)).map(|(_, next)| next).collect()
}

/// Each character of the second text becomes the one at its place in the third, or goes.
fn translate(given: Arguments<'_>) -> String {
    let (from, to) = (given.text(1), given.text(2));
    let to: Vec<char> = to.chars().collect();
    let text = given.text(0);
    let put = |next: char| match from.chars().position(|known| known == next) {
        None => Some(next),
        Some(at) => to.get(at).copied(),
    };
    text.chars().filter_map(put).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{call, told};
    use proptest::prelude::*;

    #[test]
    fn parts_of_texts() {
        let part = |name, numbers: &[f64]| {
            let word = std::iter::once(Value::text("kelurahan"));
            let numbers = numbers.iter().copied().map(Value::Number);
            call(name, &word.chain(numbers).collect::<Vec<_>>()).string().into_owned()
        };
        assert_eq!(part("substr", &[0.0, 3.0]), "kel");
        assert_eq!(part("substr", &[-3.0]), "han");
        assert_eq!(part("substr", &[0.0, -3.0]), "kelura");
        assert_eq!(part("substr", &[1.9, 3.9]), "el");
        assert_eq!(part("substr", &[5.0, 2.0]), "");
        assert_eq!(part("substr", &[f64::NAN]), "");
        assert_eq!(part("substring", &[1.5, 2.6]), "elu");
        assert_eq!(part("substring", &[0.0, 3.0]), "ke");
        assert_eq!(part("substring", &[f64::NEG_INFINITY, f64::INFINITY]), "");
        assert_eq!(part("substring", &[8.0]), "an");
    }

    #[test]
    fn before_and_after() {
        assert_eq!(told("substring-before", &["a/b/c", "/"]), "a");
        assert_eq!(told("substring-after", &["a/b/c", "/"]), "b/c");
        assert_eq!(told("substring-before", &["abc", ""]), "");
        assert_eq!(told("substring-after", &["abc", ""]), "abc");
        assert_eq!(told("substring-after", &["abc", "x"]), "");
    }

    #[test]
    fn characters_and_spaces() {
        assert_eq!(told("translate", &["bar", "abc", "AB"]), "BAr");
        assert_eq!(told("translate", &["aab", "aa", "xy"]), "xxb");
        assert_eq!(told("normalize-space", &["  a \n  b  "]), "a b");
        assert_eq!(told("string-length", &["é"]), "1");
        assert_eq!(told("join", &[", ", "a", "", "b"]), "a, , b");
        assert_eq!(told("concat", &[]), "");
        assert_eq!(told("coalesce", &["", "b"]), "b");
        let nothing = [Value::Number(f64::NAN), Value::text("b")];
        assert_eq!(call("coalesce", &nothing), Value::text("b"));
    }

    #[test]
    fn what_holds_the_empty_text() {
        for name in ["contains", "starts-with", "ends-with"] {
            assert_eq!(told(name, &["abc", ""]), "true", "{name}");
            assert_eq!(told(name, &["", "a"]), "false", "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_what_stands_before_and_after(text in "[a-c]{0,8}", at in "[a-c]{1,2}") {
            let (before, after) =
                (told("substring-before", &[&text, &at]), told("substring-after", &[&text, &at]));
            if told("contains", &[&text, &at]) == "true" {
                prop_assert_eq!(format!("{before}{at}{after}"), text);
            } else {
                prop_assert_eq!(before + &after, "");
            }
        }
    }
}
