//! Rounds, forms, areas, officers, prelist.

use cacah_family::host::Millis;
use cacah_family::id::{OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_wire::down::{Area, PrelistFamily};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::ingest::add_total;
use super::publishing::keep;
use super::row::{first, get, id, name, run, to_name};
use super::telling::{log, team_changed};
use super::{across, people, sls};
use crate::storage::{Changed, FamilyRow, Result, RoundPlan, Serving, StorageError};

const FAMILY_IMPORT: &str =
    include_str!("../../../../../schemas/sql/central/queries/family_import.sql");

pub fn begin(db: &Connection, epoch: Uuid, since: Millis) -> Result<Uuid> {
    let insert =
        "INSERT INTO life (one, epoch, since) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING";
    run(db, insert, params![epoch.into_bytes(), since])?;
    first(db, "SELECT epoch FROM life WHERE one = 1", [], |row| id(row, 0))?
        .ok_or(StorageError::Damaged("life"))
}

pub fn install(db: &Connection, plan: &RoundPlan, now: Millis) -> Result<()> {
    let round = &plan.round;
    run(
        db,
        "INSERT INTO round (round, name, kind, form, opened) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (round) DO UPDATE SET name = EXCLUDED.name, form = EXCLUDED.form",
        params![round.id.0.into_bytes(), round.name, to_name(&round.kind), round.form, now],
    )?;
    keep(db, round.id, &plan.form, &plan.files, now)?;
    for area in &plan.areas {
        put_area(db, round.id, area)?;
    }
    for (officer, areas) in &plan.officers {
        people::put_person(db, officer)?;
        assign(db, round.id, officer.id, areas, now)?;
    }
    sls::inherit(db, round.id, now)?;
    plan.families.iter().try_for_each(|family| import(db, family))?;
    let areas = plan.families.iter().map(|family| &family.birth.idsubsls);
    across::listed(db, round.id, areas, now)
}

pub fn put_area(db: &Connection, round: RoundId, area: &Area) -> Result<()> {
    let wil = area.idsubsls.district();
    let changed = run(
        db,
        "INSERT INTO area (wil, round, idsubsls, name, village, district)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (wil, round, idsubsls) DO UPDATE SET name = EXCLUDED.name,
             village = EXCLUDED.village, district = EXCLUDED.district
         WHERE (area.name, area.village, area.district)
             <> (EXCLUDED.name, EXCLUDED.village, EXCLUDED.district)",
        params![
            wil.as_str(),
            round.0.into_bytes(),
            area.idsubsls.as_str(),
            area.name,
            area.village,
            area.district
        ],
    )?;
    match changed {
        0 => Ok(()),
        _ => log(db, wil.as_str(), &Changed::Area(area.idsubsls.clone())),
    }
}

fn assign(
    db: &Connection,
    round: RoundId,
    officer: OfficerId,
    areas: &[Serving],
    now: Millis,
) -> Result<()> {
    let before = people::served(db, officer, round)?;
    run(
        db,
        "UPDATE assignment SET ended = $3 WHERE officer = $1 AND round = $2 AND ended IS NULL",
        params![officer.0.into_bytes(), round.0.into_bytes(), now],
    )?;
    areas.iter().try_for_each(|serving| people::serve(db, officer, round, serving, now))?;
    let after = people::served(db, officer, round)?;
    let mut changed = before.symmetric_difference(&after);
    changed.try_for_each(|area| team_changed(db, round, area))
}

fn import(db: &Connection, family: &PrelistFamily) -> Result<()> {
    let birth = &family.birth;
    let new = run(
        db,
        FAMILY_IMPORT,
        params![
            birth.home.as_str(),
            family.family.0.into_bytes(),
            birth.round.0.into_bytes(),
            birth.idsubsls.as_str(),
            birth.building,
            birth.number,
            birth.head,
            birth.address
        ],
    )?;
    if new == 1 {
        let mut birth = birth.clone();
        birth.found = false;
        log(db, birth.home.as_str(), &Changed::Family(family.family))?;
        add_total(db, &FamilyRow::born(family.family, birth).total())?;
    }
    Ok(())
}

pub fn round(db: &Connection, round: RoundId) -> Result<Option<Round>> {
    let sql = "SELECT round, name, kind, form FROM round WHERE round = $1";
    first(db, sql, params![round.0.into_bytes()], |row| {
        let kind: Option<RoundKind> = name(row, 2, "round")?;
        let kind = kind.ok_or(StorageError::Damaged("round"))?;
        Ok(Round { id: id(row, 0)?, name: get(row, 1)?, kind, form: get(row, 3)? })
    })
}

pub fn form_files(db: &Connection, round: RoundId, version: u32) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT files FROM form WHERE round = $1 AND version = $2";
    first(db, sql, params![round.0.into_bytes(), version], |row| get(row, 0))
}
