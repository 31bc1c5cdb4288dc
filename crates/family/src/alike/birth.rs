//! How two birth dates agree.

use super::Birthday;

/// Days on which people are entered who do not know theirs: (day, month).
const GUESSED: &[(u32, u32)] = &[(1, 1), (31, 12), (1, 7), (17, 8)];

/// A birth date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Date {
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Date {
    /// `1990-05-12`, `1990-05` or `1990`.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
        let year = parts.next()??;
        let month = parts.next().flatten().filter(|month| (1..=12).contains(month));
        let day = parts.next().flatten().filter(|day| (1..=31).contains(day));
        (1800..2200).contains(&year).then_some(Self { year, month, day })
    }

    fn whole(self) -> Option<(u32, u32, u32)> {
        Some((self.year, self.month?, self.day?))
    }
}

/// `None` where one of them is not known.
pub(super) fn compare(one: Option<&str>, other: Option<&str>) -> Option<Birthday> {
    let (one, other) = (Date::read(one?)?, Date::read(other?)?);
    let by_year = if one.year == other.year { Birthday::Year } else { Birthday::Other };
    let (Some(a), Some(b)) = (one.whole(), other.whole()) else { return Some(by_year) };
    Some(match () {
        () if a == b && GUESSED.contains(&(a.2, a.1)) => Birthday::Guessed,
        () if a == b => Birthday::Equal,
        () if a == (b.0, b.2, b.1) => Birthday::Swapped,
        () if slips(a, b) == 1 => Birthday::OneOff,
        () => by_year,
    })
}

/// Digits that differ in the eight of a date.
fn slips(a: (u32, u32, u32), b: (u32, u32, u32)) -> usize {
    let digits = |(year, month, day)| format!("{year:04}{month:02}{day:02}");
    digits(a).bytes().zip(digits(b).bytes()).filter(|(a, b)| a != b).count()
}
