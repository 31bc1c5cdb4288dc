//! What a laptop gets: areas and prelist under a prefix of idsubsls.

use cacah_family::id::RoundId;
use cacah_wire::down::{Area, PrelistFamily};
use rusqlite::{Connection, params};

use super::registry::{FAMILY, read_family};
use super::row::{all, get, text};
use crate::storage::Result;

/// Where ids under a prefix end: no character of an id sorts after it.
pub fn end(prefix: &str) -> String {
    format!("{prefix}~")
}

pub fn areas(db: &Connection, round: RoundId, prefix: &str) -> Result<Vec<Area>> {
    let sql = "SELECT idsubsls, name, village, district FROM area
               WHERE round = $1 AND idsubsls >= $2 AND idsubsls < $3 ORDER BY idsubsls";
    all(db, sql, params![round.0.into_bytes(), prefix, end(prefix)], |row| {
        Ok(Area {
            idsubsls: text(row, 0, "area")?,
            name: get(row, 1)?,
            village: get(row, 2)?,
            district: get(row, 3)?,
        })
    })
}

pub fn prelist(db: &Connection, round: RoundId, prefix: &str) -> Result<Vec<PrelistFamily>> {
    let sql = format!(
        "{FAMILY} WHERE round = $1 AND idsubsls >= $2 AND idsubsls < $3 AND found = 0
         ORDER BY idsubsls, building, number, family"
    );
    all(db, &sql, params![round.0.into_bytes(), prefix, end(prefix)], |row| {
        let row = read_family(row)?;
        Ok(PrelistFamily { family: row.family, birth: row.birth })
    })
}
