//! Functions that judge.

use super::{Arguments, Function, MANY, Run};
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    Function::new("boolean", (1, 1), Run::Boolean(|given| given.value(0).boolean())),
    Function::new(
        "boolean-from-string",
        (1, 1),
        Run::Boolean(|given| matches!(&*given.text(0), "true" | "1")),
    ),
    Function::new("checklist", (2, MANY), Run::Boolean(checklist)),
    Function::new("weighted-checklist", (2, MANY), Run::Boolean(weighted_checklist)),
];

/// Whether so many of the answers are true: at least the first argument, at most the second; a
/// negative one is no bound.
fn checklist(given: Arguments<'_>) -> bool {
    within(given, given.from(2).iter().map(|answer| f64::from(u8::from(answer.boolean()))).sum())
}

/// The same of weights, each after its answer.
fn weighted_checklist(given: Arguments<'_>) -> bool {
    let pairs = given.from(2).chunks_exact(2);
    let true_ones = pairs.filter(|pair| pair.first().is_some_and(Value::boolean));
    within(given, true_ones.filter_map(|pair| pair.last()).map(Value::number).sum())
}

fn within(given: Arguments<'_>, sum: f64) -> bool {
    let (least, most) = (given.number(0), given.number(1));
    (least < 0.0 || sum >= least) && (most < 0.0 || sum <= most)
}

#[cfg(test)]
mod tests {
    use crate::functions::told;

    #[test]
    fn truths_from_texts() {
        assert_eq!(["true", "1"].map(|text| told("boolean-from-string", &[text])), ["true"; 2]);
        for text in ["", "TRUE", "yes", "0"] {
            assert_eq!(told("boolean-from-string", &[text]), "false", "{text}");
        }
        assert_eq!(["0", "false"].map(|text| told("boolean", &[text])), ["true"; 2]);
    }

    #[test]
    fn lists_of_truths() {
        assert_eq!(told("checklist", &["1", "2", "a", "", "b"]), "true");
        assert_eq!(told("checklist", &["1", "2"]), "false");
        assert_eq!(told("checklist", &["-1", "1", "a", "b"]), "false");
        assert_eq!(told("checklist", &["-1", "-1", "a"]), "true");
        assert_eq!(told("checklist", &["", "2", "a"]), "false");
    }

    #[test]
    fn lists_of_weights() {
        assert_eq!(told("weighted-checklist", &["1", "3", "a", "2", "", "9"]), "true");
        assert_eq!(told("weighted-checklist", &["1", "3", "a", "2", "b", "9"]), "false");
        assert_eq!(told("weighted-checklist", &["-1", "-1", "a", "2"]), "true");
        assert_eq!(told("weighted-checklist", &["0", "3", "a", ""]), "false");
        assert_eq!(told("weighted-checklist", &["0", "3"]), "true");
    }
}
