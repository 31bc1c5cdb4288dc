//! The journal of an officer's days: families keyed as a person does, with pauses, slips that are
//! mended, and families left in the middle and taken up again after others.

use std::collections::{BTreeMap, VecDeque};

use cacah_family::entry::{
    Actor, Change, Dot, Effort, Entry, FormVersion, Mode, Role, Source, Times,
};
use cacah_family::host::{Host as _, Millis};
use cacah_family::id::{DocumentId, FamilyId, InstanceId, OfficerId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};

use crate::host::FakeHost;
use crate::questionnaire::ROSTER;
use crate::random::Random;
use crate::ternate::{Answer, Family};

/// Questions that prelist, area and assignment answer (`cacah:prefill` of `regsosek22-k`).
const PREFILLED: [&str; 13] = [
    "r101",
    "r102",
    "r103",
    "r104",
    "r105",
    "r105_sub",
    "r106",
    "r107",
    "r108",
    "r109",
    "r110",
    "r202_nama",
    "r202_kode",
];
/// Answers in a hundred that are keyed wrong first.
const SLIPS: u32 = 4;
/// Families in a hundred that are left in the middle.
const LEFT: u32 = 12;
const MINUTE: u32 = 60_000;
const DAY: Millis = 24 * 60 * 60_000;
/// Working hours of a day.
const HOURS: Millis = 9 * 60 * 60_000;
/// A pause longer than this is no work with the field.
const IDLE: u32 = 30_000;

/// Who keys, on which laptop and form.
#[derive(Debug, Clone)]
pub struct Writer {
    /// The laptop.
    pub actor: Actor,
    /// The officer.
    pub officer: OfficerId,
    /// The form.
    pub form: FormVersion,
}

/// Everything `writer` keys until these families are finished, in the order of keying and numbered
/// from 1. The same for the same seed.
#[must_use]
pub fn journal(writer: &Writer, families: &[(FamilyId, &Family)], seed: u64) -> Vec<Entry> {
    let mut random = Random::new(seed);
    let mut days = Days::begin(writer, random.bits());
    let mut sheets: Vec<Sheet> =
        families.iter().map(|(id, family)| Sheet::of(*id, family, &mut random)).collect();
    for (at, deeds) in sittings(&sheets, &mut random) {
        days.walk(&mut random);
        for _ in 0..deeds {
            days.key(&mut sheets[at], &mut random);
        }
    }
    days.entries
}

/// Which family is sat with for how many deeds. A family that is left is taken up again after one
/// to three others.
fn sittings(sheets: &[Sheet], random: &mut Random) -> Vec<(usize, usize)> {
    let mut sittings = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let all = sheet.deeds.len();
        let place = u32::try_from(at).unwrap_or(u32::MAX) * 2;
        if random.chance(LEFT) {
            let first = all * random.between(10, 90) as usize / 100;
            sittings.push((place, at, first));
            sittings.push((place + 2 * random.between(1, 3) + 1, at, all - first));
        } else {
            sittings.push((place, at, all));
        }
    }
    sittings.sort_unstable();
    sittings.into_iter().map(|(_, at, deeds)| (at, deeds)).collect()
}

/// One act of the officer.
enum Deed {
    /// The document with its first member and what is known.
    Open(Vec<Answer>),
    Member,
    Answer(Option<usize>, Answer),
    Finish,
}

/// The document of a family, and what is still to do in it.
struct Sheet {
    family: FamilyId,
    deeds: VecDeque<Deed>,
    document: Option<DocumentId>,
    members: Vec<InstanceId>,
    order: Option<OrderKey>,
    heads: BTreeMap<Path, Dot>,
}

impl Sheet {
    fn of(id: FamilyId, family: &Family, random: &mut Random) -> Self {
        let answers = family.answers();
        let known = |answer: &Answer| PREFILLED.contains(&&*answer.question);
        let (known, asked): (Vec<_>, Vec<_>) = answers.opening.into_iter().partition(known);
        let mut deeds = VecDeque::from([Deed::Open(known)]);
        deeds.extend(keyed(None, asked, random));
        for (index, list) in answers.members.into_iter().enumerate() {
            deeds.extend((index > 0).then_some(Deed::Member));
            deeds.extend(keyed(Some(index), list, random));
        }
        deeds.extend(keyed(None, answers.closing, random));
        deeds.push_back(Deed::Finish);
        let (document, members, order, heads) = Default::default();
        Self { family: id, deeds, document, members, order, heads }
    }
}

