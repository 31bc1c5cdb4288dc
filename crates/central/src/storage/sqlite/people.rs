//! Officers, their areas, tickets, devices.

use std::collections::BTreeSet;

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, OfficerId, RoundId};
use cacah_family::trail::{Act, Deed};
use cacah_wire::down::Officer;
use cacah_wire::people::{OfficerRole, RevokeOrder};
use cacah_wire::seal::{Hash, PublicKey};
use rusqlite::{Connection, Row, params};

use super::row::{all, first, get, id, run, text};
use super::telling::team_changed;
use super::{Sqlite, sls, trail};
use crate::storage::{
    Assignment, Device, People, Period, Person, Result, Revocation, Serving, StorageError,
    TicketRow,
};

const OFFICER: &str = "SELECT officer, code, name, role, ended FROM officer";

pub fn officer(db: &Connection, code: &str) -> Result<Option<Officer>> {
    first(db, &format!("{OFFICER} WHERE code = $1"), params![code], read_officer)
}

pub fn officer_by_id(db: &Connection, officer: OfficerId) -> Result<Option<Officer>> {
    let key = params![officer.0.into_bytes()];
    first(db, &format!("{OFFICER} WHERE officer = $1"), key, read_officer)
}

/// Of columns officer, code, name, role.
pub fn read_officer(row: &Row<'_>) -> Result<Officer> {
    let role: String = get(row, 3)?;
    let role = OfficerRole::from_name(&role).ok_or(StorageError::Damaged("officer"))?;
    Ok(Officer { id: id(row, 0)?, code: get(row, 1)?, name: get(row, 2)?, role })
}

fn read_person(row: &Row<'_>) -> Result<Person> {
    Ok(Person { officer: read_officer(row)?, ended: get(row, 4)? })
}

/// Writes somebody down; teams of which something is new are told.
pub fn put_person(db: &Connection, officer: &Officer) -> Result<()> {
    let changed = run(
        db,
        "INSERT INTO officer (officer, code, name, role) VALUES ($1, $2, $3, $4)
         ON CONFLICT (officer) DO UPDATE SET code = EXCLUDED.code, name = EXCLUDED.name,
             role = EXCLUDED.role
         WHERE (officer.code, officer.name, officer.role)
             <> (EXCLUDED.code, EXCLUDED.name, EXCLUDED.role)",
        params![officer.id.0.into_bytes(), officer.code, officer.name, officer.role.as_str()],
    )?;
    if changed == 0 { Ok(()) } else { teams_changed(db, officer.id) }
}

/// What an officer serves in a round, begun or not.
pub fn served(db: &Connection, officer: OfficerId, round: RoundId) -> Result<BTreeSet<String>> {
    let sql = "SELECT area FROM assignment WHERE officer = $1 AND round = $2 AND ended IS NULL";
    let key = params![officer.0.into_bytes(), round.0.into_bytes()];
    Ok(all(db, sql, key, |row| get(row, 0))?.into_iter().collect())
}

/// All teams somebody is of.
fn teams_changed(db: &Connection, officer: OfficerId) -> Result<()> {
    let sql = "SELECT round, area FROM assignment WHERE officer = $1 AND ended IS NULL";
    let teams: Vec<(RoundId, String)> =
        all(db, sql, params![officer.0.into_bytes()], |row| Ok((id(row, 0)?, get(row, 1)?)))?;
    teams.into_iter().try_for_each(|(round, area)| team_changed(db, round, &area))
}

pub fn serve(
    db: &Connection,
    officer: OfficerId,
    round: RoundId,
    serving: &Serving,
    now: Millis,
) -> Result<()> {
    run(
        db,
        "INSERT INTO assignment (officer, round, area, since, begins, until)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (officer, round, area) DO UPDATE SET ended = NULL, begins = EXCLUDED.begins,
             until = EXCLUDED.until",
        params![
            officer.0.into_bytes(),
            round.0.into_bytes(),
            serving.area,
            now,
            serving.period.since,
            serving.period.until
        ],
    )?;
    Ok(())
}

pub fn assignments(db: &Connection, officer: OfficerId) -> Result<Vec<Assignment>> {
    let sql = "SELECT a.round, a.area, a.begins, a.until,
                   CASE WHEN o.ended IS NULL OR a.ended < o.ended THEN a.ended ELSE o.ended END
               FROM assignment a JOIN round r ON r.round = a.round
                   JOIN officer o ON o.officer = a.officer
               WHERE a.officer = $1 ORDER BY r.opened DESC, a.round DESC, a.area";
    all(db, sql, params![officer.0.into_bytes()], read_assignment)
}

fn read_assignment(row: &Row<'_>) -> Result<Assignment> {
    let period = Period { since: get(row, 2)?, until: get(row, 3)? };
    Ok(Assignment { round: id(row, 0)?, area: get(row, 1)?, period, ended: get(row, 4)? })
}

