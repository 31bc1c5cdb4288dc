//! Values of expressions and the coercions of XPath 1.0 between them.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::time::{self, DateTime, Time};

/// What an expression yields, and what a question holds in the eyes of expressions.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Nothing: unanswered, hidden, or answered by a missing code. Reads as the empty text.
    #[default]
    Empty,
    /// A truth.
    Boolean(bool),
    /// A number; integers too.
    Number(f64),
    /// A text, a code, or codes joined by spaces. Never empty.
    Text(Arc<str>),
    /// A calendar date.
    Date(NaiveDate),
    /// A time of day.
    Time(Time),
    /// A date with a time of day.
    DateTime(DateTime),
}

/// Two values are equal when they are the same value; NaN is the same as NaN.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Empty, Self::Empty) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Time(a), Self::Time(b)) => a == b,
            (Self::DateTime(a), Self::DateTime(b)) => a == b,
            _ => false,
        }
    }
}

/// Longest text that an expression makes, in bytes: as long as the longest cell of a sheet. Else a
/// few rows that each write the one before twice would fill the memory.
pub(crate) const MAX_TEXT: usize = 4 * 32_767;

impl Value {
    /// A text; the empty text is [`Value::Empty`].
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Arc::from(text)) }
    }

    /// Texts with a separator between them; nothing if that is longer than [`MAX_TEXT`].
    pub(crate) fn joined<'a>(parts: impl Iterator<Item = Cow<'a, str>>, separator: &str) -> Self {
        let mut joined = String::new();
        for (place, part) in parts.enumerate() {
            joined += if place == 0 { "" } else { separator };
            joined += &part;
            if joined.len() > MAX_TEXT {
                return Self::Empty;
            }
        }
        Self::text(&joined)
    }

    /// The date so many days after 1970-01-01, or [`Value::Empty`] outside the calendar.
    pub(crate) fn from_days(days: f64) -> Self {
        time::date_of(days).map_or(Self::Empty, Self::Date)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// XPath `number()`; dates are whole days since 1970-01-01, what is no number is NaN, and a
    /// time of day is none.
    pub fn number(&self) -> f64 {
        match self {
            Self::Empty => f64::NAN,
            Self::Boolean(truth) => f64::from(u8::from(*truth)),
            Self::Number(number) => *number,
            Self::Text(text) => parse_number(text).unwrap_or(f64::NAN),
            Self::Date(date) => time::number_of(*date),
            Self::DateTime(moment) => time::number_of(moment.date),
            Self::Time(_) => f64::NAN,
        }
    }

    /// XPath `boolean()`: not empty, not zero, not NaN.
    pub fn boolean(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Boolean(truth) => *truth,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(_) | Self::Date(_) | Self::Time(_) | Self::DateTime(_) => true,
        }
    }

    /// XPath `string()`: whole numbers without decimals, dates as `2022-10-15`, times as
    /// `07:30:00.000+09:00`.
    pub fn string(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Boolean(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Self::Number(number) if *number == 0.0 => Cow::Borrowed("0"),
            Self::Number(number) if number.is_infinite() => {
                Cow::Borrowed(if *number > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Time(time) => Cow::Owned(time.to_string()),
            Self::DateTime(moment) => Cow::Owned(moment.to_string()),
        }
    }

    /// XPath `=`: as truths if one is a truth, as numbers if one is a number, else as texts. A
    /// date equals each moment of its day.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Boolean(_), _) | (_, Self::Boolean(_)) => self.boolean() == other.boolean(),
            (Self::Number(_), _) | (_, Self::Number(_)) => self.number() == other.number(),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Date(date), Self::DateTime(moment))
            | (Self::DateTime(moment), Self::Date(date)) => moment.date == *date,
            _ => self.string() == other.string(),
        }
    }

    /// Whether a comparison with this operand says nothing.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Number(number) => number.is_nan(),
            _ => false,
        }
    }
}

/// Reads a number as XPath writes it: digits, one point, a minus; no exponent, no `inf`.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain && digits.bytes().any(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_xpath_does() {
        let written = [3.0, -0.0, 0.5, f64::NAN, 98_765_432_101.0]
            .map(|number| Value::Number(number).string().into_owned());
        assert_eq!(written, ["3", "0", "0.5", "NaN", "98765432101"]);
    }

    #[test]
    fn only_xpath_numbers_are_read() {
        assert_eq!(parse_number(" -1.50 "), Some(-1.5));
        for text in ["", "-", ".", "1e3", "inf", "NaN", "1 2", "+1", "1.2.3"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    #[test]
    fn an_empty_value_equals_only_the_empty_text() {
        assert!(Value::Empty.equals(&Value::text("")));
        assert!(!Value::Empty.equals(&Value::Number(0.0)));
        assert!(!Value::Empty.equals(&Value::text("0")));
        assert!(Value::Number(1.0).equals(&Value::text("01")));
        assert!(!Value::text("1").equals(&Value::text("01")));
    }

    #[test]
    fn dates_count_days() {
        let date = NaiveDate::from_ymd_opt(1970, 1, 3).unwrap();
        assert_eq!(Value::Date(date).number(), 2.0);
        assert_eq!(Value::from_days(2.9), Value::Date(date));
        assert_eq!(Value::from_days(f64::NAN), Value::Empty);
        assert_eq!(Value::from_days(1e300), Value::Empty);
    }
}
