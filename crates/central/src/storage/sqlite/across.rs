//! Checks across families, in the transaction that writes them: what a family says is compared with
//! what it said before, and the buckets concerned are answered anew, each whole.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::across::{
    Card, Found, Holder, Listed, Placed, Rule, Side, cards, neighbours, persons,
};
use cacah_family::area::{District, Idsubsls};
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, InstanceId, RoundId};
use cacah_wire::seal::Hash;
use rusqlite::{Connection, params};

use super::Sqlite;
use super::alias::joined;
use super::down::end;
use super::row::{all, first, get, id, number, run, text};
use super::telling::log;
use crate::storage::across::bucket;
use crate::storage::{
    Across, AcrossFacts, AcrossPart, AcrossRow, AreaCount, Changed, FamilyWrite, Result,
    StorageError,
};

/// Families of one finding that are all told when one more joins them; of more, only those that
/// joined or left are, or a number that a whole city typed would fill the log.
const FEW: usize = 8;

/// What is answered whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Bucket {
    Person(Hash),
    Card(Hash),
    Sls(District, RoundId, Idsubsls),
}

impl Bucket {
    fn scope(&self) -> String {
        match self {
            Self::Person(hash) | Self::Card(hash) => hash.to_string(),
            Self::Sls(_, round, sls) => format!("{round}/{sls}"),
        }
    }
}

/// Writes what the families say, and what is found with it.
pub fn settle(db: &Connection, written: &[FamilyWrite], now: Millis) -> Result<()> {
    let mut buckets = BTreeSet::new();
    for FamilyWrite { row, across, aliases, .. } in written {
        let (birth, family) = (&row.birth, row.family);
        let wil = &birth.home;
        let before = numbers(db, wil, family)?;
        put(db, wil, family, across)?;
        let after = numbers(db, wil, family)?;
        buckets.extend(before.symmetric_difference(&after).map(|(bucket, ..)| bucket.clone()));
        buckets.insert(Bucket::Sls(wil.clone(), birth.round, birth.idsubsls.clone()));
        buckets.extend(stood(db, wil, family, birth.round)?);
        if !aliases.is_empty() {
            for one in joined(db, wil.as_str(), family)? {
                let held = numbers(db, wil, one)?;
                buckets.extend(held.into_iter().map(|(bucket, ..)| bucket));
                buckets.extend(lives(db, wil, one)?);
            }
        }
    }
    buckets.iter().try_for_each(|bucket| answer(db, bucket, now))
}

/// Answers areas anew whose listing changed.
pub fn listed<'a>(
    db: &Connection,
    round: RoundId,
    areas: impl Iterator<Item = &'a Idsubsls>,
    now: Millis,
) -> Result<()> {
    let areas: BTreeSet<&Idsubsls> = areas.collect();
    areas
        .into_iter()
        .try_for_each(|area| answer(db, &Bucket::Sls(area.district(), round, area.clone()), now))
}

/// A number of a family: its bucket, the person it is of (none for a card), and the kind of card.
type Held = (Bucket, Vec<u8>, Option<String>);

/// The buckets of a family's numbers, with what of it lies in each.
fn numbers(db: &Connection, wil: &District, family: FamilyId) -> Result<BTreeSet<Held>> {
    let sql = "SELECT hash, person, card FROM across_number WHERE wil = $1 AND family = $2";
    let rows = all(db, sql, params![wil.as_str(), family.0.into_bytes()], |row| {
        let (hash, person): (_, Vec<u8>) = (Hash(get(row, 0)?), get(row, 1)?);
        let bucket = if person.is_empty() { Bucket::Card(hash) } else { Bucket::Person(hash) };
        Ok((bucket, person, get(row, 2)?))
    })?;
    Ok(rows.into_iter().collect())
}

