//! Figures of work and shifts (screen Angka). Whoever keys sees their own; a supervisor everybody's.

mod book;
mod shifts;
mod table;

pub(crate) use shifts::attend;
pub(crate) use table::table;

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_form::Functions as _;
use cacah_keying::figures::{By, Part, Row, Tally};
use cacah_wire::command::{FiguresBy, FiguresRow, FiguresView, MyFigures, WorkFigures};
use cacah_wire::error::Code;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};

use crate::error::DeskError;
use crate::listing::bad;
use crate::session::Session;
use crate::verify;
use book::Book;

const MINUTE: Millis = 60_000;

/// Figures of whoever is asked for; of others for a supervisor.
pub(crate) fn figures(session: &mut Session, args: &WorkFigures) -> Result<FiguresView, DeskError> {
    let who = who(session, args)?;
    let zone = zone(session)?;
    let (from, to) = (day(session, zone, &args.from)?, day(session, zone, &args.to)?);
    let to = if args.to.is_empty() { to.max(from) } else { to };
    if to < from {
        return Err(bad("to"));
    }
    let book = Book::read(session, who, (begin(from, zone), begin(after(to), zone)))?;
    let figures = book.figures(session, by(args.by))?;
    let rows = figures.rows().iter().map(|(row, tally)| shown(session, row, tally));
    let rows = rows.collect::<Result<Vec<_>, DeskError>>()?;
    let mut total = Tally::default();
    figures.rows().values().for_each(|tally| total += *tally);
    Ok(FiguresView { rows, total: counts(&total) })
}

/// Today's, of whoever sits here.
pub(crate) fn mine(session: &mut Session) -> Result<MyFigures, DeskError> {
    let (me, now) = (session.store.enrolment().officer, session.host.now());
    let zone = zone(session)?;
    let today = day(session, zone, "")?;
    let book = Book::read(session, Some(me), (begin(today, zone), begin(after(today), zone)))?;
    let figures = book.figures(session, By::Officer)?;
    let tally = figures.rows().values().next().copied().unwrap_or_default();
    let working = figures.run().filter(|(_, last)| {
        now.saturating_sub(*last) <= Millis::from(book.settings.pause) * 1_000
            && !book.shifts.pauses(me, now)
    });
    let since_pause = working.map_or(0, |(since, _)| now.saturating_sub(since) / MINUTE);
    Ok(MyFigures {
        documents: tally.documents,
        per_hour: tally.per_hour(),
        errors_tenths: tally.errors_tenths(),
        since_pause: u32::try_from(since_pause).unwrap_or_default(),
        shift: book.shifts.at(me, now).filter(|_| book.settings.shifts),
    })
}

/// Of whom: absent is everybody.
fn who(session: &Session, args: &WorkFigures) -> Result<Option<OfficerId>, DeskError> {
    let me = session.store.enrolment().officer;
    let code = args.officer.trim();
    let own = code.is_empty() || code == session.store.enrolment().officer_code;
    if own && !args.everybody {
        return Ok(Some(me));
    }
    if !verify::supervises(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    if args.everybody {
        return Ok(None);
    }
    let officer = session.store.officer_by_code(code)?;
    Ok(Some(officer.ok_or_else(|| DeskError::At(Code::NotFound, "officer".into()))?))
}

/// Where the round's paper is keyed: its days begin there.
pub(crate) fn zone(session: &mut Session) -> Result<FixedOffset, DeskError> {
    let now = session.form()?.around.now().ok_or(Code::Internal)?;
    Ok(*now.offset())
}

/// A day as it is asked for; empty is today.
fn day(session: &Session, zone: FixedOffset, text: &str) -> Result<NaiveDate, DeskError> {
    if !text.trim().is_empty() {
        return text.trim().parse().map_err(|_| bad("from"));
    }
    let now = DateTime::<Utc>::from_timestamp_millis(session.host.now()).unwrap_or_default();
    Ok(now.with_timezone(&zone).date_naive())
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// When a day begins there.
fn begin(day: NaiveDate, zone: FixedOffset) -> Millis {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    midnight - Millis::from(zone.local_minus_utc()) * 1_000
}

fn by(by: FiguresBy) -> By {
    match by {
        FiguresBy::Officer => By::Officer,
        FiguresBy::Day => By::Day,
        FiguresBy::Shift => By::Shift,
        FiguresBy::Sls => By::Sls,
        FiguresBy::Field => By::Field,
    }
}

fn shown(session: &Session, row: &Row, tally: &Tally) -> Result<FiguresRow, DeskError> {
    let officer = row.officer.map(|officer| session.store.officer_code(officer)).transpose()?;
    Ok(FiguresRow {
        officer: officer.unwrap_or_default(),
        of: match &row.part {
            Part::Whole => String::new(),
            Part::Day(days) => date(*days),
            Part::Shift(shift) => shift.map(|shift| shift.to_string()).unwrap_or_default(),
            Part::Sls(name) | Part::Question(name) => name.clone(),
        },
        ..counts(tally)
    })
}

/// Days since 1970 as a date.
fn date(days: i64) -> String {
    let since = DateTime::<Utc>::from_timestamp(days.saturating_mul(86_400), 0);
    since.unwrap_or_default().format("%Y-%m-%d").to_string()
}

fn counts(tally: &Tally) -> FiguresRow {
    let Tally { documents, again, keys, number_keys, active, number_active, present, .. } = *tally;
    let Tally { pauses, checked, checked_keys, wrong, suspected, .. } = *tally;
    FiguresRow {
        officer: String::new(),
        of: String::new(),
        documents,
        verified: again,
        keys,
        number_keys,
        active,
        number_active,
        present,
        pauses,
        checked,
        checked_keys,
        wrong,
        suspected,
    }
}
