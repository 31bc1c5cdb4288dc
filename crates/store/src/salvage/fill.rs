//! A new file filled with what can be read of a damaged one.

use std::collections::BTreeSet;

use cacah_family::area::Idsubsls;
use cacah_family::id::RoundId;
use cacah_family::round::{Round, RoundKind};
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use super::btree::{self, Row};
use super::pages::Pages;
use super::shape::{self, Schema};
use crate::vault::spare::Spare;
use crate::{StoreError, door, incarnation, migrate, outbox, paper, search};

/// Fills the new, empty file of the schema's version, and brings it to the newest. Tells how many
/// entries could not be placed: nothing says any more whose they are.
pub(crate) fn fill(
    new: &mut Connection,
    pages: &Pages,
    schema: &Schema,
    spare: &Spare,
) -> Result<u64, StoreError> {
    new.execute_batch("PRAGMA foreign_keys = OFF")?;
    migrate::run(new, &shape::then(schema.version))?;
    let transaction = new.transaction()?;
    rows(&transaction, pages, schema)?;
    for (table, columns, values) in spare.rows() {
        shape::insert(&transaction, table, &columns, &values)?;
    }
    names(&transaction, pages, schema)?;
    transaction.commit()?;
    migrate::run(new, &migrate::runner())?;
    let transaction = new.transaction()?;
    let unplaced = mend(&transaction)?;
    queue(&transaction)?;
    paper::owe(&transaction)?;
    incarnation::close(&transaction, incarnation::SALVAGED)?;
    transaction.commit()?;
    new.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(unplaced)
}

/// Every row of every table. Where a table is torn, and always for the journal, to which rows are only
/// added, also those on pages that nothing leads to and on images that were replaced.
fn rows(new: &Connection, pages: &Pages, schema: &Schema) -> Result<(), StoreError> {
    let (mut seen, mut torn) = (BTreeSet::from([0]), BTreeSet::from(["entry"]));
    for (name, root) in &schema.roots {
        let tree = btree::tree(pages, *root, &mut seen);
        if name == "search_content" {
            tree.rows.iter().try_for_each(|row| searched(new, row))?;
        }
        let Some(shape) = schema.shapes.iter().find(|shape| shape.name == *name) else { continue };
        if tree.torn {
            torn.insert(&shape.name);
        }
        for row in tree.rows {
            shape.insert(new, row)?;
        }
    }
    let known: BTreeSet<_> = schema.roots.keys().collect();
    torn.extend(
        schema.shapes.iter().map(|s| &*s.name).filter(|name| !known.contains(&(*name).to_owned())),
    );
    let loose = pages.now.iter().filter(|(number, _)| !seen.contains(number));
    for image in loose.map(|(_, image)| image).chain(&pages.other) {
        let Some(page) = btree::page(pages, image) else { continue };
        for row in page.rows {
            let mut fit = schema.shapes.iter().filter(|s| s.fits(page.kind, row.values.len()));
            if let (Some(shape), None) = (fit.next(), fit.next())
                && torn.contains(&*shape.name)
            {
                shape.insert(new, row)?;
            }
        }
    }
    Ok(())
}

/// What families are found by.
fn searched(new: &Connection, row: &Row) -> Result<(), StoreError> {
    if let (Some(rowid), [_, birth, head, names]) = (row.rowid, &*row.values) {
        let insert = "INSERT INTO search (rowid, birth, head, names) VALUES (?1, ?2, ?3, ?4)";
        new.prepare_cached(insert)?.execute(params![rowid, birth, head, names])?;
    }
    Ok(())
}

/// An index that has a table's ids beside its number, the table's columns it has, and how a row that is
/// gone is made of it. What only the prelist said comes again with the next down-sync.
const NAMES: [(&str, &str); 7] = [
    ("sqlite_autoindex_actor_1", "INSERT OR IGNORE INTO actor (device, incarnation, id) VALUES (?1, ?2, ?3)"),
    ("sqlite_autoindex_form_1", "INSERT OR IGNORE INTO form (structure, rules, id) VALUES (?1, ?2, ?3)"),
    (
        "sqlite_autoindex_round_1",
        "INSERT OR IGNORE INTO round (round, id, body, form, installed)
         SELECT ?1, ?2, '', id, 0 FROM form ORDER BY id LIMIT 1",
    ),
    (
        "family_walk",
        "INSERT OR IGNORE INTO family (round, idsubsls, building, number, id,
             family, home, head, address, found, own)
         VALUES (?1, ?2, ?3, ?4, ?5, CAST('lost ' || ?5 AS BLOB), '', '', '', 0, 0)",
    ),
    // The id lost with its row is put in place; one that no walk knows begins without an SLS.
    (
        "sqlite_autoindex_family_1",
        "INSERT OR IGNORE INTO family (family, id, round, idsubsls, building, number, home, head, address, found, own)
         SELECT ?1, ?2, (SELECT max(id) FROM round), (SELECT min(idsubsls) FROM family), 0, 0, '', '', '', 0, 0
         WHERE true ON CONFLICT (id) DO UPDATE SET family = excluded.family WHERE home = ''",
    ),
    (
        "sqlite_autoindex_document_1",
        "INSERT OR IGNORE INTO document (document, id, family, source)
         SELECT ?1, ?2, family, 'visit' FROM entry WHERE document = ?2 LIMIT 1",
    ),
    (
        "sqlite_autoindex_batch_1",
        "INSERT OR IGNORE INTO batch (batch, id, actor, hash, sig)
         SELECT ?1, ?2, actor, zeroblob(32), zeroblob(64) FROM receipt WHERE batch = ?2 LIMIT 1",
    ),
];

