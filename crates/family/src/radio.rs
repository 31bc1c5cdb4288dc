//! Codes that are read aloud and typed: groups of four characters, the last of each a check of the
//! group and its place, so that a slip is named by its group before anything is tried.
//!
//! The characters are Crockford's base 32 (<https://www.crockford.com/base32.html>): no I, L, O, U;
//! what is typed for them is understood.

/// Without letters that are read as digits.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a group that carry bits.
const CARRIED: usize = 3;
/// Bits of a character.
const BITS: usize = 5;
/// Bits of a group.
const GROUP: usize = CARRIED * BITS;

/// A code that cannot be what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// This group, counted from 1, is not as it was shown.
    #[error("group {0} was misread")]
    Group(usize),
    /// Not as many characters as a code of this kind has.
    #[error("a code of {expected} characters")]
    Length {
        /// Characters it should have, without dashes.
        expected: usize,
    },
}

/// Characters of the code of so many bytes, checks included, without dashes.
#[must_use]
pub fn length(bytes: usize) -> usize {
    (bytes * 8).div_ceil(GROUP) * (CARRIED + 1)
}

/// Bytes as groups with dashes. `purpose` keeps a code of one kind from being taken for another.
#[must_use]
pub fn spell(purpose: &str, bytes: &[u8]) -> String {
    let groups = (bytes.len() * 8).div_ceil(GROUP);
    let group = |place: usize| {
        let mut text: String =
            (0..CARRIED).map(|at| digit(bits(bytes, place * GROUP + at * BITS))).collect();
        text.push(check(purpose, place, &text));
        text
    };
    (0..groups).map(group).collect::<Vec<_>>().join("-")
}

/// The bytes of a code as it was typed: case, blanks and dashes do not matter, nor O for 0, I and L
/// for 1.
///
/// # Errors
/// [`Misread`] with the group to ask for again.
pub fn read(purpose: &str, text: &str, bytes: usize) -> Result<Vec<u8>, Misread> {
    let letters: Vec<char> = text.chars().filter_map(letter).collect();
    let expected = length(bytes);
    if letters.len() != expected {
        return Err(Misread::Length { expected });
    }
    let mut read = vec![0; bytes];
    for (place, group) in letters.chunks(CARRIED + 1).enumerate() {
        let carried: String = group.iter().take(CARRIED).collect();
        if group.last() != Some(&check(purpose, place, &carried)) {
            return Err(Misread::Group(place + 1));
        }
        for (at, letter) in carried.bytes().enumerate() {
            let value = DIGITS.iter().position(|digit| *digit == letter).unwrap_or(0);
            put(&mut read, place * GROUP + at * BITS, value);
        }
    }
    // Bits beyond the last byte are none of ours: another spelling of the same bytes is a slip.
    let same = spell(purpose, &read).chars().filter(|letter| *letter != '-').eq(letters);
    if same { Ok(read) } else { Err(Misread::Group(expected / (CARRIED + 1))) }
}

fn letter(typed: char) -> Option<char> {
    match typed.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        letter if letter.is_ascii_alphanumeric() => Some(letter),
        letter if letter.is_alphanumeric() => Some('?'),
        _ => None,
    }
}

fn digit(value: usize) -> char {
    char::from(DIGITS[value & 31])
}

fn check(purpose: &str, place: usize, group: &str) -> char {
    let mut hasher = blake3::Hasher::new_derive_key("cacah 2026-11 check of a read code");
    hasher.update(purpose.as_bytes());
    hasher.update(&[0, u8::try_from(place).unwrap_or(u8::MAX)]);
    hasher.update(group.as_bytes());
    digit(usize::from(hasher.finalize().as_bytes()[0]))
}

/// Five bits from `from` on; beyond the end, zeros.
fn bits(bytes: &[u8], from: usize) -> usize {
    (from..from + BITS).fold(0, |value, at| {
        let byte = bytes.get(at / 8).copied().unwrap_or(0);
        value << 1 | usize::from(byte >> (7 - at % 8) & 1)
    })
}

fn put(bytes: &mut [u8], from: usize, value: usize) {
    for at in 0..BITS {
        let place = from + at;
        if let Some(byte) = bytes.get_mut(place / 8)
            && value >> (BITS - 1 - at) & 1 == 1
        {
            *byte |= 1 << (7 - place % 8);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_spelled_is_read(bytes in prop::collection::vec(any::<u8>(), 1..40)) {
            let text = spell("answer", &bytes);
            prop_assert_eq!(read("answer", &text, bytes.len()), Ok(bytes.clone()));
            let sloppy = text.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
            prop_assert_eq!(read("answer", &sloppy, bytes.len()), Ok(bytes));
        }

        #[test]
        fn one_wrong_letter_is_found_in_its_group(
            bytes in prop::collection::vec(any::<u8>(), 16),
            at in 0..36_usize,
            other in 0..32_usize,
        ) {
            let mut letters: Vec<char> = spell("answer", &bytes).replace('-', "").chars().collect();
            prop_assume!(letters[at] != digit(other));
            letters[at] = digit(other);
            let text: String = letters.into_iter().collect();
            match read("answer", &text, 16) {
                Err(Misread::Group(group)) => prop_assert_eq!(group, at / 4 + 1),
                // One in 32 slips keeps its check; it is then another code, never a panic.
                Ok(read) => prop_assert_ne!(read, bytes),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }

        #[test]
        fn no_text_breaks_it(text in any::<String>()) {
            let _ = read("answer", &text, 16);
        }
    }

    #[test]
    fn groups_that_changed_places_and_codes_of_another_kind_are_told() {
        let text = spell("answer", &[7; 16]);
        let mut groups: Vec<&str> = text.split('-').collect();
        groups.swap(0, 1);
        assert!(matches!(read("answer", &groups.join("-"), 16), Err(Misread::Group(1 | 2))));
        assert!(read("challenge", &text, 16).is_err());
        assert_eq!(read("answer", "0000", 16), Err(Misread::Length { expected: 36 }));
    }
}
