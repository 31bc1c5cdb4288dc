//! Accounts, their one-time codes, and the sessions of browsers.

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_wire::seal::Hash;
use rusqlite::{Connection, params};

use super::Sqlite;
use super::row::{first, get, id, run};
use crate::storage::{AccountRow, Accounts, Result, SessionRow, StorageError};

impl Accounts for Sqlite {
    fn account(&self, officer: OfficerId) -> Result<Option<AccountRow>> {
        let sql = "SELECT password, totp, totp_step FROM account WHERE officer = $1";
        self.read(|db| {
            first(db, sql, params![officer.0.into_bytes()], |row| {
                let step: Option<i64> = get(row, 2)?;
                let step = step.map(|step| step.unsigned_abs());
                Ok(AccountRow { officer, password: get(row, 0)?, totp: get(row, 1)?, step })
            })
        })
    }

    fn invite(&self, officer: OfficerId, code: Hash, until: Millis) -> Result<()> {
        let officer = officer.0.into_bytes();
        self.write(|db| {
            let make = "INSERT INTO account (officer) VALUES ($1) ON CONFLICT DO NOTHING";
            run(db, make, params![officer])?;
            let former = "DELETE FROM account_code WHERE officer = $1 AND until IS NOT NULL";
            run(db, former, params![officer])?;
            let keep = "INSERT INTO account_code (code, officer, until) VALUES ($1, $2, $3)";
            run(db, keep, params![code.0, officer, until])?;
            Ok(())
        })
    }

    fn invited(&self, code: Hash) -> Result<Option<(OfficerId, Millis)>> {
        let sql = "SELECT officer, until FROM account_code WHERE code = $1 AND until IS NOT NULL";
        self.read(|db| first(db, sql, params![code.0], |row| Ok((id(row, 0)?, get(row, 1)?))))
    }

    fn accept(&self, officer: OfficerId, code: Hash, password: &str) -> Result<()> {
        self.write(|db| {
            let spend = "DELETE FROM account_code WHERE code = $1 AND until IS NOT NULL";
            if run(db, spend, params![code.0])? != 1 {
                return Err(StorageError::Conflict);
            }
            totp(db, officer, None)?;
            self::password(db, officer, password)
        })
    }

    fn set_password(&self, officer: OfficerId, password: &str) -> Result<()> {
        self.write(|db| self::password(db, officer, password))
    }

    fn set_totp(&self, officer: OfficerId, sealed: Option<&[u8]>) -> Result<()> {
        self.write(|db| totp(db, officer, sealed))
    }

    fn confirm_totp(&self, officer: OfficerId, step: u64, codes: &[Hash]) -> Result<()> {
        let officer = officer.0.into_bytes();
        self.write(|db| {
            let sql = "UPDATE account SET totp_step = $2 WHERE officer = $1";
            run(db, sql, params![officer, step.cast_signed()])?;
            codes.iter().try_for_each(|code| {
                let sql = "INSERT INTO account_code (code, officer) VALUES ($1, $2)";
                run(db, sql, params![code.0, officer]).map(drop)
            })
        })
    }

    fn use_step(&self, officer: OfficerId, step: u64) -> Result<bool> {
        let sql = "UPDATE account SET totp_step = $2 WHERE officer = $1 AND totp_step < $2";
        self.write(|db| Ok(run(db, sql, params![officer.0.into_bytes(), step.cast_signed()])? == 1))
    }

    fn use_code(&self, officer: OfficerId, code: Hash) -> Result<bool> {
        let sql = "DELETE FROM account_code WHERE code = $1 AND officer = $2 AND until IS NULL";
        self.write(|db| Ok(run(db, sql, params![code.0, officer.0.into_bytes()])? == 1))
    }

    fn begin_session(&self, session: &SessionRow, begun: Millis, seen: Millis) -> Result<()> {
        let SessionRow { token, officer, .. } = session;
        self.write(|db| {
            run(db, "DELETE FROM session WHERE begun < $1 OR seen < $2", params![begun, seen])?;
            run(
                db,
                "INSERT INTO session (token, officer, begun, seen) VALUES ($1, $2, $3, $4)",
                params![token.0, officer.0.into_bytes(), session.begun, session.seen],
            )?;
            Ok(())
        })
    }

    fn session(&self, token: Hash) -> Result<Option<SessionRow>> {
        let sql = "SELECT officer, begun, seen FROM session WHERE token = $1";
        self.read(|db| {
            first(db, sql, params![token.0], |row| {
                let (officer, begun, seen) = (id(row, 0)?, get(row, 1)?, get(row, 2)?);
                Ok(SessionRow { token, officer, begun, seen })
            })
        })
    }

    fn touch_session(&self, token: Hash, now: Millis) -> Result<()> {
        let sql = "UPDATE session SET seen = $2 WHERE token = $1";
        self.write(|db| run(db, sql, params![token.0, now]).map(drop))
    }

    fn end_session(&self, token: Hash) -> Result<()> {
        let sql = "DELETE FROM session WHERE token = $1";
        self.write(|db| run(db, sql, params![token.0]).map(drop))
    }
}

fn password(db: &Connection, officer: OfficerId, password: &str) -> Result<()> {
    let officer = officer.0.into_bytes();
    let sql = "UPDATE account SET password = $2 WHERE officer = $1";
    run(db, sql, params![officer, password])?;
    run(db, "DELETE FROM session WHERE officer = $1", params![officer])?;
    Ok(())
}

fn totp(db: &Connection, officer: OfficerId, sealed: Option<&[u8]>) -> Result<()> {
    let officer = officer.0.into_bytes();
    let sql = "UPDATE account SET totp = $2, totp_step = NULL WHERE officer = $1";
    run(db, sql, params![officer, sealed])?;
    let sql = "DELETE FROM account_code WHERE officer = $1 AND until IS NULL";
    run(db, sql, params![officer])?;
    Ok(())
}
