//! Labels of storage: what stands in the bar code of a box and of a bundle.
//!
//! A box is `KB` + its number + a check character, a bundle `KS` + its `idsubsls` + one. The letters
//! tell a scan from keyed digits; the check character is ISO 7064 MOD 37,36 over all that stands
//! before it: one wrong character is no label at all, two exchanged neighbours hardly ever.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use cacah_family::area::Idsubsls;

/// Prefix of a box.
pub const BOX: &str = "KB";
/// Prefix of a bundle.
pub const BUNDLE: &str = "KS";
/// Serials of one regency.
const MOST: u16 = 9_999;

/// The text is no label of storage. It does not carry the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLabel {
    /// Neither a label nor a number of storage.
    #[error("not a label of storage")]
    Unknown,
    /// It was read or copied wrongly.
    #[error("the check character does not fit")]
    Check,
}

/// Number of a box: province 2, regency 2, serial 4, leading zeros kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoxNumber(String);

impl BoxNumber {
    /// As text, 8 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Province and regency, 4 digits.
    #[must_use]
    pub fn regency(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The number after the highest of `taken` in a regency (4 digits); when the last is given, the
    /// lowest that nobody has. None when all are given.
    #[must_use]
    pub fn next(regency: &str, taken: &BTreeSet<Self>) -> Option<Self> {
        let of = |serial: u16| format!("{regency}{serial:04}").parse::<Self>().ok();
        let highest = taken.iter().rfind(|number| number.regency() == regency);
        let serial = highest.map_or(0, Self::serial);
        let free = |number: &Self| !taken.contains(number);
        if serial < MOST { of(serial + 1) } else { (1..=MOST).filter_map(of).find(free) }
    }

    fn serial(&self) -> u16 {
        self.0.get(4..).and_then(|serial| serial.parse().ok()).unwrap_or(MOST)
    }
}

impl FromStr for BoxNumber {
    type Err = BadLabel;

    /// Blanks around it are forgiven, nothing else; serial 0 is no box.
    fn from_str(text: &str) -> Result<Self, BadLabel> {
        let text = text.trim();
        let fits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = Self(text.to_owned());
        if fits && number.serial() > 0 { Ok(number) } else { Err(BadLabel::Unknown) }
    }
}

impl fmt::Display for BoxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a label names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// A box.
    Box(BoxNumber),
    /// The bundle of an SLS.
    Bundle(Idsubsls),
}

impl Label {
    /// A scanned label. Small letters are forgiven: some scanners send them.
    ///
    /// # Errors
    /// [`BadLabel`].
    pub fn scanned(text: &str) -> Result<Self, BadLabel> {
        let text = text.trim().to_ascii_uppercase();
        let last = text.char_indices().next_back().map(|(at, _)| at).unwrap_or_default();
        let (body, said) = text.split_at_checked(last).ok_or(BadLabel::Unknown)?;
        let label = if let Some(number) = body.strip_prefix(BOX) {
            // A label leaves no blanks inside.
            Self::Box(exact(number)?)
        } else if let Some(area) = body.strip_prefix(BUNDLE) {
            Self::Bundle(exact(area)?)
        } else {
            return Err(BadLabel::Unknown);
        };
        if check(body).is_some_and(|check| said.chars().eq([check])) {
            Ok(label)
        } else {
            Err(BadLabel::Check)
        }
    }

    /// A scanned label, or what a person types in its place: 8 digits of a box, or an `idsubsls`.
    ///
    /// # Errors
    /// [`BadLabel`].
    pub fn typed(text: &str) -> Result<Self, BadLabel> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Box(number));
        }
        if let Ok(area) = text.parse() {
            return Ok(Self::Bundle(area));
        }
        Self::scanned(text)
    }
}

/// What stands in the bar code.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = match self {
            Self::Box(number) => format!("{BOX}{number}"),
            Self::Bundle(area) => format!("{BUNDLE}{area}"),
        };
        // Both are letters and digits by their types.
        write!(f, "{body}{}", check(&body).unwrap_or('?'))
    }
}

