//! What a family is found by: a trigram index over names and address, and whole identity numbers.

use std::collections::BTreeSet;

use cacah_family::entry::Birth;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{StoreError, person};

/// A trigram index finds three characters and more.
const TRIGRAM: usize = 3;
/// Digits of a NIK or KK.
const IDENTITY: usize = 16;

/// Conditions over `family f`, and what is bound to their marks.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Conditions {
    /// Joined by AND.
    pub sql: Vec<&'static str>,
    /// In the order of the marks.
    pub bound: Vec<Value>,
}

impl Conditions {
    pub(crate) fn add(&mut self, sql: &'static str, bound: impl IntoIterator<Item = Value>) {
        self.sql.push(sql);
        self.bound.extend(bound);
    }
}

/// Adds what a search typed by an officer means: every word occurs; a number may also be that of the
/// building or family; sixteen digits are an identity number and nothing else.
pub(crate) fn conditions(typed: &str, to: &mut Conditions) {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if bare.len() == IDENTITY && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        to.add("f.id IN (SELECT family FROM identity_number WHERE number = ?)", [bare.into()]);
        return;
    }
    for word in typed.split_whitespace().flat_map(pieces) {
        let long = word.chars().count() >= TRIGRAM;
        let pattern: Value = match long {
            true => format!("\"{}\"", word.replace('"', "\"\"")).into(),
            false => word.to_uppercase().into(),
        };
        match (long, word.parse::<u16>()) {
            (true, Err(_)) => to.add(LONG, [pattern]),
            (false, Err(_)) => to.add(SHORT, [pattern]),
            (true, Ok(n)) => to.add(LONG_OR_NUMBER, [pattern, n.into(), n.into()]),
            (false, Ok(n)) => to.add(SHORT_OR_NUMBER, [pattern, n.into(), n.into()]),
        }
    }
}

/// A short word is what stands between its signs, as words begin in the index: `M.` is M, `1/` is 1.
fn pieces(word: &str) -> Vec<&str> {
    if word.chars().count() >= TRIGRAM {
        return vec![word];
    }
    word.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()).collect()
}

const LONG: &str = "f.id IN (SELECT rowid FROM search WHERE search MATCH ?)";
const SHORT: &str = "f.id IN (SELECT family FROM prefix WHERE letters = ?)";
const LONG_OR_NUMBER: &str = "(f.id IN (SELECT rowid FROM search WHERE search MATCH ?)
    OR f.building = ? OR f.number = ?)";
const SHORT_OR_NUMBER: &str = "(f.id IN (SELECT family FROM prefix WHERE letters = ?)
    OR f.building = ? OR f.number = ?)";

/// What the prelist or the officer in the field says.
pub(crate) fn birth(connection: &Connection, family: i64, birth: &Birth) -> Result<(), StoreError> {
    let text = format!("{}\n{}\n{}/{}", birth.head, birth.address, birth.building, birth.number);
    put(connection, family, "birth", &text)
}

/// The head as the interview says.
pub(crate) fn head(connection: &Connection, family: i64, head: &str) -> Result<(), StoreError> {
    put(connection, family, "head", head)
}

/// The members.
pub(crate) fn names(
    connection: &Connection,
    family: i64,
    names: &[String],
) -> Result<(), StoreError> {
    put(connection, family, "names", &names.join("\n"))
}

/// Indexing is dear and most commits change no name: only a difference is written.
fn put(
    connection: &Connection,
    family: i64,
    column: &'static str,
    text: &str,
) -> Result<(), StoreError> {
    let known = format!("SELECT coalesce({column}, '') FROM search WHERE rowid = ?1");
    let known: Option<String> =
        connection.prepare_cached(&known)?.query_row([family], |row| row.get(0)).optional()?;
    let sql = match known {
        Some(known) if known == text => return Ok(()),
        Some(_) => format!("UPDATE search SET {column} = ?2 WHERE rowid = ?1"),
        None => format!("INSERT INTO search (rowid, {column}) VALUES (?1, ?2)"),
    };
    connection.prepare_cached(&sql)?.execute(params![family, text])?;
    beginnings(connection, family)
}

/// One or two letters are too few for trigrams: they find the words that begin so.
pub(crate) fn beginnings(connection: &Connection, family: i64) -> Result<(), StoreError> {
    let sql = "SELECT coalesce(birth, '') || char(10) || coalesce(head, '') || char(10) || coalesce(names, '')
               FROM search WHERE rowid = ?1";
    let text: Option<String> =
        connection.prepare_cached(sql)?.query_row([family], |row| row.get(0)).optional()?.flatten();
    let text = text.unwrap_or_default().to_uppercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let now: BTreeSet<String> = words
        .flat_map(|word| (1..TRIGRAM).map(|letters| word.chars().take(letters).collect()))
        .collect();
    let known = "SELECT letters FROM prefix WHERE family = ?1";
    let mut known = connection.prepare_cached(known)?;
    let known: BTreeSet<String> =
        known.query_map([family], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for gone in known.difference(&now) {
        let delete = "DELETE FROM prefix WHERE letters = ?1 AND family = ?2";
        connection.prepare_cached(delete)?.execute(params![gone, family])?;
    }
    for new in now.difference(&known) {
        let insert = "INSERT INTO prefix (letters, family) VALUES (?1, ?2)";
        connection.prepare_cached(insert)?.execute(params![new, family])?;
    }
    Ok(())
}

/// The identity numbers of a family; what is not sixteen digits is not found by anyone.
pub(crate) fn numbers(
    connection: &Connection,
    family: i64,
    numbers: &[String],
) -> Result<(), StoreError> {
    let whole = |number: &&str| {
        number.len() == IDENTITY && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let now: BTreeSet<&str> = numbers.iter().map(String::as_str).filter(whole).collect();
    let known = "SELECT number FROM identity_number WHERE family = ?1";
    let mut known = connection.prepare_cached(known)?;
    let known: BTreeSet<String> =
        known.query_map([family], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for gone in known.iter().filter(|number| !now.contains(number.as_str())) {
        let delete = "DELETE FROM identity_number WHERE number = ?1 AND family = ?2";
        connection.prepare_cached(delete)?.execute(params![gone, family])?;
    }
    for new in now.into_iter().filter(|number| !known.contains(*number)) {
        let insert = "INSERT INTO identity_number (number, family) VALUES (?1, ?2)";
        connection.prepare_cached(insert)?.execute(params![new, family])?;
    }
    Ok(())
}

/// Nothing finds the family any more.
pub(crate) fn forget(connection: &Connection, family: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([family])?;
    let delete = "DELETE FROM identity_number WHERE family = ?1";
    connection.prepare_cached(delete)?.execute([family])?;
    connection.prepare_cached("DELETE FROM prefix WHERE family = ?1")?.execute([family])?;
    person::forget(connection, family)
}

#[cfg(test)]
mod tests;
