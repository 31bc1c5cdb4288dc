//! Hubs.

use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_wire::hub::KnownDevice;
use cacah_wire::seal::{Hash, PublicKey};
use rusqlite::{Row, params};

use super::Sqlite;
use super::row::{all, first, get, id, run};
use crate::storage::{HubRow, Hubs, Result, StorageError};

const HUB: &str = "SELECT code, name, hosts, until, key, token FROM hub";

fn read(row: &Row<'_>) -> Result<HubRow> {
    let hosts: String = get(row, 2)?;
    let (key, token): (Option<[u8; 32]>, Option<[u8; 32]>) = (get(row, 4)?, get(row, 5)?);
    Ok(HubRow {
        code: Hash(get(row, 0)?),
        name: get(row, 1)?,
        hosts: hosts.lines().map(str::to_owned).collect(),
        until: get(row, 3)?,
        enrolled: key.map(PublicKey).zip(token.map(Hash)),
    })
}

impl Hubs for Sqlite {
    fn put_hub(&self, hub: &HubRow) -> Result<()> {
        let sql = "INSERT INTO hub (code, name, hosts, until) VALUES ($1, $2, $3, $4)";
        let hosts = hub.hosts.join("\n");
        self.write(|db| run(db, sql, params![hub.code.0, hub.name, hosts, hub.until]).map(drop))
    }

    fn hub(&self, code: Hash) -> Result<Option<HubRow>> {
        self.read(|db| first(db, &format!("{HUB} WHERE code = $1"), params![code.0], read))
    }

    fn hub_by_token(&self, token: Hash) -> Result<Option<HubRow>> {
        self.read(|db| first(db, &format!("{HUB} WHERE token = $1"), params![token.0], read))
    }

    fn enrol_hub(&self, code: Hash, key: PublicKey, token: Hash, now: Millis) -> Result<()> {
        let sql = "UPDATE hub SET key = $2, token = $3, enrolled = $4
                   WHERE code = $1 AND key IS NULL";
        match self.write(|db| run(db, sql, params![code.0, key.0, token.0, now]))? {
            1 => Ok(()),
            _ => Err(StorageError::Conflict),
        }
    }

    fn end_hub(&self, name: &str) -> Result<usize> {
        self.write(|db| run(db, "DELETE FROM hub WHERE name = $1", params![name]))
    }

    fn devices_after(&self, after: Option<DeviceId>, limit: usize) -> Result<Vec<KnownDevice>> {
        let sql = "SELECT device, token, device_key FROM device WHERE device > $1
                   ORDER BY device LIMIT $2";
        let after = after.map_or([0; 16], |device| device.0.into_bytes());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|db| {
            all(db, sql, params![after, limit], |row| {
                let (token, key) = (Hash(get(row, 1)?), PublicKey(get(row, 2)?));
                Ok(KnownDevice { device: id(row, 0)?, token, key })
            })
        })
    }
}
