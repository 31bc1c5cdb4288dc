//! The list of families: search and rows.

use cacah_family::across::Facts;
use cacah_family::entry::Change;
use cacah_family::id::FamilyId;
use cacah_family::status::Status as FamilyStatus;
use cacah_store::{FamilyQuery, FamilyRecord, Reader, Road as StoreRoad};
use cacah_wire::command::{Families, FamilyPage, FamilyRow, FieldState, Road, Status};
use cacah_wire::error::Code;

use crate::attention::{self, Attention};
use crate::error::DeskError;
use crate::home;
use crate::listing::presence;
use crate::visits::shown;

const MAX_ROWS: u32 = 1_000;

/// A page of the list, on a connection of its own: searching never waits for an answer being written,
/// nor typing for a search.
pub(crate) fn page(reader: &Reader, query: &Families) -> Result<FamilyPage, DeskError> {
    let idsubsls = query.idsubsls.as_deref().map(str::parse).transpose();
    let page = FamilyQuery {
        wiped: false,
        search: query.search.trim().to_owned(),
        status: query.status.map(from_status),
        idsubsls: idsubsls.map_err(|_| Code::BadRequest)?,
        offset: query.offset,
        limit: query.limit.min(MAX_ROWS),
    };
    let attention = attention::read(reader)?;
    let Some(gap) = query.gap else {
        let (records, total) = reader.families(&page)?;
        let doors = doors(reader, &records, &attention)?;
        return Ok(FamilyPage { rows: doors.into_iter().map(|door| door.row).collect(), total });
    };
    let all = FamilyQuery { offset: 0, limit: u32::MAX, ..page };
    let mut doors = doors(reader, &reader.families(&all)?.0, &attention)?;
    doors.retain(|door| home::gap(door) == Some(gap));
    let total = u32::try_from(doors.len()).unwrap_or(u32::MAX);
    let rows = doors.into_iter().map(|door| door.row).skip(query.offset as usize);
    let rows = rows.take(query.limit.min(MAX_ROWS) as usize).collect();
    Ok(FamilyPage { rows, total })
}

/// A family with what is known at its door.
pub(crate) struct Door {
    pub(crate) family: FamilyId,
    pub(crate) row: FamilyRow,
    /// Members, as told when the list was verified.
    pub(crate) members: Option<u8>,
    /// Something was answered.
    pub(crate) begun: bool,
    /// Its document is finished.
    pub(crate) finished: bool,
    /// The document says that nobody answered to the end.
    pub(crate) unanswered: bool,
    /// What the officer wrote at the last visit without an answer.
    pub(crate) note: String,
}

pub(crate) fn doors(
    reader: &Reader,
    records: &[FamilyRecord],
    attention: &Attention,
) -> Result<Vec<Door>, DeskError> {
    records.iter().map(|record| door(reader, record, attention)).collect()
}

fn door(reader: &Reader, record: &FamilyRecord, attention: &Attention) -> Result<Door, DeskError> {
    let history = reader.history(record.family)?;
    let state = history.state();
    let last = history.story(None).into_iter().rev().find_map(|entry| match &entry.change {
        Change::Visit { outcome, note, appointment } => Some((*outcome, note, appointment)),
        _ => None,
    });
    let slots = record.document.and_then(|id| state.documents.get(&id)).map(|doc| &doc.slots);
    let field = FieldState {
        presence: state.listed.as_ref().map(|listed| presence(listed.presence)),
        welfare: state.listed.as_ref().and_then(|listed| listed.welfare),
        outcome: last.map(|(outcome, ..)| shown(outcome)),
        appointment: last.and_then(|(.., appointment)| appointment.clone()),
        handed: state.handed,
        sampled: state.sampled,
        located: state.position.is_some(),
        re_visit: None,
    };
    Ok(Door {
        family: record.family,
        members: state.listed.as_ref().and_then(|listed| listed.members),
        row: FamilyRow { field, ..marked(row(record), record.family, attention) },
        begun: record.document.is_some(),
        finished: record.finished,
        unanswered: slots.is_some_and(|slots| Facts::read(slots, |_| true).unanswered),
        note: last.map(|(_, note, _)| note.clone()).unwrap_or_default(),
    })
}

/// A row with what its family asks for.
fn marked(row: FamilyRow, family: FamilyId, attention: &Attention) -> FamilyRow {
    let marks = attention.get(&family).copied().unwrap_or_default();
    FamilyRow { undecided: marks.undecided || marks.facts, returned: marks.returned, ..row }
}

/// A family as the list shows it.
pub(crate) fn row(record: &FamilyRecord) -> FamilyRow {
    let birth = &record.birth;
    FamilyRow {
        family: record.family.to_string(),
        idsubsls: birth.idsubsls.to_string(),
        building: birth.building,
        number: birth.number,
        head: record.head.clone(),
        address: birth.address.clone(),
        members: record.members,
        found: birth.found,
        status: status(record.status),
        percent: record.percent,
        visits: u8::try_from(record.visits).unwrap_or(u8::MAX),
        road: road(&record.road),
        undecided: false,
        returned: false,
        field: FieldState::default(),
    }
}

/// A code as the vault keeps it; one this version does not know is `INTERNAL`.
pub(crate) fn code(text: &str) -> Code {
    Code::ALL.iter().copied().find(|code| code.as_str() == text).unwrap_or(Code::Internal)
}

/// The road as the window names it.
pub(crate) fn road(road: &StoreRoad) -> Road {
    match road {
        StoreRoad::Untouched => Road::Untouched,
        StoreRoad::Open => Road::Open,
        StoreRoad::Pending => Road::Pending,
        StoreRoad::Copied { receipt } => Road::Copied { receipt: *receipt },
        StoreRoad::Claimed { at_hub, .. } => Road::Claimed { at_hub: *at_hub },
        StoreRoad::Settled { receipt } => Road::Settled { receipt: *receipt },
        StoreRoad::Held { code: held, receipt } => {
            Road::Held { code: code(held), receipt: *receipt }
        }
        StoreRoad::Unreadable { code: bad, receipt } => {
            Road::Unreadable { code: code(bad), receipt: *receipt }
        }
    }
}

pub(crate) fn status(status: FamilyStatus) -> Status {
    match status {
        FamilyStatus::Blank => Status::Blank,
        FamilyStatus::Error => Status::Error,
        FamilyStatus::Warning => Status::Warning,
        FamilyStatus::Clean => Status::Clean,
    }
}

fn from_status(status: Status) -> FamilyStatus {
    match status {
        Status::Blank => FamilyStatus::Blank,
        Status::Error => FamilyStatus::Error,
        Status::Warning => FamilyStatus::Warning,
        Status::Clean => FamilyStatus::Clean,
    }
}
