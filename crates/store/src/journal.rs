//! The journal: what was answered, durable before the call returns.

use std::collections::BTreeSet;

use cacah_family::entry::{Change, Dot, Effort, Entry, FormVersion, Mode, Times};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use rusqlite::Connection;

use crate::act::Act;
use crate::reader::Reader;
use crate::row::{self, Known, Origin};
use crate::summary::{Summary, Telling};
use crate::{Store, StoreError, across, chunks, document, door, families, finding, outbox, paper};

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
    /// What keying it cost.
    pub effort: Effort,
}

impl Store {
    /// Writes what an officer did; durable when it returns, or nothing of it is there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown family or document, [`StoreError::IncarnationOwed`],
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`], [`StoreError::Damaged`]: what was stored
    /// before is intact.
    pub fn append(&mut self, commit: Commit) -> Result<Vec<Entry>, StoreError> {
        self.may_number()?;
        let Commit { entries, summary, stand } = commit;
        let entries = self.named(entries);
        let at = self.host.now();
        let telling = Telling::new(summary, stand, self.told.take(), &entries, at);
        let own = self.own.row;
        let act = Act::begin(&mut self.writer)?;
        let known = self.known.take().filter(|known| known.holds(&act));
        let known = write(&act, own, (&entries, &telling), known)?;
        let told = telling.write(&act)?;
        let known = known.map(|known| known.at(&act));
        act.commit()?;
        (self.told, self.known) = (told, known);
        if let Some(last) = entries.last() {
            self.next += entries.len() as u64;
            self.witness.note(last.dot.actor, last.dot.seq);
        }
        Ok(entries)
    }

    fn named(&self, entries: Vec<NewEntry>) -> Vec<Entry> {
        let at = Times {
            wall: self.host.now(),
            mono: self.host.monotonic(),
            endpoint: self.endpoint,
            heard: self.heard,
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
                effort: new.effort,
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

/// The number after the last that the actor in row `own` gave, wiped entries included.
pub(crate) fn next(connection: &Connection, own: i64) -> Result<u64, StoreError> {
    let sql = "SELECT 1 + max(
                   coalesce(max((SELECT max(seq) FROM entry e
                                 WHERE e.family = f.id AND e.actor = ?1)), 0),
                   coalesce((SELECT max(last) FROM segment WHERE actor = ?1), 0))
               FROM family f";
    connection.prepare_cached(sql)?.query_row([own], |row| Ok(row::uint(row, 0)))?
}

/// Adds entries to the journal, with what they mean for the tables beside it. `known` is what the
/// answer before says of the first; what the last says of the next is told.
fn write(
    connection: &Connection,
    own: i64,
    (entries, telling): (&[Entry], &Telling),
    mut known: Option<Known>,
) -> Result<Option<Known>, StoreError> {
    let (mut doors, mut papers) = (BTreeSet::new(), BTreeSet::new());
    for (n, entry) in entries.iter().enumerate() {
        match &entry.change {
            Change::Family(birth) => families::born(connection, entry.family, birth)?,
            Change::Opened { source } => document::opened(connection, entry, *source)?,
            Change::Visit { .. } => families::visited(connection, entry.family)?,
            _ => {}
        }
        let home = known.as_ref().and_then(|known| known.home(entry));
        let home = home.map_or_else(|| row::home(connection, entry), Ok)?;
        if !row::insert(connection, own, entry, &home, &telling.beside(n, entry))? {
            return Err(StoreError::Damaged { place: "entry" });
        }
        match &entry.change {
            Change::Family(_) => across::listed(connection, [home.place.0], entry.at.wall)?,
            Change::Removed {} => document::remove(connection, home.place, entry.at.wall)?,
            Change::Restored {} => document::restore(connection, home.place)?,
            Change::File(file) => {
                chunks::list(connection, home.place.0, entry, file, Origin::Here)?
            }
            Change::Ticked { .. } => {
                home.place.1.map_or(Ok(()), |document| finding::retick(connection, document))?;
            }
            _ => {}
        }
        if let Some(document) = home.place.1
            && paper::concerns(connection, entry, document)?
        {
            papers.insert(document);
        }
        if !home.queued {
            outbox::queue(connection, home.place.0)?;
        }
        if let (Some(document), false) = (home.place.1, home.worked_on) {
            families::work_on(connection, home.place.0, document)?;
        }
        if door::concerns(entry) {
            doors.insert(home.place.0);
        }
        known = Known::of(entry, home);
    }
    if let Some(last) = entries.last() {
        door::retell(connection, &doors, last.at.wall)?;
        paper::retell(connection, &papers)?;
    }
    Ok(known)
}

#[cfg(test)]
mod tests;
