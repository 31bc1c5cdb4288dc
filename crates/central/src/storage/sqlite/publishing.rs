//! Versions of a form, and when each was handed out.

use std::collections::BTreeMap;

use cacah_family::entry::FormVersion;
use cacah_family::host::Millis;
use cacah_family::id::RoundId;
use cacah_family::round::Round;
use rusqlite::{Connection, params};

use super::row::{all, first, get, id, number, run};
use super::{Sqlite, plan};
use crate::storage::{FormRow, Publication, Publishing, Result, StorageError};

impl Publishing for Sqlite {
    fn rounds(&self) -> Result<Vec<Round>> {
        self.read(|db| {
            let ids: Vec<RoundId> =
                all(db, "SELECT round FROM round ORDER BY opened", [], |row| id(row, 0))?;
            let rounds = ids.into_iter().map(|round| plan::round(db, round));
            rounds.filter_map(Result::transpose).collect()
        })
    }

    fn publications(&self, round: RoundId) -> Result<Vec<Publication>> {
        let sql = "SELECT seq, version, at FROM publication WHERE round = $1 ORDER BY seq";
        self.read(|db| {
            all(db, sql, params![round.0.into_bytes()], |row| {
                Ok(Publication {
                    seq: number(row, 0, "publication")?,
                    version: number(row, 1, "publication")?,
                    at: get(row, 2)?,
                })
            })
        })
    }

    fn publish(
        &self,
        round: RoundId,
        version: &FormVersion,
        files: &BTreeMap<String, String>,
        now: Millis,
    ) -> Result<u32> {
        self.write(|db| {
            keep(db, round, version, files, now)?;
            let all = versions(db, round)?;
            let in_force = all.last().map(|row| row.number);
            let row = all.into_iter().find(|row| row.version == *version);
            let number = row.ok_or(StorageError::Damaged("form"))?.number;
            if in_force != Some(number) {
                hand_out(db, round, number, now)?;
            }
            Ok(number)
        })
    }
}

/// Keeps a version and hands it out, unless it is known already: what was published since then is
/// not taken back by installing the round again.
pub fn keep(
    db: &Connection,
    round: RoundId,
    version: &FormVersion,
    files: &BTreeMap<String, String>,
    now: Millis,
) -> Result<()> {
    let files = serde_json::to_vec(files).map_err(|_| StorageError::Damaged("form"))?;
    let files = zstd::bulk::compress(&files, 9).map_err(|_| StorageError::Damaged("form"))?;
    let new = run(
        db,
        "INSERT INTO form (round, version, structure, rules, files, added)
         VALUES ($1, (SELECT coalesce(max(version), 0) + 1 FROM form WHERE round = $1), $2, $3, $4, $5)
         ON CONFLICT (round, structure, rules) DO NOTHING",
        params![round.0.into_bytes(), version.structure, version.rules, files, now],
    )?;
    if new == 0 {
        return Ok(());
    }
    let newest = "SELECT max(version) FROM form WHERE round = $1";
    let number = first(db, newest, params![round.0.into_bytes()], |row| number(row, 0, "form"))?;
    hand_out(db, round, number.ok_or(StorageError::Damaged("form"))?, now)
}

fn hand_out(db: &Connection, round: RoundId, version: u32, now: Millis) -> Result<()> {
    run(
        db,
        "INSERT INTO publication (round, seq, version, at)
         VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM publication WHERE round = $1), $2, $3)",
        params![round.0.into_bytes(), version, now],
    )?;
    Ok(())
}

/// Every version of a round, the one in force last.
pub fn versions(db: &Connection, round: RoundId) -> Result<Vec<FormRow>> {
    let sql = "SELECT f.version, f.structure, f.rules, max(p.seq) FROM form f
               JOIN publication p ON p.round = f.round AND p.version = f.version
               WHERE f.round = $1 GROUP BY f.version, f.structure, f.rules ORDER BY max(p.seq)";
    all(db, sql, params![round.0.into_bytes()], |row| {
        let version = FormVersion { structure: get(row, 1)?, rules: get(row, 2)? };
        let published = number(row, 3, "publication")?;
        Ok(FormRow { number: number(row, 0, "form")?, version, published })
    })
}
