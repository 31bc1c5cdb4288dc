//! The verdict on one segment: read and proven, or not taken; part of the state, or kept aside.
//! *Held, not refused*: whatever is readable and authentic is kept (design, "The data").

use std::collections::BTreeSet;
use std::sync::Arc;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Birth, Change, Chunk, Entry, Mode};
use cacah_family::host::Millis;
use cacah_family::merge::History;
use cacah_wire::batch::SegmentName;
use cacah_wire::error::Code;
use cacah_wire::file::is_name;
use cacah_wire::people::OfficerRole;
use cacah_wire::segment::{MAX_ENTRIES, SealedSegment, Segment};

use super::hands;
use super::paper::oversteps;
use super::record::{made, pretends};
use crate::access::{Action, may, needed};
use crate::forms::RoundForms;
use crate::regency;
use crate::storage::{Assignment, Device, FamilyRow};

/// A segment that is what it says it is.
pub struct Proven {
    /// As it travels.
    pub sealed: SealedSegment,
    /// Its columns.
    pub segment: Segment,
    /// Its entries.
    pub entries: Vec<Arc<Entry>>,
}

/// Proves a segment and takes its columns apart; the code says why it cannot be taken.
/// `writer` is the device its actor names.
pub fn prove(
    name: &SegmentName,
    home: &District,
    sealed: SealedSegment,
    segment: Segment,
    writer: Option<&Device>,
) -> Result<Proven, Code> {
    let writer = writer.filter(|device| device.officer == segment.officer);
    let writer = writer.ok_or(Code::BadSignature)?;
    sealed.prove(&writer.officer_key).map_err(|_| Code::BadSignature)?;
    let named = segment.family == name.family && segment.officer == name.officer;
    if !named || segment.home != *home {
        return Err(Code::BadSegment);
    }
    let entries = segment.entries().map_err(|_| Code::BadSegment)?;
    if entries.iter().all(is_sound) {
        Ok(Proven { sealed, segment, entries: entries.into_iter().map(Arc::new).collect() })
    } else {
        Err(Code::BadSegment)
    }
}

/// What some laptop can have written: numbers that a database counts, files that can be stored. A
/// page that carried anything else down would be refused by every other laptop.
fn is_sound(entry: &Entry) -> bool {
    let countable = |number: u64| i64::try_from(number).is_ok();
    let times = countable(entry.at.mono) && entry.at.heard.is_none_or(|h| countable(h.mono));
    let file = match &entry.change {
        Change::File(file) => {
            let named = |chunk: &Chunk| is_name(&chunk.name) && is_name(&chunk.hash);
            entry.path.instance.is_some() && file.chunks.iter().all(named)
        }
        _ => true,
    };
    entry.dot.seq > 0 && countable(entry.dot.seq) && times && file
}

/// What the endpoint knows when it judges a proven segment.
pub struct Standing<'a> {
    /// Forms of the batch's round; `None` when there is no such round.
    pub forms: Option<&'a RoundForms>,
    /// All areas the segment's officer serves or ever served: work done under an assignment is
    /// accepted whenever it arrives.
    pub assignments: &'a [Assignment],
    /// What the segment's officer is.
    pub role: OfficerRole,
    /// The officer's code, as paper is given to.
    pub code: &'a str,
    /// When the segment came, by the endpoint's clock: it was not written later.
    pub received: Millis,
    /// The laptop that wrote it is revoked.
    pub revoked: bool,
    /// The family, when it is registered.
    pub row: Option<&'a FamilyRow>,
    /// Its entries so far.
    pub history: &'a History,
}

