//! BPS: `idsubsls` = province 2 + regency 2 + district 3 + village 3 + SLS 4 + sub-SLS 2.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is no area id of this kind. It does not carry the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadArea {
    /// Wrong number of characters.
    #[error("expected {expected} characters")]
    Length {
        /// How many there should be.
        expected: usize,
    },
    /// A character that cannot stand there.
    #[error("character {position} must be {expected}")]
    Character {
        /// Counted from 1.
        position: usize,
        /// What may stand there.
        expected: &'static str,
    },
}

fn check(text: &str, length: usize, digits: usize) -> Result<(), BadArea> {
    if text.chars().count() != length {
        return Err(BadArea::Length { expected: length });
    }
    for (at, c) in text.chars().enumerate() {
        let (ok, expected) = if at < digits {
            (c.is_ascii_digit(), "a digit")
        } else {
            (c.is_ascii_digit() || c.is_ascii_uppercase(), "a digit or a capital letter")
        };
        if !ok {
            return Err(BadArea::Character { position: at + 1, expected });
        }
    }
    Ok(())
}

macro_rules! area {
    ($(#[$doc:meta])* $name:ident, $length:literal, $digits:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
        pub struct $name(String);

        impl $name {
            /// As text, leading zeros kept.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl FromStr for $name {
            type Err = BadArea;
            /// Blanks around it and small letters are forgiven, nothing else.
            fn from_str(text: &str) -> Result<Self, BadArea> {
                let text = text.trim().to_ascii_uppercase();
                check(&text, $length, $digits)?;
                Ok(Self(text))
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadArea;
            fn try_from(text: String) -> Result<Self, BadArea> { text.parse() }
        }

        impl From<$name> for String {
            fn from(area: $name) -> Self { area.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    };
}

area! {
    /// A neighbourhood unit or a part of it: 16 alphanumeric characters, the first ten digits.
    Idsubsls, 16, 10
}
area! {
    /// A district (kecamatan): 7 digits. The `wil` of the storage rules.
    District, 7, 7
}

impl Idsubsls {
    /// The district it lies in.
    #[must_use]
    pub fn district(&self) -> District {
        District(self.0.chars().take(7).collect())
    }

    /// True when it lies in the area `prefix` (province, regency, district, village or itself).
    #[must_use]
    pub fn within(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parsing_never_panics_and_round_trips(text in "\\PC{0,20}") {
            if let Ok(area) = text.parse::<Idsubsls>() {
                prop_assert_eq!(area.to_string().parse::<Idsubsls>().unwrap(), area);
            }
            if let Ok(area) = text.parse::<District>() {
                prop_assert_eq!(area.to_string().parse::<District>().unwrap(), area);
            }
        }

        #[test]
        fn leading_zeros_survive(id in "0[0-9]{9}[0-9A-Z]{6}") {
            prop_assert_eq!(id.parse::<Idsubsls>().unwrap().to_string(), id);
        }
    }

    #[test]
    fn bad_characters_are_named_by_position() {
        assert_eq!("82710200010001".parse::<Idsubsls>(), Err(BadArea::Length { expected: 16 }));
        let error = "82710A0001000100".parse::<Idsubsls>().unwrap_err();
        assert_eq!(error, BadArea::Character { position: 6, expected: "a digit" });
    }

    #[test]
    fn an_sls_knows_its_district() {
        let sls: Idsubsls = "8271020001000a00".parse().unwrap();
        assert_eq!(sls.as_str(), "8271020001000A00");
        assert_eq!(sls.district().as_str(), "8271020");
        assert!(sls.within("8271") && !sls.within("8272"));
    }
}
