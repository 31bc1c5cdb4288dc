//! The journal: what was answered, durable before the call returns.

use std::collections::BTreeSet;

use cacah_family::entry::{Change, Dot, Effort, Entry, FormVersion, Mode, Source, Times};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_family::status::Status;
use rusqlite::{Connection, params};

use crate::reader::Reader;
use crate::row::{self, find, word};
use crate::{Store, StoreError, families, outbox, search};

/// What one act of the officer writes, in one transaction.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// Entries, in order.
    pub entries: Vec<NewEntry>,
    /// What the document is like now, as the engine says.
    pub summary: Option<Summary>,
    /// Where the officer stands now.
    pub stand: Option<(DocumentId, Path)>,
}

/// An entry before the store has given it its name, officer and times.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Its family; unknown ones are born by [`Change::Family`].
    pub family: FamilyId,
    /// Its document; unknown ones are made by [`Change::Opened`].
    pub document: Option<DocumentId>,
    /// What it writes.
    pub path: Path,
    /// What is there from now on.
    pub change: Change,
    /// The dots it replaces.
    pub over: Vec<Dot>,
    /// In which work.
    pub mode: Mode,
    /// Under which version of the form.
    pub form: Option<FormVersion>,
}

/// What lists show of a document. `None` leaves what was known.
#[derive(Clone, PartialEq, Eq)]
pub struct Summary {
    /// The document.
    pub document: DocumentId,
    /// Its status.
    pub status: Status,
    /// Share answered of what is owed, 0 to 100.
    pub percent: u8,
    /// Members in its roster.
    pub members: Option<u16>,
    /// Finished, and not reopened since: its entries may be sent.
    pub finished: bool,
    /// Name of the head, as the interview says.
    pub head: Option<String>,
    /// Names of the members, all of them: searched.
    pub names: Option<Vec<String>>,
    /// NIK and KK in the document, all of them: found only when typed whole.
    pub numbers: Option<Vec<String>>,
}

/// Never prints a name or number.
impl std::fmt::Debug for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Summary({}, {} %)", self.status.as_str(), self.percent)
    }
}

impl Store {
    /// Writes what an officer did; durable when it returns, or nothing of it is there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown family or document, [`StoreError::DiskFull`],
    /// [`StoreError::NotWritable`], [`StoreError::Damaged`]: what was stored before is intact.
    pub fn append(&mut self, commit: Commit) -> Result<Vec<Entry>, StoreError> {
        let entries = self.named(commit.entries);
        let (own, told) = (self.own.row, self.told.take());
        let transaction = self.begin()?;
        write(&transaction, own, &entries)?;
        if let Some(summary) = &commit.summary {
            let told = told.filter(|told| told.document == summary.document);
            summarise(&transaction, summary, told.as_ref())?;
        }
        if let Some((document, path)) = &commit.stand {
            stand(&transaction, *document, path)?;
        }
        transaction.commit()?;
        self.told = commit.summary;
        self.next += entries.len() as u64;
        Ok(entries)
    }

    /// Remembers where the officer stands in a document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown document.
    pub fn stand(&mut self, document: DocumentId, path: &Path) -> Result<(), StoreError> {
        stand(&self.writer, document, path)
    }

    fn named(&self, entries: Vec<NewEntry>) -> Vec<Entry> {
        let at = Times {
            wall: self.host.now(),
            mono: self.host.monotonic(),
            endpoint: self.endpoint,
            heard: None,
        };
        let (actor, officer) = (self.actor(), self.enrolment().officer);
        let numbered = entries.into_iter().zip(self.next..);
        numbered
            .map(|(new, seq)| Entry {
                dot: Dot { actor, seq },
                family: new.family,
                document: new.document,
                path: new.path,
                change: new.change,
                over: new.over,
                officer,
                mode: new.mode,
                form: new.form,
                at,
                effort: Effort::default(),
            })
            .collect()
    }
}

impl Reader {
    /// All entries of a family known here; empty for an unknown or untouched one.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn history(&self, family: FamilyId) -> Result<History, StoreError> {
        let mut history = History::default();
        let of_family = "e.family = (SELECT id FROM family WHERE family = ?1)";
        for entry in row::entries(&self.connection, of_family, [family.0])? {
            history.insert(entry);
        }
        Ok(history)
    }
}

/// The number after the last that the actor in row `own` gave.
pub(crate) fn next(connection: &Connection, own: i64) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(max((SELECT max(seq) FROM entry e
                                    WHERE e.family = f.id AND e.actor = ?1)), 0) + 1
               FROM family f";
    connection.prepare_cached(sql)?.query_row([own], |row| Ok(row::uint(row, 0)))?
}

/// Adds entries to the journal, with what they mean for the tables beside it.
fn write(connection: &Connection, own: i64, entries: &[Entry]) -> Result<(), StoreError> {
    let mut places = BTreeSet::new();
    for entry in entries {
        match &entry.change {
            Change::Family(birth) => families::born(connection, entry.family, birth)?,
            Change::Opened { source } => opened(connection, entry, *source)?,
            Change::Visit { .. } => families::visited(connection, entry.family)?,
            _ => {}
        }
        places.insert(row::insert(connection, own, entry)?);
    }
    for (family, document) in places {
        outbox::queue(connection, family)?;
        if let Some(document) = document {
            families::work_on(connection, family, document)?;
        }
    }
    Ok(())
}

fn opened(connection: &Connection, entry: &Entry, source: Source) -> Result<(), StoreError> {
    let document = entry.document.ok_or(StoreError::NotFound("document"))?;
    let insert = "INSERT INTO document (document, family, source) VALUES (?1, ?2, ?3)
                  ON CONFLICT (document) DO NOTHING";
    let family = row::family(connection, entry.family)?;
    let params = params![document.0, family, word(&source)?];
    connection.prepare_cached(insert)?.execute(params)?;
    Ok(())
}

/// Writes only what differs from what was told last: most answers change little of it.
fn summarise(
    connection: &Connection,
    summary: &Summary,
    told: Option<&Summary>,
) -> Result<(), StoreError> {
    if told == Some(summary) {
        return Ok(());
    }
    let update = "UPDATE document
                  SET status = ?2, percent = ?3, members = coalesce(?4, members), finished = ?5
                  WHERE document = ?1 RETURNING family";
    let params = params![
        summary.document.0,
        summary.status.as_str(),
        summary.percent,
        summary.members,
        summary.finished,
    ];
    let family = find(connection, update, params)?.ok_or(StoreError::NotFound("document"))?;
    if let Some(head) = news(summary, told, |summary| &summary.head) {
        families::told_head(connection, family, head)?;
    }
    if let Some(names) = news(summary, told, |summary| &summary.names) {
        search::names(connection, family, names)?;
    }
    if let Some(numbers) = news(summary, told, |summary| &summary.numbers) {
        search::numbers(connection, family, numbers)?;
    }
    Ok(())
}

/// A field of the summary that was not told already.
fn news<'a, T: PartialEq>(
    summary: &'a Summary,
    told: Option<&Summary>,
    field: impl Fn(&Summary) -> &Option<T>,
) -> Option<&'a T> {
    field(summary).as_ref().filter(|new| told.and_then(|told| field(told).as_ref()) != Some(new))
}

fn stand(connection: &Connection, document: DocumentId, path: &Path) -> Result<(), StoreError> {
    let update = "UPDATE document SET stand = ?2 WHERE document = ?1";
    match connection.prepare_cached(update)?.execute(params![document.0, path.to_string()])? {
        0 => Err(StoreError::NotFound("document")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
