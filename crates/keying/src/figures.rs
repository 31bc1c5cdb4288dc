//! Figures of work: what keying cost and what came of it, folded from the journal. Nothing here
//! decides anything; who may see whose is the caller's.

mod judged;
mod shifts;

use std::collections::BTreeMap;
use std::ops::AddAssign;

use cacah_family::entry::Effort;
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, OfficerId};

pub use judged::{Judged, Verdict, judged};
pub use shifts::Shifts;

const DAY: Millis = 86_400_000;

/// How figures are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By officer.
    Officer,
    /// By officer and day.
    Day,
    /// By officer and shift.
    Shift,
    /// By SLS, of all officers together.
    Sls,
    /// By question, of all officers together.
    Field,
}

/// What a row is about. Rows sort by officer first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The officer; absent where all are together.
    pub officer: Option<OfficerId>,
    /// Of that officer, or of all.
    pub part: Part,
}

/// The part of the work a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// A day: days since 1970-01-01 by the wall of the round's zone.
    Day(i64),
    /// A shift; absent outside any.
    Shift(Option<u8>),
    /// An SLS, by id.
    Sls(String),
    /// A question, by name.
    Question(String),
}

/// One entry of the journal as figures see it.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Who wrote it.
    pub officer: OfficerId,
    /// When, by the clock of that PC.
    pub at: Millis,
    /// SLS of its document.
    pub sls: &'a str,
    /// The question; absent for facts of the document.
    pub question: Option<&'a str>,
    /// The question takes free text: its keystrokes are counted apart.
    pub text: bool,
    /// What it cost.
    pub effort: Effort,
}

/// A document that was finished, once: what is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// The document.
    pub document: DocumentId,
    /// Who finished it.
    pub officer: OfficerId,
    /// When.
    pub at: Millis,
    /// Its SLS.
    pub sls: String,
    /// Keyed again: the second keying of paper that somebody else has keyed.
    pub again: bool,
}

/// Sums of a row. Times in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents finished.
    pub documents: u32,
    /// Documents keyed again.
    pub again: u32,
    /// Keys pressed.
    pub keys: u32,
    /// Of them outside fields of text.
    pub number_keys: u32,
    /// Time in fields.
    pub active: u64,
    /// Of it outside fields of text.
    pub number_active: u64,
    /// Time at work, in fields and between them, without pauses.
    pub present: u64,
    /// Pauses.
    pub pauses: u32,
    /// Fields that somebody keyed again.
    pub checked: u32,
    /// Keys pressed in these.
    pub checked_keys: u32,
    /// Of these wrong, by somebody's decision.
    pub wrong: u32,
    /// Of these in doubt: keyed differently, and nobody has decided.
    pub suspected: u32,
}

impl Tally {
    /// Keystrokes per hour outside fields of text; 0 before the first.
    #[must_use]
    pub fn per_hour(&self) -> u32 {
        let rate = u64::from(self.number_keys) * 3_600_000;
        rate.checked_div(self.number_active).map_or(0, clamped)
    }

    /// Wrong fields per 1,000 keystrokes of the fields keyed again, in tenths; absent when there were
    /// none. What is in doubt is no error before it is decided.
    #[must_use]
    pub fn errors_tenths(&self) -> Option<u32> {
        (u64::from(self.wrong) * 10_000).checked_div(self.checked_keys.into()).map(clamped)
    }
}

fn clamped(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.again += other.again;
        self.keys += other.keys;
        self.number_keys += other.number_keys;
        self.active += other.active;
        self.number_active += other.number_active;
        self.present += other.present;
        self.pauses += other.pauses;
        self.checked += other.checked;
        self.checked_keys += other.checked_keys;
        self.wrong += other.wrong;
        self.suspected += other.suspected;
    }
}

/// Where an officer's clock stands in the fold.
#[derive(Debug, Clone, Copy)]
struct Clock {
    officer: OfficerId,
    day: i64,
    last: Millis,
    since: Millis,
}

/// The fold.
#[derive(Debug)]
pub struct Figures<'s> {
    by: By,
    /// A pause is longer, milliseconds.
    pause: u64,
    /// Milliseconds east of UTC: where the day is cut.
    zone: Millis,
    shifts: &'s Shifts,
    rows: BTreeMap<Row, Tally>,
    clock: Option<Clock>,
}

