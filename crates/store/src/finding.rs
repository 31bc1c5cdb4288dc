//! What is wrong in documents, for the error work-list. A cache: the desk's engine finds, ticks are
//! from the journal; a document's findings change in the transaction that changes its summary.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Change;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::path::Path;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::reader::Reader;
use crate::search::Conditions;
use crate::{StoreError, install, row};

/// A finding as the engine has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub path: Path,
    /// Its rule.
    pub rule: String,
    /// Of a hard rule; otherwise a warning.
    pub error: bool,
    /// Number of the member, from 1; 0: none.
    pub member: u16,
    /// Kept as on paper.
    pub paper: bool,
    /// Confirmed with a reason.
    pub confirmed: bool,
    /// Let stand by a supervisor.
    pub released: bool,
}

/// Which findings to list.
#[derive(Debug, Clone, Default)]
pub struct FindingQuery {
    /// Of this SLS.
    pub idsubsls: Option<Idsubsls>,
    /// Of documents of this field checker, by code.
    pub checker: Option<String>,
    /// Of this rule.
    pub rule: Option<String>,
    /// Of paper alone.
    pub paper: bool,
    /// Errors alone.
    pub errors: bool,
    /// Those settled too: confirmed, released, ticked.
    pub settled: bool,
    /// Findings to pass over.
    pub offset: u32,
    /// Findings to give; 0: all.
    pub limit: u32,
}

/// A finding with where its document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRecord {
    /// The document.
    pub document: DocumentId,
    /// Its family.
    pub family: FamilyId,
    /// Its SLS.
    pub idsubsls: Idsubsls,
    /// Building number, 0 when not known.
    pub building: u16,
    /// Family number, 0 when not known.
    pub number: u16,
    /// The field checker, by code; empty when the document does not say.
    pub checker: String,
    /// What was found.
    pub found: Found,
    /// Looked at against the paper.
    pub ticked: bool,
}

/// Findings that fit a query, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingTotals {
    /// All.
    pub total: u32,
    /// Errors that stand open.
    pub errors: u32,
    /// Warnings that nobody confirmed.
    pub warnings: u32,
    /// Errors a supervisor let stand; counted whether or not settled ones are listed.
    pub released: u32,
    /// How many of each rule.
    pub rules: Vec<(String, u32)>,
    /// How many of each field checker.
    pub checkers: Vec<(String, u32)>,
    /// How many in each SLS.
    pub slses: Vec<(String, u32)>,
}

const FROM: &str =
    "FROM finding n JOIN document d ON d.id = n.document JOIN family f ON f.id = d.family";
/// Nobody has to look at it any more.
const OPEN: &str = "NOT n.confirmed AND NOT n.released AND NOT n.ticked";

