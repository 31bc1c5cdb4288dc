//! Functions of XPath and of the ODK XForms specification that work on single values.

mod date;
mod digest;
mod geo;
mod number;
mod select;
mod text;
mod truth;

use std::borrow::Cow;
use std::fmt;

pub(crate) use date::{is_pattern, to_date, to_moment, to_time};
pub(crate) use digest::{ALGORITHMS, ENCODINGS};
pub(crate) use geo::Geopoint;
pub(crate) use number::extreme;

use crate::value::Value;

/// A function of expressions. It never fails: what makes no sense yields nothing or NaN.
pub(crate) struct Function {
    pub name: &'static str,
    /// Fewest and most arguments.
    pub least: usize,
    pub most: usize,
    run: Run,
}

/// The work of a function, by what it yields.
enum Run {
    Boolean(fn(Arguments<'_>) -> bool),
    Number(fn(Arguments<'_>) -> f64),
    Text(fn(Arguments<'_>) -> String),
    Other(Yields, fn(Arguments<'_>) -> Value),
}

/// What a function yields, as far as it is known when the form loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Yields {
    Boolean,
    Number,
    Text,
    Date,
    DateTime,
    Any,
}

/// Most arguments of a function that takes any number of them.
const MANY: usize = 64;

const TABLES: [&[Function]; 7] = [
    date::TABLE,
    digest::TABLE,
    geo::TABLE,
    number::TABLE,
    select::TABLE,
    text::TABLE,
    truth::TABLE,
];

/// The function of this name.
pub(crate) fn lookup(name: &str) -> Option<&'static Function> {
    TABLES.into_iter().flatten().find(|function| function.name == name)
}

/// The names of all of them.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().flatten().map(|function| function.name)
}

impl Function {
    const fn new(name: &'static str, (least, most): (usize, usize), run: Run) -> Self {
        Self { name, least, most, run }
    }

    /// What it yields.
    pub fn yields(&self) -> Yields {
        match self.run {
            Run::Boolean(_) => Yields::Boolean,
            Run::Number(_) => Yields::Number,
            Run::Text(_) => Yields::Text,
            Run::Other(yields, _) => yields,
        }
    }

    /// Calls it; the number of arguments was checked when the form was loaded.
    pub fn call(&self, arguments: &[Value]) -> Value {
        let given = Arguments(arguments);
        match self.run {
            Run::Boolean(run) => Value::Boolean(run(given)),
            Run::Number(run) => Value::Number(run(given)),
            Run::Text(run) => Value::text(&run(given)),
            Run::Other(_, run) => run(given),
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}()", self.name)
    }
}

/// The arguments of a call; one that is not given is empty.
#[derive(Clone, Copy)]
struct Arguments<'a>(&'a [Value]);

impl<'a> Arguments<'a> {
    fn value(self, at: usize) -> &'a Value {
        self.0.get(at).unwrap_or(&Value::Empty)
    }

    fn text(self, at: usize) -> Cow<'a, str> {
        self.value(at).string()
    }

    fn number(self, at: usize) -> f64 {
        self.value(at).number()
    }

    /// Those from place `at` on.
    fn from(self, at: usize) -> &'a [Value] {
        self.0.get(at..).unwrap_or_default()
    }
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

/// Calls a function by name, for the tests of each kind.
#[cfg(test)]
fn call(name: &str, arguments: &[Value]) -> Value {
    let function = lookup(name).unwrap_or_else(|| panic!("there is no {name}()"));
    assert!((function.least..=function.most).contains(&arguments.len()), "{name}()");
    function.call(arguments)
}

/// Calls a function with texts and yields a text, for the tests of each kind.
#[cfg(test)]
fn told(name: &str, arguments: &[&str]) -> String {
    let values: Vec<_> = arguments.iter().map(|argument| Value::text(argument)).collect();
    call(name, &values).string().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DateTime, Time};
    use chrono::NaiveDate;
    use proptest::prelude::*;

    /// Any value that an expression can meet.
    pub(super) fn any_value() -> impl Strategy<Value = Value> {
        let texts = prop_oneof!["\\PC{0,12}", "[0-9 .,;:TZ%/=+-]{0,20}", "[a-c ]{0,8}"];
        prop_oneof![
            Just(Value::Empty),
            any::<bool>().prop_map(Value::Boolean),
            any::<f64>().prop_map(Value::Number),
            (-1e3..1e3).prop_map(Value::Number),
            texts.prop_map(|text| Value::text(&text)),
            (-700_000..2_900_000).prop_map(|days| Value::from_days(f64::from(days))),
            Just(Value::Date(NaiveDate::MAX)),
            Just(Value::Date(NaiveDate::MIN)),
            (0..24u32).prop_map(|hour| Value::Time(Time::parse(&format!("{hour}:05")).unwrap())),
            (-1e6..1e6).prop_map(|days| Value::DateTime(DateTime::from_days(days).unwrap())),
        ]
    }

    #[test]
    fn every_name_is_there_once() {
        let mut names: Vec<_> = TABLES.iter().flat_map(|t| t.iter()).map(|f| f.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
    }

    proptest! {
        #[test]
        fn no_function_panics(arguments in proptest::collection::vec(any_value(), 0..6)) {
            for function in TABLES.into_iter().flatten() {
                let given = arguments.len().clamp(function.least, function.most);
                let mut arguments = arguments.clone();
                arguments.resize(given, Value::Empty);
                let value = function.call(&arguments);
                let promised = match function.yields() {
                    Yields::Date => matches!(value, Value::Date(_) | Value::Empty),
                    Yields::DateTime => matches!(value, Value::DateTime(_) | Value::Empty),
                    _ => true,
                };
                prop_assert!(promised, "{:?} of {:?} yields {:?}", function, arguments, value);
            }
        }
    }
}