fn put(
    db: &Connection,
    wil: &District,
    family: FamilyId,
    facts: &Option<AcrossFacts>,
) -> Result<()> {
    let (wil, family) = (wil.as_str(), family.0.into_bytes());
    for table in ["across_number", "across_place"] {
        let sql = format!("DELETE FROM {table} WHERE wil = $1 AND family = $2");
        run(db, &sql, params![wil, family])?;
    }
    let Some(facts) = facts else { return Ok(()) };
    let sql = "INSERT INTO across_number (hash, wil, family, person, card)
               VALUES ($1, $2, $3, $4, $5)";
    for (person, hash) in &facts.persons {
        let none: Option<&str> = None;
        run(db, sql, params![hash.0, wil, family, person.0.into_bytes().to_vec(), none])?;
    }
    if let Some(hash) = &facts.card {
        run(db, sql, params![hash.0, wil, family, Vec::new(), facts.kind.map(word)])?;
    }
    let sql = "INSERT INTO across_place (wil, family, building, number, head, recap, confirmed,
                   welfare)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let confirmed = serde_json::to_string(&facts.confirmed).unwrap_or_default();
    let AcrossFacts { building, number, head, recap, welfare, .. } = facts;
    run(db, sql, params![wil, family, building, number, head, recap, confirmed, welfare])?;
    Ok(())
}

fn word(kind: Card) -> &'static str {
    match kind {
        Card::Main => "main",
        Card::Split => "split",
    }
}

/// Areas where something is found of a family, should it live there no more.
fn stood(db: &Connection, wil: &District, family: FamilyId, round: RoundId) -> Result<Vec<Bucket>> {
    let sql = "SELECT DISTINCT scope FROM across_finding WHERE wil = $1 AND family = $2";
    let scopes: Vec<String> =
        all(db, sql, params![wil.as_str(), family.0.into_bytes()], |row| get(row, 0))?;
    let areas = scopes.iter().filter_map(|scope| scope.split_once('/')?.1.parse().ok());
    Ok(areas.map(|area| Bucket::Sls(wil.clone(), round, area)).collect())
}

fn lives(db: &Connection, wil: &District, family: FamilyId) -> Result<Option<Bucket>> {
    let sql = "SELECT round, idsubsls FROM family WHERE wil = $1 AND family = $2";
    first(db, sql, params![wil.as_str(), family.0.into_bytes()], |row| {
        Ok(Bucket::Sls(wil.clone(), id(row, 0)?, text(row, 1, "family")?))
    })
}

/// Over `{0}.wil` and `{0}.family`: whether an alias names it.
macro_rules! is_joined {
    ($of:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM alias a WHERE a.wil = ",
            $of,
            ".wil AND a.family = ",
            $of,
            ".family) OR EXISTS (SELECT 1 FROM alias a WHERE a.wil = ",
            $of,
            ".wil AND a.other = ",
            $of,
            ".family))"
        )
    };
}

/// The lowest of the ids joined to a family.
fn one(db: &Connection, wil: &str, family: FamilyId, is_joined: bool) -> Result<FamilyId> {
    if !is_joined {
        return Ok(family);
    }
    Ok(joined(db, wil, family)?.pop_first().unwrap_or(family))
}

/// Everybody who has a number, with their districts.
fn holders(db: &Connection, hash: Hash) -> Result<Vec<(District, Holder)>> {
    let sql = concat!(
        "SELECT n.wil, n.family, n.person, n.card, ",
        is_joined!("n"),
        " FROM across_number n WHERE n.hash = $1"
    );
    all(db, sql, params![hash.0], |row| {
        let (wil, family): (District, FamilyId) = (text(row, 0, "across_number")?, id(row, 1)?);
        let person: Vec<u8> = get(row, 2)?;
        let person = uuid::Uuid::from_slice(&person).ok().map(InstanceId);
        let card: Option<String> = get(row, 3)?;
        let kinds = [Card::Main, Card::Split].into_iter();
        let kind = kinds.into_iter().find(|kind| card.as_deref() == Some(word(*kind)));
        let one = one(db, wil.as_str(), family, get(row, 4)?)?;
        Ok((wil, Holder { family, one, person, kind }))
    })
}

