//! Policies, and codes that live.

use cacah_family::host::Millis;
use cacah_wire::orders::Policy;
use cacah_wire::seal::Hash;
use rusqlite::{Row, params};

use super::Sqlite;
use super::row::{all, first, get, int, number, run};
use crate::storage::{Policies, Result};

impl Policies for Sqlite {
    fn policy(&self) -> Result<Option<Policy>> {
        let sql = "SELECT number, contact_days, keep_days, curtain_minutes, lock_minutes
                   FROM policy ORDER BY number DESC LIMIT 1";
        self.read(|db| first(db, sql, [], read_policy))
    }

    fn put_policy(&self, policy: &Policy) -> Result<()> {
        let sql = "INSERT INTO policy (number, contact_days, keep_days, curtain_minutes,
                       lock_minutes) VALUES ($1, $2, $3, $4, $5)";
        let Policy { number, contact_days, keep_days, curtain_minutes, lock_minutes } = policy;
        let values = params![int(*number), contact_days, keep_days, curtain_minutes, lock_minutes];
        self.write(|db| run(db, sql, values).map(drop))
    }

    fn live_codes(&self, now: Millis) -> Result<Vec<Hash>> {
        let sql = "SELECT code FROM ticket WHERE until > $1 AND device IS NULL ORDER BY code";
        self.read(|db| all(db, sql, params![now], |row| Ok(Hash(get(row, 0)?))))
    }
}

fn read_policy(row: &Row<'_>) -> Result<Policy> {
    Ok(Policy {
        number: number(row, 0, "policy")?,
        contact_days: get(row, 1)?,
        keep_days: get(row, 2)?,
        curtain_minutes: get(row, 3)?,
        lock_minutes: get(row, 4)?,
    })
}
