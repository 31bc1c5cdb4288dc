//! Sealed pieces of photos and scans.

use cacah_family::area::District;
use cacah_family::id::FamilyId;
use cacah_wire::seal::Hash;
use rusqlite::params;

use super::Sqlite;
use super::row::{all, first, get, id, int, number, run, text};
use crate::storage::{ChunkRow, Chunks, Result};

impl Chunks for Sqlite {
    fn put_chunk(&self, chunk: &ChunkRow, quota: u64) -> Result<Option<Hash>> {
        let (wil, device) = (chunk.wil.as_str(), chunk.device.0.into_bytes());
        let bytes = chunk.body.len() as u64;
        self.write(|db| {
            let sql = "SELECT hash FROM chunk WHERE wil = $1 AND name = $2";
            let kept = first(db, sql, params![wil, chunk.name.0], |row| Ok(Hash(get(row, 0)?)))?;
            if let Some(kept) = kept {
                return Ok(Some(kept));
            }
            let sql = "SELECT coalesce(sum(bytes), 0) FROM chunk WHERE wil = $1 AND device = $2";
            let used: Option<u64> =
                first(db, sql, params![wil, device], |row| number(row, 0, "chunk"))?;
            if used.unwrap_or(0) + bytes > quota {
                return Ok(None);
            }
            let sql = "INSERT INTO chunk (wil, name, device, bytes, hash, received, body)
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
            let hash = chunk.hash;
            let received = chunk.received;
            run(
                db,
                sql,
                params![wil, chunk.name.0, device, int(bytes), hash.0, received, chunk.body],
            )?;
            Ok(Some(hash))
        })
    }

    fn missing_chunks(&self, wil: &District, names: &[Hash]) -> Result<Vec<Hash>> {
        let sql = "SELECT 1 FROM chunk WHERE wil = $1 AND name = $2";
        self.read(|db| {
            let mut missing = Vec::new();
            for name in names {
                if first(db, sql, params![wil.as_str(), name.0], |_| Ok(()))?.is_none() {
                    missing.push(*name);
                }
            }
            Ok(missing)
        })
    }

    fn filed(&self, name: Hash) -> Result<Vec<(District, FamilyId)>> {
        let sql = "SELECT wil, family FROM file_chunk WHERE name = $1 ORDER BY wil, family";
        self.read(|db| all(db, sql, [name.0], |row| Ok((text(row, 0, "file_chunk")?, id(row, 1)?))))
    }

    fn chunk(&self, name: Hash, hash: Hash) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT body FROM chunk WHERE name = $1 AND hash = $2 LIMIT 1";
        self.read(|db| first(db, sql, params![name.0, hash.0], |row| get(row, 0)))
    }
}
