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

    fn whole(self) -> Option<Whole> {
        Some((self.year, self.month?, self.day?))
    }

    fn is_guessed(self) -> bool {
        self.day.zip(self.month).is_some_and(|day| GUESSED.contains(&day))
    }
}

/// `None` where one of them is not known.
pub(super) fn compare(one: Option<&str>, other: Option<&str>) -> Option<Birthday> {
    let (one, other) = (Date::read(one?)?, Date::read(other?)?);
    let same_year = one.year == other.year;
    let (Some(a), Some(b)) = (one.whole(), other.whole()) else {
        return Some(if same_year { Birthday::Year } else { Birthday::Other });
    };
    Some(match () {
        () if a == b && one.is_guessed() => Birthday::Guessed,
        () if a == b => Birthday::Equal,
        () if a == (b.0, b.2, b.1) => Birthday::Swapped,
        () if one_slip(a, b) => Birthday::OneOff,
        () if same_year && (one.is_guessed() || other.is_guessed()) => Birthday::Year,
        () if same_year => Birthday::OtherDay,
        () => Birthday::Other,
    })
}

type Whole = (u32, u32, u32);

/// One digit of eight, two neighbours that changed places, or a year counted one off.
fn one_slip(a: Whole, b: Whole) -> bool {
    let digits = |(year, month, day): Whole| format!("{year:04}{month:02}{day:02}");
    let (left, right) = (digits(a), digits(b));
    let pairs = left.bytes().zip(right.bytes()).enumerate();
    let differ: Vec<_> = pairs.filter(|(_, (left, right))| left != right).collect();
    match differ[..] {
        [_] => true,
        [(at, one), (next, (after, before))] if at + 1 == next && one == (before, after) => true,
        _ => a.0.abs_diff(b.0) == 1 && (a.1, a.2) == (b.1, b.2),
    }
}
