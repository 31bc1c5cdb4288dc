//! Who the people of a document are, as far as it is answered.

use std::collections::BTreeMap;

use super::Person;
use crate::across;
use crate::id::InstanceId;
use crate::path::Path;
use crate::slot::Slot;

/// A fact about a person that a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Name.
    Name,
    /// Day of birth.
    Day,
    /// Month of birth.
    Month,
    /// Year of birth.
    Year,
    /// Sex.
    Sex,
}

/// Which fact about a person a question asks for, by `schemas/forms/across.csv`.
#[must_use]
pub fn fact(question: &str) -> Option<Fact> {
    across::facts_of(question)
        .find_map(|word| FACTS.iter().find(|(known, _)| *known == word).map(|(_, fact)| *fact))
}

/// As the table calls them.
const FACTS: &[(&str, Fact)] = &[
    ("name", Fact::Name),
    ("day", Fact::Day),
    ("month", Fact::Month),
    ("year", Fact::Year),
    ("sex", Fact::Sex),
];

/// The questions of a fact.
#[cfg(test)]
pub(super) fn questions(of: Fact) -> impl Iterator<Item = &'static str> {
    let words = FACTS.iter().filter(move |(_, fact)| *fact == of);
    words.flat_map(|(word, _)| across::questions(word))
}

/// A person of a document.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Name as written.
    pub name: String,
    /// Birth date as far as known, as [`Person::born`] has it.
    pub born: Option<String>,
    /// Code of the sex.
    pub sex: Option<String>,
}

/// Never prints a name or birth date.
impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Known(…)")
    }
}

impl Known {
    /// As [`judge`](super::judge) takes it.
    #[must_use]
    pub fn at<'a>(&'a self, place: Option<&'a str>) -> Person<'a> {
        Person { name: &self.name, born: self.born.as_deref(), sex: self.sex.as_deref(), place }
    }
}

/// The people of a document who have a name. `stands` tells which slots count: of questions that are
/// not hidden and members who are there.
#[must_use]
pub fn known(
    slots: &BTreeMap<Path, Slot>,
    stands: impl Fn(&Path) -> bool,
) -> BTreeMap<InstanceId, Known> {
    let mut said: BTreeMap<InstanceId, Said> = BTreeMap::new();
    for (path, slot) in slots {
        let (Some(question), Some(person)) = (path.name.as_deref(), path.instance) else {
            continue;
        };
        let Some(fact) = fact(question) else { continue };
        if slot.missing.is_none() && !slot.raw.trim().is_empty() && stands(path) {
            said.entry(person).or_default().take(fact, slot.raw.trim());
        }
    }
    let named = said.into_iter().filter(|(_, said)| !said.name.is_empty());
    named.map(|(person, said)| (person, said.known())).collect()
}

/// What the answers say of one person.
#[derive(Default)]
struct Said {
    name: String,
    sex: Option<String>,
    day: Option<u32>,
    month: Option<u32>,
    year: Option<u32>,
}

impl Said {
    fn take(&mut self, fact: Fact, raw: &str) {
        let number = raw.parse::<u32>().ok();
        match fact {
            Fact::Name => raw.clone_into(&mut self.name),
            Fact::Sex => self.sex = Some(raw.to_owned()),
            Fact::Day => self.day = number.filter(|day| (1..=31).contains(day)),
            Fact::Month => self.month = number.filter(|month| (1..=12).contains(month)),
            Fact::Year => self.year = number.filter(|year| (1800..2200).contains(year)),
        }
    }

    fn known(self) -> Known {
        let born = self.year.map(|year| match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (None, _) => format!("{year:04}"),
        });
        Known { name: self.name, born, sex: self.sex }
    }
}
