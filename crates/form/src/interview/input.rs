//! From the text as keyed to a value.

use chrono::NaiveDate;

use crate::model::{Choice, Form, Kind, Metadata, Question};
use crate::value::{Value, parse_number};

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
            | Kind::File(_)
            | Kind::Metadata(Metadata::DeviceId | Metadata::Username) => {
                Self::of(Some(Value::text(raw)))
            }
            Kind::Integer => Self::of(integer(raw)),
            Kind::Decimal => Self::of(parse_number(&raw.replace(',', ".")).map(Value::Number)),
            Kind::Time
            | Kind::DateTime
            | Kind::Metadata(Metadata::Start | Metadata::End)
            | Kind::Geopoint
            | Kind::Acknowledge => Self::of(None),
            Kind::Date | Kind::Metadata(Metadata::Today) => Self::of(date(raw).map(Value::Date)),
            Kind::SelectOne => match find(choices, raw) {
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

/// A date as `2022-10-15`, or day first: `15-10-2022`, `15/10/22`, `15.10.2022`, `15102022`,
/// `151022`. A year of two digits from 50 on lies in the last century.
fn date(raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw.split(['-', '/', '.', ' ']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        [digits] => (digits.get(4..)?, digits.get(2..4)?, digits.get(..2)?),
        _ => return None,
    };
    let number = |text: &str, lengths: &[usize]| {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        if plain && lengths.contains(&text.len()) { text.parse::<u32>().ok() } else { None }
    };
    let (month, day) = (number(month, &[1, 2])?, number(day, &[1, 2])?);
    let year = match number(year, &[2, 4])? {
        short if year.len() == 2 => short + if short < 50 { 2000 } else { 1900 },
        full => full,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
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
    fn dates_in_the_ways_they_are_keyed() {
        let day = NaiveDate::from_ymd_opt(2022, 10, 15);
        for raw in ["2022-10-15", "15-10-2022", "15/10/22", "15.10.2022", "15102022", "151022"] {
            assert_eq!(date(raw), day, "{raw}");
        }
        for raw in
            ["31-02-2022", "15-10", "1510", "15-10-022", "a5-10-2022", "2022-10-1x", "é151022"]
        {
            assert_eq!(date(raw), None, "{raw}");
        }
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
        fn dates_never_panic_and_read_back(raw in "\\PC{0,12}") {
            if let Some(day) = date(&raw) {
                prop_assert_eq!(date(&day.to_string()), Some(day));
            }
        }

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
