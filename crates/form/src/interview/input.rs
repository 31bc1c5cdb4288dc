//! From the text as keyed to a value.

use super::keyed;
use crate::functions::{Geopoint, to_date, to_moment, to_time};
use crate::model::{Choice, Form, Kind, Metadata, Question};
use crate::value::{MAX_TEXT, Value, parse_number};

/// What a raw text means for its question.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Input {
    /// What expressions see while the question is asked.
    pub value: Value,
    pub flaw: Option<Flaw>,
}

/// Why a text does not fit its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Not of the type, or not in the codes.
    Outside,
    /// Not a sum of the codes.
    Sum,
}

/// The one answer to a question that is only acknowledged.
const ACKNOWLEDGED: &str = "OK";

/// Longest whole number that a float holds exactly, in digits.
const MAX_DIGITS: usize = 15;

impl Input {
    /// Reads `raw`; the empty text is the empty value.
    pub fn read(form: &Form, question: &Question, raw: &str) -> Self {
        let raw = raw.trim();
        if raw.is_empty() {
            return Self::default();
        }
        let choices = question.choices.map_or(&[][..], |list| form.choices(list));
        match &question.kind {
            Kind::Text
            | Kind::Hidden
            | Kind::Note
            | Kind::Calculate
            | Kind::Barcode
            | Kind::Metadata(Metadata::DeviceId | Metadata::Username) => {
                Self::of(Some(Value::text(raw)))
            }
            Kind::Integer => Self::of(integer(raw)),
            Kind::Decimal => Self::of(parse_number(&raw.replace(',', ".")).map(Value::Number)),
            Kind::Date | Kind::Metadata(Metadata::Today) => {
                Self::of(keyed::date(raw).map(Value::Date))
            }
            Kind::Time => Self::of(keyed::time(raw).map(Value::Time)),
            Kind::DateTime | Kind::Metadata(Metadata::Start | Metadata::End) => {
                Self::of(keyed::date_time(raw).map(Value::DateTime))
            }
            Kind::Geopoint => {
                Self::of(keyed::geopoint(raw).map(|point| Value::text(&point.written())))
            }
            Kind::File(_) => Self::of((!raw.contains(['/', '\\'])).then(|| Value::text(raw))),
            Kind::Acknowledge => {
                Self::of(raw.eq_ignore_ascii_case(ACKNOWLEDGED).then(|| Value::text(ACKNOWLEDGED)))
            }
            Kind::SelectOne => match chosen(form, question, raw) {
                Some(choice) => Self::of(Some(Value::text(&choice.code))),
                None => Self { value: Value::text(bare(raw)), ..Self::of(None) },
            },
            Kind::SelectMultiple => Self::of(select(choices, raw).map(|codes| joined(&codes))),
            Kind::Sum { exclusive } => sum(choices, exclusive, raw),
        }
    }

    fn of(value: Option<Value>) -> Self {
        let flaw = if value.is_none() { Some(Flaw::Outside) } else { None };
        Self { value: value.unwrap_or_default(), flaw }
    }
}

/// A calculated value as its question holds it; what it cannot hold, NaN, and a text that is too
/// long are nothing.
pub(super) fn held(value: Value, kind: &Kind) -> Value {
    let value = match kind {
        Kind::Integer | Kind::Decimal => Value::Number(value.number()),
        Kind::Date | Kind::Metadata(Metadata::Today) => to_date(&value),
        Kind::Time => to_time(&value),
        Kind::DateTime | Kind::Metadata(Metadata::Start | Metadata::End) => to_moment(&value),
        Kind::Geopoint => {
            let point = Geopoint::parse(&value.string());
            point.map_or(Value::Empty, |point| Value::text(&point.written()))
        }
        // A truth is stored as its text, so that `${c} = 'false'` asks what it says.
        Kind::Text | Kind::Note | Kind::Calculate | Kind::Hidden => match value {
            Value::Boolean(_) => Value::text(&value.string()),
            value => value,
        },
        _ => Value::text(&value.string()),
    };
    let endless = matches!(&value, Value::Text(text) if text.len() > MAX_TEXT);
    if value.is_blank() || endless { Value::Empty } else { value }
}

fn integer(raw: &str) -> Option<Value> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    let whole = digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole { parse_number(raw).map(Value::Number) } else { None }
}

/// A code without the leading zeros that a keyer may type.
fn bare(raw: &str) -> &str {
    if raw.bytes().all(|byte| byte.is_ascii_digit()) {
        let bare = raw.trim_start_matches('0');
        if bare.is_empty() { "0" } else { bare }
    } else {
        raw
    }
}

/// The choice of a list that may be as long as a file.
fn chosen<'a>(form: &'a Form, question: &Question, raw: &str) -> Option<&'a Choice> {
    let list = question.choices?;
    let rows = [raw, bare(raw)].into_iter().filter_map(|code| form.items[list.0].row(code));
    form.choices(list).get(rows.min()?)
}

fn find<'a>(choices: &'a [Choice], raw: &str) -> Option<&'a Choice> {
    let bare = bare(raw);
    choices.iter().find(|choice| choice.code == raw || choice.code == bare)
}

/// Codes separated by spaces, each once, in the order of the list.
fn select<'a>(choices: &'a [Choice], raw: &str) -> Option<Vec<&'a Choice>> {
    let mut chosen = vec![false; choices.len()];
    for word in raw.split_whitespace() {
        let found = find(choices, word)?;
        let at = choices.iter().position(|choice| choice.code == found.code)?;
        if std::mem::replace(&mut chosen[at], true) {
            return None;
        }
    }
    Some(choices.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(c, _)| c).collect())
}

