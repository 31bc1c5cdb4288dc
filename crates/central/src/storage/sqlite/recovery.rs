//! Points of laptops, and answered challenges.

use cacah_family::id::DeviceId;
use cacah_wire::seal::Hash;
use rusqlite::{Row, params};

use super::Sqlite;
use super::row::{all, first, get, id, run};
use crate::storage::{AnswerRow, PointRow, Recovery, Result, StorageError};

impl Recovery for Sqlite {
    fn put_point(&self, row: &PointRow) -> Result<()> {
        let sql = "INSERT INTO recovery_point (point, name, device, recipient)
                   VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let name = column(cacah_family::recovery::name(&row.point.0))?;
        let values = params![row.point.0, name, row.device.0.into_bytes(), row.recipient];
        self.write(|db| run(db, sql, values).map(drop))
    }

    fn points_named(&self, name: u64) -> Result<Vec<PointRow>> {
        let sql = "SELECT p.point, p.device, p.recipient FROM recovery_point p
                   JOIN device d ON d.device = p.device WHERE p.name = $1 ORDER BY p.point";
        let name = column(name)?;
        self.read(|db| all(db, sql, params![name], point))
    }

    fn point_of(&self, device: DeviceId) -> Result<Option<PointRow>> {
        let sql = "SELECT point, device, recipient FROM recovery_point WHERE device = $1";
        self.read(|db| first(db, sql, params![device.0.into_bytes()], point))
    }

    fn put_answer(&self, row: &AnswerRow) -> Result<()> {
        let sql = "INSERT INTO recovery_answer (point, count, at, officer, reason)
                   VALUES ($1, $2, $3, $4, $5)";
        let values = params![row.point.0, row.count, row.at, row.by.0.into_bytes(), row.reason];
        self.write(|db| run(db, sql, values).map(drop))
    }

    fn answers(&self, point: Hash) -> Result<Vec<AnswerRow>> {
        let sql = "SELECT count, at, officer, reason FROM recovery_answer
                   WHERE point = $1 ORDER BY id";
        self.read(|db| {
            all(db, sql, params![point.0], |row| {
                let (count, at) = (get(row, 0)?, get(row, 1)?);
                Ok(AnswerRow { point, count, at, by: id(row, 2)?, reason: get(row, 3)? })
            })
        })
    }
}

fn point(row: &Row<'_>) -> Result<PointRow> {
    Ok(PointRow { point: Hash(get(row, 0)?), device: id(row, 1)?, recipient: get(row, 2)? })
}

/// A short name has 35 bits.
fn column(name: u64) -> Result<i64> {
    i64::try_from(name).map_err(|_| StorageError::Damaged("recovery point"))
}