impl Standing<'_> {
    /// Why the segment is kept aside, if it is.
    pub fn held(&self, proven: &Proven) -> Option<Code> {
        if self.revoked {
            Some(Code::Revoked)
        } else if self.wrong_round(proven) {
            Some(Code::WrongRound)
        } else if self.outside(proven) {
            Some(Code::OutsideArea)
        } else if self.outside_period(proven) {
            Some(Code::OutsidePeriod)
        } else if pretends(proven) || self.beyond_role(proven) {
            Some(Code::NotAllowed)
        } else if let Some(code) = hands::held(proven, self.history) {
            Some(code)
        } else if self.unknown_form(proven) {
            Some(Code::UnknownForm)
        } else if self.history.would_fork(said(proven)) {
            Some(Code::Fork)
        } else if self.history.len() + proven.entries.len() > MAX_ENTRIES {
            // Every later batch would have to merge it again: nobody keyed that.
            Some(Code::Internal)
        } else {
            None
        }
    }

    fn wrong_round(&self, proven: &Proven) -> bool {
        let round = proven.segment.round;
        self.forms.is_none_or(|forms| forms.round() != round)
            || self.row.is_some_and(|row| row.birth.round != round)
            || births(said(proven)).any(|birth| birth.round != round)
    }

    /// What the endpoint knows of the family counts as well as what the segment claims. Where a
    /// registered family was before it came where it is, nobody need serve any more.
    fn outside(&self, proven: &Proven) -> bool {
        let segment = &proven.segment;
        let past = || births(self.history.entries());
        let births = || past().chain(births(said(proven)));
        let heard = past().filter(|_| self.row.is_none()).chain(self::births(said(proven)));
        let places = heard.map(|birth| &birth.idsubsls).chain([&segment.idsubsls]);
        let places = places.chain(self.row.map(|row| &row.birth.idsubsls));
        let mut places = places.chain(made(proven));
        let strays = places.any(|place| self.serving(segment, place).next().is_none());
        let moved = births().any(|birth| birth.home != segment.home)
            || made(proven).any(|area| area.district() != segment.home);
        let unheard = self.row.is_none() && (births().next().is_none() || !self.is_home(segment));
        strays || moved || unheard
    }

    /// True when an entry was certainly written while nothing there was served. No laptop's clock
    /// decides: it was written after the endpoint's own time, as heard, and before it came here.
    fn outside_period(&self, proven: &Proven) -> bool {
        let segment = &proven.segment;
        let places = [&segment.idsubsls].into_iter();
        let mut places = places.chain(self.row.map(|row| &row.birth.idsubsls));
        places.any(|place| {
            said(proven).any(|entry| {
                let mut serving = self.serving(segment, place);
                serving.all(|assignment| self.excludes(assignment, entry))
            })
        })
    }

    fn excludes(&self, assignment: &Assignment, entry: &Entry) -> bool {
        let after = entry.at.endpoint.zip(assignment.end()).is_some_and(|(at, end)| at >= end);
        after || assignment.period.since.is_some_and(|since| self.received < since)
    }

    /// True when the officer's role writes no such entries, or not in documents of this source. What
    /// the office itself decides never comes this road.
    fn beyond_role(&self, proven: &Proven) -> bool {
        let written: BTreeSet<_> = said(proven).filter_map(|entry| entry.document).collect();
        let of_these = |entry: &&Entry| {
            let opened = matches!(entry.change, Change::Opened { .. });
            opened && entry.document.is_some_and(|document| written.contains(&document))
        };
        let sources = self.history.entries().filter(of_these);
        let mut needed = sources.chain(said(proven)).filter_map(needed);
        let may_be = |mode| match mode {
            Mode::Import => false,
            Mode::Supervising => may(self.role, Action::Check),
            Mode::Visit | Mode::Keying | Mode::Verifying => true,
        };
        said(proven).any(|entry| !may_be(entry.mode))
            || needed.any(|action| !may(self.role, action))
            || oversteps(proven, self.history, self.code, self.role)
    }

    /// What the officer served or serves at a place, in the segment's round; the office of a regency
    /// is served by whoever keys paper somewhere in it.
    fn serving<'b>(
        &'b self,
        segment: &'b Segment,
        place: &'b Idsubsls,
    ) -> impl Iterator<Item = &'b Assignment> {
        let of_round = self.assignments.iter().filter(|area| area.round == segment.round);
        of_round.filter(|assignment| {
            place.within(&assignment.area)
                || self.attends(place) && regency::office(&assignment.area).as_ref() == Some(place)
        })
    }

    /// The record of an office, before somebody who works in one.
    fn attends(&self, place: &Idsubsls) -> bool {
        may(self.role, Action::Attend) && regency::is_office(place)
    }

    /// A family the endpoint has not heard of must bring its birth, and a home its officer serves.
    fn is_home(&self, segment: &Segment) -> bool {
        let home = segment.home.as_str();
        if self.attends(&segment.idsubsls) {
            return self.serving(segment, &segment.idsubsls).next().is_some();
        }
        self.areas(segment).any(|area| area.starts_with(home) || home.starts_with(area))
    }

    fn areas<'b>(&'b self, segment: &'b Segment) -> impl Iterator<Item = &'b str> {
        let of_round = self.assignments.iter().filter(|area| area.round == segment.round);
        of_round.map(|assignment| assignment.area.as_str())
    }

    fn unknown_form(&self, proven: &Proven) -> bool {
        let opened = said(proven).filter_map(|entry| match &entry.change {
            Change::Form(version) => Some(version),
            _ => None,
        });
        let mut named = said(proven).filter_map(|entry| entry.form.as_ref()).chain(opened);
        named.any(|version| self.forms.is_none_or(|forms| !forms.knows(version)))
    }
}

fn said(proven: &Proven) -> impl Iterator<Item = &Entry> {
    proven.entries.iter().map(AsRef::as_ref)
}

fn births<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> impl Iterator<Item = &'a Birth> {
    entries.into_iter().filter_map(|entry| match &entry.change {
        Change::Family(birth) => Some(birth),
        _ => None,
    })
}
