//! Functions of dates and times.

use chrono::{Datelike, NaiveDate, Timelike};

use super::{Arguments, Function, Run, Yields};
use crate::time::{DateTime, Time, parse_date};
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    Function::new("date", (1, 1), Run::Other(Yields::Date, |given| to_date(given.value(0)))),
    Function::new(
        "date-time",
        (1, 1),
        Run::Other(Yields::DateTime, |given| to_moment(given.value(0))),
    ),
    Function::new("decimal-date-time", (1, 1), Run::Number(decimal_date_time)),
    Function::new("decimal-time", (1, 1), Run::Number(decimal_time)),
    Function::new("format-date", (2, 2), Run::Text(format)),
    Function::new("format-date-time", (2, 2), Run::Text(format)),
];

/// The directives of `format-date` and `format-date-time` behind their `%`.
const DIRECTIVES: &str = "YymnbdeaHhMS3%";

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether each `%` of a pattern is followed by a directive.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        if next == '%' && !rest.next().is_some_and(|directive| DIRECTIVES.contains(directive)) {
            return false;
        }
    }
    true
}

/// The calendar date of a value; a number counts days, and its fraction is dropped.
pub(crate) fn to_date(value: &Value) -> Value {
    match value {
        Value::Date(_) => value.clone(),
        Value::DateTime(moment) => Value::Date(moment.date),
        Value::Number(days) => Value::from_days(days.trunc()),
        Value::Text(text) => {
            let date = parse_date(text).or_else(|| Some(DateTime::parse(text)?.date));
            date.map_or(Value::Empty, Value::Date)
        }
        Value::Empty | Value::Boolean(_) | Value::Time(_) => Value::Empty,
    }
}

/// The moment that a value names, as a value.
pub(crate) fn to_moment(value: &Value) -> Value {
    moment(value).map_or(Value::Empty, Value::DateTime)
}

/// The time of day of a value.
pub(crate) fn to_time(value: &Value) -> Value {
    time(value).map_or(Value::Empty, Value::Time)
}

/// The moment that a value names; a number counts days since the beginning of 1970 in UTC.
fn moment(value: &Value) -> Option<DateTime> {
    match value {
        Value::DateTime(moment) => Some(*moment),
        Value::Date(date) => Some(DateTime::midnight(*date)),
        Value::Number(days) => DateTime::from_days(*days),
        Value::Text(text) => DateTime::parse(text),
        Value::Empty | Value::Boolean(_) | Value::Time(_) => None,
    }
}

fn decimal_date_time(given: Arguments<'_>) -> f64 {
    match given.value(0) {
        Value::Number(days) => *days,
        other => moment(other).map_or(f64::NAN, DateTime::days),
    }
}

/// The part of the day that has passed, by the clock as it was written.
fn decimal_time(given: Arguments<'_>) -> f64 {
    match given.value(0) {
        Value::Number(days) => days - days.floor(),
        other => time(other).map_or(f64::NAN, Time::fraction),
    }
}

fn time(value: &Value) -> Option<Time> {
    let bare = match value {
        Value::Time(time) => Some(*time),
        Value::Text(text) => Time::parse(text),
        _ => None,
    };
    bare.or_else(|| Some(moment(value)?.time))
}

fn format(given: Arguments<'_>) -> String {
    let moment = match given.value(0) {
        // A bare time has no date; the specification's directives for one would be made up.
        Value::Time(time) => Some(DateTime { date: NaiveDate::default(), time: *time }),
        other => moment(other),
    };
    moment.map(|moment| formatted(moment, &given.text(1))).unwrap_or_default()
}

fn formatted(moment: DateTime, pattern: &str) -> String {
    let mut written = String::new();
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        if next == '%' {
            rest.next().into_iter().for_each(|directive| written += &part(moment, directive));
        } else {
            written.push(next);
        }
    }
    written
}

