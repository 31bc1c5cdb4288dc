//! The road of a family: how far its answers have come, by the queue and the verdicts.

use cacah_family::area::Idsubsls;
use cacah_family::id::{BatchId, FamilyId};
use rusqlite::Row;

use crate::StoreError;
use crate::reader::Reader;
use crate::row::uint;

/// How far a family's answers have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Road {
    /// Nothing was written.
    Untouched,
    /// In work: not finished, and not all of it is at the endpoint.
    Open,
    /// In work: not finished; all of it so far is at the endpoint, as a safety copy.
    Copied {
        /// Number of the receipt.
        receipt: u64,
    },
    /// Finished; waits to be sent.
    Pending,
    /// In a batch that has no receipt yet.
    Claimed {
        /// The batch.
        batch: BatchId,
        /// A hub keeps it and will carry it on.
        at_hub: bool,
    },
    /// At the endpoint, proven.
    Settled {
        /// Number of the receipt.
        receipt: u64,
    },
    /// At the endpoint, kept aside for a supervisor.
    Held {
        /// Why.
        code: String,
        /// Number of the receipt.
        receipt: u64,
    },
    /// Not taken by the endpoint; the laptop keeps it.
    Unreadable {
        /// Why.
        code: String,
        /// Number of the receipt; absent when no batch could be made or taken with it.
        receipt: Option<u64>,
    },
}

/// A family in the queue as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct QueueRecord {
    /// The family.
    pub family: FamilyId,
    /// Name of its head.
    pub head: String,
    /// Its SLS.
    pub idsubsls: Idsubsls,
    /// Building number, 0 when not known.
    pub building: u16,
    /// Family number, 0 when not known.
    pub number: u16,
    /// Entries that no receipt names yet.
    pub entries: u32,
    /// How far they have come.
    pub road: Road,
}

/// Never prints a name.
impl std::fmt::Debug for QueueRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "QueueRecord({}, {}, {:?})", self.family, self.entries, self.road)
    }
}

/// Families by how far they have come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In work, not finished.
    pub open: u32,
    /// Finished, without a receipt.
    pub waiting: u32,
    /// Held or unreadable: somebody must look.
    pub held: u32,
    /// At the endpoint, proven.
    pub settled: u32,
}

/// True of `family f` with its document `d` when its entries may be sent as finished work: the
/// interview or the paper is, or there is none but a visit without an answer or a removed document.
macro_rules! ready {
    () => {
        "(coalesce(d.finished, 0) OR f.wiped OR f.sls
          OR EXISTS (SELECT 1 FROM document x WHERE x.family = f.id AND x.finished AND NOT x.removed
                         AND x.source IN ('paper', 'second_entry'))
          OR (f.document IS NULL
              AND NOT EXISTS (SELECT 1 FROM document x WHERE x.family = f.id AND NOT x.removed
                                  AND x.source IN ('paper', 'second_entry'))
              AND (f.visits > 0 OR f.door IS NOT NULL
                   OR EXISTS (SELECT 1 FROM document x WHERE x.family = f.id AND x.removed))))"
    };
}

pub(crate) use ready;

/// Columns that [`road`] reads.
pub(crate) const ROAD: &str = concat!(
    "f.refused, f.queued IS NOT NULL, ",
    ready!(),
    ", k.batch, k.hub IS NOT NULL, v.verdict, v.code, c.number"
);

/// What [`ROAD`] needs after `family f`: the oldest claim, and of all verdicts the one that asks for
/// most attention.
pub(crate) const ROAD_FROM: &str = "
    LEFT JOIN document d ON d.id = f.document
    LEFT JOIN batch k ON k.id = (
        SELECT s.batch FROM segment s WHERE s.family = f.id AND s.verdict IS NULL AND NOT s.void
        ORDER BY s.id LIMIT 1)
    LEFT JOIN segment v ON v.id = (
        SELECT s.id FROM segment s WHERE s.family = f.id AND s.verdict IS NOT NULL AND NOT s.void
        ORDER BY s.verdict = 'unreadable' DESC, s.verdict = 'held' DESC, s.id DESC LIMIT 1)
    LEFT JOIN receipt c ON c.id = v.receipt";

/// Reads [`ROAD`] from column `at` on.
pub(crate) fn road(row: &Row<'_>, at: usize) -> Result<Road, StoreError> {
    if let Some(code) = row.get(at)? {
        return Ok(Road::Unreadable { code, receipt: None });
    }
    let ready = row.get(at + 2)?;
    if row.get(at + 1)? {
        return Ok(if ready { Road::Pending } else { Road::Open });
    }
    if let Some(batch) = row.get::<_, Option<_>>(at + 3)? {
        return Ok(Road::Claimed { batch: BatchId(batch), at_hub: row.get(at + 4)? });
    }
    let Some(verdict) = row.get::<_, Option<String>>(at + 5)? else {
        return Ok(Road::Untouched);
    };
    let receipt = uint(row, at + 7)?;
    let code = row.get::<_, Option<String>>(at + 6)?.unwrap_or_default();
    Ok(match &*verdict {
        "held" => Road::Held { code, receipt },
        "unreadable" => Road::Unreadable { code, receipt: Some(receipt) },
        _ if ready => Road::Settled { receipt },
        _ => Road::Copied { receipt },
    })
}

/// What has no entry in the queue and none in a segment has no entry.
const WORKED_ON: &str =
    "(f.queued IS NOT NULL OR EXISTS (SELECT 1 FROM segment s WHERE s.family = f.id))";

impl Reader {
    /// Every family that was worked on: those that wait first, in the order of the queue.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn queue(&self) -> Result<Vec<QueueRecord>, StoreError> {
        let sql = format!(
            "SELECT f.family, coalesce(nullif(f.told_head, ''), f.head), f.idsubsls, f.building,
                 f.number, (SELECT count(*) FROM entry e
                     WHERE e.family = f.id AND e.came IS NULL
                         AND e.actor IN (SELECT id FROM actor WHERE statement IS NOT NULL)
                         AND NOT EXISTS (
                         SELECT 1 FROM segment s WHERE s.family = e.family AND s.actor = e.actor
                             AND e.seq BETWEEN s.first AND s.last
                             AND s.verdict IS NOT NULL AND NOT s.void)), {ROAD}
             FROM family f {ROAD_FROM} WHERE {WORKED_ON}
             ORDER BY f.queued IS NULL, f.queued, f.id"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let records = query.query_and_then([], |row| {
            let idsubsls: String = row.get(2)?;
            Ok(QueueRecord {
                family: FamilyId(row.get(0)?),
                head: row.get(1)?,
                idsubsls: idsubsls.parse().map_err(|_| StoreError::Damaged { place: "family" })?,
                building: row.get(3)?,
                number: row.get(4)?,
                entries: row.get(5)?,
                road: road(row, 6)?,
            })
        })?;
        records.collect()
    }

    /// How many families have come how far.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = format!("SELECT {ROAD} FROM family f {ROAD_FROM} WHERE {WORKED_ON}");
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut counts = Counts::default();
        for road in query.query_and_then([], |row| road(row, 0))? {
            match road? {
                Road::Untouched => {}
                Road::Open | Road::Copied { .. } => counts.open += 1,
                Road::Pending | Road::Claimed { .. } => counts.waiting += 1,
                Road::Held { .. } | Road::Unreadable { .. } => counts.held += 1,
                Road::Settled { .. } => counts.settled += 1,
            }
        }
        Ok(counts)
    }
}

#[cfg(test)]
mod tests;
