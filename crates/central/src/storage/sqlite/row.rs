//! Between columns and types. What does not parse was not written by this program.

use std::str::FromStr;

use cacah_family::entry::Actor;
use cacah_family::id::DeviceId;
use rusqlite::types::FromSql;
use rusqlite::{Connection, Params, Row};
use uuid::Uuid;

use crate::storage::{Result, StorageError};

/// The shared queries number their parameters as PostgreSQL does. To SQLite `$2` is only a name,
/// counted by where it first appears; `?2` is the second parameter.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

/// Every row of a query.
pub fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(&numbered(sql))?;
    let mut rows = statement.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(row)?);
    }
    Ok(all)
}

/// The first row of a query.
pub fn first<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = db.prepare_cached(&numbered(sql))?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// Runs a statement; how many rows it changed.
pub fn run(db: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(db.prepare_cached(&numbered(sql))?.execute(params)?)
}

/// A UUID column as an id.
pub fn id<T: From<Uuid>>(row: &Row<'_>, column: usize) -> Result<T> {
    Ok(Uuid::from_bytes(row.get(column)?).into())
}

/// A text column as its type.
pub fn text<T: FromStr>(row: &Row<'_>, column: usize, what: &'static str) -> Result<T> {
    row.get_ref(column)?
        .as_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or(StorageError::Damaged(what))
}

/// A text column that holds a serde enum's name.
pub fn name<T: for<'a> serde::Deserialize<'a>>(
    row: &Row<'_>,
    column: usize,
    what: &'static str,
) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| from_name(&text).ok_or(StorageError::Damaged(what))).transpose()
}

/// An integer column as an unsigned number.
pub fn number<T: TryFrom<i64>>(row: &Row<'_>, column: usize, what: &'static str) -> Result<T> {
    let value: i64 = row.get(column)?;
    T::try_from(value).map_err(|_| StorageError::Damaged(what))
}

/// Two columns as an actor.
pub fn actor(row: &Row<'_>, column: usize) -> Result<Actor> {
    let device: DeviceId = id(row, column)?;
    Ok(Actor { device, incarnation: number(row, column + 1, "actor")? })
}

/// A column of any type rusqlite reads by itself.
pub fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Result<T> {
    Ok(row.get(column)?)
}

/// The name serde writes for a plain enum.
pub fn to_name<T: serde::Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Some(name),
        _ => None,
    }
}

fn from_name<T: for<'a> serde::Deserialize<'a>>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// An unsigned number as a column; numbers above `i64::MAX` never get here.
pub fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
