//! Functions of numbers.

use std::f64::consts::PI;

use super::{Arguments, Function, MANY, Run};
use crate::time::{self, DateTime};
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    plain("abs", |given| given.number(0).abs()),
    plain("acos", |given| given.number(0).acos()),
    plain("asin", |given| given.number(0).asin()),
    plain("atan", |given| given.number(0).atan()),
    Function::new("atan2", (2, 2), Run::Number(|given| given.number(0).atan2(given.number(1)))),
    plain("ceiling", |given| given.number(0).ceil()),
    plain("cos", |given| given.number(0).cos()),
    plain("exp", |given| given.number(0).exp()),
    plain("exp10", |given| 10f64.powf(given.number(0))),
    plain("floor", |given| given.number(0).floor()),
    plain("int", |given| given.number(0).trunc()),
    plain("log", |given| given.number(0).ln()),
    plain("log10", |given| given.number(0).log10()),
    Function::new("max", (1, MANY), Run::Number(|given| fold(given.0, f64::max))),
    Function::new("min", (1, MANY), Run::Number(|given| fold(given.0, f64::min))),
    plain("number", |given| written_number(given.value(0))),
    Function::new("pi", (0, 0), Run::Number(|_| PI)),
    Function::new("pow", (2, 2), Run::Number(power)),
    Function::new("round", (1, 2), Run::Number(round)),
    plain("sin", |given| given.number(0).sin()),
    plain("sqrt", |given| given.number(0).sqrt()),
    plain("tan", |given| given.number(0).tan()),
];

/// Farthest from the point that digits are rounded.
const FARTHEST: f64 = 30.0;

/// A function of one number.
const fn plain(name: &'static str, run: fn(Arguments<'_>) -> f64) -> Function {
    Function::new(name, (1, 1), Run::Number(run))
}

/// `number()` as the specification widens it: a text that is a date counts its days.
fn written_number(value: &Value) -> f64 {
    match value {
        Value::Text(text) => {
            let number = value.number();
            let date = || DateTime::parse(text).map(|moment| time::number_of(moment.date));
            if number.is_nan() { date().unwrap_or(number) } else { number }
        }
        other => other.number(),
    }
}

/// No number to any power is none, to the power of zero too; for floats that would be one.
fn power(given: Arguments<'_>) -> f64 {
    let base = given.number(0);
    if base.is_nan() { base } else { base.powf(given.number(1)) }
}

/// Least or greatest; NaN if there is no number or one is NaN.
fn fold(values: &[Value], keep: fn(f64, f64) -> f64) -> f64 {
    let numbers = values.iter().map(Value::number);
    numbers.reduce(|a, b| extreme(a, b, keep)).unwrap_or(f64::NAN)
}

/// `keep` with NaN winning, as XPath arithmetic has it; `f64::min` prefers the number.
pub(crate) fn extreme(a: f64, b: f64, keep: fn(f64, f64) -> f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { keep(a, b) }
}

/// XPath rounds halves up, also below zero.
pub(super) fn round_half_up(number: f64) -> f64 {
    let floor = number.floor();
    // Not floor(number + 0.5): just below a half, the sum rounds to the next whole number.
    if number - floor >= 0.5 { floor + 1.0 } else { floor }
}

/// To so many decimals; of the number as it is written, so that 1.005 becomes 1.01.
fn round(given: Arguments<'_>) -> f64 {
    let number = given.number(0);
    if given.0.len() < 2 || !number.is_finite() {
        return round_half_up(number);
    }
    let places = given.number(1).trunc();
    if places.is_nan() || places.abs() > FARTHEST {
        return f64::NAN;
    }
    let rounded = round_half_up(shifted(number, places));
    shifted(rounded, -places)
}

/// The number with its point moved right by so many digits, exactly as far as floats can.
fn shifted(number: f64, places: f64) -> f64 {
    let written = format!("{number:e}");
    let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let exponent = exponent.parse().map_or(0.0, |exponent: f64| exponent);
    format!("{digits}e{}", exponent + places).parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{call, told};
    use proptest::prelude::*;

    fn of(name: &str, numbers: &[f64]) -> f64 {
        call(name, &numbers.iter().copied().map(Value::Number).collect::<Vec<_>>()).number()
    }

    #[test]
    fn rounding() {
        assert_eq!([2.5, -2.5, -2.51, -0.4].map(|n| of("round", &[n])), [3.0, -2.0, -3.0, 0.0]);
        assert_eq!(of("round", &[0.499_999_999_999_999_94]), 0.0);
        assert_eq!(of("round", &[1.005, 2.0]), 1.01);
        assert_eq!(of("round", &[-2.345, 2.0]), -2.34);
        assert_eq!(
            [1234.5, 1250.0, -1250.0].map(|n| of("round", &[n, -2.0])),
            [1200.0, 1300.0, -1200.0]
        );
        assert!(of("round", &[1.5, 40.0]).is_nan());
        assert!(of("round", &[1.5, f64::NAN]).is_nan());
        assert_eq!(of("round", &[f64::INFINITY, 2.0]), f64::INFINITY);
    }

    #[test]
    fn whole_numbers() {
        assert_eq!([2.9, -2.9].map(|n| of("int", &[n])), [2.0, -2.0]);
        assert_eq!([of("floor", &[-2.5]), of("ceiling", &[-2.5])], [-3.0, -2.0]);
    }

    #[test]
    fn powers_and_angles() {
        assert_eq!(of("pow", &[2.0, 0.5]), std::f64::consts::SQRT_2);
        assert_eq!([of("exp10", &[2.0]), of("log10", &[1000.0])], [100.0, 3.0]);
        assert_eq!(of("atan2", &[1.0, 2.0]), 0.463_647_609_000_806_1);
        assert_eq!(of("log", &[0.0]), f64::NEG_INFINITY);
        assert!(of("sqrt", &[-1.0]).is_nan());
        assert!(of("pow", &[f64::NAN, 0.0]).is_nan());
        assert_eq!(of("pi", &[]), PI);
    }

    #[test]
    fn texts_are_numbers_when_they_are_written_so() {
        assert_eq!(told("number", &[" 12.50 "]), "12.5");
        assert_eq!(told("number", &["2022-10-15"]), "19280");
        assert_eq!(told("number", &["2022-10-15T07:30:00.000+09:00"]), "19280");
        for text in ["", "1e3", "1,5", "2022-02-30", "07:30"] {
            assert_eq!(told("number", &[text]), "NaN", "{text}");
        }
    }

    #[test]
    fn extremes_of_nothing_are_nothing() {
        assert_eq!(of("max", &[3.0, 1.0, 2.0]), 3.0);
        assert_eq!(of("min", &[-3.0, -1.0]), -3.0);
        assert_eq!(told("max", &["3", ""]), "NaN");
    }

    proptest! {
        #[test]
        fn rounding_is_idempotent(number in -1e9..1e9f64, places in -3i32..6) {
            let once = of("round", &[number, f64::from(places)]);
            prop_assert_eq!(of("round", &[once, f64::from(places)]), once);
            let exact = number.abs() * 1e-15;
            prop_assert!((once - number).abs() <= 0.500_001 * 10f64.powi(-places) + exact);
        }

        #[test]
        fn whole_numbers_stay(number in -1_000_000_000_000i64..1_000_000_000_000) {
            #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
            let number = number as f64;
            for name in ["round", "int", "floor", "ceiling", "number"] {
                prop_assert_eq!(of(name, &[number]), number);
            }
        }
    }
}
