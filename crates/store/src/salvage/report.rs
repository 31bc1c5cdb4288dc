//! What was saved of a damaged vault, and what was not, so that a person can act on it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use cacah_family::entry::Actor;
use cacah_family::id::{DeviceId, FamilyId};
use rusqlite::Connection;

use super::pages::Pages;
use crate::StoreError;
use crate::row::uint;
use crate::tally::{self, Tally};

/// Numbers of an actor of this laptop that no saved entry has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Whose.
    pub actor: Actor,
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

/// Entries that a batch of this family claims and that were not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FamilyLoss {
    /// The family.
    pub family: FamilyId,
    /// How many.
    pub entries: u64,
    /// A receipt proves that the endpoint has them; otherwise the batch that has them is here, and
    /// will be sent again.
    pub receipted: bool,
}

/// What a salvage found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvageReport {
    /// Where the damaged vault lies, as it was.
    pub aside: PathBuf,
    /// Pages that could be read.
    pub pages: u64,
    /// Pages that could not.
    pub pages_lost: u64,
    /// Families saved.
    pub families: u64,
    /// Documents saved.
    pub documents: u64,
    /// Entries saved.
    pub entries: u64,
    /// Entries that were read and not saved, because nothing says any more whose they are.
    pub unplaced: u64,
    /// Numbers missing.
    pub gaps: Vec<Gap>,
    /// Families of which the endpoint, or a batch here, has more than this vault.
    pub elsewhere: Vec<FamilyLoss>,
}

impl SalvageReport {
    /// Reads the salvaged file. `witness` is the last number known to have been given.
    pub(crate) fn of(
        new: &Connection,
        pages: &Pages,
        unplaced: u64,
        witness: Option<(u32, u64)>,
    ) -> Result<Self, StoreError> {
        let Tally { families, documents, entries, .. } = tally::of(new)?;
        Ok(Self {
            aside: PathBuf::new(),
            pages: pages.now.len() as u64,
            pages_lost: pages.lost.len() as u64,
            families,
            documents,
            entries,
            unplaced,
            gaps: gaps(new, witness)?,
            elsewhere: elsewhere(new)?,
        })
    }

    /// Numbers that are missing, wherever they may be.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.gaps.iter().map(|gap| gap.last - gap.first + 1).sum()
    }

    /// Entries that are nowhere: neither saved, nor at the endpoint by a receipt, nor in a batch here.
    #[must_use]
    pub fn lost(&self) -> u64 {
        let elsewhere: u64 = self.elsewhere.iter().map(|loss| loss.entries).sum();
        self.missing().saturating_sub(elsewhere)
    }

    /// For the officer and the office: Indonesian, then English.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { families, documents, entries, .. } = self;
        let (lost, elsewhere) = (self.lost(), self.missing() - self.lost());
        let mut words =
            format!("Terselamatkan: {families} keluarga, {documents} dokumen, {entries} isian. ");
        let _ = match lost {
            0 => write!(words, "Tidak ada isian yang hilang"),
            _ => write!(words, "{lost} isian tidak terbaca dan hanya ada di laptop ini"),
        };
        let _ =
            write!(words, "; {elsewhere} lagi ada di server atau dalam kiriman yang menunggu. ");
        words.push_str("Berkas lama disimpan utuh; jangan dihapus.\n");
        let _ = write!(
            words,
            "Saved: {families} families, {documents} documents, {entries} entries. {lost} entries \
             could not be read and were only on this laptop; {elsewhere} more are at the endpoint \
             or in a batch that waits. The old files are kept as they were; do not delete them."
        );
        words
    }
}

/// The numbers that no entry has, up to the highest that anything here knows.
fn gaps(new: &Connection, witness: Option<(u32, u64)>) -> Result<Vec<Gap>, StoreError> {
    let sql = "SELECT a.id, a.device, a.incarnation,
                   coalesce((SELECT max(last) FROM segment s WHERE s.actor = a.id), 0)
               FROM actor a WHERE a.statement IS NOT NULL ORDER BY a.incarnation";
    let mut query = new.prepare(sql)?;
    let mut gaps = Vec::new();
    let mut seqs = new.prepare("SELECT seq FROM entry WHERE actor = ?1 ORDER BY seq")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let actor = Actor { device: DeviceId(row.get(1)?), incarnation: row.get(2)? };
        let known = witness.filter(|known| known.0 == actor.incarnation).map_or(0, |known| known.1);
        let (known, mut expected) = (known.max(uint(row, 3)?), 1);
        for seq in seqs.query_and_then([row.get::<_, i64>(0)?], |row| uint(row, 0))? {
            let seq = seq?;
            if seq > expected {
                gaps.push(Gap { actor, first: expected, last: seq - 1 });
            }
            expected = seq + 1;
        }
        if known >= expected {
            gaps.push(Gap { actor, first: expected, last: known });
        }
    }
    Ok(gaps)
}

/// What segments count beyond what is here.
fn elsewhere(new: &Connection) -> Result<Vec<FamilyLoss>, StoreError> {
    let sql = "SELECT f.family, s.verdict IS NOT NULL, s.count - (SELECT count(*) FROM entry e
                   WHERE e.family = s.family AND e.actor = s.actor AND e.seq BETWEEN s.first AND s.last)
               FROM segment s JOIN family f ON f.id = s.family
               WHERE NOT s.void AND s.verdict IS NOT 'unreadable'";
    let mut query = new.prepare(sql)?;
    let mut losses = BTreeMap::<_, i64>::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        *losses.entry((FamilyId(row.get(0)?), row.get(1)?)).or_default() += row.get::<_, i64>(2)?;
    }
    let losses = losses.into_iter().filter_map(|((family, receipted), entries)| {
        let entries = u64::try_from(entries).ok().filter(|entries| *entries > 0)?;
        Some(FamilyLoss { family, entries, receipted })
    });
    Ok(losses.collect())
}
