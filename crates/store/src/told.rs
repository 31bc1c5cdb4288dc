//! What the endpoint tells this laptop: round, form, areas, families. A page is taken in one
//! transaction with the place where the next one begins, so that a cut link costs one page.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::Round;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::families::{self, Teller};
use crate::install::{AreaRecord, put_area, put_form, put_round};
use crate::reader::Reader;
use crate::row::find;
use crate::{Store, StoreError, TheirFinding, across, officers, search, settings, waiting};

/// Where the next page begins.
const CURSOR: &str = "down_cursor";
/// A round whose form has not come, JSON.
const ROUND: &str = "told_round";
/// A form whose round has not come, JSON.
const FORM: &str = "told_form";
/// When the PCs of the office were heard, in the endpoint's words.
const HEARD: &str = "told_heard";

/// One thing told. Entries of others are taken by [`Store::merge_foreign`].
#[derive(Debug, Clone)]
pub enum Told {
    /// The round.
    Round(Round),
    /// A version of the round's form that loads: the one to work with from now on, or, where
    /// documents are begun under another, from when it is taken.
    Form {
        /// The round.
        round: RoundId,
        /// Its hashes.
        version: FormVersion,
        /// Its files: name, text.
        files: BTreeMap<String, String>,
    },
    /// An area of the assignment.
    Area(RoundId, AreaRecord),
    /// An area is no longer assigned.
    AreaEnded(RoundId, Idsubsls),
    /// Codes of those who serve an area.
    Team(RoundId, Idsubsls, Vec<String>),
    /// The code of an officer, of whatever role.
    Colleague(OfficerId, String),
    /// A family of the prelist.
    Family(FamilyId, Birth),
    /// All that the endpoint finds across families of one that is here.
    Across(FamilyId, Vec<TheirFinding>),
}

impl Store {
    /// Takes a page, and remembers where the next begins. Taking it again is harmless.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an area or family of a round that was not told before it; then
    /// nothing of the page is taken.
    pub fn take(&mut self, page: &[Told], next: &str) -> Result<(), StoreError> {
        let now = self.host.now();
        let transaction = self.begin()?;
        for told in page {
            take(&transaction, told, now)?;
        }
        let listed = page.iter().filter_map(|told| match told {
            Told::Family(family, _) => Some(crate::row::family(&transaction, *family)),
            _ => None,
        });
        across::listed(&transaction, listed.collect::<Result<Vec<_>, _>>()?, now)?;
        settings::put(&transaction, CURSOR, next)?;
        transaction.commit()?;
        Ok(())
    }
}

impl Reader {
    /// Where the next page begins; `None` before the first.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn down_cursor(&self) -> Result<Option<String>, StoreError> {
        Ok(self.setting(CURSOR)?.filter(|cursor| !cursor.is_empty()))
    }
}

impl Store {
    /// What the officer at work is for the office, in the office's words.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn take_role(&mut self, role: &str) -> Result<(), StoreError> {
        let key = role_key(self.enrolment().officer);
        self.set_setting(&key, role)
    }

    /// The same, as it was told last; `None` before.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn role(&self) -> Result<Option<String>, StoreError> {
        self.role_of(self.enrolment().officer)
    }
}

impl Reader {
    /// What an officer of this vault is for the office, as it was told last; `None` before.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn role_of(&self, officer: OfficerId) -> Result<Option<String>, StoreError> {
        self.setting(&role_key(officer))
    }
}

impl Store {
    /// When the PCs of the office were heard last, in the endpoint's words.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn take_heard(&mut self, heard: &str) -> Result<(), StoreError> {
        self.set_setting(HEARD, heard)
    }
}

impl Reader {
    /// The same, as it was told last; `None` before.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn heard_of(&self) -> Result<Option<String>, StoreError> {
        self.setting(HEARD)
    }

    /// Codes of those who serve each area of the round in work.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn team(&self) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let sql = "SELECT idsubsls, code FROM team
                   WHERE round = (SELECT id FROM round ORDER BY installed DESC LIMIT 1)
                   ORDER BY idsubsls, code";
        let mut query = self.connection.prepare_cached(sql)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut team: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows {
            let (idsubsls, code) = row?;
            team.entry(idsubsls).or_default().push(code);
        }
        Ok(team)
    }
}

/// Officers of a shared vault have each their own.
fn role_key(officer: OfficerId) -> String {
    format!("role/{officer}")
}

fn take(connection: &Connection, told: &Told, now: Millis) -> Result<(), StoreError> {
    match told {
        Told::Round(round) => take_round(connection, round),
        Told::Form { round, version, files } => take_form(connection, *round, version, files),
        Told::Area(round, area) => put_area(connection, row(connection, *round)?, area),
        Told::AreaEnded(round, idsubsls) => end(connection, *round, idsubsls, now),
        Told::Team(round, idsubsls, codes) => team(connection, *round, idsubsls, codes),
        Told::Colleague(officer, code) => officers::told(connection, *officer, code),
        Told::Family(family, birth) => families::put(connection, *family, birth, Teller::Prelist),
        Told::Across(family, findings) => across::take(connection, *family, findings),
    }
}

