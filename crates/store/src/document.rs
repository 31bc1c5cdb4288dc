//! Opening a document: from its snapshot when that is current, else from the journal.

use std::collections::BTreeMap;

use cacah_family::entry::{Dot, FormVersion, Role, Source};
use cacah_family::id::{DocumentId, FamilyId, InstanceId};
use cacah_family::merge::{DocumentState, History, Member};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::reader::Reader;
use crate::row::{self, Actors, word};
use crate::{Store, StoreError, outbox};

/// A document with all that is needed to go on with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its id.
    pub document: DocumentId,
    /// What its entries amount to.
    pub state: DocumentState,
    /// The heads at each path: what the next entry there is over.
    pub heads: BTreeMap<Path, Vec<Dot>>,
    /// Where the officer stood.
    pub stand: Option<Path>,
}

impl Store {
    /// Opens the newest document of `family` from `source`, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] as of storage. A full disk does not stop it.
    pub fn open_document(
        &mut self,
        family: FamilyId,
        source: Source,
    ) -> Result<Option<Opened>, StoreError> {
        let sql =
            "SELECT d.id, d.document, d.stand FROM document d JOIN family f ON f.id = d.family
                   WHERE f.family = ?1 AND d.source = ?2 ORDER BY d.id DESC LIMIT 1";
        let found = self
            .writer
            .prepare_cached(sql)?
            .query_row(params![family.0, word(&source)?], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    DocumentId(row.get(1)?),
                    row.get::<_, Option<String>>(2)?,
                ))
            })
            .optional()?;
        let Some((row, document, stand)) = found else { return Ok(None) };
        let content = match snapshot(&self.writer, row)? {
            Some(content) => content,
            None => {
                let content = rebuild(&self.writer, row, document)?;
                renew(&self.writer, row, &content)?;
                content
            }
        };
        let stand = stand.and_then(|path| path.parse().ok());
        let Content { state, heads } = content;
        Ok(Some(Opened { document, state, heads, stand }))
    }
}

impl Reader {
    /// Proves what is derived from the journal: every snapshot that counts as current equals what the
    /// entries give, every entry has its digest, and what no batch claims is in the queue.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at `snapshot`, `entry` or `family`.
    pub fn rebuild_check(&self) -> Result<(), StoreError> {
        let sql = "SELECT d.id, d.document FROM document d JOIN snapshot s ON s.document = d.id";
        let mut query = self.connection.prepare_cached(sql)?;
        let documents = query.query_map([], |row| Ok((row.get(0)?, DocumentId(row.get(1)?))))?;
        for document in documents {
            let (row, id) = document?;
            let Some(kept) = snapshot(&self.connection, row)? else { continue };
            if kept != rebuild(&self.connection, row, id)? {
                return Err(StoreError::Damaged { place: "snapshot" });
            }
        }
        row::check_digests(&self.connection)?;
        outbox::check_queue(&self.connection)
    }
}

/// What a document's entries amount to.
#[derive(Debug, PartialEq, Eq)]
struct Content {
    state: DocumentState,
    heads: BTreeMap<Path, Vec<Dot>>,
}

fn rebuild(connection: &Connection, row: i64, id: DocumentId) -> Result<Content, StoreError> {
    let of_document = "e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1";
    let mut history = History::default();
    for entry in row::entries(connection, of_document, [row])? {
        history.insert(entry);
    }
    let heads = history.heads(Some(id)).into_iter();
    Ok(Content {
        state: history.state().documents.remove(&id).unwrap_or_default(),
        heads: heads
            .map(|(path, heads)| (path.clone(), heads.iter().map(|head| head.dot).collect()))
            .collect(),
    })
}

/// Entries are only ever added, so their number tells whether a snapshot knows them all.
const ENTRIES: &str = "(SELECT count(*) FROM entry e
    WHERE e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1)";

fn snapshot(connection: &Connection, row: i64) -> Result<Option<Content>, StoreError> {
    let sql = format!("SELECT body FROM snapshot WHERE document = ?1 AND entries = {ENTRIES}");
    let body: Option<String> =
        connection.prepare_cached(&sql)?.query_row([row], |row| row.get(0)).optional()?;
    // A cache that cannot be read is made again.
    let Some(body) = body.and_then(|body| serde_json::from_str::<Snapshot>(&body).ok()) else {
        return Ok(None);
    };
    body.content(&Actors::load(connection)?).map(Some)
}

fn renew(connection: &Connection, row: i64, content: &Content) -> Result<(), StoreError> {
    let body = serde_json::to_string(&Snapshot::of(content, connection)?)?;
    let upsert = format!(
        "INSERT INTO snapshot (document, entries, body) VALUES (?1, {ENTRIES}, ?2)
         ON CONFLICT (document) DO UPDATE SET entries = excluded.entries, body = excluded.body"
    );
    match connection.prepare_cached(&upsert)?.execute(params![row, body]).map_err(Into::into) {
        // Reading must go on where nothing can be written any more.
        Ok(_) | Err(StoreError::DiskFull | StoreError::NotWritable) => Ok(()),
        Err(error) => Err(error),
    }
}

/// [`Content`] as it is kept, with this file's actors.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    source: Option<Source>,
    slots: BTreeMap<Path, Slot>,
    instances: Vec<(InstanceId, String, OrderKey)>,
    undecided: Vec<Path>,
    finished: Option<Role>,
    form: Option<FormVersion>,
    heads: BTreeMap<Path, Vec<(i64, u64)>>,
}

impl Snapshot {
    fn of(content: &Content, connection: &Connection) -> Result<Self, StoreError> {
        let state = content.state.clone();
        let members = state.instances.into_iter();
        let heads = content.heads.iter();
        Ok(Self {
            source: state.source,
            slots: state.slots,
            instances: members.map(|m| (m.instance, m.repeat, m.order)).collect(),
            undecided: state.undecided,
            finished: state.finished,
            form: state.form,
            heads: heads
                .map(|(path, dots)| Ok((path.clone(), row::dots(connection, dots)?)))
                .collect::<Result<_, StoreError>>()?,
        })
    }

    fn content(self, actors: &Actors) -> Result<Content, StoreError> {
        let members = self.instances.into_iter();
        let state = DocumentState {
            source: self.source,
            slots: self.slots,
            instances: members
                .map(|(instance, repeat, order)| Member { instance, repeat, order })
                .collect(),
            undecided: self.undecided,
            finished: self.finished,
            form: self.form,
        };
        let heads = self.heads.into_iter();
        let heads = heads.map(|(path, dots)| Ok((path, actors.dots(dots)?)));
        Ok(Content { state, heads: heads.collect::<Result<_, StoreError>>()? })
    }
}

#[cfg(test)]
mod tests;
