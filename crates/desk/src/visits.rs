//! Visits without an answer: three attempts, appointments, the hand-over, and what goes on upon paper.

use cacah_family::entry::{Change, Entry, Position, Visit};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_wire::command::{
    FamilyArgs, FamilyRow, HandOver, RecordVisit, VisitOutcome, VisitRow, VisitsView,
};
use cacah_wire::error::Code;
use chrono::NaiveDateTime;

use crate::error::DeskError;
use crate::interview::MAX_ANSWER;
use crate::listing::{bad, family_id};
use crate::session::Session;
use crate::words::{Words, when};

/// Attempts after which a family is handed over.
const ATTEMPTS: usize = 3;
/// By the clock on the wall.
const APPOINTMENT: &str = "%Y-%m-%dT%H:%M";

/// Results of the visit as the form of the round codes them (205).
mod result {
    pub(super) const NOBODY: &str = "3";
    pub(super) const REFUSED: &str = "4";
    pub(super) const MOVED: &str = "5";
}

/// Records a visit without an answer; a family that is handed over stays so.
pub(crate) fn record(session: &mut Session, visit: &RecordVisit) -> Result<FamilyRow, DeskError> {
    let family = family_id(&visit.family)?;
    session.family(family)?;
    short(&visit.note)?;
    let appointment = visit.appointment.as_deref().map(appointment).transpose()?;
    let change =
        Change::Visit { outcome: outcome(visit.outcome), note: visit.note.clone(), appointment };
    session.fact(family, Path::VISIT, change)?;
    session.row(family)
}

fn short(note: &str) -> Result<(), DeskError> {
    match note.len() > MAX_ANSWER {
        true => Err(DeskError::At(Code::AnswerTooLong, "note".to_owned())),
        false => Ok(()),
    }
}

fn appointment(text: &str) -> Result<String, DeskError> {
    let at = NaiveDateTime::parse_from_str(text, APPOINTMENT).map_err(|_| bad("appointment"))?;
    Ok(at.format(APPOINTMENT).to_string())
}

/// The attempts at a family, newest first.
pub(crate) fn list(session: &mut Session, args: &FamilyArgs) -> Result<VisitsView, DeskError> {
    let family = family_id(&args.family)?;
    session.family(family)?;
    let form = session.form()?;
    let history = session.store.history(family)?;
    let words = Words::new(&session.store, &form, &history, None);
    let rows = told(&history).into_iter().rev().filter_map(|entry| row(&words, entry));
    let state = history.state();
    Ok(VisitsView {
        rows: rows.collect(),
        attempts: u32::try_from(attempts(&history)).unwrap_or(u32::MAX),
        handed: state.handed,
        position: state.position.as_ref().map(spoken),
    })
}

fn row(words: &Words<'_>, entry: &Entry) -> Option<VisitRow> {
    let Change::Visit { outcome, note, appointment } = &entry.change else { return None };
    Some(VisitRow {
        outcome: shown(*outcome),
        note: note.clone(),
        appointment: appointment.clone(),
        by: words.by(entry),
        at: when(&entry.at),
    })
}

/// Hands a family over to the supervisor, or takes it back.
pub(crate) fn hand_over(session: &mut Session, args: &HandOver) -> Result<FamilyRow, DeskError> {
    let family = family_id(&args.family)?;
    session.family(family)?;
    short(&args.note)?;
    let change = match args.handed {
        true => Change::HandedOver { note: args.note.trim().to_owned() },
        false => Change::TakenBack {},
    };
    session.write_over(family, None, vec![(Path::question(Path::HANDED), change)])?;
    session.row(family)
}

/// Its visits without an answer, oldest first.
fn told(history: &History) -> Vec<&Entry> {
    let mut visits = history.story(None);
    visits.retain(|entry| matches!(entry.change, Change::Visit { .. }));
    visits
}

/// Attempts that count towards three.
fn attempts(history: &History) -> usize {
    let counts = |entry: &&Entry| {
        matches!(
            entry.change,
            Change::Visit { outcome: Visit::NotHome | Visit::Refused | Visit::Later, .. }
        )
    };
    told(history).iter().filter(|entry| counts(entry)).count()
}

/// The result of the visit, where the attempts came to an end without an answer; the form's code.
pub(crate) fn result(history: &History) -> &'static str {
    let last = told(history).last().map(|entry| &entry.change);
    let Some(Change::Visit { outcome, .. }) = last else { return "" };
    let ended = history.state().handed || attempts(history) >= ATTEMPTS;
    match outcome {
        Visit::Moved => result::MOVED,
        Visit::Refused if ended => result::REFUSED,
        Visit::NotHome | Visit::Later if ended => result::NOBODY,
        Visit::Refused | Visit::NotHome | Visit::Later | Visit::OnPaper => "",
    }
}

/// A position as it is read aloud.
fn spoken(position: &Position) -> String {
    let degrees = |e7: i32| format!("{:.5}°", f64::from(e7.unsigned_abs()) / 1e7);
    let (lat, lon) = (degrees(position.lat_e7), degrees(position.lon_e7));
    let north = if position.lat_e7 < 0 { "LS" } else { "LU" };
    let east = if position.lon_e7 < 0 { "BB" } else { "BT" };
    let within = position.accuracy_dm.map(|dm| format!(" · ±{} m", dm.div_ceil(10)));
    format!("{lat} {north}, {lon} {east}{}", within.unwrap_or_default())
}

fn outcome(outcome: VisitOutcome) -> Visit {
    match outcome {
        VisitOutcome::NotHome => Visit::NotHome,
        VisitOutcome::Refused => Visit::Refused,
        VisitOutcome::Moved => Visit::Moved,
        VisitOutcome::Later => Visit::Later,
        VisitOutcome::OnPaper => Visit::OnPaper,
    }
}

/// As the window names it.
pub(crate) fn shown(visit: Visit) -> VisitOutcome {
    match visit {
        Visit::NotHome => VisitOutcome::NotHome,
        Visit::Refused => VisitOutcome::Refused,
        Visit::Moved => VisitOutcome::Moved,
        Visit::Later => VisitOutcome::Later,
        Visit::OnPaper => VisitOutcome::OnPaper,
    }
}
