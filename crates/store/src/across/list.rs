//! What is found, of both sides, and what the endpoint tells.

use std::collections::BTreeMap;

use cacah_family::across::{Rule, Side};
use cacah_family::area::Idsubsls;
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::install::IN_WORK;
use crate::reader::Reader;
use crate::row::find;

/// A family's part of a finding.
#[derive(Clone, PartialEq, Eq)]
pub struct AcrossRecord {
    /// Who found it.
    pub side: Side,
    /// The rule.
    pub rule: &'static Rule,
    /// Equal for all families of one finding, on one side.
    pub finding: String,
    /// The family.
    pub family: FamilyId,
    /// Its SLS.
    pub idsubsls: Idsubsls,
    /// Building number, 0 when not known.
    pub building: u16,
    /// Family number, 0 when not known.
    pub number: u16,
    /// Name of the head: as the interview says, else as the listing does.
    pub head: String,
    /// Since when, by the clock of its side.
    pub since: Millis,
    /// A family outside the officer's areas is concerned too.
    pub elsewhere: bool,
    /// The reason, when it was confirmed in this family's document.
    pub confirmed: Option<String>,
}

/// Never prints a name.
impl std::fmt::Debug for AcrossRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AcrossRecord({}, {:?}, {})", self.rule.id, self.side, self.family)
    }
}

/// A finding of the endpoint, of one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirFinding {
    /// The rule.
    pub rule: &'static Rule,
    /// Equal for all families of one finding.
    pub bucket: String,
    /// Since when, by the endpoint's clock.
    pub since: Millis,
    /// A family outside the officer's areas is concerned too.
    pub elsewhere: bool,
}

impl Reader {
    /// What is found across families: every family of every finding, or of those that concern one
    /// family. Families of a finding stand together.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn across(&self, family: Option<FamilyId>) -> Result<Vec<AcrossRecord>, StoreError> {
        let sql = format!(
            "SELECT n.side, n.rule, n.scope, n.spot, f.family, f.idsubsls, f.building, f.number,
                 coalesce(nullif(f.told_head, ''), f.head), n.since, n.elsewhere, p.confirmed
             FROM across_finding n JOIN family f ON f.id = n.family
             LEFT JOIN across_place p ON p.family = n.family
             WHERE {IN_WORK} AND (?1 IS NULL OR (n.side, n.scope, n.rule, n.spot) IN
                 (SELECT o.side, o.scope, o.rule, o.spot FROM across_finding o
                  JOIN family g ON g.id = o.family WHERE g.family = ?1))
             ORDER BY n.side, n.rule, n.scope, n.spot, f.idsubsls, f.building, f.number, f.id"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        query.query_and_then(params![family.map(|family| family.0)], record)?.collect()
    }
}

fn record(row: &Row<'_>) -> Result<AcrossRecord, StoreError> {
    let damaged = StoreError::Damaged { place: "across_finding" };
    let (side, rule): (String, String) = (row.get(0)?, row.get(1)?);
    let rule = Rule::of(&rule).ok_or(damaged)?;
    let (scope, spot): (String, String) = (row.get(2)?, row.get(3)?);
    let area: String = row.get(5)?;
    let confirmed: Option<String> = row.get(11)?;
    let confirmed: Option<BTreeMap<String, String>> =
        confirmed.map(|text| serde_json::from_str(&text)).transpose()?;
    Ok(AcrossRecord {
        side: if side == "laptop" { Side::Laptop } else { Side::Endpoint },
        rule,
        finding: format!("{scope}#{spot}"),
        family: FamilyId(row.get(4)?),
        idsubsls: area.parse().map_err(|_| StoreError::Damaged { place: "family" })?,
        building: row.get(6)?,
        number: row.get(7)?,
        head: row.get(8)?,
        since: row.get(9)?,
        elsewhere: row.get(10)?,
        confirmed: confirmed.and_then(|mut all| all.remove(rule.id)),
    })
}

/// Takes what the endpoint says of a family, in place of what it said before. Of a family that is not
/// here nothing is kept.
pub(crate) fn take(
    connection: &Connection,
    family: FamilyId,
    findings: &[TheirFinding],
) -> Result<(), StoreError> {
    let here = "SELECT id FROM family WHERE family = ?1 AND NOT wiped";
    let Some(row) = find(connection, here, [family.0])? else { return Ok(()) };
    let delete = "DELETE FROM across_finding WHERE family = ?1 AND side = 'endpoint'";
    connection.prepare_cached(delete)?.execute([row])?;
    let insert = "INSERT INTO across_finding (side, scope, rule, spot, family, since, elsewhere)
                  VALUES ('endpoint', ?1, ?2, '', ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    let mut insert = connection.prepare_cached(insert)?;
    for finding in findings {
        let TheirFinding { rule, bucket, since, elsewhere } = finding;
        insert.execute(params![bucket, rule.id, row, since, elsewhere])?;
    }
    Ok(())
}
