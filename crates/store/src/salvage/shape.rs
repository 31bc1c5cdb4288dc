//! Which tables the damaged file has and where they begin: by itself, by the spare, by the migrations.

use std::collections::{BTreeMap, BTreeSet};

use refinery::Runner;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::btree::{self, Kind, Row};
use super::pages::Pages;
use crate::vault::spare::Spare;
use crate::{StoreError, migrate};

/// A table, its columns in the order they are stored.
pub(crate) struct Shape {
    pub name: String,
    pub kind: Kind,
    pub columns: Vec<String>,
    /// The column that is the rowid, and is stored as nothing.
    rowid: Option<usize>,
}

/// The damaged file as it was made.
pub(crate) struct Schema {
    pub version: i32,
    pub roots: BTreeMap<String, u32>,
    pub shapes: Vec<Shape>,
}

impl Schema {
    pub(crate) fn of(pages: &Pages, spare: &Spare) -> Result<Self, StoreError> {
        let mut roots: BTreeMap<_, _> = spare.roots().collect();
        for row in btree::tree(pages, 1, &mut BTreeSet::new()).rows {
            if let [_, Value::Text(name), _, Value::Integer(root), ..] = &*row.values {
                roots.insert(name.clone(), u32::try_from(*root).unwrap_or(0));
            }
        }
        let history = roots.get("refinery_schema_history").copied().unwrap_or(0);
        let history = btree::tree(pages, history, &mut BTreeSet::new()).rows;
        let versions = history.iter().filter_map(|row| match row.values.first()? {
            Value::Integer(version) => i32::try_from(*version).ok(),
            _ => None,
        });
        let version = versions.max().max(spare.version());
        let version = version.or_else(newest).ok_or(StoreError::TooNew)?;
        if Some(version) > newest() {
            return Err(StoreError::TooNew);
        }
        let mut made = Connection::open_in_memory()?;
        migrate::run(&mut made, &then(version))?;
        Ok(Self { version, roots, shapes: shapes(&made)? })
    }
}

fn newest() -> Option<i32> {
    migrate::runner().get_migrations().iter().map(|migration| migration.version()).max()
}

/// The migrations up to a version.
pub(crate) fn then(version: i32) -> Runner {
    let all = migrate::runner().get_migrations().clone();
    let then: Vec<_> = all.into_iter().filter(|one| one.version() <= version).collect();
    Runner::new(&then)
}

/// Ordinary tables; a snapshot is a cache that is made again.
fn shapes(made: &Connection) -> Result<Vec<Shape>, StoreError> {
    let sql = "SELECT name, wr FROM pragma_table_list
               WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
                   AND name NOT IN ('refinery_schema_history', 'snapshot')";
    let mut query = made.prepare(sql)?;
    let tables =
        query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    let shapes = tables.map(|table| {
        let (name, without_rowid) = table?;
        let sql = "SELECT name, type = 'INTEGER' AND pk = 1 FROM pragma_table_info(?1)
                   ORDER BY CASE WHEN ?2 AND pk > 0 THEN pk ELSE 1000 + cid END";
        let mut query = made.prepare(sql)?;
        let columns =
            query.query_map((&name, without_rowid), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let columns: Vec<(String, bool)> = columns.collect::<Result<_, _>>()?;
        let rowid = columns.iter().position(|(_, rowid)| *rowid && !without_rowid);
        let kind = if without_rowid { Kind::Index } else { Kind::Table };
        let columns = columns.into_iter().map(|(column, _)| column).collect();
        Ok(Shape { name, kind, columns, rowid })
    });
    shapes.collect()
}

impl Shape {
    /// Tells a row that nothing leads to, by its width. Rows grow with the schema, so an entry may be
    /// as narrow as the first one; nothing else without a rowid is near it.
    pub(crate) fn fits(&self, kind: Kind, width: usize) -> bool {
        const FIRST_ENTRY: usize = 15;
        match &*self.name {
            "entry" => kind == Kind::Index && (FIRST_ENTRY..=self.columns.len()).contains(&width),
            _ => kind == self.kind && kind == Kind::Table && width == self.columns.len(),
        }
    }

    /// Puts a row into the new file, unless it is there.
    pub(crate) fn insert(&self, into: &Connection, row: Row) -> Result<bool, StoreError> {
        let mut values = row.values;
        if let (Some(place), Some(rowid)) = (self.rowid, row.rowid)
            && let Some(value) = values.get_mut(place)
        {
            *value = Value::Integer(rowid);
        }
        values.truncate(self.columns.len());
        let columns: Vec<_> =
            self.columns.iter().take(values.len()).map(|column| format!("\"{column}\"")).collect();
        insert(into, &self.name, &columns, &values)
    }
}

/// Inserts a row as far as it fits; a row that does not is not one of this table.
pub(crate) fn insert<V: rusqlite::ToSql>(
    into: &Connection,
    table: &str,
    columns: &[impl AsRef<str>],
    values: &[V],
) -> Result<bool, StoreError> {
    let columns: Vec<_> = columns.iter().map(AsRef::as_ref).collect();
    let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let (columns, places) = (columns.join(", "), places.join(", "));
    let sql = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})");
    match into.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(values)) {
        Ok(rows) => Ok(rows > 0),
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}