fn row(connection: &Connection, round: RoundId) -> Result<i64, StoreError> {
    let known = find(connection, "SELECT id FROM round WHERE round = ?1", [round.0])?;
    known.ok_or(StoreError::NotFound("round"))
}

/// A round stands in the vault with its form; whichever comes first waits for the other.
fn take_round(connection: &Connection, round: &Round) -> Result<(), StoreError> {
    let known = "SELECT form FROM round WHERE round = ?1";
    let form = match find(connection, known, [round.id.0])? {
        Some(form) => Some(form),
        None => before(connection, FORM)?
            .filter(|(of, _): &(RoundId, i64)| *of == round.id)
            .map(|(_, form)| form),
    };
    match form {
        Some(form) => put_round(connection, round, form).map(drop),
        None => settings::put(connection, ROUND, &serde_json::to_string(round)?),
    }
}

fn take_form(
    connection: &Connection,
    round: RoundId,
    version: &FormVersion,
    files: &BTreeMap<String, String>,
) -> Result<(), StoreError> {
    let form = put_form(connection, version, files)?;
    if waiting::is_to_wait(connection, round, form)? {
        return Ok(());
    }
    let body: Option<String> = connection
        .query_row("SELECT body FROM round WHERE round = ?1", [round.0], |row| row.get(0))
        .optional()?;
    let told = match body {
        Some(body) => Some(serde_json::from_str(&body)?),
        None => before(connection, ROUND)?.filter(|told: &Round| told.id == round),
    };
    match told {
        Some(round) => put_round(connection, &round, form).map(drop),
        None => settings::put(connection, FORM, &serde_json::to_string(&(round, form))?),
    }
}

fn before<T: for<'a> serde::Deserialize<'a>>(
    connection: &Connection,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let text = settings::get(connection, key)?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn team(
    connection: &Connection,
    round: RoundId,
    idsubsls: &Idsubsls,
    codes: &[String],
) -> Result<(), StoreError> {
    let round = row(connection, round)?;
    let here = params![round, idsubsls.as_str()];
    connection.execute("DELETE FROM team WHERE round = ?1 AND idsubsls = ?2", here)?;
    let insert = "INSERT OR IGNORE INTO team (round, idsubsls, code) VALUES (?1, ?2, ?3)";
    for code in codes {
        connection.prepare_cached(insert)?.execute(params![round, idsubsls.as_str(), code])?;
    }
    Ok(())
}

/// What this officer did there, on whichever laptop, stays and is sent; families only others wrote of,
/// or nobody, are no longer this officer's to see.
fn end(
    connection: &Connection,
    round: RoundId,
    idsubsls: &Idsubsls,
    now: Millis,
) -> Result<(), StoreError> {
    let round = row(connection, round)?;
    let here = params![round, idsubsls.as_str()];
    connection.execute("DELETE FROM area WHERE round = ?1 AND idsubsls = ?2", here)?;
    connection.execute("DELETE FROM team WHERE round = ?1 AND idsubsls = ?2", here)?;
    let untouched = "SELECT f.id FROM family f WHERE f.round = ?1 AND f.idsubsls = ?2
         AND f.queued IS NULL
         AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.family = f.id
                         AND (e.came IS NULL OR e.officer IN (SELECT officer FROM enrolment)))
         AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id)";
    let mut query = connection.prepare_cached(untouched)?;
    let families: Vec<i64> = query.query_map(here, |row| row.get(0))?.collect::<Result<_, _>>()?;
    for family in families {
        forget(connection, family, now)?;
        connection.execute("DELETE FROM family WHERE id = ?1", [family])?;
    }
    Ok(())
}

/// What others wrote of a family, and whatever it is found by. It is at the endpoint.
fn forget(connection: &Connection, family: i64, now: Millis) -> Result<(), StoreError> {
    let run = |sql: &str| connection.prepare_cached(sql)?.execute([family]);
    across::told(connection, family, None, now)?;
    run("UPDATE family SET document = NULL, head = '', wiped = 1 WHERE id = ?1")?;
    run("DELETE FROM chunk WHERE family = ?1")?;
    run("DELETE FROM snapshot WHERE document IN (SELECT id FROM document WHERE family = ?1)")?;
    run("DELETE FROM entry WHERE family = ?1")?;
    run("DELETE FROM document WHERE family = ?1")?;
    search::forget(connection, family)?;
    across::listed(connection, [family], now)?;
    run("DELETE FROM across_place WHERE family = ?1")?;
    run("DELETE FROM across_finding WHERE family = ?1")?;
    Ok(())
}

#[cfg(test)]
mod tests;
