//! A forgotten password, without a network: what the laptop shows, and what the office answers.
//!
//! When a vault is made the laptop draws an X25519 key pair (RFC 7748), agrees on a secret with the
//! office's age recipient and forgets its private half. The public half, the *point*, is all the
//! office needs beside its own identity to come to the same secret. Each answer opens one slot once:
//! the count in the challenge rises with every use. Pure: the agreement itself is the caller's.

use zeroize::Zeroizing;

use crate::radio::{self, Misread};

/// Bytes of an answer: what is typed opens the slot, so it must not be guessable.
pub const ANSWER: usize = 16;
/// Bits of a point's name; a name two laptops share is answered by the whole point.
const NAME: u32 = 35;
/// Bits of a count.
const COUNT: u32 = 10;
/// Bytes of a name and a count.
const SHORT: usize = ((NAME + COUNT) as usize).div_ceil(8);
/// Bytes of a point and a count.
const WHOLE: usize = 34;
const CHALLENGE: &str = "challenge";

/// What opens a slot, once.
pub type Answer = Zeroizing<[u8; ANSWER]>;

/// What a laptop asks the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Challenge {
    /// Which laptop's point.
    pub point: PointName,
    /// Which use, modulo 1,024.
    pub count: u16,
}

/// How a point is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointName {
    /// By bits of its hash, when the office knows it since the enrolment.
    Known(u64),
    /// In full.
    Whole([u8; 32]),
}

/// The short name of a point.
#[must_use]
pub fn name(point: &[u8; 32]) -> u64 {
    let hash = blake3::derive_key("cacah 2026-11 name of a recovery point", point);
    let first = hash.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    first >> (64 - NAME)
}

impl Challenge {
    /// For a point the office knows (`short`), or does not.
    #[must_use]
    pub fn new(point: &[u8; 32], count: u32, short: bool) -> Self {
        let count = u16::try_from(count % (1 << COUNT)).unwrap_or(0);
        let point = if short { PointName::Known(name(point)) } else { PointName::Whole(*point) };
        Self { point, count }
    }

    /// As it is shown: 4 groups when the office knows the point, else 19.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self.point {
            PointName::Known(name) => {
                let value =
                    (name << COUNT | u64::from(self.count)) << (SHORT as u32 * 8 - NAME - COUNT);
                radio::spell(CHALLENGE, &value.to_be_bytes()[8 - SHORT..])
            }
            PointName::Whole(point) => {
                let mut bytes = point.to_vec();
                bytes.extend(self.count.to_be_bytes());
                radio::spell(CHALLENGE, &bytes)
            }
        }
    }

    /// As it was heard and typed.
    ///
    /// # Errors
    /// [`Misread`] with the group to ask for again.
    pub fn from_text(text: &str) -> Result<Self, Misread> {
        let typed = text.chars().filter(|letter| letter.is_alphanumeric()).count();
        if typed == radio::length(WHOLE) {
            let bytes = radio::read(CHALLENGE, text, WHOLE)?;
            let (Some(point), Some(count)) = (bytes.first_chunk(), bytes.last_chunk()) else {
                return Err(Misread::Length { expected: radio::length(WHOLE) });
            };
            let count = u16::from_be_bytes(*count) % (1 << COUNT);
            return Ok(Self { point: PointName::Whole(*point), count });
        }
        let bytes = radio::read(CHALLENGE, text, SHORT)?;
        let value = bytes.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let value = value >> (SHORT as u32 * 8 - NAME - COUNT);
        let count = u16::try_from(value % (1 << COUNT)).unwrap_or(0);
        Ok(Self { point: PointName::Known(value >> COUNT), count })
    }
}

/// The answer to a challenge, from what laptop and office agree on: the shared X25519 secret, the
/// laptop's point, the office's public key and the count as it stands in the challenge.
#[must_use]
pub fn answer(shared: &[u8; 32], point: &[u8; 32], office: &[u8; 32], count: u16) -> Answer {
    let mut hasher = blake3::Hasher::new_derive_key("cacah 2026-11 recovery answer");
    for part in [shared, point, office] {
        hasher.update(part);
    }
    hasher.update(&count.to_be_bytes());
    let mut answer = Answer::default();
    hasher.finalize_xof().fill(&mut *answer);
    answer
}

/// An answer as it is read aloud: 9 groups.
#[must_use]
pub fn spell_answer(answer: &Answer) -> Zeroizing<String> {
    Zeroizing::new(radio::spell("answer", &**answer))
}

/// An answer as it was typed.
///
/// # Errors
/// [`Misread`] with the group to ask for again.
pub fn read_answer(text: &str) -> Result<Answer, Misread> {
    let bytes = Zeroizing::new(radio::read("answer", text, ANSWER)?);
    let mut answer = Answer::default();
    answer.copy_from_slice(&bytes);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_challenge_is_heard_as_it_was_shown(point: [u8; 32], count: u32, short: bool) {
            let challenge = Challenge::new(&point, count, short);
            prop_assert_eq!(Challenge::from_text(&challenge.to_text()), Ok(challenge));
            prop_assert_eq!(challenge.to_text().split('-').count(), if short { 4 } else { 19 });
        }

        #[test]
        fn an_answer_is_heard_as_it_was_said(bytes: [u8; ANSWER]) {
            let answer = Answer::new(bytes);
            prop_assert_eq!(read_answer(&spell_answer(&answer)).unwrap(), answer);
        }
    }

    #[test]
    fn an_answer_is_for_one_secret_point_office_and_count() {
        let one = answer(&[1; 32], &[2; 32], &[3; 32], 0);
        assert_eq!(one, answer(&[1; 32], &[2; 32], &[3; 32], 0));
        assert_ne!(one, answer(&[9; 32], &[2; 32], &[3; 32], 0));
        assert_ne!(one, answer(&[1; 32], &[9; 32], &[3; 32], 0));
        assert_ne!(one, answer(&[1; 32], &[2; 32], &[9; 32], 0));
        assert_ne!(one, answer(&[1; 32], &[2; 32], &[3; 32], 1));
    }
}
