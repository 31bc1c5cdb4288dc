//! What the office gave this laptop: who works here, and how the endpoint is known.

use cacah_family::entry::Actor;
use cacah_family::id::{DeviceId, OfficerId};
use rusqlite::{Connection, params};
use zeroize::Zeroizing;

use crate::StoreError;
use crate::vault::Secret;

/// An officer on a device, as the endpoint enrolled them.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Who works here.
    pub officer: OfficerId,
    /// Shown everywhere ("PPL 0123"), at the unlock field too.
    pub officer_code: String,
    /// Shown only inside the unlocked vault.
    pub officer_name: String,
    /// This laptop.
    pub device: DeviceId,
    /// The signed statement that the device's newest incarnation begins; opaque here.
    pub incarnation: Vec<u8>,
    /// Ed25519 seed of the device: signs batches and incarnations.
    pub device_key: Secret,
    /// Ed25519 seed of the officer: signs segments. It lies in the officer's key slot, so it is
    /// absent when the vault was opened by the recovery slot.
    pub officer_key: Option<Secret>,
    /// Where the endpoint is, `https://host:port`.
    pub endpoint_url: String,
    /// The one certificate that is trusted, PEM.
    pub certificate: String,
    /// Opaque bearer token.
    pub token: Zeroizing<String>,
    /// Ed25519 public key that signs receipts.
    pub endpoint_key: [u8; 32],
    /// The office's age recipient, `age1…`.
    pub recovery: String,
    /// X25519 private key of the recovery point, when the office was told the point. A vault that is
    /// made agrees on a secret with it and forgets it; absent in one that is open.
    pub recovery_seed: Option<Secret>,
}

/// Never prints a key, the token or a name.
impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolment({}, {})", self.officer_code, self.device)
    }
}

/// The incarnation an enrolment begins with.
const FIRST: u32 = 1;

/// Stores an enrolment and its first actor; an officer who comes again has a new one.
pub(crate) fn insert(connection: &Connection, enrolment: &Enrolment) -> Result<(), StoreError> {
    let e = enrolment;
    connection.execute(
        "INSERT INTO enrolment (officer, officer_code, officer_name, device, device_key,
             endpoint_url, certificate, token, endpoint_key, recovery)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (officer) DO UPDATE SET officer_code = excluded.officer_code,
             officer_name = excluded.officer_name, device = excluded.device,
             device_key = excluded.device_key, endpoint_url = excluded.endpoint_url,
             certificate = excluded.certificate, token = excluded.token,
             endpoint_key = excluded.endpoint_key, recovery = excluded.recovery",
        params![
            e.officer.0,
            e.officer_code,
            e.officer_name,
            e.device.0,
            *e.device_key,
            e.endpoint_url,
            e.certificate,
            *e.token,
            e.endpoint_key,
            e.recovery
        ],
    )?;
    connection.execute(
        "INSERT INTO actor (device, incarnation, statement) VALUES (?1, ?2, ?3)
         ON CONFLICT (device, incarnation) DO UPDATE SET statement = excluded.statement",
        params![e.device.0, FIRST, e.incarnation],
    )?;
    Ok(())
}

/// The enrolment of `officer`, and the actor that writes now.
pub(crate) fn load(
    connection: &Connection,
    officer: OfficerId,
    officer_key: Option<Secret>,
) -> Result<(Enrolment, OwnActor), StoreError> {
    let sql = "SELECT e.officer_code, e.officer_name, e.device, a.statement, e.device_key,
                   e.endpoint_url, e.certificate, e.token, e.endpoint_key, e.recovery,
                   a.id, a.incarnation
               FROM enrolment e JOIN actor a ON a.device = e.device AND a.statement IS NOT NULL
               WHERE e.officer = ?1 ORDER BY a.incarnation DESC LIMIT 1";
    let loaded = connection.query_row(sql, [officer.0], |row| {
        let device = DeviceId(row.get(2)?);
        let actor = Actor { device, incarnation: row.get(11)? };
        let enrolment = Enrolment {
            officer,
            officer_code: row.get(0)?,
            officer_name: row.get(1)?,
            device,
            incarnation: row.get(3)?,
            device_key: Zeroizing::new(row.get(4)?),
            officer_key,
            endpoint_url: row.get(5)?,
            certificate: row.get(6)?,
            token: Zeroizing::new(row.get(7)?),
            endpoint_key: row.get(8)?,
            recovery: row.get(9)?,
            recovery_seed: None,
        };
        Ok((enrolment, OwnActor { row: row.get(10)?, actor }))
    });
    match loaded {
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            Err(StoreError::Damaged { place: "enrolment" })
        }
        loaded => Ok(loaded?),
    }
}

/// The actor that writes, and its row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnActor {
    /// In table `actor`.
    pub row: i64,
    /// Its name outside.
    pub actor: Actor,
}
