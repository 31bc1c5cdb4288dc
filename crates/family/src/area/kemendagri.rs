//! Kemendagri: the codes inside NIK and KK numbers, written `82.71.02` and `82.71.02.1001`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::BadArea;

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $digits:literal, $parts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $digits]);

        impl FromStr for $name {
            type Err = BadArea;
            /// With or without the dots.
            fn from_str(text: &str) -> Result<Self, BadArea> {
                let mut digits = [0; $digits];
                let mut count = 0;
                for (at, c) in text.trim().chars().enumerate() {
                    match (c, digits.get_mut(count)) {
                        ('.', _) => {}
                        (c, Some(digit)) if c.is_ascii_digit() => { *digit = c as u8; count += 1; }
                        (c, None) if c.is_ascii_digit() => return Err(BadArea::Length { expected: $digits }),
                        _ => return Err(BadArea::Character { position: at + 1, expected: "a digit" }),
                    }
                }
                if count == $digits { Ok(Self(digits)) } else { Err(BadArea::Length { expected: $digits }) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut rest = &self.0[..];
                for (at, length) in $parts.into_iter().enumerate() {
                    let (part, after) = rest.split_at(length);
                    if at > 0 { f.write_str(".")?; }
                    for digit in part { write!(f, "{}", char::from(*digit))?; }
                    rest = after;
                }
                Ok(())
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadArea;
            fn try_from(text: String) -> Result<Self, BadArea> { text.parse() }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self { code.to_string() }
        }
    };
}

code! {
    /// A kecamatan: 6 digits.
    KemendagriDistrict, 6, [2, 2, 2]
}
code! {
    /// A kelurahan or desa: 10 digits.
    KemendagriVillage, 10, [2, 2, 2, 4]
}

impl KemendagriDistrict {
    pub(crate) fn from_digits(digits: [u8; 6]) -> Self {
        Self(digits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parsing_never_panics_and_round_trips(text in "[0-9. a]{0,16}") {
            if let Ok(code) = text.parse::<KemendagriDistrict>() {
                prop_assert_eq!(code.to_string().parse::<KemendagriDistrict>().unwrap(), code);
            }
            if let Ok(code) = text.parse::<KemendagriVillage>() {
                prop_assert_eq!(code.to_string().parse::<KemendagriVillage>().unwrap(), code);
            }
        }
    }

    #[test]
    fn written_with_dots() {
        assert_eq!("827102".parse::<KemendagriDistrict>().unwrap().to_string(), "82.71.02");
        assert_eq!("0101012001".parse::<KemendagriVillage>().unwrap().to_string(), "01.01.01.2001");
    }
}