impl Reader {
    /// A page of the findings of the round in work: by SLS, building, number, then paper order.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn findings(&self, query: &FindingQuery) -> Result<Vec<FindingRecord>, StoreError> {
        let mut conditions = conditions(query, query.settled);
        let limit = if query.limit == 0 { -1 } else { i64::from(query.limit) };
        conditions.bound.extend([limit.into(), query.offset.into()]);
        let mut page = self.connection.prepare_cached(&page(&conditions))?;
        page.query_and_then(params_from_iter(&conditions.bound), record)?.collect()
    }

    /// How many fit, by what they can be narrowed.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn finding_totals(&self, query: &FindingQuery) -> Result<FindingTotals, StoreError> {
        let listed = conditions(query, query.settled);
        let sql = format!(
            "SELECT count(*), coalesce(sum(n.error AND NOT n.released), 0),
                 coalesce(sum(NOT n.error AND NOT n.confirmed), 0)
             {FROM} WHERE {}",
            listed.sql.join(" AND ")
        );
        let mut totals = self.connection.prepare_cached(&sql)?;
        let (total, errors, warnings) = totals
            .query_row(params_from_iter(&listed.bound), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let mut released = conditions(query, true);
        released.add("n.released", []);
        Ok(FindingTotals {
            total,
            errors,
            warnings,
            released: self.counted("''", &released)?.pop().map_or(0, |(_, count)| count),
            rules: self.counted("n.rule", &listed)?,
            checkers: self.counted("d.checker", &listed)?,
            slses: self.counted("f.idsubsls", &listed)?,
        })
    }

    fn counted(&self, by: &str, of: &Conditions) -> Result<Vec<(String, u32)>, StoreError> {
        let sql = format!(
            "SELECT {by}, count(*) {FROM} WHERE {} GROUP BY 1 ORDER BY 1",
            of.sql.join(" AND ")
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let counted =
            query.query_map(params_from_iter(&of.bound), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(counted.collect::<Result<_, _>>()?)
    }
}

fn page(conditions: &Conditions) -> String {
    format!(
        "SELECT d.document, f.family, f.idsubsls, f.building, f.number, d.checker, n.path, n.rule,
             n.error, n.member, n.paper, n.confirmed, n.released, n.ticked
         {FROM} WHERE {}
         ORDER BY f.idsubsls, f.building, f.number, f.id, d.id, n.place LIMIT ? OFFSET ?",
        conditions.sql.join(" AND ")
    )
}

fn conditions(query: &FindingQuery, settled: bool) -> Conditions {
    let mut all = Conditions::default();
    all.add(install::IN_WORK, []);
    all.add("NOT d.removed", []);
    if let Some(area) = &query.idsubsls {
        all.add("f.idsubsls = ?", [Value::from(area.to_string())]);
    }
    if let Some(checker) = &query.checker {
        all.add("d.checker = ?", [Value::from(checker.clone())]);
    }
    if let Some(rule) = &query.rule {
        all.add("n.rule = ?", [Value::from(rule.clone())]);
    }
    if query.paper {
        all.add("d.source = 'paper'", []);
    }
    if query.errors {
        all.add("n.error", []);
    }
    if !settled {
        all.add(OPEN, []);
    }
    all
}

fn record(row: &Row<'_>) -> Result<FindingRecord, StoreError> {
    let damaged = StoreError::Damaged { place: "finding" };
    let (area, path): (String, String) = (row.get(2)?, row.get(6)?);
    let Ok(idsubsls) = area.parse() else { return Err(damaged) };
    let Ok(path) = path.parse() else { return Err(damaged) };
    Ok(FindingRecord {
        document: DocumentId(row.get(0)?),
        family: FamilyId(row.get(1)?),
        idsubsls,
        building: row.get(3)?,
        number: row.get(4)?,
        checker: row.get(5)?,
        found: Found {
            path,
            rule: row.get(7)?,
            error: row.get(8)?,
            member: row.get(9)?,
            paper: row.get(10)?,
            confirmed: row.get(11)?,
            released: row.get(12)?,
        },
        ticked: row.get(13)?,
    })
}

/// The findings of a document, all of them, in paper order; only what differs is written.
pub(crate) fn put(
    connection: &Connection,
    document: i64,
    found: &[Found],
) -> Result<(), StoreError> {
    let sql = "SELECT path, rule FROM finding WHERE document = ?1";
    let mut before = connection.prepare_cached(sql)?;
    let before = before.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut gone: BTreeSet<(String, String)> = before.collect::<Result<_, _>>()?;
    let upsert = "INSERT INTO finding (document, path, rule, place, error, member, paper, confirmed,
             released, ticked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)
         ON CONFLICT (document, path, rule) DO UPDATE SET place = excluded.place,
             error = excluded.error, member = excluded.member, paper = excluded.paper,
             confirmed = excluded.confirmed, released = excluded.released
         WHERE (place, error, member, paper, confirmed, released) <> (excluded.place, excluded.error,
             excluded.member, excluded.paper, excluded.confirmed, excluded.released)";
    let mut upsert = connection.prepare_cached(upsert)?;
    let mut new = false;
    for (place, one) in (0_i64..).zip(found) {
        let Found { path, rule, error, member, paper, confirmed, released } = one;
        let path = path.to_string();
        upsert.execute(params![
            document, path, rule, place, error, member, paper, confirmed, released
        ])?;
        new |= !gone.remove(&(path, rule.clone()));
    }
    let delete = "DELETE FROM finding WHERE document = ?1 AND path = ?2 AND rule = ?3";
    for (path, rule) in gone {
        connection.prepare_cached(delete)?.execute(params![document, path, rule])?;
    }
    if new { retick(connection, document) } else { Ok(()) }
}

/// Brings the ticks of a document up to what the journal says: of each finding the last word.
pub(crate) fn retick(connection: &Connection, document: i64) -> Result<(), StoreError> {
    let log = "e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1
               AND e.name = '@ticked'";
    let mut entries = row::entries(connection, log, [document])?;
    entries.sort_by_key(|entry| (entry.at.wall, entry.dot));
    let mut ticks = BTreeMap::new();
    for entry in &entries {
        if let Change::Ticked { question, finding, done } = &entry.change {
            ticks.insert((question, finding), *done);
        }
    }
    let update = "UPDATE finding SET ticked = ?4
                  WHERE document = ?1 AND path = ?2 AND rule = ?3 AND ticked <> ?4";
    for ((question, rule), done) in ticks {
        let params = params![document, question.to_string(), rule, done];
        connection.prepare_cached(update)?.execute(params)?;
    }
    Ok(())
}

/// The field checker of a document.
pub(crate) fn checker(
    connection: &Connection,
    document: i64,
    code: &str,
) -> Result<(), StoreError> {
    let update = "UPDATE document SET checker = ?2 WHERE id = ?1 AND checker <> ?2";
    connection.prepare_cached(update)?.execute(params![document, code])?;
    Ok(())
}

#[cfg(test)]
mod tests;
