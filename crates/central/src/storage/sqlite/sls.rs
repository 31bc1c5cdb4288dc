//! SLS that split, merged or got another name, once a coordinator settled it: their areas, where
//! these came from, and who serves them.

use cacah_family::entry::{Birth, NewSls, SlsChange, SlsKind};
use cacah_family::host::Millis;
use cacah_family::id::RoundId;
use cacah_wire::down::Area;
use rusqlite::{Connection, params};

use super::down::areas;
use super::plan::put_area;
use super::row::{all, first, get, run, text};
use super::telling::log;
use crate::storage::{Changed, FamilyWrite, Result};

/// Areas as the settled changes have them from now on.
pub fn settle(db: &Connection, written: &[FamilyWrite], now: Millis) -> Result<()> {
    let settled = written.iter().filter_map(|write| Some((&write.row.birth, write.sls.as_ref()?)));
    settled.into_iter().try_for_each(|(birth, change)| apply(db, birth, change, now))
}

fn apply(db: &Connection, birth: &Birth, change: &SlsChange, now: Millis) -> Result<()> {
    let into = match change.kind {
        SlsKind::None | SlsKind::NotFound => &[][..],
        SlsKind::Split | SlsKind::Merge | SlsKind::Rename => &change.into,
    };
    // Village and district are those of the old area: without it there is nothing to begin with.
    let Some(old) = area(db, birth.round, birth.idsubsls.as_str())? else { return Ok(()) };
    for (made, was) in made(db, birth)? {
        if !into.iter().any(|new| new.idsubsls == made.idsubsls) {
            unmake(db, birth, made, was, now)?;
        }
    }
    into.iter().try_for_each(|new| make(db, birth, &old, new))?;
    inherit(db, birth.round, now)
}

fn area(db: &Connection, round: RoundId, idsubsls: &str) -> Result<Option<Area>> {
    Ok(areas(db, round, idsubsls)?.into_iter().find(|area| area.idsubsls.as_str() == idsubsls))
}

/// Areas that came of this one, each with its name before if it was there.
fn made(db: &Connection, birth: &Birth) -> Result<Vec<(Area, Option<String>)>> {
    let sql = "SELECT a.idsubsls, a.name, a.village, a.district, l.was
               FROM lineage l JOIN area a
                   ON a.wil = l.wil AND a.round = l.round AND a.idsubsls = l.idsubsls
               WHERE l.wil = $1 AND l.round = $2 AND l.parent = $3 ORDER BY a.idsubsls";
    let Birth { home, round, idsubsls, .. } = birth;
    all(db, sql, params![home.as_str(), round.0.into_bytes(), idsubsls.as_str()], |row| {
        let area = Area {
            idsubsls: text(row, 0, "area")?,
            name: get(row, 1)?,
            village: get(row, 2)?,
            district: get(row, 3)?,
        };
        Ok((area, get(row, 4)?))
    })
}

fn make(db: &Connection, birth: &Birth, old: &Area, new: &NewSls) -> Result<()> {
    let before = area(db, birth.round, new.idsubsls.as_str())?;
    let was = before.as_ref().map(|area| area.name.clone());
    let place = before.unwrap_or_else(|| old.clone());
    let area = Area { idsubsls: new.idsubsls.clone(), name: new.name.clone(), ..place };
    put_area(db, birth.round, &area)?;
    let sql = "INSERT INTO lineage (wil, round, idsubsls, parent, was) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (wil, round, idsubsls, parent) DO NOTHING";
    let (wil, round) = (birth.home.as_str(), birth.round.0.into_bytes());
    let key = params![wil, round, area.idsubsls.as_str(), birth.idsubsls.as_str(), was];
    if run(db, sql, key)? == 1 {
        // Others serve it from now on, also where nothing else of it is new.
        log(db, wil, &Changed::Area(area.idsubsls))?;
    }
    Ok(())
}

/// Takes an area back: its name, or itself where nothing lives there.
fn unmake(
    db: &Connection,
    birth: &Birth,
    area: Area,
    was: Option<String>,
    now: Millis,
) -> Result<()> {
    let (wil, round) = (birth.home.as_str(), birth.round.0.into_bytes());
    let key = params![wil, round, area.idsubsls.as_str()];
    let parent = params![wil, round, area.idsubsls.as_str(), birth.idsubsls.as_str()];
    let sql = "DELETE FROM lineage WHERE wil = $1 AND round = $2 AND idsubsls = $3 AND parent = $4";
    run(db, sql, parent)?;
    if let Some(name) = was {
        return put_area(db, birth.round, &Area { name, ..area });
    }
    let used = "SELECT 1 FROM family WHERE wil = $1 AND round = $2 AND idsubsls = $3
                UNION ALL
                SELECT 1 FROM lineage WHERE wil = $1 AND round = $2 AND idsubsls = $3 LIMIT 1";
    if first(db, used, key, |row| get::<i64>(row, 0))?.is_some() {
        return Ok(());
    }
    run(db, "DELETE FROM area WHERE wil = $1 AND round = $2 AND idsubsls = $3", key)?;
    let sql = "UPDATE assignment SET ended = $3 WHERE round = $1 AND area = $2 AND ended IS NULL";
    run(db, sql, params![round, area.idsubsls.as_str(), now])?;
    log(db, wil, &Changed::Area(area.idsubsls))
}

/// Whoever serves exactly an old area serves what came of it, in the same period. What was ended
/// there by itself stays so; what this very moment ended with the old one and began again does not.
pub fn inherit(db: &Connection, round: RoundId, now: Millis) -> Result<()> {
    let sql = "INSERT INTO assignment (officer, round, area, since, begins, until)
               SELECT a.officer, a.round, l.idsubsls, $2, a.begins, a.until
               FROM lineage l JOIN assignment a ON a.round = l.round AND a.area = l.parent
               WHERE l.round = $1 AND l.idsubsls <> l.parent AND a.ended IS NULL
               ON CONFLICT (officer, round, area) DO UPDATE SET ended = NULL,
                   begins = EXCLUDED.begins, until = EXCLUDED.until
                   WHERE assignment.ended = $2";
    // What came of an area may have changed again itself.
    while run(db, sql, params![round.0.into_bytes(), now])? > 0 {}
    Ok(())
}
