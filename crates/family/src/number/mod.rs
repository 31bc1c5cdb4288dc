//! Identity numbers. NIK and KK number both have sixteen digits and are different types; neither
//! ever prints itself in a log.

mod kk;
mod nik;

pub use kk::KkNumber;
pub use nik::{Nik, NikDecode, Sex};

/// The text is no such number. It does not carry the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// Not sixteen digits.
    #[error("expected 16 digits, found {found}")]
    Length {
        /// Digits found.
        found: usize,
    },
    /// A character that is neither a digit nor a separator.
    #[error("character {position} is not a digit")]
    NotDigit {
        /// Counted from 1.
        position: usize,
    },
    /// All digits equal, or a filler.
    #[error("a filler, not a number")]
    Filler,
}

/// Sixteen ASCII digits after dropping blanks, dots and dashes.
fn sixteen(text: &str) -> Result<[u8; 16], BadNumber> {
    let mut digits = [0; 16];
    let mut found = 0;
    for (at, c) in text.chars().enumerate() {
        match c {
            '0'..='9' => {
                if let Some(digit) = digits.get_mut(found) {
                    *digit = c as u8;
                }
                found += 1;
            }
            ' ' | '.' | '-' => {}
            _ => return Err(BadNumber::NotDigit { position: at + 1 }),
        }
    }
    if found != 16 {
        return Err(BadNumber::Length { found });
    }
    if digits.iter().all(|digit| *digit == digits[0]) {
        return Err(BadNumber::Filler);
    }
    Ok(digits)
}

/// Two ASCII digits as a number.
fn two(digits: &[u8; 16], at: usize) -> u8 {
    (digits[at] - b'0') * 10 + digits[at + 1] - b'0'
}

/// Sixteen digits in groups of 6-6-4; `masked`, only the region is legible. The serial must never
/// be: sex, birth date and district stand elsewhere on the page, and with it they are the number.
fn grouped(digits: &[u8; 16], masked: bool) -> String {
    let mut text = String::with_capacity(34);
    for (at, digit) in digits.iter().enumerate() {
        if at == 6 || at == 12 {
            text.push(' ');
        }
        text.push(if masked && at >= 6 { '•' } else { char::from(*digit) });
    }
    text
}

macro_rules! number {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = super::BadNumber;
            fn from_str(text: &str) -> Result<Self, super::BadNumber> {
                super::sixteen(text).map(Self)
            }
        }

        /// Masked: numbers end up in logs by accident.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl $name {
            /// The sixteen digits, leading zeros kept.
            #[must_use]
            pub fn digits(&self) -> String {
                self.0.iter().map(|digit| char::from(*digit)).collect()
            }

            /// In groups of 6-6-4, as typed.
            #[must_use]
            pub fn grouped(&self) -> String {
                super::grouped(&self.0, false)
            }

            /// In groups, all but the region as dots.
            #[must_use]
            pub fn masked(&self) -> String {
                super::grouped(&self.0, true)
            }
        }
    };
}
use number;
