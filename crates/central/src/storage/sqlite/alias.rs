//! Families that are one: both histories stand, and one is counted: of those anything came of, the
//! lowest id. Settled in the transaction that brings an alias or a family, over rows of a district.

use std::collections::BTreeSet;

use cacah_family::id::FamilyId;
use rusqlite::{Connection, params};

use super::ingest::add_total;
use super::registry::{FAMILY, read_family};
use super::row::{all, first, id, run};
use crate::storage::{FamilyRow, FamilyWrite, Result};

/// Keeps the aliases of the families written, and counts each of those joined once.
pub fn settle(db: &Connection, written: &[FamilyWrite]) -> Result<()> {
    let mut joined = BTreeSet::new();
    for FamilyWrite { row, aliases, .. } in written {
        let (wil, family) = (row.birth.home.as_str(), row.family);
        let stored = others(db, wil, family)?;
        if stored.is_empty() && aliases.is_empty() {
            continue;
        }
        let key = params![wil, family.0.into_bytes()];
        run(db, "DELETE FROM alias WHERE wil = $1 AND family = $2", key)?;
        for other in aliases {
            let sql = "INSERT INTO alias (wil, family, other) VALUES ($1, $2, $3)";
            run(db, sql, params![wil, family.0.into_bytes(), other.0.into_bytes()])?;
        }
        joined.extend(stored.into_iter().chain([family]).map(|family| (wil, family)));
    }
    // Each of those that are one is met once, however many there are.
    while let Some((wil, family)) = joined.pop_first() {
        for one in count_once(db, wil, family)? {
            joined.remove(&(wil, one));
        }
    }
    Ok(())
}

/// Families an alias joins directly, in either direction.
fn others(db: &Connection, wil: &str, family: FamilyId) -> Result<Vec<FamilyId>> {
    let sql = "SELECT other FROM alias WHERE wil = $1 AND family = $2
               UNION SELECT family FROM alias WHERE wil = $1 AND other = $2";
    all(db, sql, params![wil, family.0.into_bytes()], |row| id(row, 0))
}

/// All the families joined to this one, itself among them.
pub fn joined(db: &Connection, wil: &str, family: FamilyId) -> Result<BTreeSet<FamilyId>> {
    let (mut all, mut waiting) = (BTreeSet::new(), vec![family]);
    while let Some(family) = waiting.pop() {
        if all.insert(family) {
            waiting.extend(others(db, wil, family)?);
        }
    }
    Ok(all)
}

/// Counts one of all the families joined to this one, which it answers.
fn count_once(db: &Connection, wil: &str, family: FamilyId) -> Result<BTreeSet<FamilyId>> {
    let all = joined(db, wil, family)?;
    let sql = format!("{FAMILY} WHERE wil = $1 AND family = $2");
    let row = |family: FamilyId| first(db, &sql, params![wil, family.0.into_bytes()], read_family);
    let rows = all.iter().filter_map(|family| row(*family).transpose());
    let mut rows: Vec<FamilyRow> = rows.collect::<Result<_>>()?;
    rows.sort_by_key(|row| (row.status.is_none(), row.received == 0, row.family));
    let mut rows = rows.into_iter();
    rows.next().map_or(Ok(()), |row| set(db, wil, row, true))?;
    rows.try_for_each(|row| set(db, wil, row, false))?;
    Ok(all)
}

fn set(db: &Connection, wil: &str, row: FamilyRow, counted: bool) -> Result<()> {
    if row.counted == counted {
        return Ok(());
    }
    let sql =
        "UPDATE family SET counted = $3, revision = revision + 1 WHERE wil = $1 AND family = $2";
    run(db, sql, params![wil, row.family.0.into_bytes(), counted])?;
    add_total(db, &row.total().negative())?;
    add_total(db, &FamilyRow { counted, ..row }.total())
}
