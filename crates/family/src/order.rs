//! Fractional order keys: an instance is put between two others without touching either, so that
//! two laptops may insert at once and merge.

use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A fraction in (0, 1), written in base 62 without the leading "0."; never ends in `0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct OrderKey(String);

/// The text is no order key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an order key has 1 to 255 base-62 digits and does not end in 0")]
pub struct BadOrderKey;

impl OrderKey {
    /// A key strictly between `low` and `high`; absent ends are the ends of the list.
    /// When the two are not in order, the key comes right after `low`.
    #[must_use]
    pub fn between(low: Option<&Self>, high: Option<&Self>) -> Self {
        let low = low.map_or(&[][..], |key| key.0.as_bytes());
        let high = high.map(|key| key.0.as_bytes()).filter(|high| *high > low);
        Self(midpoint(low, high))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A fraction between two others, as short as possible (Greenspan, "Implementing Fractional Indexing").
fn midpoint(low: &[u8], high: Option<&[u8]>) -> String {
    let digit = |byte: u8| DIGITS.iter().position(|d| *d == byte).unwrap_or(0);
    let mut out = String::new();
    let mut high = high;
    let mut at = 0;
    loop {
        let from = low.get(at).map_or(0, |byte| digit(*byte));
        let to = high.map_or(62, |high| high.get(at).map_or(0, |byte| digit(*byte)));
        if to > from + 1 {
            out.push(char::from(DIGITS[from.midpoint(to)]));
            return out;
        }
        out.push(char::from(DIGITS[from]));
        if to == from + 1 {
            // From here on anything above `low` is below `high`.
            high = None;
        }
        at += 1;
    }
}

impl TryFrom<String> for OrderKey {
    type Error = BadOrderKey;

    fn try_from(text: String) -> Result<Self, BadOrderKey> {
        let ok = (1..=255).contains(&text.len())
            && text.bytes().all(|byte| DIGITS.contains(&byte))
            && !text.ends_with('0');
        if ok { Ok(Self(text)) } else { Err(BadOrderKey) }
    }
}

impl From<OrderKey> for String {
    fn from(key: OrderKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn appending_a_hundred_members_keeps_keys_short() {
        let mut last: Option<OrderKey> = None;
        for _ in 0..100 {
            let next = OrderKey::between(last.as_ref(), None);
            assert!(last.is_none_or(|last| last < next));
            last = Some(next);
        }
        assert!(last.unwrap().as_str().len() < 24);
    }

    proptest! {
        #[test]
        fn a_key_lies_strictly_between_its_neighbours(places in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for place in places {
                let at = place.index(keys.len() + 1);
                let low = at.checked_sub(1).map(|i| keys[i].clone());
                let key = OrderKey::between(low.as_ref(), keys.get(at));
                prop_assert!(OrderKey::try_from(key.as_str().to_owned()).is_ok());
                keys.insert(at, key);
            }
            prop_assert!(keys.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn parsing_never_panics(text in ".{0,40}") {
            if let Ok(key) = OrderKey::try_from(text.clone()) {
                prop_assert_eq!(String::from(key), text);
            }
        }
    }
}
