//! The start screen: how far each SLS is, from prelist to receipt, and what there is to do next.

use std::collections::BTreeMap;

use cacah_family::host::Millis;
use cacah_store::{AreaRecord, FamilyQuery, Reader};
use cacah_wire::command::{
    AppointmentRow, FamilyRow, Gap, GapReason, HomeArgs, HomeView, Presence, Road, SlsRow, Status,
    VisitOutcome,
};
use chrono::{DateTime, Utc};

use crate::attention;
use crate::error::DeskError;
use crate::families::{Door, doors};

/// Minutes east of UTC of the middle one of Indonesia's three zones.
const MIDDLE_ZONE: i32 = 480;

/// Reads beside the session: never waits for an answer that is being written.
pub(crate) fn view(reader: &Reader, args: &HomeArgs, now: Millis) -> Result<HomeView, DeskError> {
    let doors = all(reader, None)?;
    let mut by_area: BTreeMap<&str, Vec<&Door>> = BTreeMap::new();
    for door in &doors {
        by_area.entry(&door.row.idsubsls).or_default().push(door);
    }
    let areas = reader.areas()?;
    let rows = areas.into_iter().map(|area| {
        let doors = by_area.get(area.idsubsls.as_str()).map(Vec::as_slice).unwrap_or_default();
        row(area, doors)
    });
    Ok(HomeView {
        sls: rows.collect(),
        appointments: appointments(&doors),
        today: today(now, args.offset_minutes.unwrap_or(MIDDLE_ZONE)),
    })
}

/// Every family of an SLS, or of all, with what is known at its door.
pub(crate) fn all(
    reader: &Reader,
    idsubsls: Option<&cacah_family::area::Idsubsls>,
) -> Result<Vec<Door>, DeskError> {
    let query = FamilyQuery {
        idsubsls: idsubsls.cloned(),
        wiped: true,
        limit: u32::MAX,
        ..FamilyQuery::default()
    };
    doors(reader, &reader.families(&query)?.0, &attention::read(reader)?)
}

fn today(now: Millis, offset_minutes: i32) -> String {
    let wall = now.saturating_add(i64::from(offset_minutes) * 60_000);
    let wall = DateTime::<Utc>::from_timestamp_millis(wall).unwrap_or(DateTime::UNIX_EPOCH);
    wall.format("%Y-%m-%d").to_string()
}

/// Progress of one SLS.
pub(crate) fn row(area: AreaRecord, doors: &[&Door]) -> SlsRow {
    let count = |wanted: &dyn Fn(&Door) -> bool| {
        u32::try_from(doors.iter().filter(|door| wanted(door)).count()).unwrap_or(u32::MAX)
    };
    let finished = |status: Option<Status>| {
        count(&|door| door.finished && status.is_none_or(|status| door.row.status == status))
    };
    let mut gaps: BTreeMap<GapReason, u32> = BTreeMap::new();
    for reason in doors.iter().filter_map(|door| gap(door)) {
        *gaps.entry(reason).or_default() += 1;
    }
    SlsRow {
        idsubsls: area.idsubsls.to_string(),
        name: area.name,
        village: area.village,
        district: area.district,
        officers: Vec::new(),
        prelist: count(&|door| !door.row.found),
        listed: count(&|door| !door.row.found && door.row.field.presence.is_some()),
        found: count(&|door| door.row.found),
        verified: count(&|door| is_verified(door)),
        visited: count(&|door| door.row.visits > 0 || door.begun),
        finished: finished(None),
        error: count(&|door| door.begun && door.row.status == Status::Error),
        warning: count(&|door| door.begun && door.row.status == Status::Warning),
        clean: count(&|door| door.begun && door.row.status == Status::Clean),
        sent: count(&|door| door.finished && matches!(door.row.road, Road::Claimed { .. })),
        receipted: count(&|door| door.finished && is_receipted(&door.row)),
        gaps: gaps.into_iter().map(|(reason, families)| Gap { reason, families }).collect(),
        recap: false,
        approved: false,
    }
}

/// Found or new. One that was added before lists were verified is new.
pub(crate) fn is_verified(door: &Door) -> bool {
    match door.row.field.presence {
        Some(presence) => matches!(presence, Presence::Found | Presence::New),
        None => door.row.found,
    }
}

fn is_receipted(row: &FamilyRow) -> bool {
    matches!(row.road, Road::Settled { .. } | Road::Held { .. })
}

/// What is still to do with a family: the first that holds.
pub(crate) fn gap(door: &Door) -> Option<GapReason> {
    let (row, field) = (&door.row, &door.row.field);
    if field.presence.is_none() && !row.found {
        return Some(GapReason::NotListed);
    }
    if !is_verified(door) {
        return None;
    }
    if row.returned {
        return Some(GapReason::Returned);
    }
    if !door.finished {
        return Some(match field.outcome {
            _ if field.handed => GapReason::HandedOver,
            _ if door.begun => GapReason::Unfinished,
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
fn appointments(doors: &[Door]) -> Vec<AppointmentRow> {
    let open = doors.iter().filter(|door| !door.finished && !door.row.field.handed);
    let mut rows: Vec<_> = open
        .filter_map(|door| {
            Some(AppointmentRow {
                at: door.row.field.appointment.clone()?,
                family: door.row.clone(),
                note: door.note.clone(),
            })
        })
        .collect();
    rows.sort_by(|a, b| a.at.cmp(&b.at));
    rows
}