/// A block as it is keyed: most slips are mended at once, some when the officer reads it over.
fn keyed(member: Option<usize>, list: Vec<Answer>, random: &mut Random) -> Vec<Deed> {
    let (mut deeds, mut later) = (Vec::new(), Vec::new());
    for right in list {
        if !random.chance(SLIPS) {
            deeds.push(Deed::Answer(member, right));
            continue;
        }
        let wrong = Answer { question: right.question.clone(), raw: slip(&right.raw) };
        deeds.push(Deed::Answer(member, wrong));
        let mended = if random.chance(70) { &mut deeds } else { &mut later };
        mended.push(Deed::Answer(member, right));
    }
    deeds.extend(later);
    deeds
}

/// The last key was the one beside the right one, or was not pressed at all.
fn slip(raw: &str) -> String {
    let mut slipped = raw.to_owned();
    if let Some(digit) = slipped.pop().and_then(|last| last.to_digit(10)) {
        slipped.push_str(&((digit + 1) % 10).to_string());
    }
    slipped
}

/// The officer's days with the laptop: what was written, and what time it is.
struct Days<'a> {
    writer: &'a Writer,
    host: FakeHost,
    /// Eight in the morning of the day, when the laptop was started.
    morning: Millis,
    /// The endpoint's time when last heard, the evening before.
    endpoint: Millis,
    entries: Vec<Entry>,
}

impl<'a> Days<'a> {
    fn begin(writer: &'a Writer, seed: u64) -> Self {
        let host = FakeHost::new(seed);
        let morning = host.now();
        Self { writer, host, morning, endpoint: morning - DAY + HOURS, entries: Vec::new() }
    }

    /// The way to the next family, or to bed.
    fn walk(&mut self, random: &mut Random) {
        self.host.pass(pause(random, 6 * MINUTE, 0.6));
        if self.host.now() - self.morning > HOURS {
            self.endpoint = self.host.now();
            self.morning += DAY;
            self.host.set_clock(self.morning + Millis::from(pause(random, 9 * MINUTE, 0.5)));
        }
    }

    fn key(&mut self, sheet: &mut Sheet, random: &mut Random) {
        match sheet.deeds.pop_front() {
            Some(Deed::Open(known)) => self.open(sheet, known),
            Some(Deed::Member) => self.join(sheet, self.pass(random, 1)),
            Some(Deed::Answer(member, answer)) => {
                let pressed = answer.raw.chars().count() + 1;
                let effort = self.pass(random, u32::try_from(pressed).unwrap_or(u32::MAX));
                let path = match member {
                    Some(index) => Path::of(sheet.members[index], &answer.question),
                    None => Path::question(&answer.question),
                };
                self.write(sheet, path, answered(answer, None), effort);
            }
            Some(Deed::Finish) => {
                let (path, effort) = (Path::question(Path::STATE), self.pass(random, 1));
                self.write(sheet, path, Change::Finished { role: Role::Enumerator }, effort);
            }
            None => {}
        }
    }

    fn open(&mut self, sheet: &mut Sheet, known: Vec<Answer>) {
        sheet.document = Some(DocumentId(self.host.id()));
        let opened = Change::Opened { source: Source::Visit };
        self.write(sheet, Path::question(Path::DOCUMENT), opened, Effort::default());
        self.join(sheet, Effort::default());
        for answer in known {
            let path = Path::question(&answer.question);
            self.write(sheet, path, answered(answer, Some(Seen::Prelist)), Effort::default());
        }
    }

    fn join(&mut self, sheet: &mut Sheet, effort: Effort) {
        let (id, order) =
            (InstanceId(self.host.id()), OrderKey::between(sheet.order.as_ref(), None));
        sheet.members.push(id);
        sheet.order = Some(order.clone());
        let join = Change::Join { repeat: ROSTER.into(), order, parent: None, from: None };
        self.write(sheet, Path::instance(id), join, effort);
    }

