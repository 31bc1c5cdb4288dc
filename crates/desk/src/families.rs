//! The list of families: search and rows.

use cacah_family::entry::Birth;
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
        let lines = lines(records, &attention).into_iter();
        return Ok(FamilyPage { rows: lines.map(|line| line.row).collect(), total });
    };
    let all = FamilyQuery { offset: 0, limit: u32::MAX, ..page };
    let mut lines = lines(reader.families(&all)?.0, &attention);
    lines.retain(|line| home::gap(line) == Some(gap));
    let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let rows = lines.into_iter().map(|line| line.row).skip(query.offset as usize);
    let rows = rows.take(query.limit.min(MAX_ROWS) as usize).collect();
    Ok(FamilyPage { rows, total })
}

/// A page of the listing alone, for whoever is told of no visit: searched by what the listing says.
pub(crate) fn listed(reader: &Reader, query: &Families) -> Result<FamilyPage, DeskError> {
    if query.status.is_some() || query.gap.is_some() {
        return Err(Code::NotAllowed.into());
    }
    let idsubsls = query.idsubsls.as_deref().map(str::parse).transpose();
    let idsubsls = idsubsls.map_err(|_| Code::BadRequest)?;
    let all = FamilyQuery { idsubsls, limit: u32::MAX, ..FamilyQuery::default() };
    let mut records = reader.families(&all)?.0;
    let typed = query.search.to_uppercase();
    records.retain(|record| typed.split_whitespace().all(|word| says(&record.birth, word)));
    let total = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let rows = records.iter().skip(query.offset as usize);
    let rows = rows.take(query.limit.min(MAX_ROWS) as usize).map(row).collect();
    Ok(FamilyPage { rows, total })
}

/// A word, or a number, of a line of the listing.
fn says(birth: &Birth, word: &str) -> bool {
    let number = word.parse().is_ok_and(|n: u16| n == birth.building || n == birth.number);
    number || [&birth.head, &birth.address].iter().any(|text| text.to_uppercase().contains(word))
}

/// A family of the list, as it is stored and as it is shown.
pub(crate) struct Line {
    pub(crate) record: FamilyRecord,
    pub(crate) row: FamilyRow,
}

impl Line {
    /// Something was answered.
    pub(crate) fn begun(&self) -> bool {
        self.record.document.is_some()
    }
}

/// Families with what they ask for.
pub(crate) fn lines(records: Vec<FamilyRecord>, attention: &Attention) -> Vec<Line> {
    let line = |record: FamilyRecord| {
        let row = marked(row(&record), record.family, attention);
        Line { record, row }
    };
    records.into_iter().map(line).collect()
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
        field: field(record),
    }
}

/// How it went at the door.
fn field(record: &FamilyRecord) -> FieldState {
    let door = &record.door;
    FieldState {
        presence: door.presence.map(presence),
        welfare: door.welfare,
        outcome: door.outcome.map(shown),
        appointment: door.appointment.clone(),
        handed: door.handed,
        sampled: door.sampled,
        located: door.located,
        re_visit: record.re_visit.map(status),
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
