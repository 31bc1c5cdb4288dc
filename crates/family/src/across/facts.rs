//! What one family's document says to other families.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Rule;
use crate::id::InstanceId;
use crate::number::{KkNumber, Nik};
use crate::path::Path;
use crate::slot::Slot;

/// Which questions they are, a table beside the forms: `fact,question,codes`.
const TABLE: &str = include_str!("../../../../schemas/forms/across.csv");

/// What begins every number that stands for the lack of one (BPS drafts: fifteen nines and a code).
const SPECIAL: &str = "999999999999999";

/// What a family card is to a family that shares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Card {
    /// The main family of it.
    Main,
    /// One that split off.
    Split,
}

/// What the document of a family says that other families are compared with.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Sixteen digits of each NIK, by person. Whoever left, or never was found, is not among them.
    pub persons: BTreeMap<InstanceId, String>,
    /// Sixteen digits of the KK number.
    pub card: Option<String>,
    /// What the card is, where it is shared.
    pub kind: Option<Card>,
    /// Building number.
    pub building: Option<u32>,
    /// Family number.
    pub number: Option<u32>,
    /// Name of the head, as [`plain`] writes it.
    pub head: Option<String>,
    /// Welfare by the officer's judgement, code of the form.
    pub welfare: Option<u32>,
    /// Nobody answered to the end: there was no respondent, they refused, or moved away.
    pub unanswered: bool,
    /// Families of an SLS, in a recap of its listing.
    pub recap: Option<u32>,
    /// Findings across families confirmed in it, with their reason, by rule id.
    pub confirmed: BTreeMap<String, String>,
}

/// Never prints a name or number.
impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Facts({} persons)", self.persons.len())
    }
}

impl Facts {
    /// Reads them from the slots of a document. `stands` tells which count: of questions that are
    /// not hidden and members who are there.
    #[must_use]
    pub fn read(slots: &BTreeMap<Path, Slot>, stands: impl Fn(&Path) -> bool) -> Self {
        let mut facts = Self::default();
        let mut gone = Vec::new();
        for (path, slot) in slots {
            let Some(question) = path.name.as_deref() else { continue };
            let mut rows = LINES.iter().filter(|line| line.question == question).peekable();
            if rows.peek().is_none() || !stands(path) {
                continue;
            }
            let confirmed = slot.confirmed.iter().filter(|(id, _)| Rule::of(id).is_some());
            facts.confirmed.extend(confirmed.map(|(id, why)| (id.clone(), why.clone())));
            if slot.missing.is_some() || slot.raw.is_empty() {
                continue;
            }
            for line in rows {
                facts.take(line, path, slot.raw.trim(), &mut gone);
            }
        }
        facts.persons.retain(|person, _| !gone.contains(person));
        facts
    }

    fn take(&mut self, line: &Line, path: &Path, raw: &str, gone: &mut Vec<InstanceId>) {
        match (line.fact, path.instance) {
            ("person", Some(person)) => {
                if let Some(digits) = raw.parse().ok().and_then(|nik: Nik| real(nik.digits())) {
                    self.persons.insert(person, digits);
                }
            }
            ("here", Some(person)) if !line.has(raw) => gone.push(person),
            ("card", _) => {
                self.card = raw.parse().ok().and_then(|card: KkNumber| real(card.digits()));
            }
            ("main", _) if line.has(raw) => self.kind = Some(Card::Main),
            ("split", _) if line.has(raw) => self.kind = Some(Card::Split),
            ("building", _) => self.building = raw.parse().ok(),
            ("number", _) => self.number = raw.parse().ok(),
            ("head", _) => self.head = Some(plain(raw)),
            ("welfare", _) => self.welfare = raw.parse().ok(),
            ("unanswered", _) => self.unanswered = line.has(raw),
            ("recap", _) => self.recap = raw.parse().ok(),
            _ => {}
        }
    }
}

/// A serial of 0000 is a number like any other; what stands for the lack of one is none.
fn real(digits: String) -> Option<String> {
    (!digits.starts_with(SPECIAL)).then_some(digits)
}

/// A name as names are compared: capitals, letters and digits only, single blanks.
#[must_use]
pub(super) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace());
    let upper: String = letters.flat_map(char::to_uppercase).collect();
    upper.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of the table.
struct Line {
    fact: &'static str,
    question: &'static str,
    codes: &'static str,
}

impl Line {
    /// Codes may be keyed with the zeros the paper prints.
    fn has(&self, raw: &str) -> bool {
        self.codes.split(' ').any(|code| code == raw.trim_start_matches('0'))
    }
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let cells = TABLE.lines().skip(1).map(|line| line.split(','));
    let lines = cells.filter_map(|mut cells| {
        Some(Line { fact: cells.next()?, question: cells.next()?, codes: cells.next()? })
    });
    lines.collect()
});

/// The questions of a fact.
pub(crate) fn questions(fact: &str) -> impl Iterator<Item = &'static str> {
    LINES.iter().filter(move |line| line.fact == fact).map(|line| line.question)
}

/// The question of a fact, with its first code.
#[must_use]
pub fn question_of(fact: &str) -> Option<(&'static str, &'static str)> {
    let line = LINES.iter().find(|line| line.fact == fact)?;
    Some((line.question, line.codes.split(' ').next().unwrap_or_default()))
}

/// The facts a question holds.
pub(crate) fn facts_of(question: &str) -> impl Iterator<Item = &'static str> {
    LINES.iter().filter(move |line| line.question == question).map(|line| line.fact)
}

impl Rule {
    /// The question an officer looks at.
    #[must_use]
    pub fn question(&self) -> Option<&'static str> {
        questions(self.focus).next()
    }

    /// True of the question an officer looks at, and confirms it at.
    #[must_use]
    pub fn looks_at(&self, question: &str) -> bool {
        questions(self.focus).any(|name| name == question)
    }
}
