//! The round and what belongs to it: form, areas, prelist.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, FormVersion};
use cacah_family::id::FamilyId;
use cacah_family::round::Round;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::families::{self, Teller};
use crate::reader::Reader;
use crate::{Store, StoreError, across, row};

/// Condition over `family f`: of the round in work.
pub(crate) const IN_WORK: &str = "f.round = (SELECT id FROM round ORDER BY installed DESC LIMIT 1)";

/// An SLS as an officer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRecord {
    /// Its id.
    pub idsubsls: Idsubsls,
    /// Its name.
    pub name: String,
    /// Kelurahan.
    pub village: String,
    /// Kecamatan.
    pub district: String,
}

impl Store {
    /// Takes in a round with its form, areas and prelist, and makes it the one in work. Doing it
    /// again is harmless; local work and earlier versions of the form stay.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; then nothing of it is taken.
    pub fn install(
        &mut self,
        round: &Round,
        version: &FormVersion,
        form: &BTreeMap<String, String>,
        areas: &[AreaRecord],
        families: &[(FamilyId, Birth)],
    ) -> Result<(), StoreError> {
        let now = self.host.now();
        let transaction = self.begin()?;
        let form = put_form(&transaction, version, form)?;
        let round = put_round(&transaction, round, form)?;
        for area in areas {
            put_area(&transaction, round, area)?;
        }
        for (family, birth) in families {
            families::put(&transaction, *family, birth, Teller::Prelist)?;
        }
        let rows = families.iter().map(|(family, _)| row::family(&transaction, *family));
        across::listed(&transaction, rows.collect::<Result<Vec<_>, _>>()?, now)?;
        transaction.commit()?;
        Ok(())
    }
}

impl Reader {
    /// The round in work.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn round(&self) -> Result<Option<Round>, StoreError> {
        let sql = "SELECT body FROM round ORDER BY installed DESC LIMIT 1";
        let body: Option<String> =
            self.connection.query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Version of the form of the round in work.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn form_version(&self) -> Result<Option<FormVersion>, StoreError> {
        let sql = "SELECT v.structure, v.rules FROM round r JOIN form v ON v.id = r.form
                   ORDER BY r.installed DESC LIMIT 1";
        let version = self.connection.query_row(sql, [], |row| {
            Ok(FormVersion { structure: row.get(0)?, rules: row.get(1)? })
        });
        Ok(version.optional()?)
    }

    /// Files of the form of the round in work, by name; empty before the first round.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn form_files(&self) -> Result<BTreeMap<String, String>, StoreError> {
        match self.form_version()? {
            Some(version) => Ok(self.form_files_of(&version)?.unwrap_or_default()),
            None => Ok(BTreeMap::new()),
        }
    }

    /// Files of any version received.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn form_files_of(
        &self,
        version: &FormVersion,
    ) -> Result<Option<BTreeMap<String, String>>, StoreError> {
        let sql = "SELECT files FROM form WHERE structure = ?1 AND rules = ?2";
        let params = [&version.structure, &version.rules];
        let files: Option<Option<String>> =
            self.connection.query_row(sql, params, |row| row.get(0)).optional()?;
        Ok(files.flatten().map(|files| serde_json::from_str(&files)).transpose()?)
    }

    /// The areas of the round in work.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn areas(&self) -> Result<Vec<AreaRecord>, StoreError> {
        let sql = "SELECT idsubsls, name, village, district FROM area
                   WHERE round = (SELECT id FROM round ORDER BY installed DESC LIMIT 1)
                   ORDER BY idsubsls";
        let mut query = self.connection.prepare_cached(sql)?;
        let areas = query.query_and_then([], |row| {
            let idsubsls: String = row.get(0)?;
            Ok(AreaRecord {
                idsubsls: idsubsls.parse().map_err(|_| StoreError::Damaged { place: "area" })?,
                name: row.get(1)?,
                village: row.get(2)?,
                district: row.get(3)?,
            })
        })?;
        areas.collect()
    }
}

pub(crate) fn put_form(
    connection: &Connection,
    version: &FormVersion,
    files: &BTreeMap<String, String>,
) -> Result<i64, StoreError> {
    let form = row::form(connection, version)?;
    let update = "UPDATE form SET files = ?2 WHERE id = ?1 AND files IS NULL";
    connection.execute(update, params![form, serde_json::to_string(files)?])?;
    Ok(form)
}

pub(crate) fn put_round(
    connection: &Connection,
    round: &Round,
    form: i64,
) -> Result<i64, StoreError> {
    let upsert = "INSERT INTO round (round, body, form, installed)
         VALUES (?1, ?2, ?3, (SELECT coalesce(max(installed), 0) + 1 FROM round))
         ON CONFLICT (round) DO UPDATE
         SET body = excluded.body, form = excluded.form, installed = excluded.installed
         RETURNING id";
    let params = params![round.id.0, serde_json::to_string(round)?, form];
    Ok(connection.query_row(upsert, params, |row| row.get(0))?)
}

pub(crate) fn put_area(
    connection: &Connection,
    round: i64,
    area: &AreaRecord,
) -> Result<(), StoreError> {
    let upsert = "INSERT INTO area (round, idsubsls, name, village, district)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (round, idsubsls) DO UPDATE
         SET name = excluded.name, village = excluded.village, district = excluded.district";
    connection.prepare_cached(upsert)?.execute(params![
        round,
        area.idsubsls.as_str(),
        area.name,
        area.village,
        area.district,
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests;
