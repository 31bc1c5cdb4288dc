//! The verdict on one segment: read and proven, or not taken; part of the state, or kept aside.
//! *Held, not refused*: whatever is readable and authentic is kept (design, "The data").

use std::sync::Arc;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Birth, Change, Chunk, Entry};
use cacah_family::merge::History;
use cacah_wire::batch::SegmentName;
use cacah_wire::error::Code;
use cacah_wire::file::is_name;
use cacah_wire::segment::{MAX_ENTRIES, SealedSegment, Segment};

use crate::forms::RoundForms;
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
    /// accepted whenever it arrives, and no laptop's clock says when it was done.
    pub assignments: &'a [Assignment],
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

    /// What the endpoint knows of the family counts as well as what the segment claims.
    fn outside(&self, proven: &Proven) -> bool {
        let segment = &proven.segment;
        let births = || births(self.history.entries()).chain(births(said(proven)));
        let places = births().map(|birth| &birth.idsubsls).chain([&segment.idsubsls]);
        let mut places = places.chain(self.row.map(|row| &row.birth.idsubsls));
        let strays = places.any(|place| !self.serves(segment, place));
        let moved = births().any(|birth| birth.home != segment.home);
        let unheard = self.row.is_none() && (births().next().is_none() || !self.is_home(segment));
        strays || moved || unheard
    }

    fn serves(&self, segment: &Segment, place: &Idsubsls) -> bool {
        self.areas(segment).any(|area| place.within(area))
    }

    /// A family the endpoint has not heard of must bring its birth, and a home its officer serves.
    fn is_home(&self, segment: &Segment) -> bool {
        let home = segment.home.as_str();
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
