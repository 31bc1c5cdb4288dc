//! Coming, pausing, going: written where the office keeps shifts, otherwise nobody is asked.

use cacah_family::entry::Change;
use cacah_family::paper::{Attendance, Presence};
use cacah_family::path::Path;
use cacah_wire::command::{Attend, AttendAct, MyFigures};
use cacah_wire::error::Code;

use super::book::shifts;
use super::mine;
use crate::error::DeskError;
use crate::listing::bad;
use crate::session::Session;
use crate::sls;
use crate::verify::settings;

/// Shifts an office may have in a day.
const MOST: u8 = 9;
/// A shift that nobody ended is over after so long, milliseconds.
const DAY: i64 = 24 * 3_600_000;

pub(crate) fn attend(session: &mut Session, args: &Attend) -> Result<MyFigures, DeskError> {
    if !settings::read(&session.store)?.shifts {
        return Err(Code::NotAllowed.into());
    }
    let (me, now) = (session.store.enrolment().officer, session.host.now());
    let known = shifts(session, now.saturating_sub(DAY))?;
    let (shift, pauses) = (known.at(me, now), known.pauses(me, now));
    let (act, fits) = match args.act {
        AttendAct::Begin => (Presence::Begin, shift.is_none()),
        AttendAct::Pause => (Presence::Pause, shift.is_some() && !pauses),
        AttendAct::Resume => (Presence::Resume, shift.is_some() && pauses),
        AttendAct::End => (Presence::End, shift.is_some()),
    };
    if !fits {
        return Err(bad("act"));
    }
    let shift = shift.unwrap_or(args.shift);
    if !(1..=MOST).contains(&shift) {
        return Err(bad("shift"));
    }
    let office = settings::office(&session.store)?;
    let change = Change::Attendance(Attendance { act, shift });
    sls::say(session, &office, Path::ATTENDANCE, change)?;
    mine(session)
}