    /// Reading the question out, hearing the answer, and pressing `keys`.
    fn pass(&self, random: &mut Random, keys: u32) -> Effort {
        let mut active = pause(random, 2_800, 0.8).min(IDLE);
        active += (0..keys).map(|_| pause(random, 210, 0.45).min(IDLE)).sum::<u32>();
        // Now and then somebody comes to the door.
        let away = if random.chance(1) { pause(random, MINUTE, 1.0) } else { 0 };
        self.host.pass(active + away);
        Effort { keys, active }
    }

    fn write(&mut self, sheet: &mut Sheet, path: Path, change: Change, effort: Effort) {
        let dot = Dot { actor: self.writer.actor, seq: self.entries.len() as u64 + 1 };
        let over = sheet.heads.insert(path.clone(), dot).into_iter().collect();
        let wall = self.host.now();
        self.entries.push(Entry {
            dot,
            family: sheet.family,
            document: sheet.document,
            path,
            change,
            over,
            officer: self.writer.officer,
            mode: Mode::Visit,
            form: Some(self.writer.form.clone()),
            at: Times {
                wall,
                mono: u64::try_from(wall - self.morning).unwrap_or(0),
                endpoint: Some(self.endpoint),
                heard: None,
            },
            effort,
        });
    }
}

fn answered(answer: Answer, seen: Option<Seen>) -> Change {
    let value = (!answer.raw.is_empty()).then(|| answer.raw.clone());
    Change::Slot(Slot { raw: answer.raw, value, seen, ..Slot::default() })
}

/// A pause of a person, in milliseconds: log-normal around `median` (Box and Muller 1958).
fn pause(random: &mut Random, median: u32, sigma: f64) -> u32 {
    let mut unit = || (random.bits() >> 11) as f64 / (1u64 << 53) as f64;
    let (one, two) = (1.0 - unit(), unit());
    let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos();
    (f64::from(median) * (sigma * normal).exp()).round() as u32
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cacah_family::id::DeviceId;
    use cacah_family::merge::History;
    use uuid::Uuid;

    use super::*;
    use crate::ternate::families;

    fn writer() -> Writer {
        Writer {
            actor: Actor { device: DeviceId(Uuid::from_u128(1)), incarnation: 1 },
            officer: OfficerId(Uuid::from_u128(2)),
            form: FormVersion { structure: "51".repeat(32), rules: "81".repeat(32) },
        }
    }

    fn of(people: &[Family]) -> Vec<Entry> {
        let id = |n: usize| FamilyId(Uuid::from_u128(0xFA0000 + n as u128));
        let listed: Vec<_> = people.iter().enumerate().map(|(n, f)| (id(n), f)).collect();
        journal(&writer(), &listed, 9)
    }

    #[test]
    fn every_answer_ends_right_and_some_were_mended() {
        let people = families(5, 30);
        let entries = of(&people);
        assert_eq!(entries, of(&people), "the seed repeats");
        let mended = entries.iter().filter(|entry| !entry.over.is_empty()).count();
        assert!((entries.len() / 50..entries.len() / 15).contains(&mended), "{mended}");
        for (n, family) in people.iter().enumerate() {
            let mut history = History::default();
            let id = FamilyId(Uuid::from_u128(0xFA0000 + n as u128));
            entries.iter().filter(|e| e.family == id).for_each(|e| {
                history.insert(e.clone());
            });
            let state = history.state();
            let document = state.documents.values().next().unwrap();
            assert!(document.finished.is_some() && document.undecided.is_empty());
            assert_eq!(document.instances.len(), family.members.len());
            let head = &document.slots[&Path::question("r108")];
            assert_eq!(head.raw, family.head());
            assert_eq!(document.slots.len(), family.answers().count());
        }
    }

    #[test]
    fn numbers_rise_without_a_gap_time_passes_and_families_interleave() {
        let entries = of(&families(5, 60));
        assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.dot.seq == seq));
        assert!(entries.is_sorted_by_key(|entry| entry.at.wall));
        let days: BTreeSet<Millis> = entries.iter().map(|entry| entry.at.wall / DAY).collect();
        assert!(days.len() > 2, "{days:?}");
        let turns = entries.chunk_by(|a, b| a.family == b.family).count();
        assert!(turns > 60, "{turns}");
    }
}
