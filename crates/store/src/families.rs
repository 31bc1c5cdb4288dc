//! The families of this laptop: list, search, and what is known of each.

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::Birth;
use cacah_family::id::{DocumentId, FamilyId, RoundId};
use cacah_family::status::Status;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::door::Door;
use crate::reader::Reader;
use crate::road::{self, Road};
use crate::row::{self, find};
use crate::search::{self, Conditions};
use crate::{StoreError, install, summary};

/// Which families to list.
#[derive(Debug, Clone, Default)]
pub struct FamilyQuery {
    /// Words of names, address, building or family number; or a whole NIK or KK. Empty: all.
    pub search: String,
    /// Only of this status.
    pub status: Option<Status>,
    /// Only in this SLS.
    pub idsubsls: Option<Idsubsls>,
    /// Also those whose answers were wiped: nameless, they are only counted.
    pub wiped: bool,
    /// Families to pass over.
    pub offset: u32,
    /// Families to give.
    pub limit: u32,
}

/// A family as lists show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyRecord {
    /// Its id.
    pub family: FamilyId,
    /// What the prelist or the officer in the field says.
    pub birth: Birth,
    /// Name of the head: as the interview says, else as the birth does.
    pub head: String,
    /// Status of its document; blank without one.
    pub status: Status,
    /// Share answered, 0 to 100.
    pub percent: u8,
    /// Members in the roster.
    pub members: Option<u16>,
    /// Visits without an answer.
    pub visits: u32,
    /// The document worked on last.
    pub document: Option<DocumentId>,
    /// That document is finished.
    pub finished: bool,
    /// What is known of it besides its document.
    pub door: Door,
    /// Status of the supervisor's own visit.
    pub re_visit: Option<Status>,
    /// The document says that nobody answered to the end.
    pub unanswered: bool,
    /// How far its answers have come.
    pub road: Road,
}

/// Never prints a name.
impl std::fmt::Debug for FamilyRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FamilyRecord({}, {} %, {:?})", self.family, self.percent, self.road)
    }
}

/// Walking order: building, then family number; those without a number come last.
macro_rules! walk {
    () => {
        "f.idsubsls, f.building = 0, f.building, f.number = 0, f.number, f.id"
    };
}

impl Reader {
    /// A page of the families of the round in work, in walking order, and how many there are in all.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn families(&self, query: &FamilyQuery) -> Result<(Vec<FamilyRecord>, u32), StoreError> {
        let mut conditions = Conditions::default();
        conditions.add(install::IN_WORK, []);
        conditions.add("NOT f.sls", []);
        if !query.wiped {
            conditions.add("NOT f.wiped", []);
        }
        if let Some(idsubsls) = &query.idsubsls {
            conditions.add("f.idsubsls = ?", [Value::from(idsubsls.to_string())]);
        }
        if let Some(status) = query.status {
            let bound = Value::from(status.as_str().to_owned());
            conditions.add("coalesce(d.status, 'blank') = ?", [bound]);
        }
        search::conditions(&query.search, &mut conditions);
        let chosen = format!(
            "FROM family f LEFT JOIN document d ON d.id = f.document WHERE {}",
            conditions.sql.join(" AND ")
        );
        let count = format!("SELECT count(*) {chosen}");
        let mut count = self.connection.prepare_cached(&count)?;
        let total = count.query_row(params_from_iter(&conditions.bound), |row| row.get(0))?;
        let page =
            format!(concat!("IN (SELECT f.id {} ORDER BY ", walk!(), " LIMIT ? OFFSET ?)"), chosen);
        conditions.bound.extend([query.limit.into(), query.offset.into()]);
        Ok((self.records(&page, &conditions.bound)?, total))
    }

    /// One family.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn family(&self, family: FamilyId) -> Result<Option<FamilyRecord>, StoreError> {
        let known = "SELECT id FROM family WHERE family = ?1";
        match find(&self.connection, known, [family.0])? {
            Some(row) => Ok(self.records("= ?", &[row.into()])?.pop()),
            None => Ok(None),
        }
    }

    fn records(&self, which: &str, bound: &[Value]) -> Result<Vec<FamilyRecord>, StoreError> {
        let sql = format!(
            concat!(
                "SELECT f.family, r.round, f.home, f.idsubsls, f.building, f.number, f.head,
                     f.address, f.found, coalesce(nullif(f.told_head, ''), f.head), d.status,
                     {}, d.members, f.visits, d.document, d.finished, f.door, (
                         SELECT v.status FROM document v WHERE v.family = f.id
                             AND v.source = 're_visit' AND NOT v.removed ORDER BY v.id DESC LIMIT 1),
                     d.unanswered, {}
                 FROM family f JOIN round r ON r.id = f.round {} WHERE f.id {} ORDER BY ",
                walk!()
            ),
            summary::PERCENT,
            road::ROAD,
            road::ROAD_FROM,
            which
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        query.query_and_then(params_from_iter(bound), record)?.collect()
    }
}

const COLUMNS: usize = 19;

