//! What keying cost, entry by entry: what figures of work are folded from. No answer is read.

use cacah_family::area::Idsubsls;
use cacah_family::entry::Effort;
use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::path::Path;
use rusqlite::{Row, params};

use crate::StoreError;
use crate::reader::Reader;

/// An entry of keying, or of keying again, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffortRecord {
    /// Who wrote it.
    pub officer: OfficerId,
    /// When, by the clock of that PC, milliseconds.
    pub at: Millis,
    /// SLS of its family.
    pub idsubsls: Idsubsls,
    /// The question it is about; absent for a fact, and for an instance.
    pub question: Option<String>,
    /// What it cost.
    pub effort: Effort,
}

/// Found by the index `entry_work`.
const EFFORTS: &str = "SELECT e.officer, e.wall, f.idsubsls,
         CASE WHEN e.name = '@verified' THEN e.change ->> '$.verified.question' ELSE e.name END,
         coalesce(e.keys, 0), coalesce(e.active, 0)
     FROM entry e JOIN family f ON f.id = e.family
     WHERE e.mode IN ('keying', 'verifying') AND e.wall >= ?1 AND e.wall < ?2
         AND (?3 IS NULL OR e.officer = ?3)
     ORDER BY e.officer, e.wall, e.actor, e.seq";

impl Reader {
    /// Entries of keying and of keying again, of one officer or of all, from a moment to before
    /// another: officer by officer, in the order of their clocks.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn efforts(
        &self,
        officer: Option<OfficerId>,
        (from, to): (Millis, Millis),
    ) -> Result<Vec<EffortRecord>, StoreError> {
        let mut query = self.connection.prepare_cached(EFFORTS)?;
        let rows = query.query(params![from, to, officer.map(|officer| officer.0)])?;
        rows.and_then(record).collect()
    }
}

fn record(row: &Row<'_>) -> Result<EffortRecord, StoreError> {
    let (area, at): (String, Option<String>) = (row.get(2)?, row.get(3)?);
    let damaged = |place| StoreError::Damaged { place };
    let at = at.map(|at| at.parse::<Path>()).transpose().map_err(|_| damaged("entry"))?;
    let question = at.filter(Path::is_answer).and_then(|at| at.name).map(String::from);
    Ok(EffortRecord {
        officer: OfficerId(row.get(0)?),
        at: row.get(1)?,
        idsubsls: area.parse().map_err(|_| damaged("family"))?,
        question,
        effort: Effort { keys: row.get(4)?, active: row.get(5)? },
    })
}

#[cfg(test)]
mod tests;