fn joined(codes: &[&Choice]) -> Value {
    Value::text(&codes.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(" "))
}

/// A sum of codes, or the codes separated by spaces; exclusive codes stand alone.
fn sum(choices: &[Choice], exclusive: &[String], raw: &str) -> Input {
    let alone = |choice: &Choice| exclusive.contains(&choice.code);
    let codes = if raw.contains(char::is_whitespace) {
        select(choices, raw).filter(|codes| codes.len() == 1 || !codes.iter().any(|c| alone(c)))
    } else if let Some(choice) = find(choices, raw).filter(|choice| alone(choice)) {
        Some(vec![choice])
    } else {
        parts(choices, raw, alone)
    };
    match codes {
        Some(codes) => Input { value: joined(&codes), flaw: None },
        None => Input { value: Value::Empty, flaw: Some(Flaw::Sum) },
    }
}

/// The sum of codes joined by spaces, as they are stored; empty for none.
pub(super) fn total(codes: &Value) -> Value {
    let codes = codes.string();
    let numbers = codes.split_whitespace().filter_map(parse_number);
    numbers.reduce(|sum, code| sum + code).map_or(Value::Empty, Value::Number)
}

/// The codes that add up to `raw`; they are powers of two, so there is one way at most.
fn parts<'a>(
    choices: &'a [Choice],
    raw: &str,
    alone: impl Fn(&Choice) -> bool,
) -> Option<Vec<&'a Choice>> {
    let mut rest: u32 = raw.parse().ok().filter(|sum| *sum > 0)?;
    let mut codes = Vec::new();
    for choice in choices.iter().filter(|choice| !alone(choice)) {
        let bit: u32 = choice.code.parse().ok()?;
        if rest & bit != 0 {
            rest &= !bit;
            codes.push(choice);
        }
    }
    (rest == 0).then_some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use proptest::prelude::*;

    fn list(codes: &[&str]) -> Vec<Choice> {
        let choice = |code: &&str| Choice {
            code: (*code).to_owned(),
            label: Text::default(),
            extra: Vec::new(),
        };
        codes.iter().map(choice).collect()
    }

    #[test]
    fn calculated_values_become_what_their_question_holds() {
        let held = |text: &str, kind| held(Value::text(text), &kind).string().into_owned();
        assert_eq!(held("2022-10-15T07:30", Kind::Date), "2022-10-15");
        assert_eq!(held("2022-10-15T07:30", Kind::Time), "07:30:00.000");
        assert_eq!(held("2022-10-15", Kind::DateTime), "2022-10-15T00:00:00.000");
        assert_eq!(held("1 2", Kind::Geopoint), "1.0 2.0 0.0 0.0");
        assert_eq!(held("x", Kind::Text), "x");
        for kind in [Kind::Integer, Kind::Date, Kind::Time, Kind::DateTime, Kind::Geopoint] {
            assert_eq!(held("x", kind), "");
        }
    }

    #[test]
    fn a_calculated_truth_is_held_as_its_text() {
        assert_eq!(held(Value::Boolean(false), &Kind::Calculate), Value::text("false"));
    }

    #[test]
    fn whole_numbers_only() {
        assert_eq!(integer("007"), Some(Value::Number(7.0)));
        for raw in ["1.5", "1e3", "-", "--1", "1234567890123456"] {
            assert_eq!(integer(raw), None, "{raw}");
        }
    }

    #[test]
    fn sums_come_apart_into_their_codes() {
        let (choices, exclusive) = (list(&["0", "1", "2", "4", "99"]), ["0".into(), "99".into()]);
        let read = |raw: &str| {
            let input = sum(&choices, &exclusive, raw);
            (
                input.value.string().into_owned(),
                total(&input.value).string().into_owned(),
                input.flaw,
            )
        };
        assert_eq!(read("5"), ("1 4".into(), "5".into(), None));
        assert_eq!(read("4 01"), ("1 4".into(), "5".into(), None));
        assert_eq!(read("00"), ("0".into(), "0".into(), None));
        assert_eq!(read("99"), ("99".into(), "99".into(), None));
        for raw in ["8", "100", "0 1", "1 1", "x", "-1"] {
            assert_eq!(read(raw).2, Some(Flaw::Sum), "{raw}");
        }
    }

    #[test]
    fn codes_may_be_keyed_with_zeros() {
        let choices = list(&["0", "1", "10", "a0"]);
        let code = |raw| find(&choices, raw).map(|choice| choice.code.as_str());
        assert_eq!(
            [code("01"), code("00"), code("010"), code("a0")],
            [Some("1"), Some("0"), Some("10"), Some("a0")]
        );
        assert_eq!(code("2"), None);
        assert_eq!(select(&choices, "10 1").map(|codes| joined(&codes)), Some(Value::text("1 10")));
    }

    proptest! {
        #[test]
        fn every_sum_of_codes_is_read_back(bits in 1u32..16) {
            let choices = list(&["1", "2", "4", "8"]);
            let input = sum(&choices, &[], &bits.to_string());
            prop_assert_eq!(total(&input.value), Value::Number(f64::from(bits)));
            let codes = input.value.string().into_owned();
            let again = sum(&choices, &[], &format!("{codes} "));
            prop_assert_eq!(again.value, input.value);
        }
    }
}
