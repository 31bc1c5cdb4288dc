//! What each agreement is worth, after Fellegi and Sunter: the binary logarithm of how often it is
//! seen in two records of one person (m) over how often in two of different people (u). The one table
//! (ADR 0029); figures are of two decimals because no better are known before a census is done.

use super::name::Rarity;
use super::{Birthday, Naming, Place};

/// m and u of a level.
struct Level {
    m: f64,
    u: f64,
}

impl Level {
    fn weight(&self) -> f64 {
        (self.m / self.u).log2()
    }
}

/// How likely two who share a key are one, before anything is compared: one in twenty thousand, the
/// members on a laptop.
const PRIOR: Level = Level { m: 1.0, u: 20_000.0 };

pub(super) fn prior() -> f64 {
    PRIOR.weight()
}

/// A word of the shorter name and the word of the longer one that is most like it.
pub(super) fn word(how: Naming, rarity: Rarity) -> f64 {
    let by_chance = match rarity {
        Rarity::Everywhere => 0.25,
        Rarity::Frequent => 0.025,
        Rarity::Ordinary => 0.007,
    };
    let level = match how {
        Naming::Same => Level { m: 0.75, u: by_chance },
        Naming::Similar => Level { m: 0.15, u: by_chance * 2.0 },
        Naming::Initial => Level { m: 0.05, u: 0.06 },
        Naming::Other => Level { m: 0.007, u: 0.9 },
    };
    level.weight()
}

/// A word that only the longer name has.
pub(super) fn extra() -> f64 {
    Level { m: 0.2, u: 0.4 }.weight()
}

/// What names count at most: two full words. A third one is a relative's as often as one's own.
pub(super) fn most() -> f64 {
    2.0 * word(Naming::Same, Rarity::Ordinary)
}

pub(super) fn birthday(how: Birthday) -> f64 {
    let level = match how {
        // One day of some sixty years; birthdays guessed by an officer lie on few days.
        Birthday::Equal => Level { m: 0.80, u: 0.000_06 },
        Birthday::Guessed => Level { m: 0.80, u: 0.004 },
        Birthday::Swapped => Level { m: 0.02, u: 0.000_06 },
        Birthday::OneOff => Level { m: 0.08, u: 0.001 },
        Birthday::Year => Level { m: 0.10, u: 0.017 },
        Birthday::OtherDay => Level { m: 0.02, u: 0.017 },
        Birthday::Other => Level { m: 0.02, u: 0.98 },
    };
    level.weight()
}

pub(super) fn sex(same: bool) -> f64 {
    if same { Level { m: 0.99, u: 0.5 } } else { Level { m: 0.01, u: 0.5 } }.weight()
}

pub(super) fn place(how: Place) -> f64 {
    let level = match how {
        // Relatives live near each other: of those with like names many do.
        Place::SameSls => Level { m: 0.40, u: 0.02 },
        Place::SameVillage => Level { m: 0.20, u: 0.10 },
        Place::Other => Level { m: 0.40, u: 0.85 },
    };
    level.weight()
}

/// The sum of weights as a probability, 0 to 100.
pub(super) fn score(weight: f64) -> u8 {
    let odds = weight.exp2();
    let percent = (100.0 * odds / (1.0 + odds)).floor().clamp(0.0, 100.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let score = percent as u8;
    score
}