/// The families of an area beside the listing: an officer's word of it once there is one, else the
/// prelist's.
fn sls(db: &Connection, wil: &District, round: RoundId, area: &Idsubsls) -> Result<Vec<Placed>> {
    let sql = concat!(
        "SELECT f.family, p.building, p.number, p.head,
             iif(f.relisted, f.number, coalesce(l.number, f.number)),
             iif(f.relisted, f.head, coalesce(l.head, f.head)), ",
        is_joined!("f"),
        ", p.welfare, f.welfare FROM family f
          LEFT JOIN across_place p ON p.wil = f.wil AND p.family = f.family
          LEFT JOIN prelist l ON l.wil = f.wil AND l.family = f.family
          WHERE f.wil = $1 AND f.round = $2 AND f.idsubsls = $3 AND f.record = 0"
    );
    all(db, sql, params![wil.as_str(), round.0.into_bytes(), area.as_str()], |row| {
        let family = id(row, 0)?;
        Ok(Placed {
            family,
            one: one(db, wil.as_str(), family, get(row, 6)?)?,
            building: get(row, 1)?,
            number: get(row, 2)?,
            head: get(row, 3)?,
            welfare: get(row, 7)?,
            listed: Listed {
                number: number(row, 4, "prelist")?,
                head: get(row, 5)?,
                welfare: get(row, 8)?,
            },
        })
    })
}

/// Answers a bucket, and writes down what changed.
fn answer(db: &Connection, bucket: &Bucket, now: Millis) -> Result<()> {
    let (found, homes) = match bucket {
        Bucket::Sls(wil, round, area) => {
            let sls = sls(db, wil, *round, area)?;
            let homes = sls.iter().map(|placed| (placed.family, wil.clone())).collect();
            (neighbours(&sls), homes)
        }
        Bucket::Person(hash) | Bucket::Card(hash) => {
            let (wils, holders): (Vec<_>, Vec<_>) = holders(db, *hash)?.into_iter().unzip();
            let homes: BTreeMap<_, _> = holders.iter().map(|h| h.family).zip(wils).collect();
            let found = match bucket {
                Bucket::Person(_) => persons(&holders),
                _ => cards(&holders, Side::Endpoint),
            };
            (found, homes)
        }
    };
    write(db, &bucket.scope(), &found, &homes, now)
}

/// A family of a finding: rule, spot, district, family.
type Part = (String, String, District, FamilyId);

fn write(
    db: &Connection,
    scope: &str,
    found: &[Found],
    homes: &BTreeMap<FamilyId, District>,
    now: Millis,
) -> Result<()> {
    let parts = found.iter().flat_map(|found| {
        let rule = found.check.rule().id;
        found.families.iter().filter_map(move |family| {
            let wil = homes.get(family)?.clone();
            Some((rule.to_owned(), found.spot.clone(), wil, *family))
        })
    });
    let parts: BTreeSet<Part> = parts.collect();
    let sql = "SELECT rule, spot, wil, family FROM across_finding WHERE scope = $1";
    let before = all(db, sql, params![scope], |row| {
        Ok((get(row, 0)?, get(row, 1)?, text(row, 2, "across_finding")?, id(row, 3)?))
    })?;
    let before: BTreeSet<Part> = before.into_iter().collect();
    let changed: BTreeSet<&Part> = before.symmetric_difference(&parts).collect();
    for part @ (rule, spot, wil, family) in &changed {
        let (wil, family) = (wil.as_str(), family.0.into_bytes());
        if parts.contains(*part) {
            let sql = "INSERT INTO across_finding (wil, scope, rule, spot, family, since)
                       VALUES ($1, $2, $3, $4, $5, $6)";
            run(db, sql, params![wil, scope, rule, spot, family, now])?;
        } else {
            let sql = "DELETE FROM across_finding
                       WHERE wil = $1 AND scope = $2 AND rule = $3 AND spot = $4 AND family = $5";
            run(db, sql, params![wil, scope, rule, spot, family])?;
        }
    }
    tell(db, &changed, &parts)
}

/// Notes for laptops whose findings are others now, or concern others.
fn tell(db: &Connection, changed: &BTreeSet<&Part>, parts: &BTreeSet<Part>) -> Result<()> {
    let mut told: BTreeSet<(&District, FamilyId)> = BTreeSet::new();
    for (rule, spot, wil, family) in changed {
        told.insert((wil, *family));
        let same = || parts.iter().filter(|part| part.0 == *rule && part.1 == *spot);
        if same().count() <= FEW {
            told.extend(same().map(|(_, _, wil, family)| (wil, *family)));
        }
    }
    for (wil, family) in told {
        log(db, wil.as_str(), &Changed::Across(family))?;
    }
    Ok(())
}

