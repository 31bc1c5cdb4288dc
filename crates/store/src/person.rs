//! Members as the duplicate finder compares them (ADR 0029): found by a block of the name or by the
//! birth date, never by a scan.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::alike::{Known, blocks};
use cacah_family::id::{FamilyId, InstanceId};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::reader::Reader;
use crate::{StoreError, install};

/// Candidates at most.
const MOST: i64 = 300;

/// Somebody who could be the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// In this family.
    pub family: FamilyId,
    /// The member.
    pub instance: InstanceId,
    /// What is known of them.
    pub known: Known,
}

/// Never prints a name.
impl std::fmt::Debug for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Candidate({}, {})", self.family, self.instance)
    }
}

impl Reader {
    /// Members of other families of the areas in work who share a block of the name or the birth date
    /// with `known`; those who share more come first, and a birth date counts for more than a name.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn alike(&self, known: &Known, not: FamilyId) -> Result<Vec<Candidate>, StoreError> {
        let keys = keys(known);
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let marks = vec!["?"; keys.len()].join(", ");
        let sql = format!(
            "SELECT f.family, p.instance, p.body
             FROM (SELECT family, instance, sum(CASE WHEN key LIKE 'd%' THEN 2 ELSE 1 END) AS shared
                   FROM person_key WHERE key IN ({marks}) GROUP BY family, instance) k
             JOIN family f ON f.id = k.family
             JOIN person p ON p.family = k.family AND p.instance = k.instance
             WHERE {} AND NOT f.wiped AND f.family <> ?
                 AND EXISTS (SELECT 1 FROM area a WHERE a.round = f.round AND a.idsubsls = f.idsubsls)
             ORDER BY k.shared DESC, k.family, k.instance LIMIT {MOST}",
            install::IN_WORK
        );
        let mut bound: Vec<Value> = keys.into_iter().map(Value::from).collect();
        bound.push(Value::Blob(not.0.as_bytes().to_vec()));
        let mut query = self.connection.prepare_cached(&sql)?;
        let found = query.query_and_then(params_from_iter(bound), |row| {
            let (name, born, sex) = serde_json::from_str(&row.get::<_, String>(2)?)?;
            Ok(Candidate {
                family: FamilyId(row.get(0)?),
                instance: InstanceId(row.get(1)?),
                known: Known { name, born, sex },
            })
        })?;
        found.collect()
    }
}

/// What somebody is found by.
fn keys(known: &Known) -> BTreeSet<String> {
    let born = known.born.iter().map(|born| format!("d{born}"));
    blocks(&known.name).into_iter().map(|block| format!("n{block}")).chain(born).collect()
}

/// The members of a family, all of them; only what differs is written.
pub(crate) fn put(
    connection: &Connection,
    family: i64,
    persons: &BTreeMap<InstanceId, Known>,
) -> Result<(), StoreError> {
    let sql = "SELECT instance, body FROM person WHERE family = ?1";
    let mut before = connection.prepare_cached(sql)?;
    let before = before.query_map([family], |row| Ok((InstanceId(row.get(0)?), row.get(1)?)))?;
    let before: BTreeMap<InstanceId, String> = before.collect::<Result<_, _>>()?;
    for gone in before.keys().filter(|person| !persons.contains_key(person)) {
        remove(connection, family, *gone)?;
    }
    for (person, known) in persons {
        let body = serde_json::to_string(&(&known.name, &known.born, &known.sex))?;
        if before.get(person) == Some(&body) {
            continue;
        }
        remove(connection, family, *person)?;
        let insert = "INSERT INTO person (family, instance, body) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(insert)?.execute(params![family, person.0, body])?;
        let insert = "INSERT INTO person_key (key, family, instance) VALUES (?1, ?2, ?3)";
        let mut insert = connection.prepare_cached(insert)?;
        for key in keys(known) {
            insert.execute(params![key, family, person.0])?;
        }
    }
    Ok(())
}

fn remove(connection: &Connection, family: i64, person: InstanceId) -> Result<(), StoreError> {
    let delete = "DELETE FROM person_key WHERE family = ?1 AND instance = ?2";
    connection.prepare_cached(delete)?.execute(params![family, person.0])?;
    let delete = "DELETE FROM person WHERE family = ?1 AND instance = ?2";
    connection.prepare_cached(delete)?.execute(params![family, person.0])?;
    Ok(())
}

/// Nobody of the family is found any more.
pub(crate) fn forget(connection: &Connection, family: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM person_key WHERE family = ?1")?.execute([family])?;
    connection.prepare_cached("DELETE FROM person WHERE family = ?1")?.execute([family])?;
    Ok(())
}
