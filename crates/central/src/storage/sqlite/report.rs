//! What an office looks at.

use rusqlite::{Connection, Row, params};

use super::registry::{SEGMENT, read_segment};
use super::row::{actor, all, get, id, number, text};
use crate::storage::{AreaTotal, Filed, Result, SegmentRow};

pub fn totals(db: &Connection) -> Result<Vec<AreaTotal>> {
    let sql = "SELECT wil, round, idsubsls, prelist, found, received, finished, blank, error,
                   warning, clean, listed, verified, recap, approved
               FROM area_total ORDER BY wil, round, idsubsls";
    counted(all(db, sql, [], read_total)?)
}

pub fn recount(db: &Connection) -> Result<Vec<AreaTotal>> {
    let sql = "SELECT wil, round, idsubsls,
                   sum(counted * (1 - found)), sum(counted * found),
                   sum(counted * (received > 0)), sum(counted * finished),
                   sum(counted * (coalesce(status, '') = 'blank')),
                   sum(counted * (coalesce(status, '') = 'error')),
                   sum(counted * (coalesce(status, '') = 'warning')),
                   sum(counted * (coalesce(status, '') = 'clean')),
                   sum(counted * (listed IS NOT NULL)),
                   sum(counted * (coalesce(listed, '') IN ('found', 'new'))),
                   sum(record * coalesce(recap, 0)), sum(record * approved)
               FROM family GROUP BY wil, round, idsubsls ORDER BY wil, round, idsubsls";
    counted(all(db, sql, [], read_total)?)
}

/// Without areas that all families left.
fn counted(mut totals: Vec<AreaTotal>) -> Result<Vec<AreaTotal>> {
    totals.retain(|total| !total.is_zero());
    Ok(totals)
}

fn read_total(row: &Row<'_>) -> Result<AreaTotal> {
    Ok(AreaTotal {
        wil: text(row, 0, "area_total")?,
        round: id(row, 1)?,
        idsubsls: text(row, 2, "area_total")?,
        prelist: get(row, 3)?,
        found: get(row, 4)?,
        received: get(row, 5)?,
        finished: get(row, 6)?,
        blank: get(row, 7)?,
        error: get(row, 8)?,
        warning: get(row, 9)?,
        clean: get(row, 10)?,
        listed: get(row, 11)?,
        verified: get(row, 12)?,
        recap: get(row, 13)?,
        approved: get(row, 14)?,
    })
}

pub fn held(db: &Connection) -> Result<Vec<SegmentRow>> {
    let sql = format!("{SEGMENT} WHERE held IS NOT NULL ORDER BY received, wil, family, hash");
    all(db, &sql, [], read_segment)
}

pub fn batches(db: &Connection, limit: u32) -> Result<Vec<Filed>> {
    let sql = "SELECT b.device, b.incarnation, o.code, b.batch, b.number, b.received,
                   b.stored, b.already, b.held, b.unreadable
               FROM batch b JOIN device d ON d.device = b.device JOIN officer o ON o.officer = d.officer
               ORDER BY b.received DESC, b.device, b.number DESC LIMIT $1";
    all(db, sql, params![limit], |row| {
        let count = |column| number(row, column, "batch");
        Ok(Filed {
            actor: actor(row, 0)?,
            officer: get(row, 2)?,
            batch: id(row, 3)?,
            number: number(row, 4, "batch")?,
            received: get(row, 5)?,
            verdicts: [count(6)?, count(7)?, count(8)?, count(9)?],
        })
    })
}
