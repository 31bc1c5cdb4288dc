//! The start screen: how far each SLS is, from prelist to receipt, and what there is to do next.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_family::merge::FamilyState;
use cacah_store::{AreaRecord, FamilyQuery, Reader};
use cacah_wire::command::{
    AppointmentRow, FamilyRow, Gap, GapReason, HomeArgs, HomeView, Presence, Road, SlsRow, Status,
    VisitOutcome,
};
use cacah_wire::error::Code;
use chrono::{DateTime, Utc};

use crate::error::DeskError;
use crate::families::{Line, lines};
use crate::{attention, recap};

/// Minutes east of UTC of the middle one of Indonesia's three zones.
const MIDDLE_ZONE: i32 = 480;

/// Reads beside the session: never waits for an answer that is being written.
pub(crate) fn view(reader: &Reader, args: &HomeArgs, now: Millis) -> Result<HomeView, DeskError> {
    let lines = all(reader, None)?;
    let mut by_area: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        by_area.entry(&line.row.idsubsls).or_default().push(line);
    }
    let (mut sls, mut team) = (Vec::new(), reader.team()?);
    for area in reader.areas()? {
        let lines = by_area.get(area.idsubsls.as_str()).map(Vec::as_slice).unwrap_or_default();
        let state = reader.history(record_of(reader, &area.idsubsls)?)?.state();
        let officers = team.remove(area.idsubsls.as_str()).unwrap_or_default();
        sls.push(row(area, lines, &state, officers));
    }
    Ok(HomeView {
        sls,
        appointments: appointments(&lines),
        today: today(now, args.offset_minutes.unwrap_or(MIDDLE_ZONE)),
    })
}

/// Every family of an SLS, or of all, with what it asks for.
pub(crate) fn all(reader: &Reader, idsubsls: Option<&Idsubsls>) -> Result<Vec<Line>, DeskError> {
    let query = FamilyQuery {
        idsubsls: idsubsls.cloned(),
        wiped: true,
        limit: u32::MAX,
        ..FamilyQuery::default()
    };
    Ok(lines(reader.families(&query)?.0, &attention::read(reader)?))
}

/// The unit of the journal that is the record of an SLS.
pub(crate) fn record_of(reader: &Reader, sls: &Idsubsls) -> Result<FamilyId, DeskError> {
    let round = reader.round()?.ok_or(Code::NotFound)?.id;
    Ok(FamilyId::of_sls(round, sls))
}

fn today(now: Millis, offset_minutes: i32) -> String {
    let wall = now.saturating_add(i64::from(offset_minutes) * 60_000);
    let wall = DateTime::<Utc>::from_timestamp_millis(wall).unwrap_or(DateTime::UNIX_EPOCH);
    wall.format("%Y-%m-%d").to_string()
}

/// Progress of one SLS, of its families and its record.
pub(crate) fn row(
    area: AreaRecord,
    lines: &[&Line],
    record: &FamilyState,
    officers: Vec<String>,
) -> SlsRow {
    let count = |wanted: &dyn Fn(&Line) -> bool| {
        u32::try_from(lines.iter().filter(|line| wanted(line)).count()).unwrap_or(u32::MAX)
    };
    let finished = |status: Option<Status>| {
        count(&|line| line.record.finished && status.is_none_or(|status| line.row.status == status))
    };
    let mut gaps: BTreeMap<GapReason, u32> = BTreeMap::new();
    for reason in lines.iter().filter_map(|line| gap(line)) {
        *gaps.entry(reason).or_default() += 1;
    }
    SlsRow {
        idsubsls: area.idsubsls.to_string(),
        name: area.name,
        village: area.village,
        district: area.district,
        officers,
        prelist: count(&|line| !line.row.found),
        listed: count(&|line| !line.row.found && line.row.field.presence.is_some()),
        found: count(&|line| line.row.found),
        verified: count(&|line| is_verified(line)),
        visited: count(&|line| line.row.visits > 0 || line.begun()),
        finished: finished(None),
        error: count(&|line| line.begun() && line.row.status == Status::Error),
        warning: count(&|line| line.begun() && line.row.status == Status::Warning),
        clean: count(&|line| line.begun() && line.row.status == Status::Clean),
        sent: count(&|line| line.record.finished && matches!(line.row.road, Road::Claimed { .. })),
        receipted: count(&|line| line.record.finished && is_receipted(&line.row)),
        gaps: gaps.into_iter().map(|(reason, families)| Gap { reason, families }).collect(),
        recap: record.recap == Some(recap::count(lines).0),
        approved: record.approved,
    }
}

/// Found or new. One that was added before lists were verified is new.
pub(crate) fn is_verified(line: &Line) -> bool {
    match line.row.field.presence {
        Some(presence) => matches!(presence, Presence::Found | Presence::New),
        None => line.row.found,
    }
}

fn is_receipted(row: &FamilyRow) -> bool {
    matches!(row.road, Road::Settled { .. } | Road::Held { .. })
}

/// What is still to do with a family: the first that holds.
pub(crate) fn gap(line: &Line) -> Option<GapReason> {
    let (row, field) = (&line.row, &line.row.field);
    if field.presence.is_none() && !row.found {
        return Some(GapReason::NotListed);
    }
    if !is_verified(line) {
        return None;
    }
    if row.returned {
        return Some(GapReason::Returned);
    }
    if !line.record.finished {
        return Some(match field.outcome {
            _ if field.handed => GapReason::HandedOver,
            _ if line.begun() => GapReason::Unfinished,
            None => GapReason::NotVisited,
            Some(VisitOutcome::NotHome | VisitOutcome::Later) => GapReason::NotHome,
            Some(VisitOutcome::Refused) => GapReason::Refused,
            Some(VisitOutcome::Moved | VisitOutcome::OnPaper) => GapReason::Unfinished,
        });
    }
    match row.status {
        Status::Error => Some(GapReason::Error),
        Status::Warning => Some(GapReason::Warning),
        _ if row.undecided => Some(GapReason::Undecided),
        _ if !is_receipted(row) => Some(GapReason::NotReceipted),
        _ => (field.sampled && field.re_visit.is_none()).then_some(GapReason::Sample),
    }
}

/// Those of families whose document is not finished, earliest first.
fn appointments(lines: &[Line]) -> Vec<AppointmentRow> {
    let open = lines.iter().filter(|line| !line.record.finished && !line.row.field.handed);
    let mut rows: Vec<_> = open
        .filter_map(|line| {
            Some(AppointmentRow {
                at: line.row.field.appointment.clone()?,
                family: line.row.clone(),
                note: line.record.door.note.clone(),
            })
        })
        .collect();
    rows.sort_by(|a, b| a.at.cmp(&b.at));
    rows
}
