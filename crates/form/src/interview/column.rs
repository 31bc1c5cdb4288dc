//! The instances of a repeat by the value of one cell.

use std::collections::HashMap;
use std::sync::Arc;

use crate::value::{Value, parse_number};

/// Instances by value. Equal values have equal keys; the other way round is for the filter to
/// say, since XPath compares `01` with 1 as numbers but with `1` as texts.
pub(super) struct Column(Option<HashMap<Key, Vec<usize>>>);

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(u64),
    Text(Arc<str>),
    Empty,
}

impl Key {
    /// None for dates and truths, which equal values of other looks.
    fn of(value: &Value) -> Option<Self> {
        let number = |number: f64| Self::Number((number + 0.0).to_bits());
        match value {
            Value::Empty => Some(Self::Empty),
            Value::Number(value) => Some(number(*value)),
            Value::Text(text) => {
                Some(parse_number(text).map_or_else(|| Self::Text(Arc::clone(text)), number))
            }
            Value::Boolean(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) => None,
        }
    }
}

impl Column {
    /// Sorts frames, given in order with their values.
    pub fn new<'a>(frames: impl Iterator<Item = (usize, &'a Value)>) -> Self {
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
        for (frame, value) in frames {
            let Some(key) = Key::of(value) else { return Self(None) };
            by_key.entry(key).or_default().push(frame);
        }
        Self(Some(by_key))
    }

    /// Frames whose value may equal `sought`, in order; none if that cannot be told.
    pub fn matching(&self, sought: &Value) -> Option<&[usize]> {
        let key = Key::of(sought)?;
        Some(self.0.as_ref()?.get(&key).map_or(&[], Vec::as_slice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Empty),
            (-2i8..3).prop_map(|number| Value::Number(f64::from(number))),
            Just(Value::Number(-0.0)),
            Just(Value::Number(f64::NAN)),
            Just(Value::Boolean(true)),
            Just(Value::from_days(1.0)),
            "(0?[0-2]|a|1970-01-02| 1)".prop_map(|text| Value::text(&text)),
        ]
    }

    proptest! {
        #[test]
        fn no_equal_value_is_missed(values in proptest::collection::vec(value(), 0..8), sought in value()) {
            let column = Column::new(values.iter().enumerate());
            if let Some(found) = column.matching(&sought) {
                for (frame, value) in values.iter().enumerate() {
                    prop_assert!(!value.equals(&sought) || found.contains(&frame), "{value:?}");
                }
            }
        }
    }
}
