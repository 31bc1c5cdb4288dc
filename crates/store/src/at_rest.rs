//! What the endpoint should have of this device, SLS by SLS: both sides compare after a sync.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;

use crate::StoreError;
use crate::reader::Reader;

/// Segments of an SLS that are at rest at the endpoint, as the receipts say; held ones too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaTally {
    /// As the segments say.
    pub idsubsls: Idsubsls,
    /// How many.
    pub segments: u64,
    /// Entries in them.
    pub entries: u64,
    /// XOR of their hashes.
    pub hash: [u8; 32],
}

/// The segments at rest; one that was sent in two batches counts once.
const AT_REST: &str = "SELECT hash, idsubsls, max(count) FROM segment
    WHERE verdict IN ('stored', 'already', 'held') AND NOT void";

impl Reader {
    /// Every SLS of which something is at rest, in order.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn tally(&self) -> Result<Vec<AreaTally>, StoreError> {
        let sql = format!("{AT_REST} GROUP BY hash, idsubsls");
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut areas: BTreeMap<String, (u64, u64, [u8; 32])> = BTreeMap::new();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let hash: [u8; 32] = row.get(0)?;
            let (segments, entries, xor) = areas.entry(row.get(1)?).or_default();
            *segments += 1;
            *entries += u64::from(row.get::<_, u32>(2)?);
            xor.iter_mut().zip(hash).for_each(|(xor, byte)| *xor ^= byte);
        }
        let areas = areas.into_iter().map(|(idsubsls, (segments, entries, hash))| {
            let idsubsls = idsubsls.parse();
            let idsubsls = idsubsls.map_err(|_| StoreError::Damaged { place: "segment" })?;
            Ok(AreaTally { idsubsls, segments, entries, hash })
        });
        areas.collect()
    }

    /// The hashes behind the tally of one SLS, in order.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn tally_hashes(&self, idsubsls: &Idsubsls) -> Result<Vec<[u8; 32]>, StoreError> {
        let sql = format!("{AT_REST} AND idsubsls = ?1 GROUP BY hash ORDER BY hash");
        let mut query = self.connection.prepare_cached(&sql)?;
        let hashes = query.query_map([idsubsls.as_str()], |row| row.get(0))?;
        Ok(hashes.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
