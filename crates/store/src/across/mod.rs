//! Checks across the families of this vault (ADR 0020): what a document says is compared with what it
//! said before, and the buckets concerned are answered anew, each whole. Beside them stands what the
//! endpoint told. None of it is part of any status.

mod bucket;
mod list;

use std::collections::BTreeSet;

use cacah_family::across::{Card, Facts};
use cacah_family::area::Idsubsls;
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) use list::take;
pub use list::{AcrossRecord, TheirFinding};

use crate::StoreError;
use bucket::{Bucket, answer};

/// What the document in work of a family says to others from now on.
pub(crate) fn told(
    connection: &Connection,
    family: i64,
    facts: Option<&Facts>,
    at: Millis,
) -> Result<(), StoreError> {
    let before = held(connection, family)?;
    put(connection, family, facts)?;
    let after = held(connection, family)?;
    let changed = before.symmetric_difference(&after);
    let mut buckets: BTreeSet<Bucket> = changed.map(|(bucket, ..)| bucket.clone()).collect();
    buckets.extend(areas(connection, family)?);
    buckets.iter().try_for_each(|bucket| answer(connection, bucket, at))
}

/// The listing of these families changed.
pub(crate) fn listed(
    connection: &Connection,
    families: impl IntoIterator<Item = i64>,
    at: Millis,
) -> Result<(), StoreError> {
    let mut buckets = BTreeSet::new();
    for family in families {
        buckets.extend(areas(connection, family)?);
    }
    buckets.iter().try_for_each(|bucket| answer(connection, bucket, at))
}

/// These are other ids of the family.
pub(crate) fn joined(
    connection: &Connection,
    family: FamilyId,
    others: &BTreeSet<FamilyId>,
    at: Millis,
) -> Result<(), StoreError> {
    let mut new = false;
    for other in others {
        let insert =
            "INSERT INTO across_alias (family, other) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        new |= connection.prepare_cached(insert)?.execute([family.0, other.0])? > 0;
    }
    if !new {
        return Ok(());
    }
    let mut buckets = BTreeSet::new();
    for one in bucket::ones(connection, family)? {
        let row = "SELECT id FROM family WHERE family = ?1";
        let Some(row) = crate::row::find(connection, row, [one.0])? else { continue };
        buckets.extend(held(connection, row)?.into_iter().map(|(bucket, ..)| bucket));
        buckets.extend(areas(connection, row)?);
    }
    buckets.iter().try_for_each(|bucket| answer(connection, bucket, at))
}

/// What a bucket has of a family: person, what the card is.
type Held = (Bucket, Vec<u8>, Option<String>);

/// The buckets of a family's numbers.
fn held(connection: &Connection, family: i64) -> Result<BTreeSet<Held>, StoreError> {
    let sql = "SELECT f.round, n.number, n.person, n.card FROM across_number n
               JOIN family f ON f.id = n.family WHERE n.family = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let held = query.query_map([family], |row| {
        let (round, number, person): (_, _, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let bucket = match person.is_empty() {
            true => Bucket::Card(round, number),
            false => Bucket::Person(round, number),
        };
        Ok((bucket, person, row.get(3)?))
    })?;
    Ok(held.collect::<Result<_, _>>()?)
}

/// The area a family lives in, and any other where something of it is found.
fn areas(connection: &Connection, family: i64) -> Result<BTreeSet<Bucket>, StoreError> {
    let lives = "SELECT round, idsubsls FROM family WHERE id = ?1 AND NOT wiped";
    let lives = connection
        .prepare_cached(lives)?
        .query_row([family], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let sql = "SELECT DISTINCT n.scope FROM across_finding n
               WHERE n.family = ?1 AND n.side = 'laptop' AND n.scope LIKE 'sls/%'";
    let mut query = connection.prepare_cached(sql)?;
    let scopes = query.query_map([family], |row| row.get::<_, String>(0))?;
    let mut areas = BTreeSet::new();
    let mut add = |round: i64, area: &str| {
        areas.extend(area.parse::<Idsubsls>().ok().map(|area| Bucket::Sls(round, area)));
    };
    if let Some((round, area)) = &lives {
        add(*round, area);
    }
    for scope in scopes {
        let scope = scope?;
        let mut parts = scope.split('/').skip(1);
        if let (Some(Ok(round)), Some(area)) = (parts.next().map(str::parse), parts.next()) {
            add(round, area);
        }
    }
    Ok(areas)
}

fn put(connection: &Connection, family: i64, facts: Option<&Facts>) -> Result<(), StoreError> {
    let run = |sql: &str| connection.prepare_cached(sql)?.execute([family]);
    run("DELETE FROM across_number WHERE family = ?1")?;
    run("DELETE FROM across_place WHERE family = ?1")?;
    let Some(facts) = facts else { return Ok(()) };
    let insert = "INSERT INTO across_number (number, family, person, card) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(insert)?;
    for (person, digits) in &facts.persons {
        insert.execute(params![digits, family, person.0.as_bytes(), None::<&str>])?;
    }
    if let Some(digits) = &facts.card {
        insert.execute(params![digits, family, [0_u8; 0], facts.kind.map(word)])?;
    }
    let place = "INSERT INTO across_place (family, building, number, head, confirmed, welfare)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let confirmed = serde_json::to_string(&facts.confirmed)?;
    let Facts { building, number, head, welfare, .. } = facts;
    connection
        .prepare_cached(place)?
        .execute(params![family, building, number, head, confirmed, welfare])?;
    Ok(())
}

fn word(kind: Card) -> &'static str {
    match kind {
        Card::Main => "main",
        Card::Split => "split",
    }
}

#[cfg(test)]
mod tests;