fn rule(text: &str) -> Result<&'static Rule> {
    Rule::of(text).ok_or(StorageError::Damaged("across_finding"))
}

/// The reason given for a rule, of the JSON of all of them.
fn reason(confirmed: Option<String>, rule: &Rule) -> Option<String> {
    let mut all: BTreeMap<String, String> = serde_json::from_str(&confirmed?).ok()?;
    all.remove(rule.id)
}

impl Across for Sqlite {
    fn across(&self, wil: &District, family: FamilyId) -> Result<Vec<AcrossPart>> {
        let sql = "SELECT n.rule, n.scope, n.spot, n.since, p.confirmed FROM across_finding n
                   LEFT JOIN across_place p ON p.wil = n.wil AND p.family = n.family
                   WHERE n.wil = $1 AND n.family = $2 ORDER BY n.rule, n.scope, n.spot";
        let others = "SELECT f.idsubsls FROM across_finding n
                      JOIN family f ON f.wil = n.wil AND f.family = n.family
                      WHERE n.scope = $1 AND n.rule = $2 AND n.spot = $3 AND n.family <> $4";
        let key = family.0.into_bytes();
        self.read(|db| {
            all(db, sql, params![wil.as_str(), key], |row| {
                let rule = rule(&get::<String>(row, 0)?)?;
                let (scope, spot): (String, String) = (get(row, 1)?, get(row, 2)?);
                let others = all(db, others, params![scope, rule.id, spot, key], |row| {
                    text(row, 0, "family")
                })?;
                let confirmed = reason(get(row, 4)?, rule);
                Ok(AcrossPart { rule, scope, spot, since: get(row, 3)?, confirmed, others })
            })
        })
    }

    fn findings(&self, prefix: &str) -> Result<Vec<AcrossRow>> {
        let sql = "SELECT n.rule, n.scope, n.spot, f.idsubsls, n.family, n.since, p.confirmed
                   FROM family f JOIN across_finding n ON n.wil = f.wil AND n.family = f.family
                   LEFT JOIN across_place p ON p.wil = n.wil AND p.family = n.family
                   WHERE f.idsubsls >= $1 AND f.idsubsls < $2
                   ORDER BY f.idsubsls, n.rule, n.scope, n.spot, n.family";
        self.read(|db| {
            all(db, sql, params![prefix, end(prefix)], |row| {
                let rule = rule(&get::<String>(row, 0)?)?;
                let (scope, spot): (String, String) = (get(row, 1)?, get(row, 2)?);
                Ok(AcrossRow {
                    rule,
                    bucket: bucket(&scope, &spot),
                    idsubsls: text(row, 3, "family")?,
                    family: Some(id(row, 4)?),
                    since: Some(get(row, 5)?),
                    confirmed: reason(get(row, 6)?, rule),
                })
            })
        })
    }

    fn counts(&self, prefix: &str) -> Result<Vec<AreaCount>> {
        let sql = "SELECT f.wil, f.round, f.idsubsls,
                       coalesce(max(p.recap), sum(f.counted * (p.recap IS NULL)
                           * (coalesce(f.listed, 'found') IN ('found', 'new')))),
                       sum(f.counted * (f.status IS NOT NULL AND p.recap IS NULL))
                   FROM family f LEFT JOIN across_place p ON p.wil = f.wil AND p.family = f.family
                   WHERE f.idsubsls >= $1 AND f.idsubsls < $2
                   GROUP BY f.wil, f.round, f.idsubsls ORDER BY f.wil, f.round, f.idsubsls";
        self.read(|db| {
            all(db, sql, params![prefix, end(prefix)], |row| {
                Ok(AreaCount {
                    wil: text(row, 0, "family")?,
                    round: id(row, 1)?,
                    idsubsls: text(row, 2, "family")?,
                    listed: number(row, 3, "across_place")?,
                    documents: number(row, 4, "family")?,
                })
            })
        })
    }
}
