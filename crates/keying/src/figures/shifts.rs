//! Who was there when, by what the keyers say of their coming and going.

use std::collections::BTreeMap;

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::paper::{Attendance, Presence};

/// A shift that nobody ended is over after so long.
const LONGEST: Millis = 12 * 3_600_000;

/// The attendance of every officer, in the order of the clock.
#[derive(Debug, Clone, Default)]
pub struct Shifts(BTreeMap<OfficerId, Vec<(Millis, Attendance)>>);

impl FromIterator<(OfficerId, Millis, Attendance)> for Shifts {
    fn from_iter<T: IntoIterator<Item = (OfficerId, Millis, Attendance)>>(all: T) -> Self {
        let mut shifts = Self::default();
        for (officer, at, attendance) in all {
            shifts.0.entry(officer).or_default().push((at, attendance));
        }
        for of_one in shifts.0.values_mut() {
            of_one.sort_by_key(|(at, _)| *at);
        }
        shifts
    }
}

impl Shifts {
    /// The shift an officer is in at this moment.
    #[must_use]
    pub fn at(&self, officer: OfficerId, at: Millis) -> Option<u8> {
        let before = self.0.get(&officer)?.iter().rev().filter(|(then, _)| *then <= at);
        for (then, Attendance { act, shift }) in before {
            match act {
                Presence::Begin => return (at - then < LONGEST).then_some(*shift),
                Presence::End => return None,
                Presence::Pause | Presence::Resume => {}
            }
        }
        None
    }

    /// True of an officer who pauses at this moment.
    #[must_use]
    pub fn pauses(&self, officer: OfficerId, at: Millis) -> bool {
        let last = self.0.get(&officer).and_then(|all| all.iter().rfind(|(then, _)| *then <= at));
        last.is_some_and(|(_, said)| said.act == Presence::Pause)
    }

    /// True when the officer said between two moments that a pause begins.
    pub(super) fn paused(&self, officer: OfficerId, from: Millis, to: Millis) -> bool {
        self.said(officer, from, to, Presence::Pause)
    }

    /// True when the officer went between two moments.
    pub(super) fn left(&self, officer: OfficerId, from: Millis, to: Millis) -> bool {
        self.said(officer, from, to, Presence::End)
    }

    fn said(&self, officer: OfficerId, from: Millis, to: Millis, act: Presence) -> bool {
        let all = self.0.get(&officer).map(Vec::as_slice).unwrap_or_default();
        all.iter().any(|(at, said)| said.act == act && (from..=to).contains(at))
    }
}