fn record(row: &Row<'_>) -> Result<FamilyRecord, StoreError> {
    let status: Option<String> = row.get(10)?;
    let re_visit: Option<String> = row.get(17)?;
    let damaged = |()| StoreError::Damaged { place: "document" };
    Ok(FamilyRecord {
        family: FamilyId(row.get(0)?),
        birth: birth(row)?,
        head: row.get(9)?,
        status: status.map_or(Ok(Status::Blank), |status| status.parse().map_err(damaged))?,
        percent: row.get::<_, Option<_>>(11)?.unwrap_or(0),
        members: row.get(12)?,
        visits: row.get(13)?,
        document: row.get::<_, Option<_>>(14)?.map(DocumentId),
        finished: row.get::<_, Option<_>>(15)?.unwrap_or(false),
        door: match row.get_ref(16)?.as_str_or_null().map_err(rusqlite::Error::from)? {
            Some(door) => serde_json::from_str(door)?,
            None => Door::default(),
        },
        re_visit: re_visit.map(|status| status.parse().map_err(damaged)).transpose()?,
        unanswered: row.get::<_, Option<_>>(18)?.unwrap_or(false),
        road: road::road(row, COLUMNS)?,
    })
}

/// A birth from columns 1 to 8: round, home, idsubsls, building, number, head, address, found.
pub(crate) fn birth(row: &Row<'_>) -> Result<Birth, StoreError> {
    let damaged = |_| StoreError::Damaged { place: "family" };
    let home: String = row.get(2)?;
    let idsubsls: String = row.get(3)?;
    Ok(Birth {
        round: RoundId(row.get(1)?),
        home: home.parse::<District>().map_err(damaged)?,
        idsubsls: idsubsls.parse::<Idsubsls>().map_err(damaged)?,
        building: row.get(4)?,
        number: row.get(5)?,
        head: row.get(6)?,
        address: row.get(7)?,
        found: row.get(8)?,
    })
}

/// Who says what a family is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Teller {
    /// The prelist; never over what an officer wrote here.
    Prelist,
    /// An entry of this journal.
    Officer,
}

/// Makes or changes a family. Its round and home never change.
pub(crate) fn put(
    connection: &Connection,
    family: FamilyId,
    birth: &Birth,
    teller: Teller,
) -> Result<(), StoreError> {
    let own = teller == Teller::Officer;
    let round = find(connection, "SELECT id FROM round WHERE round = ?1", [birth.round.0])?;
    let round = round.ok_or(StoreError::NotFound("round"))?;
    let upsert = "INSERT INTO family
             (family, round, home, idsubsls, building, number, head, address, found, own, sls)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (family) DO UPDATE
         SET idsubsls = excluded.idsubsls, building = excluded.building, number = excluded.number,
             head = excluded.head, address = excluded.address, own = excluded.own, wiped = 0,
             wiped_at = NULL
         WHERE excluded.own OR NOT own";
    let changed = connection.prepare_cached(upsert)?.execute(params![
        family.0,
        round,
        birth.home.as_str(),
        birth.idsubsls.as_str(),
        birth.building,
        birth.number,
        birth.head,
        birth.address,
        birth.found,
        own,
        birth.is_sls(family),
    ])?;
    if changed > 0 && !birth.is_sls(family) {
        search::birth(connection, row::family(connection, family)?, birth)?;
    }
    Ok(())
}

/// A family is born, or born again with other facts, by an entry of this journal.
pub(crate) fn born(
    connection: &Connection,
    family: FamilyId,
    birth: &Birth,
) -> Result<(), StoreError> {
    put(connection, family, birth, Teller::Officer)
}

/// One more visit without an answer.
pub(crate) fn visited(connection: &Connection, family: FamilyId) -> Result<(), StoreError> {
    let update = "UPDATE family SET visits = visits + 1 WHERE family = ?1";
    connection.prepare_cached(update)?.execute([family.0])?;
    Ok(())
}

/// The document that is worked on; never a removed one.
pub(crate) fn work_on(
    connection: &Connection,
    family: i64,
    document: i64,
) -> Result<(), StoreError> {
    // A supervisor's own visit never takes the place of the visit; paper is counted apart.
    let update = "UPDATE family SET document = ?2 WHERE id = ?1 AND document IS NOT ?2
                      AND NOT (SELECT removed OR source IN ('paper', 'second_entry')
                               FROM document WHERE id = ?2)
                      AND (document IS NULL
                           OR (SELECT source FROM document WHERE id = ?2) <> 're_visit')";
    connection.prepare_cached(update)?.execute([family, document])?;
    Ok(())
}

/// The head as the interview says.
pub(crate) fn told_head(
    connection: &Connection,
    family: i64,
    head: &str,
) -> Result<(), StoreError> {
    let update = "UPDATE family SET told_head = ?2 WHERE id = ?1 AND told_head IS NOT ?2";
    if connection.prepare_cached(update)?.execute(params![family, head])? > 0 {
        search::head(connection, family, head)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
