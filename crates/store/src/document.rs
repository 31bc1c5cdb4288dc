//! Opening a document: from its snapshot when that is current, else from the journal.

use std::collections::BTreeMap;

use cacah_family::entry::{Dot, Entry, Source};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::{DocumentState, History};
use cacah_family::path::Path;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::reader::Reader;
use crate::row::{self, Actors, Place, find, from_word, word};
use crate::{Store, StoreError, across, outbox, search, summary};

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
    /// Opens the newest document of `family` from `source` that is not removed, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] as of storage. A full disk does not stop it.
    pub fn open_document(
        &mut self,
        family: FamilyId,
        source: Source,
    ) -> Result<Option<Opened>, StoreError> {
        let sql = "SELECT d.id, d.document FROM document d JOIN family f ON f.id = d.family
                   WHERE f.family = ?1 AND d.source = ?2 AND NOT d.removed
                   ORDER BY d.id DESC LIMIT 1";
        let found = self
            .writer
            .prepare_cached(sql)?
            .query_row(params![family.0, word(&source)?], |row| {
                Ok((row.get::<_, i64>(0)?, DocumentId(row.get(1)?)))
            })
            .optional()?;
        let Some((row, document)) = found else { return Ok(None) };
        let content = match snapshot(&self.writer, row)? {
            Some(content) => content,
            None => {
                let content = rebuild(&self.writer, row, document)?;
                renew(&self.writer, row, &content)?;
                content
            }
        };
        let stand = summary::stood(&self.writer, row)?;
        let Content { state, heads } = content;
        Ok(Some(Opened { document, state, heads, stand }))
    }
}

/// A document that was taken out of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedDocument {
    /// Its id.
    pub document: DocumentId,
    /// Which observation it is; absent until that entry has arrived.
    pub source: Option<Source>,
}

impl Reader {
    /// The removed documents of a family: an entry over the removal brings one back.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn removed(&self, family: FamilyId) -> Result<Vec<RemovedDocument>, StoreError> {
        let sql = "SELECT d.document, nullif(d.source, '')
                   FROM document d JOIN family f ON f.id = d.family
                   WHERE f.family = ?1 AND d.removed ORDER BY d.id";
        let mut query = self.connection.prepare_cached(sql)?;
        let removed = query.query_and_then([family.0], |row| {
            let source: Option<String> = row.get(1)?;
            let source = source.as_deref().map(from_word).transpose()?;
            Ok(RemovedDocument { document: DocumentId(row.get(0)?), source })
        })?;
        removed.collect()
    }

    /// The family of a document that is known here.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn family_of(&self, document: DocumentId) -> Result<Option<FamilyId>, StoreError> {
        let sql = "SELECT f.family FROM document d JOIN family f ON f.id = d.family
                   WHERE d.document = ?1";
        let mut query = self.connection.prepare_cached(sql)?;
        Ok(query.query_row([document.0], |row| Ok(FamilyId(row.get(0)?))).optional()?)
    }

    /// Documents that entries of others came to since their summary was told.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn stale_documents(&self) -> Result<Vec<(FamilyId, DocumentId)>, StoreError> {
        let sql = "SELECT f.family, d.document FROM document d JOIN family f ON f.id = d.family
                   WHERE d.stale ORDER BY d.id";
        let mut query = self.connection.prepare_cached(sql)?;
        let stale =
            query.query_map([], |row| Ok((FamilyId(row.get(0)?), DocumentId(row.get(1)?))))?;
        Ok(stale.collect::<Result<_, _>>()?)
    }

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

/// A document is opened for the first time, or said to be so by an entry that came after others.
pub(crate) fn opened(
    connection: &Connection,
    entry: &Entry,
    source: Source,
) -> Result<(), StoreError> {
    put(connection, entry, &word(&source)?)
}

/// A document of which an entry came before the one that opens it: its source is not known yet.
pub(crate) fn heard_of(connection: &Connection, entry: &Entry) -> Result<(), StoreError> {
    put(connection, entry, "")
}

fn put(connection: &Connection, entry: &Entry, source: &str) -> Result<(), StoreError> {
    let document = entry.document.ok_or(StoreError::NotFound("document"))?;
    let upsert = "INSERT INTO document (document, family, source) VALUES (?1, ?2, ?3)
                  ON CONFLICT (document) DO UPDATE SET source = excluded.source
                  WHERE source = '' AND excluded.source <> ''";
    let family = row::family(connection, entry.family)?;
    connection.prepare_cached(upsert)?.execute(params![document.0, family, source])?;
    Ok(())
}

/// Takes a document out of the lists; what it is found by goes with it.
pub(crate) fn remove(
    connection: &Connection,
    (family, document): Place,
    at: Millis,
) -> Result<(), StoreError> {
    let document = document.ok_or(StoreError::NotFound("document"))?;
    connection.execute("UPDATE document SET removed = 1 WHERE id = ?1", [document])?;
    let worked_on = "SELECT 1 FROM family WHERE id = ?1 AND document IS ?2";
    if find(connection, worked_on, [family, document])?.is_none() {
        return Ok(());
    }
    connection.execute(
        "UPDATE family SET told_head = NULL, document =
             (SELECT max(id) FROM document WHERE family = ?1 AND NOT removed
                  AND source NOT IN ('paper', 'second_entry'))
         WHERE id = ?1",
        [family],
    )?;
    search::head(connection, family, "")?;
    search::names(connection, family, &[])?;
    search::numbers(connection, family, &[])?;
    across::told(connection, family, None, at)
}

/// Brings a removed document back; the next summary says what it is found by.
pub(crate) fn restore(
    connection: &Connection,
    (family, document): Place,
) -> Result<(), StoreError> {
    let document = document.ok_or(StoreError::NotFound("document"))?;
    connection.execute("UPDATE document SET removed = 0, stale = 1 WHERE id = ?1", [document])?;
    let update = "UPDATE family SET document = ?2 WHERE id = ?1
                      AND (SELECT source FROM document WHERE id = ?2) NOT IN ('paper', 'second_entry')";
    connection.execute(update, [family, document])?;
    Ok(())
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
        state: history.document(id),
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
    state: DocumentState,
    heads: BTreeMap<Path, Vec<(i64, u64)>>,
}

impl Snapshot {
    fn of(content: &Content, connection: &Connection) -> Result<Self, StoreError> {
        let heads = content.heads.iter();
        Ok(Self {
            state: content.state.clone(),
            heads: heads
                .map(|(path, dots)| Ok((path.clone(), row::dots(connection, dots)?)))
                .collect::<Result<_, StoreError>>()?,
        })
    }

    fn content(self, actors: &Actors) -> Result<Content, StoreError> {
        let heads = self.heads.into_iter();
        let heads = heads.map(|(path, dots)| Ok((path, actors.dots(dots)?)));
        Ok(Content { state: self.state, heads: heads.collect::<Result<_, StoreError>>()? })
    }
}

#[cfg(test)]
mod tests;
