//! Reading everything through.

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::id::FamilyId;
use cacah_wire::seal::Hash;
use rusqlite::params;

use super::Sqlite;
use super::row::{actor, all, get, id, int, number, text};
use crate::storage::{Audit, ReceiptRow, Result, Span};

impl Audit for Sqlite {
    fn everyone(&self) -> Result<Vec<(District, FamilyId)>> {
        let sql = "SELECT wil, family FROM family UNION SELECT wil, family FROM segment";
        self.read(|db| all(db, sql, [], |row| Ok((text(row, 0, "family")?, id(row, 1)?))))
    }

    fn receipts_behind(&self, after: Option<(Actor, u64)>, limit: u32) -> Result<Vec<ReceiptRow>> {
        let sql = "SELECT device, incarnation, number, batch, hash, receipt FROM batch
                   WHERE (device, incarnation, number) > ($1, $2, $3)
                   ORDER BY device, incarnation, number LIMIT $4";
        let device = after.map(|(actor, _)| actor.device.0.into_bytes().to_vec());
        let incarnation = after.map_or(0, |(actor, _)| actor.incarnation);
        let after = int(after.map_or(0, |(_, number)| number));
        let key = params![device.unwrap_or_default(), incarnation, after, limit];
        self.read(|db| {
            all(db, sql, key, |row| {
                Ok(ReceiptRow {
                    actor: actor(row, 0)?,
                    number: number(row, 2, "batch")?,
                    batch: id(row, 3)?,
                    hash: Hash(get(row, 4)?),
                    receipt: get(row, 5)?,
                })
            })
        })
    }

    fn spans(&self) -> Result<Vec<Span>> {
        let sql = "SELECT device, incarnation, first, last, wil, family, hash FROM segment
                   ORDER BY device, incarnation, first, last";
        self.read(|db| {
            all(db, sql, [], |row| {
                Ok(Span {
                    actor: actor(row, 0)?,
                    first: number(row, 2, "segment")?,
                    last: number(row, 3, "segment")?,
                    wil: text(row, 4, "segment")?,
                    family: id(row, 5)?,
                    hash: Hash(get(row, 6)?),
                })
            })
        })
    }
}