impl People for Sqlite {
    fn people(&self) -> Result<Vec<Person>> {
        self.read(|db| all(db, &format!("{OFFICER} ORDER BY code"), [], read_person))
    }

    fn person(&self, code: &str) -> Result<Option<Person>> {
        let sql = format!("{OFFICER} WHERE code = $1");
        self.read(|db| first(db, &sql, params![code], read_person))
    }

    fn put_person(&self, officer: &Officer) -> Result<()> {
        let begins = "UPDATE officer SET ended = NULL WHERE officer = $1 AND ended IS NOT NULL";
        self.write(|db| {
            put_person(db, officer)?;
            match run(db, begins, params![officer.id.0.into_bytes()])? {
                0 => Ok(()),
                _ => teams_changed(db, officer.id),
            }
        })
    }

    fn end_person(&self, officer: OfficerId, at: Millis) -> Result<bool> {
        let sql = "UPDATE officer SET ended = $2 WHERE officer = $1 AND ended IS NULL";
        self.write(|db| {
            teams_changed(db, officer)?;
            Ok(run(db, sql, params![officer.0.into_bytes(), at])? == 1)
        })
    }

    fn services_of(&self, officer: OfficerId) -> Result<Vec<Assignment>> {
        let sql = "SELECT round, area, begins, until, ended FROM assignment
                   WHERE officer = $1 ORDER BY area, round";
        self.read(|db| all(db, sql, params![officer.0.into_bytes()], read_assignment))
    }

    fn serve(
        &self,
        officer: OfficerId,
        round: RoundId,
        serving: &Serving,
        now: Millis,
    ) -> Result<()> {
        self.write(|db| {
            serve(db, officer, round, serving, now)?;
            sls::inherit(db, round, now)?;
            team_changed(db, round, &serving.area)
        })
    }

    fn extent(&self) -> Result<Option<String>> {
        let sql = "SELECT min(idsubsls), max(idsubsls) FROM area";
        let ends = self.read(|db| first(db, sql, [], |row| Ok((get(row, 0)?, get(row, 1)?))))?;
        let ends: Option<(Option<String>, Option<String>)> = ends;
        let Some((Some(least), Some(most))) = ends else { return Ok(None) };
        let same = least.chars().zip(most.chars()).take_while(|(one, other)| one == other);
        Ok(Some(same.map(|(letter, _)| letter).collect()))
    }

    fn devices(&self) -> Result<Vec<Device>> {
        let sql = format!("{DEVICE} ORDER BY officer, enrolled, device");
        self.read(|db| all(db, &sql, [], read_device))
    }

    fn seen(&self, device: DeviceId, at: Millis) -> Result<()> {
        let sql = "UPDATE device SET last_seen = $2 WHERE device = $1";
        self.write(|db| run(db, sql, params![device.0.into_bytes(), at]).map(drop))
    }

    fn revoke(&self, device: DeviceId, revocation: &Revocation) -> Result<bool> {
        let sql = "UPDATE device SET revoked = coalesce(revoked, $2), revoke_order = $3,
                       revoke_by = $4, revoke_reason = $5
                   WHERE device = $1";
        let Revocation { at, order, by, reason } = revocation;
        let order = order.map(RevokeOrder::as_str);
        let key = params![device.0.into_bytes(), at, order, by.0.into_bytes(), reason];
        self.write(|db| Ok(run(db, sql, key)? == 1))
    }
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
    let who = (Some(device.officer), Some(device.id));
    trail::append(db, who, Deed::new(Act::Enrolled), device.enrolled)?;
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

const DEVICE: &str = "SELECT device, wil, officer, token, device_key, officer_key, enrolled,
    revoked, revoke_order, last_seen FROM device";

pub fn device_by_token(db: &Connection, token: Hash) -> Result<Option<Device>> {
    first(db, &format!("{DEVICE} WHERE token = $1"), params![token.0], read_device)
}

pub fn device(db: &Connection, device: DeviceId) -> Result<Option<Device>> {
    first(db, &format!("{DEVICE} WHERE device = $1"), params![device.0.into_bytes()], read_device)
}

fn read_device(row: &Row<'_>) -> Result<Device> {
    let order: Option<String> = get(row, 8)?;
    let order = order.map(|name| RevokeOrder::from_name(&name));
    Ok(Device {
        id: id(row, 0)?,
        wil: text(row, 1, "device")?,
        officer: id(row, 2)?,
        token: Hash(get(row, 3)?),
        device_key: PublicKey(get(row, 4)?),
        officer_key: PublicKey(get(row, 5)?),
        enrolled: get(row, 6)?,
        revoked: get(row, 7)?,
        order: order.map(|order| order.ok_or(StorageError::Damaged("device"))).transpose()?,
        seen: get(row, 9)?,
    })
}
