//! Functions of answers with several codes, which stand joined by spaces.

use super::{Arguments, Function, Run, count, index};

pub(super) const TABLE: &[Function] = &[
    Function::new(
        "count-selected",
        (1, 1),
        Run::Number(|given| count(given.text(0).split_whitespace().count())),
    ),
    Function::new("selected", (2, 2), Run::Boolean(selected)),
    Function::new(
        "selected-at",
        (2, 2),
        Run::Text(|given| {
            let codes = given.text(0);
            codes.split_whitespace().nth(index(given.number(1))).unwrap_or_default().to_owned()
        }),
    ),
];

/// Whether a code is one of those chosen; the empty code is when none is.
fn selected(given: Arguments<'_>) -> bool {
    let (codes, sought) = (given.text(0), given.text(1));
    let mut codes = codes.split_whitespace().peekable();
    match sought.trim() {
        "" => codes.peek().is_none(),
        sought => codes.any(|code| code == sought),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::{call, told};
    use crate::value::Value;
    use proptest::prelude::*;

    #[test]
    fn codes() {
        assert_eq!(told("count-selected", &[" a  b "]), "2");
        assert_eq!(told("count-selected", &[""]), "0");
        assert_eq!(told("selected", &["a b", " b "]), "true");
        for sought in ["", "a b", "c"] {
            assert_eq!(told("selected", &["a b", sought]), "false", "{sought}");
        }
        assert_eq!(told("selected", &["", ""]), "true");
        assert_eq!(told("selected-at", &["a b c", "1"]), "b");
        for at in ["-1", "3", "", "1e9"] {
            assert_eq!(told("selected-at", &["a b c", at]), "", "{at}");
        }
    }

    proptest! {
        #[test]
        fn each_code_at_its_place_is_selected(codes in proptest::collection::vec("[a-d]{1,2}", 0..6)) {
            let joined = codes.join(" ");
            prop_assert_eq!(told("count-selected", &[&joined]), codes.len().to_string());
            for (at, code) in codes.iter().enumerate() {
                let place = Value::Number(count(at));
                prop_assert_eq!(call("selected-at", &[Value::text(&joined), place]), Value::text(code));
                prop_assert_eq!(told("selected", &[&joined, code]), "true");
            }
        }
    }
}
