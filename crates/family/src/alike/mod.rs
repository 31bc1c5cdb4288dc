//! Who could be the same person, when the numbers do not say so: names as Indonesians write them,
//! birth dates with a slip, sex and place, weighed after Fellegi and Sunter (ADR 0029). Pure.
//!
//! [`blocks`] finds candidates among many; [`judge`] compares two.

mod birth;
mod block;
mod known;
mod name;
mod weight;

pub use block::blocks;
pub use known::{Fact, Known, fact, known};

use name::{Word, words};

/// The least score that is worth a look, 0 to 100.
pub const ENOUGH: u8 = 70;

/// Likeness of two words from which they count as similar (Jaro-Winkler).
const SIMILAR: f64 = 0.88;

/// What is known of somebody.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Person<'a> {
    /// Name as written.
    pub name: &'a str,
    /// Birth date as far as known: `1990-05-12`, `1990-05` or `1990`.
    pub born: Option<&'a str>,
    /// Sex, by any code that is the same for the same sex.
    pub sex: Option<&'a str>,
    /// `idsubsls` of the family.
    pub place: Option<&'a str>,
}

/// Never prints a name or birth date.
impl std::fmt::Debug for Person<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person(…)")
    }
}

/// How alike two are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Probability that they are one, 0 to 100.
    pub score: u8,
    /// How the names agree, as their least like words do.
    pub naming: Naming,
    /// How the birth dates agree; `None` where one is not known.
    pub birthday: Option<Birthday>,
    /// Where they live; `None` where that is not known.
    pub place: Option<Place>,
}

/// How two names, or two words of them, agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// Equal but for titles, spelling and order.
    Same,
    /// Nearly equal.
    Similar,
    /// One is the initial of the other.
    Initial,
    /// Different.
    Other,
}

/// How two birth dates agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birthday {
    /// Equal.
    Equal,
    /// Equal, on a day on which people are entered who do not know theirs.
    Guessed,
    /// Day and month the other way round.
    Swapped,
    /// One slip: a digit, two neighbouring digits changed, or the year before.
    OneOff,
    /// The year is equal, and one of them knows no more or guesses.
    Year,
    /// The year is equal, the day another.
    OtherDay,
    /// Different.
    Other,
}

/// How near two live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In one SLS.
    SameSls,
    /// In one kelurahan or village.
    SameVillage,
    /// Elsewhere.
    Other,
}

/// Compares two; `None` where nothing about their names could make the score [`ENOUGH`], or the names
/// have nothing of each other.
#[must_use]
pub fn judge(one: &Person, other: &Person) -> Option<Judgement> {
    let birthday = birth::compare(one.born, other.born);
    let place = one.place.zip(other.place).map(|(one, other)| near(one, other));
    let sex = one.sex.zip(other.sex).map_or(0.0, |(one, other)| weight::sex(one == other));
    let beside = weight::prior()
        + birthday.map_or(0.0, weight::birthday)
        + place.map_or(0.0, weight::place)
        + sex;
    // Most candidates end here: reading a name is the dear part.
    if weight::score(beside + weight::most()) < ENOUGH {
        return None;
    }
    let (one, other) = (words(one.name), words(other.name));
    let (naming, names) = match one.len() <= other.len() {
        true => names(&one, &other),
        false => names(&other, &one),
    }?;
    let score = weight::score(beside + names.min(weight::most()));
    Some(Judgement { score, naming, birthday, place })
}

/// Pairs each word of the shorter name with the word of the longer one that is most like it, the
/// likest pair first: the order of words says nothing.
fn names(shorter: &[Word], longer: &[Word]) -> Option<(Naming, f64)> {
    let pairs = shorter.iter().enumerate().flat_map(|(s, short)| {
        longer.iter().enumerate().map(move |(l, long)| (s, l, compare(short, long)))
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
    let (mut used, mut met) = (vec![false; shorter.len()], vec![false; longer.len()]);
    let (mut worst, mut any, mut sum) = (Naming::Same, false, 0.0);
    for (s, l, likeness) in pairs {
        let (Some(used), Some(met), Some(short), Some(long)) =
            (used.get_mut(s), met.get_mut(l), shorter.get(s), longer.get(l))
        else {
            continue;
        };
        if *used || *met {
            continue;
        }
        (*used, *met) = (true, true);
        let how = naming(short, long, likeness);
        any |= matches!(how, Naming::Same | Naming::Similar);
        worst = worst.max(how);
        sum += weight::word(how, short.rarity);
    }
    let extra = longer.len() - shorter.len();
    let extra = (0..extra).map(|_| weight::extra()).sum::<f64>();
    any.then_some((worst, sum + extra))
}

fn compare(one: &Word, other: &Word) -> f64 {
    match (one.initial(), other.initial()) {
        // An initial is the last to be paired.
        (None, None) => strsim::jaro_winkler(&one.text, &other.text),
        _ if one.text == other.text => 1.0,
        _ => f64::from(u8::from(is_initial(one, other))) * 0.1,
    }
}

fn naming(one: &Word, other: &Word, likeness: f64) -> Naming {
    match () {
        () if one.text == other.text => Naming::Same,
        () if likeness >= SIMILAR => Naming::Similar,
        () if is_initial(one, other) => Naming::Initial,
        () => Naming::Other,
    }
}

/// True when one is the first letter of the other, as spelt or as written.
fn is_initial(one: &Word, other: &Word) -> bool {
    let begins = |initial: &Word, word: &Word| {
        initial.initial().is_some()
            && (word.text.starts_with(&initial.text) || word.written.starts_with(&initial.written))
    };
    begins(one, other) || begins(other, one)
}

/// By the ids of their SLS: the first ten digits are the village.
fn near(one: &str, other: &str) -> Place {
    match () {
        () if one == other => Place::SameSls,
        () if one.get(..10).is_some() && one.get(..10) == other.get(..10) => Place::SameVillage,
        () => Place::Other,
    }
}

#[cfg(test)]
mod tests;