impl<'s> Figures<'s> {
    /// Nothing yet. A gap of more than `pause` seconds is a pause; days are cut `zone` seconds east
    /// of UTC.
    #[must_use]
    pub fn new(by: By, pause: u32, zone: i32, shifts: &'s Shifts) -> Self {
        Self {
            by,
            pause: u64::from(pause) * 1_000,
            zone: Millis::from(zone) * 1_000,
            shifts,
            rows: BTreeMap::new(),
            clock: None,
        }
    }

    /// Adds an entry. An officer's entries come together and in the order of the clock.
    pub fn add(&mut self, piece: &Piece<'_>) {
        let (keys, active) = (piece.effort.keys, u64::from(piece.effort.active));
        let (present, paused) = self.tick(piece);
        let number = piece.question.is_some() && !piece.text;
        let cost = Tally {
            keys,
            active,
            number_keys: if number { keys } else { 0 },
            number_active: if number { active } else { 0 },
            present,
            pauses: paused.into(),
            ..Tally::default()
        };
        self.put((piece.officer, piece.at), piece.sls, piece.question, cost);
    }

    /// Counts a document: of each only the first finishing, so that it is paid for once.
    pub fn finished(&mut self, finish: &Finish) {
        let one = match finish.again {
            false => Tally { documents: 1, ..Tally::default() },
            true => Tally { again: 1, ..Tally::default() },
        };
        self.put((finish.officer, finish.at), &finish.sls, None, one);
    }

    /// Adds what keying a field of an SLS again found.
    pub fn judged(&mut self, judged: &Judged, sls: &str) {
        let found = Tally {
            checked: 1,
            checked_keys: judged.keys,
            wrong: (judged.verdict == Verdict::Wrong).into(),
            suspected: (judged.verdict == Verdict::Suspected).into(),
            ..Tally::default()
        };
        let question = judged.question.name.as_deref();
        self.put((judged.officer, judged.at), sls, question, found);
    }

    /// The rows, by officer and part.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<Row, Tally> {
        &self.rows
    }

    /// Since when the officer added last has worked without a pause, and the newest entry.
    #[must_use]
    pub fn run(&self) -> Option<(Millis, Millis)> {
        self.clock.map(|clock| (clock.since, clock.last))
    }

    /// Time at work since the officer's entry before, and whether a pause lay between. Going home is
    /// none.
    fn tick(&mut self, piece: &Piece<'_>) -> (u64, bool) {
        let active = u64::from(piece.effort.active);
        let day = self.day(piece.at);
        let fresh = Clock {
            officer: piece.officer,
            day,
            last: piece.at,
            since: piece.at.saturating_sub(piece.effort.active.into()),
        };
        let same = |clock: &Clock| clock.officer == piece.officer && clock.day == day;
        let Some(clock) = self.clock.filter(same) else {
            self.clock = Some(fresh);
            return (active, false);
        };
        // A clock that was set back tells nothing of the time between.
        let passed = u64::try_from(piece.at.saturating_sub(clock.last)).unwrap_or_default();
        let left = self.shifts.left(piece.officer, clock.last, piece.at);
        let paused = self.shifts.paused(piece.officer, clock.last, piece.at)
            || passed.saturating_sub(active) > self.pause;
        if left || paused {
            self.clock = Some(fresh);
            return (active.min(passed), !left);
        }
        self.clock = Some(Clock { last: piece.at, ..clock });
        (passed, false)
    }

    fn day(&self, at: Millis) -> i64 {
        at.saturating_add(self.zone).div_euclid(DAY)
    }

    fn put(
        &mut self,
        (officer, at): (OfficerId, Millis),
        sls: &str,
        question: Option<&str>,
        tally: Tally,
    ) {
        let part = match self.by {
            By::Officer => Part::Whole,
            By::Day => Part::Day(self.day(at)),
            By::Shift => Part::Shift(self.shifts.at(officer, at)),
            By::Sls => Part::Sls(sls.to_owned()),
            By::Field => match question {
                Some(question) => Part::Question(question.to_owned()),
                None => return,
            },
        };
        let together = matches!(self.by, By::Sls | By::Field);
        let row = Row { officer: (!together).then_some(officer), part };
        *self.rows.entry(row).or_default() += tally;
    }
}

#[cfg(test)]
mod tests;
