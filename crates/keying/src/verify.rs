//! Judging a field that is keyed again, blind: the second keyer never sees the first reading, and
//! keys again where hers differs.

use cacah_family::id::DocumentId;
use cacah_family::paper::Outcome;
use cacah_family::path::Path;
use cacah_family::slot::Slot;

/// How two readings of a field compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Codes and numbers, by value: leading zeros and separators say nothing.
    Code,
    /// Numbers of a fixed length (NIK, KK, postal codes), digit by digit.
    Digits,
    /// Names and other words: capitals and double spaces say nothing.
    Text,
}

/// What somebody reads in a field of the paper.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading<'a> {
    /// As keyed; empty: empty on paper.
    pub raw: &'a str,
    /// Missing code instead.
    pub missing: Option<&'a str>,
}

/// Never prints an answer.
impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reading(…)")
    }
}

impl<'a> From<&'a Slot> for Reading<'a> {
    fn from(slot: &'a Slot) -> Self {
        Self { raw: &slot.raw, missing: slot.missing.as_deref() }
    }
}

impl Reading<'_> {
    /// True when both read the same.
    #[must_use]
    pub fn same(self, other: Reading<'_>, kind: Kind) -> bool {
        match (self.missing, other.missing) {
            (None, None) => plain(self.raw, kind) == plain(other.raw, kind),
            (mine, theirs) => mine == theirs,
        }
    }
}

/// What comes of keying a field again: `before` is the second keyer's first try, at her second. None:
/// it differs, and she keys again.
#[must_use]
pub fn judge(
    first: Reading<'_>,
    before: Option<Reading<'_>>,
    now: Reading<'_>,
    kind: Kind,
) -> Option<Outcome> {
    let agrees = now.same(first, kind);
    match before {
        None => agrees.then_some(Outcome::Same),
        Some(_) if agrees => Some(Outcome::Slip),
        Some(before) if now.same(before, kind) => Some(Outcome::Disputed),
        Some(_) => Some(Outcome::Parked),
    }
}

/// Whether the third person sees the second reading as A: by a hash, the same whenever it is looked
/// at, and telling nothing of whose it is.
#[must_use]
pub fn swapped(document: DocumentId, question: &Path) -> bool {
    let mut hasher = blake3::Hasher::new_derive_key("cacah.keying 2026 which reading is A");
    hasher.update(document.0.as_bytes()).update(question.to_string().as_bytes());
    hasher.finalize().as_bytes()[0] & 1 == 1
}

/// A reading without what says nothing.
fn plain(raw: &str, kind: Kind) -> String {
    match kind {
        Kind::Text => raw.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase(),
        Kind::Digits => raw.chars().filter(char::is_ascii_alphanumeric).collect(),
        Kind::Code => {
            let codes = raw.split_whitespace().map(value);
            codes.collect::<Vec<_>>().join(" ")
        }
    }
}

/// A code or number by its value: `007` is `7`, `0,50` is `.5`, `-01` is `-1`.
fn value(code: &str) -> String {
    let code = code.to_uppercase().replace(',', ".");
    let (sign, digits) = match code.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", code.as_str()),
    };
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let several = digits.matches('.').count() > 1;
    if several || !digits.contains(|c: char| c.is_ascii_digit()) || !digits.chars().all(is_number) {
        return code;
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    match (whole, part) {
        ("", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(raw: &str) -> Reading<'_> {
        Reading { raw, missing: None }
    }

    fn same(a: &str, b: &str, kind: Kind) -> bool {
        read(a).same(read(b), kind)
    }

    #[test]
    fn two_tries_judge_the_second_keyer_before_the_first() {
        let judge =
            |before: Option<&str>, now| judge(read("3"), before.map(read), read(now), Kind::Code);
        assert_eq!(judge(None, "03"), Some(Outcome::Same));
        assert_eq!(judge(None, "4"), None);
        assert_eq!(judge(Some("4"), "3"), Some(Outcome::Slip));
        assert_eq!(judge(Some("4"), "04"), Some(Outcome::Disputed));
        assert_eq!(judge(Some("4"), "5"), Some(Outcome::Parked));
        assert_eq!(judge(Some("4"), ""), Some(Outcome::Parked));
    }

    #[test]
    fn names_compare_without_case_and_double_spaces() {
        assert!(same(" siti  aminah", "SITI AMINAH ", Kind::Text));
        assert!(!same("SITI AMINAH", "SITIAMINAH", Kind::Text));
        assert!(!same("JL 01", "JL 1", Kind::Text));
    }

    #[test]
    fn codes_compare_by_value() {
        for (a, b) in [("01", "1"), ("00", "0"), ("1 03", "01 3"), ("1,50", "1.5"), ("0,5", ".5")] {
            assert!(same(a, b, Kind::Code), "{a} {b}");
        }
        for (a, b) in [("10", "1"), ("", "0"), ("13", "1 3"), ("-1", "1"), ("a01", "a1")] {
            assert!(!same(a, b, Kind::Code), "{a} {b}");
        }
    }

    #[test]
    fn numbers_of_a_fixed_length_compare_digit_by_digit() {
        assert!(same("827101 120590 0000", "8271011205900000", Kind::Digits));
        assert!(!same("0123", "123", Kind::Digits));
    }

    #[test]
    fn a_missing_code_is_no_value_and_no_other_code() {
        let gone = Reading { raw: "", missing: Some("tidak_terbaca") };
        let refused = Reading { raw: "", missing: Some("menolak") };
        assert!(gone.same(gone, Kind::Text));
        assert!(!gone.same(refused, Kind::Text));
        assert!(!gone.same(read(""), Kind::Text) && !read("").same(gone, Kind::Text));
    }

    #[test]
    fn either_reading_is_a_about_as_often() {
        let document = DocumentId(uuid::Uuid::from_u128(7));
        let fields = (0..200).map(|n| Path::question(&format!("r{n}")));
        let second = fields.filter(|field| swapped(document, field)).count();
        assert!((70..=130).contains(&second), "{second}");
    }

    proptest! {
        #[test]
        fn a_reading_is_itself_and_comparing_has_no_sides(a in "\\PC{0,12}", b in "[-0-9., ]{0,5}") {
            for kind in [Kind::Code, Kind::Digits, Kind::Text] {
                prop_assert!(same(&a, &a, kind) && same(&b, &b, kind));
                prop_assert_eq!(same(&a, &b, kind), same(&b, &a, kind));
            }
        }
    }
}