fn exact<T: FromStr>(text: &str) -> Result<T, BadLabel> {
    if text.contains(char::is_whitespace) {
        return Err(BadLabel::Unknown);
    }
    text.parse().map_err(|_| BadLabel::Unknown)
}

/// The ISO 7064 MOD 37,36 check character of capital letters and digits; none for other text.
#[must_use]
pub fn check(text: &str) -> Option<char> {
    if text.contains(|character: char| character.is_ascii_lowercase()) {
        return None;
    }
    let mut rest = 36;
    for character in text.chars() {
        let sum = (rest + character.to_digit(36)?) % 36;
        rest = (if sum == 0 { 36 } else { sum }) * 2 % 37;
    }
    char::from_digit((37 - rest) % 36, 36).map(|check| check.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Read by the tests of the window too (`ui/src/shared/scans`).
    const VECTORS: &str = include_str!("../../../tests/fixtures/labels.json");

    fn number(text: &str) -> BoxNumber {
        text.parse().unwrap()
    }

    #[test]
    fn the_check_character_is_that_of_iso_7064() {
        // The example of the standard's user GRid.
        assert_eq!(check("A12425GABC1234002"), Some('M'));
        assert_eq!(check("K B").or(check("kb")), None);
    }

    #[test]
    fn labels_are_those_of_the_vectors() {
        let vectors: Vec<(String, String, bool)> = serde_json::from_str(VECTORS).unwrap();
        assert!(vectors.len() > 6);
        for (label, names, good) in vectors {
            let read = Label::scanned(&label);
            assert_eq!(read.is_ok(), good, "{label}");
            if good {
                assert_eq!(read, Label::typed(&names), "{label}");
                assert_eq!(read.unwrap().to_string(), label);
            }
        }
    }

    #[test]
    fn a_person_types_the_number_or_the_area() {
        assert_eq!(Label::typed(" 82710012 "), Ok(Label::Box(number("82710012"))));
        let area = Label::Bundle("8271020001000A00".parse().unwrap());
        assert_eq!(Label::typed("8271020001000a00").as_ref(), Ok(&area));
        assert_eq!(Label::typed(&area.to_string().to_lowercase()), Ok(area));
        for wrong in ["", "8271", "82710000", "8271001", "KB", "KB82710012", "×", "KBé"] {
            assert!(Label::typed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_next_number_is_after_the_highest_and_of_its_own_regency() {
        let next = |taken: &[&str]| {
            let taken = taken.iter().map(|text| number(text)).collect();
            BoxNumber::next("8271", &taken).map(|number| number.to_string())
        };
        assert_eq!(next(&[]).unwrap(), "82710001");
        assert_eq!(next(&["82710003", "82710007", "82720400"]).unwrap(), "82710008");
        assert_eq!(next(&["82710001", "82719999"]).unwrap(), "82710002");
        let all: Vec<String> = (1..=MOST).map(|serial| format!("8271{serial:04}")).collect();
        assert_eq!(next(&all.iter().map(String::as_str).collect::<Vec<_>>()), None);
    }

    #[test]
    fn two_neighbours_exchanged_are_hardly_ever_a_label() {
        let (mut exchanged, mut read) = (0, 0);
        for serial in (1..=MOST).step_by(13) {
            let label = Label::Box(number(&format!("8271{serial:04}"))).to_string();
            for at in 2..9 {
                let mut wrong: Vec<char> = label.chars().collect();
                wrong.swap(at, at + 1);
                let wrong: String = wrong.into_iter().collect();
                if wrong != label {
                    exchanged += 1;
                    read += u32::from(Label::scanned(&wrong).is_ok());
                }
            }
        }
        assert!(read * 50 < exchanged, "{read} of {exchanged}");
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_no_label(
            serial in 1_u16..=9_999, at in 0_usize..11, with in "[0-9A-Z]"
        ) {
            let label = Label::Box(number(&format!("8271{serial:04}"))).to_string();
            let mut wrong = label.clone();
            wrong.replace_range(at..=at, &with);
            prop_assert_eq!(Label::scanned(&wrong).is_ok(), wrong == label);
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,24}") {
            let _ = Label::typed(&text);
        }
    }
}