/// Gives rows that are gone back their names, from the indexes: entries hang on them.
fn names(new: &Connection, pages: &Pages, schema: &Schema) -> Result<(), StoreError> {
    for (index, sql) in NAMES {
        let root = schema.roots.get(index).copied().unwrap_or(0);
        let mut insert = new.prepare(sql)?;
        for row in btree::tree(pages, root, &mut BTreeSet::from([0])).rows {
            if insert.parameter_count() == row.values.len() {
                insert.execute(rusqlite::params_from_iter(&row.values))?;
            }
        }
    }
    // A family that no index names cannot be told from others.
    new.execute("DELETE FROM family WHERE length(family) <> 16", [])?;
    rounds(new)?;
    let mut homeless = new.prepare("SELECT id, idsubsls FROM family WHERE home = ''")?;
    let homeless = homeless.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let homeless: Vec<(i64, String)> = homeless.collect::<Result<_, _>>()?;
    for (family, idsubsls) in homeless {
        let idsubsls: Option<Idsubsls> = idsubsls.parse().ok();
        let home = idsubsls.map(|idsubsls| Value::Text(idsubsls.district().as_str().to_owned()));
        if let Some(home) = home {
            new.execute("UPDATE family SET home = ?2 WHERE id = ?1", params![family, home])?;
        }
    }
    Ok(())
}

/// A round whose row is gone is one in earnest until the next down-sync says more.
fn rounds(new: &Connection) -> Result<(), StoreError> {
    let mut bare = new.prepare("SELECT id, round FROM round WHERE body = ''")?;
    let mut update = new.prepare("UPDATE round SET body = ?2 WHERE id = ?1")?;
    for row in bare.query_map([], |row| Ok((row.get::<_, i64>(0)?, RoundId(row.get(1)?))))? {
        let (row, id) = row?;
        let round = Round { id, name: String::new(), kind: RoundKind::Real, form: String::new() };
        update.execute(params![row, serde_json::to_string(&round)?])?;
    }
    Ok(())
}

/// Takes out what hangs on nothing. NULL hangs on nothing and is right: in SQL it is `NOT IN` an empty
/// table all the same. A claim without its proof or its bytes is given back: the entries
/// are offered again, and the endpoint says that it has them.
const MENDS: [&str; 9] = [
    "DELETE FROM segment WHERE batch NOT IN (SELECT id FROM batch)
         OR family NOT IN (SELECT id FROM family) OR actor NOT IN (SELECT id FROM actor)
         OR receipt IS NOT NULL AND receipt NOT IN (SELECT id FROM receipt)
         OR verdict IS NULL AND batch IN (SELECT id FROM batch WHERE bytes IS NULL)",
    "DELETE FROM receipt WHERE batch NOT IN (SELECT id FROM batch)
         OR actor NOT IN (SELECT id FROM actor) OR epoch NOT IN (SELECT id FROM epoch)",
    "DELETE FROM segment WHERE receipt IS NOT NULL AND receipt NOT IN (SELECT id FROM receipt)",
    "DELETE FROM ended WHERE epoch NOT IN (SELECT id FROM epoch)
         OR actor NOT IN (SELECT id FROM actor)",
    "DELETE FROM document WHERE family NOT IN (SELECT id FROM family)",
    "UPDATE family SET document = NULL WHERE document NOT IN (SELECT id FROM document)",
    "DELETE FROM area WHERE round NOT IN (SELECT id FROM round)",
    "DELETE FROM identity_number WHERE family NOT IN (SELECT id FROM family)",
    // What was wiped stays wiped.
    "DELETE FROM entry WHERE EXISTS (SELECT 1 FROM segment s WHERE s.wiped
         AND s.family = entry.family AND s.actor = entry.actor
         AND entry.seq BETWEEN s.first AND s.last)",
];

fn mend(new: &Connection) -> Result<u64, StoreError> {
    for sql in MENDS {
        new.execute(sql, [])?;
    }
    let unplaced = new.execute(
        "DELETE FROM entry WHERE family NOT IN (SELECT id FROM family)
             OR actor NOT IN (SELECT id FROM actor)
             OR document IS NOT NULL AND document NOT IN (SELECT id FROM document)
             OR form IS NOT NULL AND form NOT IN (SELECT id FROM form)",
        [],
    )?;
    // The rest has rowids.
    let mut loose =
        new.prepare("SELECT DISTINCT \"table\", rowid FROM pragma_foreign_key_check")?;
    let loose = loose.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (table, rowid) in loose.collect::<Result<Vec<(String, Option<i64>)>, _>>()? {
        new.execute(&format!("DELETE FROM \"{table}\" WHERE rowid = ?1"), [rowid])?;
    }
    Ok(unplaced as u64)
}

/// Every family that waits has its place, and every row says what its own entries say.
fn queue(new: &Connection) -> Result<(), StoreError> {
    let mut families = new.prepare("SELECT id FROM family ORDER BY id")?;
    let families: Vec<i64> = families.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let all = families.iter().copied().collect();
    for family in families {
        if outbox::waits(new, family)? {
            outbox::queue(new, family)?;
        }
        search::beginnings(new, family)?;
    }
    door::retell(new, &all, 0)
}
