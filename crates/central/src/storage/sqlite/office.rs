//! What an office's spreadsheets are compared with, and what they change.

use cacah_family::entry::Birth;
use cacah_family::host::Millis;
use cacah_family::id::RoundId;
use cacah_family::round::Round;
use rusqlite::{Connection, Row, params};

use super::row::{all, first, get, id, int, number, run, text};
use super::telling::log;
use super::{across, people, plan};
use crate::storage::{
    Changed, Listing, OfficeChange, Period, Result, Service, Standing, StorageError,
};

pub fn round_named(db: &Connection, name: &str) -> Result<Option<Round>> {
    let sql = "SELECT round FROM round WHERE name = $1 ORDER BY opened DESC, round DESC";
    let found: Option<RoundId> = first(db, sql, params![name], |row| id(row, 0))?;
    found.map_or(Ok(None), |round| plan::round(db, round))
}

pub fn services(db: &Connection, round: RoundId) -> Result<Vec<Service>> {
    let sql = "SELECT o.officer, o.code, o.name, o.role, a.area, a.begins, a.until, a.ended
               FROM assignment a JOIN officer o ON o.officer = a.officer
               WHERE a.round = $1 ORDER BY o.code, a.area";
    all(db, sql, params![round.0.into_bytes()], read_service)
}

/// Of columns officer, code, name, role, area, begins, until, ended.
pub fn read_service(row: &Row<'_>) -> Result<Service> {
    Ok(Service {
        officer: people::read_officer(row)?,
        area: get(row, 4)?,
        period: Period { since: get(row, 5)?, until: get(row, 6)? },
        ended: get(row, 7)?,
    })
}

pub fn listings(db: &Connection, round: RoundId) -> Result<Vec<Listing>> {
    let sql = "SELECT f.family, f.wil,
                      coalesce(p.idsubsls, f.idsubsls), coalesce(p.building, f.building),
                      coalesce(p.number, f.number), coalesce(p.head, f.head),
                      coalesce(p.address, f.address), p.code, f.revision,
                      EXISTS (SELECT 1 FROM segment s WHERE s.wil = f.wil AND s.family = f.family)
               FROM family f LEFT JOIN prelist p ON p.wil = f.wil AND p.family = f.family
               WHERE f.round = $1 AND f.found = 0";
    all(db, sql, params![round.0.into_bytes()], |row| {
        let birth = Birth {
            round,
            home: text(row, 1, "family")?,
            idsubsls: text(row, 2, "prelist")?,
            building: number(row, 3, "prelist")?,
            number: number(row, 4, "prelist")?,
            head: get(row, 5)?,
            address: get(row, 6)?,
            found: false,
        };
        Ok(Listing {
            family: id(row, 0)?,
            birth,
            code: get(row, 7)?,
            standing: match get(row, 9)? {
                true => Standing::Touched,
                false => Standing::Untouched(number(row, 8, "family")?),
            },
        })
    })
}

pub fn import(db: &Connection, change: &OfficeChange, now: Millis) -> Result<()> {
    plan::install(db, &change.plan, now)?;
    change.listings.iter().try_for_each(|listing| put(db, listing))?;
    let areas = change.listings.iter().map(|listing| &listing.birth.idsubsls);
    across::listed(db, change.plan.round.id, areas, now)
}

fn put(db: &Connection, listing: &Listing) -> Result<()> {
    if let Standing::Untouched(revision) = listing.standing {
        correct(db, listing, revision)?;
    }
    let Listing { family, birth, .. } = listing;
    let sql = "INSERT INTO prelist (wil, family, building, number, head, address, idsubsls, code)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
               ON CONFLICT (wil, family) DO UPDATE SET building = EXCLUDED.building,
                   number = EXCLUDED.number, head = EXCLUDED.head, address = EXCLUDED.address,
                   idsubsls = EXCLUDED.idsubsls, code = EXCLUDED.code";
    run(
        db,
        sql,
        params![
            birth.home.as_str(),
            family.0.into_bytes(),
            birth.building,
            birth.number,
            birth.head,
            birth.address,
            birth.idsubsls.as_str(),
            listing.code
        ],
    )?;
    Ok(())
}

/// The revision rises, so that a batch judged meanwhile on the row before is judged again.
fn correct(db: &Connection, Listing { family, birth, .. }: &Listing, revision: u64) -> Result<()> {
    let sql = "UPDATE family SET building = $3, number = $4, head = $5, address = $6,
                   revision = revision + 1
               WHERE wil = $1 AND family = $2 AND revision = $7 AND NOT EXISTS
                   (SELECT 1 FROM segment WHERE wil = $1 AND family = $2)";
    let corrected = run(
        db,
        sql,
        params![
            birth.home.as_str(),
            family.0.into_bytes(),
            birth.building,
            birth.number,
            birth.head,
            birth.address,
            int(revision)
        ],
    )?;
    if corrected != 1 {
        return Err(StorageError::Conflict);
    }
    log(db, birth.home.as_str(), &Changed::Family(*family))
}
