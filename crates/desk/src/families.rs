//! The list of families: search, add, visits, rows.

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Visit};
use cacah_family::id::FamilyId;
use cacah_family::path::Path;
use cacah_family::status::Status as FamilyStatus;
use cacah_store::{FamilyQuery, FamilyRecord, Reader, Road as StoreRoad};
use cacah_wire::command::{
    AddFamily, Families, FamilyPage, FamilyRow, FieldState, RecordVisit, Road, Status, VisitOutcome,
};
use cacah_wire::error::Code;

use crate::attention::{self, Attention};
use crate::error::DeskError;
use crate::session::Session;

const MAX_ROWS: u32 = 1_000;

/// A page of the list, on a connection of its own: searching never waits for an answer being written,
/// nor typing for a search.
pub(crate) fn page(reader: &Reader, query: &Families) -> Result<FamilyPage, DeskError> {
    let idsubsls = query.idsubsls.as_deref().map(str::parse).transpose();
    let (rows, total) = reader.families(&FamilyQuery {
        wiped: false,
        search: query.search.trim().to_owned(),
        status: query.status.map(from_status),
        idsubsls: idsubsls.map_err(|_| Code::BadRequest)?,
        offset: query.offset,
        limit: query.limit.min(MAX_ROWS),
    })?;
    let attention = attention::read(reader)?;
    let rows = rows.iter().map(|record| marked(row(record), record.family, &attention));
    Ok(FamilyPage { rows: rows.collect(), total })
}

impl Session {
    pub(crate) fn add_family(&mut self, add: &AddFamily) -> Result<FamilyRow, DeskError> {
        let bad = |place: &str| DeskError::At(Code::BadRequest, place.to_owned());
        let area = self.store.areas()?.into_iter().find(|a| a.idsubsls.as_str() == add.idsubsls);
        let idsubsls = area.ok_or_else(|| bad("idsubsls"))?.idsubsls;
        if add.head.trim().is_empty() {
            return Err(bad("head"));
        }
        if add.number > 0 && self.number_taken(&idsubsls, add)? {
            return Err(DeskError::At(Code::NumberTaken, "number".into()));
        }
        let round = self.store.round()?.ok_or(Code::NotFound)?.id;
        let family = FamilyId(self.host.id());
        let birth = Birth {
            round,
            home: idsubsls.district(),
            idsubsls,
            building: add.building,
            number: add.number,
            head: add.head.trim().to_uppercase(),
            address: add.address.trim().to_owned(),
            found: true,
        };
        self.fact(family, Path::FAMILY, Change::Family(birth))?;
        Ok(row(&self.family(family)?))
    }

    /// The natural key of a document is SLS, 109 and 110 (`domain/process.md` 1.3).
    fn number_taken(&self, idsubsls: &Idsubsls, add: &AddFamily) -> Result<bool, DeskError> {
        let all = FamilyQuery {
            idsubsls: Some(idsubsls.clone()),
            limit: u32::MAX,
            ..FamilyQuery::default()
        };
        let (rows, _) = self.store.families(&all)?;
        let same = |birth: &Birth| birth.number == add.number && birth.building == add.building;
        Ok(rows.iter().any(|row| same(&row.birth)))
    }

    pub(crate) fn record_visit(&mut self, visit: &RecordVisit) -> Result<FamilyRow, DeskError> {
        let family: FamilyId = visit.family.parse().map_err(|_| Code::NotFound)?;
        self.family(family)?;
        let outcome = match visit.outcome {
            VisitOutcome::NotHome => Visit::NotHome,
            VisitOutcome::Refused => Visit::Refused,
            VisitOutcome::Moved => Visit::Moved,
            VisitOutcome::Later => Visit::Later,
            VisitOutcome::OnPaper => Visit::OnPaper,
        };
        let (note, appointment) = (visit.note.clone(), visit.appointment.clone());
        self.fact(family, Path::VISIT, Change::Visit { outcome, note, appointment })?;
        Ok(row(&self.family(family)?))
    }
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