/// What a directive stands for; months and days in English, as JavaRosa writes them.
fn part(DateTime { date, time }: DateTime, directive: char) -> String {
    let clock = time.clock;
    match directive {
        'Y' => format!("{:04}", date.year()),
        'y' => format!("{:02}", date.year().rem_euclid(100)),
        'm' => format!("{:02}", date.month()),
        'n' => date.month().to_string(),
        'b' => MONTHS.get(date.month0() as usize).copied().unwrap_or_default().to_owned(),
        'd' => format!("{:02}", date.day()),
        'e' => date.day().to_string(),
        'a' => date.weekday().to_string(),
        'H' => format!("{:02}", clock.hour()),
        'h' => clock.hour().to_string(),
        'M' => format!("{:02}", clock.minute()),
        'S' => format!("{:02}", clock.second()),
        '3' => format!("{:03}", clock.nanosecond() / 1_000_000),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{call, told};
    use proptest::prelude::*;

    const MOMENT: &str = "2022-10-05T07:30:09.025+09:00";

    #[test]
    fn dates_of_values() {
        assert_eq!(told("date", &[MOMENT]), "2022-10-05");
        assert_eq!(told("date", &["2022-1-5"]), "2022-01-05");
        let days = [1.9, -1.5].map(|days| call("date", &[Value::Number(days)]));
        assert_eq!(days.map(|day| day.string().into_owned()), ["1970-01-02", "1969-12-31"]);
        for text in ["", "2022-02-30", "x", "2022-10-15T25:00", " 2022-10-15"] {
            assert_eq!(told("date", &[text]), "", "{text}");
        }
        assert_eq!(call("date", &[Value::Boolean(true)]), Value::Empty);
    }

    #[test]
    fn moments_of_values() {
        assert_eq!(told("date-time", &[MOMENT]), MOMENT);
        assert_eq!(told("date-time", &["2022-10-05"]), "2022-10-05T00:00:00.000");
        assert_eq!(told("date-time", &["07:30"]), "");
        assert_eq!(told("decimal-date-time", &["2022-10-15T12:00"]), "19280.5");
        assert_eq!(told("decimal-date-time", &["x"]), "NaN");
    }

    #[test]
    fn times_of_values() {
        for text in ["18:00", "18:00:00.000+09:00", "2022-10-15T18:00:00.000+09:00"] {
            assert_eq!(told("decimal-time", &[text]), "0.75", "{text}");
        }
        let time = Value::Time(Time::parse("06:00").unwrap());
        assert_eq!(call("decimal-time", &[time]), Value::Number(0.25));
        assert_eq!(told("decimal-time", &[""]), "NaN");
    }

    #[test]
    fn patterns() {
        let written = told("format-date-time", &[MOMENT, "%Y-%y %m %n %b %d %e %a %H:%h:%M:%S.%3"]);
        assert_eq!(written, "2022-22 10 10 Oct 05 5 Wed 07:7:30:09.025");
        assert_eq!(told("format-date", &["2022-10-05", "%e/%n %%"]), "5/10 %");
        assert_eq!(told("format-date", &["", "%Y"]), "");
        let time = Value::Time(Time::parse("07:05").unwrap());
        assert_eq!(call("format-date-time", &[time, Value::text("%H.%M")]), Value::text("07.05"));
        assert!(is_pattern("%Y%%%m") && is_pattern(""));
        for pattern in ["%", "%q", "%Y %", "%B"] {
            assert!(!is_pattern(pattern), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn moments_are_their_days(days in -700_000.0..2_900_000.0f64) {
            let moment = call("date-time", &[Value::Number(days)]);
            let back = call("decimal-date-time", std::slice::from_ref(&moment)).number();
            prop_assert!((back - days).abs() < 1e-8);
            prop_assert_eq!(call("date", std::slice::from_ref(&moment)), Value::from_days(moment.number()));
            prop_assert_eq!(call("date-time", &[Value::text(&moment.string())]), moment);
        }
    }
}
