//! Families that share a number, or an SLS, answered together.

use std::collections::BTreeSet;

use cacah_family::across::{Card, Found, Holder, Listed, Placed, Side, cards, neighbours, persons};
use cacah_family::area::Idsubsls;
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, InstanceId};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::word;
use crate::StoreError;
use crate::door::Door;
use crate::row::family as row_of;

/// What is answered whole; the first is the row of the round.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bucket {
    Person(i64, String),
    Card(i64, String),
    Sls(i64, Idsubsls),
}

impl Bucket {
    fn scope(&self) -> String {
        match self {
            Self::Person(round, number) => format!("nik/{round}/{number}"),
            Self::Card(round, number) => format!("kk/{round}/{number}"),
            Self::Sls(round, area) => format!("sls/{round}/{area}"),
        }
    }
}

/// Answers a bucket, and writes down what changed.
pub(super) fn answer(
    connection: &Connection,
    bucket: &Bucket,
    at: Millis,
) -> Result<(), StoreError> {
    let found = match bucket {
        Bucket::Person(round, number) => persons(&holders(connection, *round, number, true)?),
        Bucket::Card(round, number) => {
            cards(&holders(connection, *round, number, false)?, Side::Laptop)
        }
        Bucket::Sls(round, area) => neighbours(&sls(connection, *round, area)?),
    };
    write(connection, &bucket.scope(), &found, at)
}

/// All ids of a family, itself among them.
pub(super) fn ones(
    connection: &Connection,
    family: FamilyId,
) -> Result<BTreeSet<FamilyId>, StoreError> {
    let sql = "SELECT other FROM across_alias WHERE family = ?1
               UNION SELECT family FROM across_alias WHERE other = ?1";
    let (mut all, mut waiting) = (BTreeSet::new(), vec![family]);
    while let Some(family) = waiting.pop() {
        if all.insert(family) {
            let mut query = connection.prepare_cached(sql)?;
            let others = query.query_map([family.0], |row| Ok(FamilyId(row.get(0)?)))?;
            waiting.extend(others.collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(all)
}

/// The lowest of them.
fn one(connection: &Connection, family: FamilyId, joined: bool) -> Result<FamilyId, StoreError> {
    let lowest = if joined { ones(connection, family)?.pop_first() } else { None };
    Ok(lowest.unwrap_or(family))
}

/// Over `family f`: whether an alias names it.
macro_rules! joined {
    () => {
        "(EXISTS (SELECT 1 FROM across_alias a WHERE a.family = f.family)
          OR EXISTS (SELECT 1 FROM across_alias a WHERE a.other = f.family))"
    };
}

fn holders(
    connection: &Connection,
    round: i64,
    number: &str,
    of_persons: bool,
) -> Result<Vec<Holder>, StoreError> {
    let sql = concat!(
        "SELECT f.family, n.person, n.card, ",
        joined!(),
        " FROM across_number n JOIN family f ON f.id = n.family
          WHERE n.number = ?1 AND f.round = ?2 AND (n.person <> x'') = ?3"
    );
    let mut query = connection.prepare_cached(sql)?;
    let holders = query.query_and_then(params![number, round, of_persons], |row| {
        let (family, person) = (FamilyId(row.get(0)?), row.get::<_, Vec<u8>>(1)?);
        let card: Option<String> = row.get(2)?;
        let mut kinds = [Card::Main, Card::Split].into_iter();
        Ok::<_, StoreError>(Holder {
            family,
            one: one(connection, family, row.get(3)?)?,
            person: Uuid::from_slice(&person).ok().map(InstanceId),
            kind: kinds.find(|kind| card.as_deref() == Some(word(*kind))),
        })
    })?;
    holders.collect()
}

fn sls(connection: &Connection, round: i64, area: &Idsubsls) -> Result<Vec<Placed>, StoreError> {
    let sql = concat!(
        "SELECT f.family, p.building, p.number, p.head, f.number, f.head, ",
        joined!(),
        ", p.welfare, f.door FROM family f LEFT JOIN across_place p ON p.family = f.id
          WHERE f.round = ?1 AND f.idsubsls = ?2 AND NOT f.wiped AND NOT f.sls"
    );
    let mut query = connection.prepare_cached(sql)?;
    let families = query.query_and_then(params![round, area.as_str()], |row| {
        let family = FamilyId(row.get(0)?);
        Ok::<_, StoreError>(Placed {
            family,
            one: one(connection, family, row.get(6)?)?,
            building: row.get(1)?,
            number: row.get(2)?,
            head: row.get(3)?,
            welfare: row.get(7)?,
            listed: Listed { number: row.get(4)?, head: row.get(5)?, welfare: judged(row)? },
        })
    })?;
    families.collect()
}

/// Welfare by the listing, from the family's door.
fn judged(row: &rusqlite::Row<'_>) -> Result<Option<u32>, StoreError> {
    let door = row.get_ref(8)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let door: Option<Door> = door.map(serde_json::from_str).transpose()?;
    Ok(door.and_then(|door| door.welfare).map(u32::from))
}

/// Rule, spot, family.
type Part = (String, String, i64);

fn write(
    connection: &Connection,
    scope: &str,
    found: &[Found],
    at: Millis,
) -> Result<(), StoreError> {
    let mut parts: BTreeSet<Part> = BTreeSet::new();
    for found in found {
        for family in &found.families {
            let row = row_of(connection, *family)?;
            parts.insert((found.check.rule().id.to_owned(), found.spot.clone(), row));
        }
    }
    let sql = "SELECT rule, spot, family FROM across_finding WHERE side = 'laptop' AND scope = ?1";
    let mut before = connection.prepare_cached(sql)?;
    let before = before.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let before: BTreeSet<Part> = before.collect::<Result<_, _>>()?;
    for (rule, spot, family) in before.difference(&parts) {
        let delete = "DELETE FROM across_finding WHERE side = 'laptop' AND scope = ?1 AND rule = ?2
                          AND spot = ?3 AND family = ?4";
        connection.prepare_cached(delete)?.execute(params![scope, rule, spot, family])?;
    }
    for (rule, spot, family) in parts.difference(&before) {
        let insert =
            "INSERT INTO across_finding (side, scope, rule, spot, family, since, elsewhere)
                      VALUES ('laptop', ?1, ?2, ?3, ?4, ?5, 0)";
        connection.prepare_cached(insert)?.execute(params![scope, rule, spot, family, at])?;
    }
    Ok(())
}
