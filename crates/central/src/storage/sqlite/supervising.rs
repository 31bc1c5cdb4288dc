//! The office's own word.

use cacah_family::area::District;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, FamilyId, OfficerId, RoundId};
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::seal::Hash;
use rusqlite::{Connection, params};

use super::row::{all, first, get, id, number, run, text};
use super::telling::team_changed;
use super::{Sqlite, trail};
use crate::storage::{ReleaseRow, Released, Result, StorageError, Supervising, Word};

/// Writes down by whose word, before the segments of the transaction are in.
pub fn put_word(db: &Connection, word: &Word, released: &[Released]) -> Result<()> {
    let desk = word.desk.0.into_bytes();
    let new = "INSERT INTO desk (device, since) VALUES ($1, $2) ON CONFLICT (device) DO NOTHING";
    run(db, new, params![desk, word.at])?;
    // No number of the desk is given twice: nobody else may have written since.
    if last_entry(db, word.desk)? != word.after {
        return Err(StorageError::Conflict);
    }
    let deed = Deed::new(Act::Supervised).kind(word.action).on(Subject::Family(word.family));
    let deed = if released.is_empty() { deed } else { deed.count(released.len() as u64) };
    trail::append(db, (Some(word.officer), None), deed, word.at)?;
    for (wil, family, segment) in released {
        run(
            db,
            "INSERT INTO release (wil, family, segment, officer, reason, released)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                wil.as_str(),
                family.0.into_bytes(),
                segment.0,
                word.officer.0.into_bytes(),
                word.reason,
                word.at
            ],
        )?;
    }
    Ok(())
}

fn last_entry(db: &Connection, device: DeviceId) -> Result<u64> {
    let sql = "SELECT coalesce(max(last), 0) FROM segment WHERE device = $1";
    let last = first(db, sql, params![device.0.into_bytes()], |row| number(row, 0, "segment"))?;
    Ok(last.unwrap_or(0))
}

impl Supervising for Sqlite {
    fn homes(&self, family: FamilyId) -> Result<Vec<District>> {
        let sql = "SELECT wil FROM family WHERE family = $1
                   UNION SELECT wil FROM segment WHERE family = $1 ORDER BY wil";
        let key = params![family.0.into_bytes()];
        self.read(|db| all(db, sql, key, |row| text(row, 0, "family")))
    }

    fn last_entry(&self, device: DeviceId) -> Result<u64> {
        self.read(|db| last_entry(db, device))
    }

    fn releases(&self) -> Result<Vec<ReleaseRow>> {
        let sql = "SELECT wil, family, segment, officer, reason, released FROM release
                   ORDER BY released, wil, family, segment";
        self.read(|db| {
            all(db, sql, [], |row| {
                Ok(ReleaseRow {
                    wil: text(row, 0, "release")?,
                    family: id(row, 1)?,
                    segment: Hash(get(row, 2)?),
                    officer: id(row, 3)?,
                    reason: get(row, 4)?,
                    at: get(row, 5)?,
                })
            })
        })
    }

    fn end_service(
        &self,
        officer: OfficerId,
        round: RoundId,
        area: &str,
        at: Millis,
    ) -> Result<bool> {
        let sql = "UPDATE assignment SET ended = $4
                   WHERE officer = $1 AND round = $2 AND area = $3 AND ended IS NULL";
        let key = params![officer.0.into_bytes(), round.0.into_bytes(), area, at];
        self.write(|db| {
            team_changed(db, round, area)?;
            Ok(run(db, sql, key)? == 1)
        })
    }
}
