//! Officers, their areas, tickets, devices.

use cacah_family::id::{DeviceId, OfficerId};
use cacah_wire::down::Officer;
use cacah_wire::seal::{Hash, PublicKey};
use rusqlite::{Connection, Row, params};

use super::row::{all, first, get, id, run, text};
use crate::storage::{Assignment, Device, Result, StorageError, TicketRow};

pub fn officer(db: &Connection, code: &str) -> Result<Option<Officer>> {
    let sql = "SELECT officer, code, name FROM officer WHERE code = $1";
    first(db, sql, params![code], read_officer)
}

pub fn officer_by_id(db: &Connection, officer: OfficerId) -> Result<Option<Officer>> {
    let sql = "SELECT officer, code, name FROM officer WHERE officer = $1";
    first(db, sql, params![officer.0.into_bytes()], read_officer)
}

fn read_officer(row: &Row<'_>) -> Result<Officer> {
    Ok(Officer { id: id(row, 0)?, code: get(row, 1)?, name: get(row, 2)? })
}

pub fn assignments(db: &Connection, officer: OfficerId) -> Result<Vec<Assignment>> {
    let sql = "SELECT a.round, a.area, a.ended FROM assignment a JOIN round r ON r.round = a.round
               WHERE a.officer = $1 ORDER BY r.opened DESC, a.round DESC, a.area";
    all(db, sql, params![officer.0.into_bytes()], |row| {
        Ok(Assignment { round: id(row, 0)?, area: get(row, 1)?, ended: get(row, 2)? })
    })
}

pub fn put_ticket(db: &Connection, ticket: &TicketRow) -> Result<()> {
    run(
        db,
        "INSERT INTO ticket (code, officer, until) VALUES ($1, $2, $3)",
        params![ticket.code.0, ticket.officer.0.into_bytes(), ticket.until],
    )?;
    Ok(())
}

pub fn ticket(db: &Connection, code: Hash) -> Result<Option<TicketRow>> {
    let sql = "SELECT officer, until, device FROM ticket WHERE code = $1";
    first(db, sql, params![code.0], |row| {
        let device: Option<[u8; 16]> = get(row, 2)?;
        Ok(TicketRow {
            code,
            officer: id(row, 0)?,
            until: get(row, 1)?,
            device: device.map(|bytes| DeviceId(uuid::Uuid::from_bytes(bytes))),
        })
    })
}

pub fn enrol(db: &Connection, ticket: Hash, device: &Device) -> Result<()> {
    let spent = run(
        db,
        "UPDATE ticket SET device = $2 WHERE code = $1 AND device IS NULL",
        params![ticket.0, device.id.0.into_bytes()],
    )?;
    if spent != 1 {
        return Err(StorageError::Conflict);
    }
    run(
        db,
        "INSERT INTO device (device, wil, officer, token, device_key, officer_key, enrolled)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            device.id.0.into_bytes(),
            device.wil.as_str(),
            device.officer.0.into_bytes(),
            device.token.0,
            device.device_key.0,
            device.officer_key.0,
            device.enrolled
        ],
    )?;
    Ok(())
}

const DEVICE: &str =
    "SELECT device, wil, officer, token, device_key, officer_key, enrolled, revoked FROM device";

pub fn device_by_token(db: &Connection, token: Hash) -> Result<Option<Device>> {
    first(db, &format!("{DEVICE} WHERE token = $1"), params![token.0], read_device)
}

pub fn device(db: &Connection, device: DeviceId) -> Result<Option<Device>> {
    first(db, &format!("{DEVICE} WHERE device = $1"), params![device.0.into_bytes()], read_device)
}

fn read_device(row: &Row<'_>) -> Result<Device> {
    Ok(Device {
        id: id(row, 0)?,
        wil: text(row, 1, "device")?,
        officer: id(row, 2)?,
        token: Hash(get(row, 3)?),
        device_key: PublicKey(get(row, 4)?),
        officer_key: PublicKey(get(row, 5)?),
        enrolled: get(row, 6)?,
        revoked: get(row, 7)?,
    })
}
