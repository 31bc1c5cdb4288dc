//! The log of changes, walks through areas, tallies.

use cacah_family::area::{District, Idsubsls};
use cacah_family::id::{DeviceId, FamilyId, RoundId};
use cacah_wire::seal::Hash;
use rusqlite::{Connection, params};

use super::Sqlite;
use super::down::end;
use super::office::read_service;
use super::registry::{FAMILY, read_family};
use super::row::{all, first, get, id, int, number, run, text};
use crate::storage::{
    ChangeRow, Changed, FamilyRow, Place, Reader, Result, Service, TallyRow, Telling, View,
};

macro_rules! query {
    ($name:literal) => {
        include_str!(concat!("../../../../../schemas/sql/central/queries/", $name, ".sql"))
    };
}

/// Writes down a change, in the transaction that makes it.
pub fn log(db: &Connection, wil: &str, what: &Changed) -> Result<()> {
    let (family, segment, area) = match what {
        Changed::Segment(family, hash) => (Some(family.0.into_bytes()), Some(hash.0), None),
        Changed::Family(family) | Changed::Across(family) => {
            (Some(family.0.into_bytes()), None, None)
        }
        Changed::Area(area) => (None, None, Some(area.as_str())),
    };
    let across = matches!(what, Changed::Across(_));
    run(db, query!("change_put"), params![wil, family, segment, area, across])?;
    Ok(())
}

/// Prefixes that are a whole sub-district or more: who serves them is of no team.
const WHOLE: usize = 7;

/// Who serves a prefix changed: the areas under it, and those that came of it, have another team.
pub fn team_changed(db: &Connection, round: RoundId, area: &str) -> Result<()> {
    if area.len() <= WHOLE {
        return Ok(());
    }
    let sql = "SELECT idsubsls FROM area WHERE round = $1 AND idsubsls >= $2 AND idsubsls < $3
               UNION SELECT idsubsls FROM lineage WHERE round = $1 AND parent = $2";
    let key = params![round.0.into_bytes(), area, end(area)];
    let areas: Vec<Idsubsls> = all(db, sql, key, |row| text(row, 0, "area"))?;
    areas.into_iter().try_for_each(|area| {
        let wil = area.district();
        log(db, wil.as_str(), &Changed::Area(area))
    })
}

impl Telling for Sqlite {
    fn team(&self, round: RoundId, area: &Idsubsls) -> Result<Vec<Service>> {
        let sql = "SELECT o.officer, o.code, o.name, o.role, a.area, a.begins, a.until, a.ended
                   FROM assignment a JOIN officer o ON o.officer = a.officer
                   WHERE a.round = $1 AND a.area >= substr($2, 1, 8) AND a.area <= $2
                       AND substr($2, 1, length(a.area)) = a.area
                       AND a.ended IS NULL AND o.ended IS NULL
                   ORDER BY o.code, a.area";
        let key = params![round.0.into_bytes(), area.as_str()];
        self.read(|db| all(db, sql, key, read_service))
    }

    fn districts(&self, round: RoundId, prefix: &str) -> Result<Vec<District>> {
        let sql = "SELECT DISTINCT wil FROM area
                   WHERE round = $1 AND idsubsls >= $2 AND idsubsls < $3 ORDER BY wil";
        let key = params![round.0.into_bytes(), prefix, end(prefix)];
        self.read(|db| all(db, sql, key, |row| text(row, 0, "area")))
    }

    fn walk(
        &self,
        wil: &District,
        round: RoundId,
        prefix: &str,
        after: Option<&Place>,
        limit: u32,
    ) -> Result<Vec<FamilyRow>> {
        let sql = format!(
            "{FAMILY} WHERE wil = $1 AND round = $2 AND idsubsls >= $3 AND idsubsls < $4
                 AND (idsubsls > $5 OR family > $6) ORDER BY idsubsls, family LIMIT $7"
        );
        let area = after.map_or(prefix, |(area, _)| area.as_str());
        let family = after.map(|(_, family)| family.0.into_bytes().to_vec()).unwrap_or_default();
        let key =
            params![wil.as_str(), round.0.into_bytes(), area, end(prefix), area, family, limit];
        self.read(|db| all(db, &sql, key, read_family))
    }

    fn newest_change(&self, wil: &District) -> Result<u64> {
        let sql = "SELECT coalesce(max(seq), 0) FROM change WHERE wil = $1";
        let newest =
            self.read(|db| first(db, sql, params![wil.as_str()], |row| number(row, 0, "change")))?;
        Ok(newest.unwrap_or(0))
    }

    fn changes(
        &self,
        wil: &District,
        after: u64,
        reader: Reader,
        limit: u32,
    ) -> Result<Vec<ChangeRow>> {
        let (officer, device) = (reader.officer.0.into_bytes(), reader.device.0.into_bytes());
        let key = params![
            wil.as_str(),
            int(after),
            officer,
            device,
            reader.incarnation,
            limit,
            reader.view != View::Own
        ];
        self.read(|db| {
            all(db, query!("changes"), key, |row| {
                let family: Option<[u8; 16]> = get(row, 1)?;
                let family = family.map(|id| FamilyId(uuid::Uuid::from_bytes(id)));
                let segment: Option<[u8; 32]> = get(row, 2)?;
                let what = match (family, segment) {
                    (Some(family), Some(hash)) => Changed::Segment(family, Hash(hash)),
                    (Some(family), None) if get(row, 4)? => Changed::Across(family),
                    (Some(family), None) => Changed::Family(family),
                    (None, _) => Changed::Area(text(row, 3, "change")?),
                };
                Ok(ChangeRow { seq: number(row, 0, "change")?, what })
            })
        })
    }

    fn tally(&self, device: DeviceId) -> Result<Vec<TallyRow>> {
        let sql = "SELECT idsubsls, incarnation, last, count, hash FROM segment
                   WHERE device = $1 ORDER BY idsubsls";
        self.read(|db| {
            all(db, sql, params![device.0.into_bytes()], |row| {
                Ok(TallyRow {
                    idsubsls: text(row, 0, "segment")?,
                    incarnation: number(row, 1, "segment")?,
                    last: number(row, 2, "segment")?,
                    count: number(row, 3, "segment")?,
                    hash: Hash(get(row, 4)?),
                })
            })
        })
    }

    fn tally_of(&self, device: DeviceId, area: &Idsubsls, limit: u32) -> Result<Vec<Hash>> {
        let sql = "SELECT hash FROM segment WHERE device = $1 AND idsubsls = $2 LIMIT $3";
        let key = params![device.0.into_bytes(), area.as_str(), limit];
        self.read(|db| all(db, sql, key, |row| Ok(Hash(get(row, 0)?))))
    }

    fn desks(&self) -> Result<Vec<DeviceId>> {
        self.read(|db| all(db, "SELECT device FROM desk", [], |row| id(row, 0)))
    }
}
