//! The trail held against the journal: what records say was changed is what is here.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::Actor;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::trail::{Act, Head, Record, Subject, hex};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::reader::Reader;
use crate::row::{self, int};

/// What the trail of a vault proves of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrailProof {
    /// Records.
    pub records: u64,
    /// Entries of the journal that a record covers and that are what it says.
    pub entries: u64,
    /// Entries that a record covers and that were wiped after their time, as a later record says.
    pub wiped: u64,
    /// Numbers of the records that do not hold.
    pub broken: Vec<u64>,
    /// Entries written here since the trail began that no record covers, though one should.
    pub uncovered: u64,
}

impl Reader {
    /// Reads the whole trail and the whole journal.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an entry is not what its digest says; else as of storage.
    pub fn prove_trail(&self) -> Result<TrailProof, StoreError> {
        // One moment: the desk goes on writing beside it.
        let moment = self.connection.unchecked_transaction()?;
        row::check_digests(&moment)?;
        let mut proof = TrailProof::default();
        let records = records(&moment, &mut proof)?;
        let wiped: BTreeSet<(FamilyId, u64)> = records.iter().flat_map(wiped_by).collect();
        let mut counted = BTreeSet::new();
        for record in records.iter().filter(|record| record.deed.act == Act::Changed) {
            match Change::of(record) {
                Some(change) => change.hold(&moment, &wiped, (&mut proof, &mut counted))?,
                None => proof.broken.push(record.seq),
            }
        }
        proof.uncovered = uncovered(&moment, &counted)?;
        proof.broken.sort_unstable();
        Ok(proof)
    }
}

/// Every record that can be read, those behind a break in the chain too.
fn records(connection: &Connection, proof: &mut TrailProof) -> Result<Vec<Record>, StoreError> {
    let (mut head, mut records) = (Head::START, Vec::new());
    let mut query = connection.prepare("SELECT line FROM trail ORDER BY seq")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        proof.records += 1;
        if head.follow(&line).is_err() {
            proof.broken.push(head.seq + 1);
        }
        let Ok(record) = serde_json::from_str::<Record>(&line) else { continue };
        head = Head { seq: record.seq, hash: cacah_family::trail::hash(&line) };
        records.push(record);
    }
    Ok(records)
}

/// Families that a record says were wiped, each with the number of the record.
fn wiped_by(record: &Record) -> impl Iterator<Item = (FamilyId, u64)> {
    let wiped = record.deed.act == Act::Wiped;
    record.deed.on.iter().filter_map(move |subject| match subject {
        Subject::Family(family) if wiped => Some((*family, record.seq)),
        _ => None,
    })
}

/// A record of changes, taken apart.
struct Change {
    seq: u64,
    actor: Actor,
    family: FamilyId,
    document: Option<DocumentId>,
    span: (u64, u64),
    count: u64,
    digest: String,
}

impl Change {
    fn of(record: &Record) -> Option<Self> {
        let (mut family, mut document, mut entries, mut digest) = (None, None, None, None);
        for subject in &record.deed.on {
            match subject {
                Subject::Family(id) => family = Some(*id),
                Subject::Document(id) => document = Some(*id),
                Subject::Entries { incarnation, first, last } => {
                    entries = Some((*incarnation, (*first, *last)));
                }
                Subject::Digest(hex) => digest = Some(hex.clone()),
                _ => {}
            }
        }
        let (incarnation, span) = entries?;
        let actor = Actor { device: record.device?, incarnation };
        let (seq, count) = (record.seq, record.deed.count?);
        Some(Self { seq, actor, family: family?, document, span, count, digest: digest? })
    }

    fn hold(
        &self,
        connection: &Connection,
        wiped: &BTreeSet<(FamilyId, u64)>,
        (proof, counted): (&mut TrailProof, &mut BTreeSet<(Actor, u64)>),
    ) -> Result<(), StoreError> {
        let here = self.entries(connection)?;
        let digest = |rows: &mut dyn Iterator<Item = &Row>| {
            let mut hasher = blake3::Hasher::new();
            rows.for_each(|row| _ = hasher.update(&row.digest));
            hex(hasher.finalize().as_bytes())
        };
        // What came down may be a second content of a number that was given here.
        let own = digest(&mut here.iter().filter(|row| !row.came)) == self.digest;
        if own || digest(&mut here.iter()) == self.digest {
            proof.entries += self.count;
            counted.extend(here.iter().map(|row| (self.actor, row.seq)));
        } else if wiped.range((self.family, self.seq)..=(self.family, u64::MAX)).next().is_some() {
            proof.wiped += self.count;
        } else {
            proof.broken.push(self.seq);
        }
        Ok(())
    }

    fn entries(&self, connection: &Connection) -> Result<Vec<Row>, StoreError> {
        let sql = "SELECT e.seq, e.digest, e.came IS NOT NULL FROM entry e
                   WHERE e.family = (SELECT id FROM family WHERE family = ?1)
                       AND e.actor = (SELECT id FROM actor WHERE device = ?2 AND incarnation = ?3)
                       AND e.seq BETWEEN ?4 AND ?5
                       AND e.document IS (SELECT id FROM document WHERE document = ?6)
                   ORDER BY e.seq, e.digest";
        let mut query = connection.prepare_cached(sql)?;
        let (first, last) = (int(self.span.0)?, int(self.span.1)?);
        let Actor { device, incarnation } = self.actor;
        let document = self.document.map(|document| document.0);
        let params = params![self.family.0, device.0, incarnation, first, last, document];
        let rows = query.query_and_then(params, |row| {
            Ok(Row { seq: row::uint(row, 0)?, digest: row.get(1)?, came: row.get(2)? })
        })?;
        rows.collect()
    }
}

struct Row {
    seq: u64,
    digest: [u8; 32],
    came: bool,
}

/// Entries written here, from the first that a record covers to the last that one should.
fn uncovered(connection: &Connection, counted: &BTreeSet<(Actor, u64)>) -> Result<u64, StoreError> {
    let mut begins: BTreeMap<Actor, u64> = BTreeMap::new();
    for (actor, seq) in counted {
        begins.entry(*actor).or_insert(*seq);
    }
    let sql = "SELECT DISTINCT e.seq FROM entry e JOIN actor a ON a.id = e.actor
                   JOIN covered c ON c.actor = a.id
               WHERE a.device = ?1 AND a.incarnation = ?2 AND e.came IS NULL
                   AND e.seq BETWEEN ?3 AND c.through";
    let mut query = connection.prepare(sql)?;
    let mut uncovered = 0;
    for (actor, first) in begins {
        let params = params![actor.device.0, actor.incarnation, int(first)?];
        let seqs = query.query_and_then(params, |row| row::uint(row, 0))?;
        for seq in seqs {
            uncovered += u64::from(!counted.contains(&(actor, seq?)));
        }
    }
    Ok(uncovered)
}
