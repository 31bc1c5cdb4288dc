//! One record for what was changed in a document while it was open, never one for each key: the
//! record hashes the entries' digests, so that the chain proves the journal.

use std::collections::BTreeMap;

use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, DocumentId, FamilyId, OfficerId};
use cacah_family::trail::{Act, Deed, Subject, hex};
use rusqlite::{Connection, params};

use crate::row::{int, uint};
use crate::{Store, StoreError, trail};

/// Entries of one actor and officer in one document, or of a family outside any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    actor: i64,
    device: DeviceId,
    incarnation: u32,
    officer: OfficerId,
    family: FamilyId,
    document: Option<DocumentId>,
}

/// What of them stands in no record.
struct Entries {
    first: u64,
    last: u64,
    count: u64,
    digest: blake3::Hasher,
}

impl Store {
    /// Writes a record of what was changed since the last one, for each document and family; how
    /// many records. Called when a document is closed, before the vault is, and after it was opened:
    /// a kill in between leaves nothing unrecorded.
    ///
    /// # Errors
    /// [`StoreError`] as of storage; the next call does it then.
    pub fn note_changes(&mut self) -> Result<usize, StoreError> {
        let at = self.host.now();
        let transaction = self.begin()?;
        let noted = note(&transaction, at)?;
        transaction.commit()?;
        Ok(noted)
    }
}

/// As [`Store::note_changes`], in a transaction that goes on.
pub(crate) fn note(connection: &Connection, at: Millis) -> Result<usize, StoreError> {
    let groups = uncovered(connection)?;
    for (group, entries) in &groups {
        let (who, deed) = ((group.officer, group.device), deed(group, entries));
        trail::append(connection, who, at, deed)?;
        cover(connection, group.actor, entries.last)?;
    }
    Ok(groups.len())
}

fn deed(group: &Group, entries: &Entries) -> Deed {
    let Entries { first, last, count, .. } = *entries;
    let deed = Deed::new(Act::Changed).count(count).on(Subject::Family(group.family));
    let deed = group.document.map(Subject::Document).into_iter().fold(deed, Deed::on);
    deed.on(Subject::Entries { incarnation: group.incarnation, first, last })
        .on(Subject::Digest(hex(entries.digest.finalize().as_bytes())))
}

/// Entries written here, of every actor that writes or wrote here, in the order of their numbers.
const UNCOVERED: &str = "
    SELECT a.id, a.device, a.incarnation, e.officer, f.family, d.document, e.seq, e.digest
    FROM actor a CROSS JOIN family f
        CROSS JOIN entry e ON e.family = f.id AND e.actor = a.id
            AND e.seq > coalesce((SELECT c.through FROM covered c WHERE c.actor = a.id), 0)
        LEFT JOIN document d ON d.id = e.document
    WHERE a.statement IS NOT NULL AND e.came IS NULL
    ORDER BY a.id, e.seq, e.digest";

fn uncovered(connection: &Connection) -> Result<BTreeMap<Group, Entries>, StoreError> {
    let mut groups: BTreeMap<Group, Entries> = BTreeMap::new();
    let mut query = connection.prepare_cached(UNCOVERED)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let group = Group {
            actor: row.get(0)?,
            device: DeviceId(row.get(1)?),
            incarnation: row.get(2)?,
            officer: OfficerId(row.get(3)?),
            family: FamilyId(row.get(4)?),
            document: row.get::<_, Option<_>>(5)?.map(DocumentId),
        };
        let seq = uint(row, 6)?;
        let new = || Entries { first: seq, last: seq, count: 0, digest: blake3::Hasher::new() };
        let entries = groups.entry(group).or_insert_with(new);
        (entries.last, entries.count) = (seq, entries.count + 1);
        entries.digest.update(&row.get::<_, [u8; 32]>(7)?);
    }
    Ok(groups)
}

fn cover(connection: &Connection, actor: i64, through: u64) -> Result<(), StoreError> {
    let sql = "INSERT INTO covered (actor, through) VALUES (?1, ?2)
               ON CONFLICT (actor) DO UPDATE SET through = max(through, excluded.through)";
    connection.prepare_cached(sql)?.execute(params![actor, int(through)?])?;
    Ok(())
}
