//! Entries of others, or of an earlier incarnation of this device, that come down.

use std::collections::BTreeSet;

use cacah_family::entry::{Birth, Change, Entry};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::History;
use rusqlite::{Connection, params};

use crate::families::{self, Teller};
use crate::row::{self, Beside, Origin, find, int};
use crate::{Store, StoreError, across, chunks, document, door, finding, journal, paper};

/// What came of entries that came down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Entries that were not here.
    pub new: usize,
    /// Documents they belong to: what is open of them is to be loaded again, and their summaries
    /// told anew.
    pub documents: Vec<DocumentId>,
}

impl Store {
    /// Takes in entries of one family that came down, in one transaction. Again is harmless. They are
    /// not ours to send; a dot that is here with another content is kept with both (a fork).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown round, entries of several families, a document of
    /// another family, or an entry no vault can keep: then nothing is taken.
    pub fn merge_foreign(
        &mut self,
        birth: &Birth,
        entries: &[Entry],
    ) -> Result<Merged, StoreError> {
        let Some(family) = entries.first().map(|entry| entry.family) else {
            return Ok(Merged::default());
        };
        if entries.iter().any(|entry| entry.family != family) {
            return Err(StoreError::NotFound("family"));
        }
        if !entries.iter().all(can_be_kept) {
            return Err(StoreError::NotFound("entry"));
        }
        let (own, now) = (self.own.row, self.host.now());
        let transaction = self.begin()?;
        known(&transaction, family, birth, now)?;
        let merged = take(&transaction, family, entries, now)?;
        let next = journal::next(&transaction, own)?;
        transaction.commit()?;
        self.next = self.next.max(next);
        if merged.new > 0 {
            self.told = None;
        }
        Ok(merged)
    }
}

/// Another laptop wrote it: its numbers must fit, and a file needs an instance and pieces with names
/// that are no path.
fn can_be_kept(entry: &Entry) -> bool {
    let fits = |number: u64| i64::try_from(number).is_ok_and(|number| number < i64::MAX);
    let heard = entry.at.heard.is_none_or(|heard| fits(heard.mono));
    let is_hash =
        |text: &str| blake3::Hash::from_hex(text).is_ok_and(|hash| hash.to_hex().as_str() == text);
    let file = match &entry.change {
        Change::File(file) => {
            let mut chunks = file.chunks.iter();
            entry.path.instance.is_some() && chunks.all(|c| is_hash(&c.name) && is_hash(&c.hash))
        }
        _ => true,
    };
    fits(entry.dot.seq) && fits(entry.at.mono) && heard && file
}

/// Makes the family, unless it is here and not wiped.
fn known(
    connection: &Connection,
    family: FamilyId,
    birth: &Birth,
    now: Millis,
) -> Result<(), StoreError> {
    let here = "SELECT 1 FROM family WHERE family = ?1 AND NOT wiped";
    if find(connection, here, [family.0])?.is_some() {
        return Ok(());
    }
    let update = "UPDATE family SET own = 0, wiped = 0 WHERE family = ?1";
    connection.execute(update, [family.0])?;
    families::put(connection, family, birth, Teller::Prelist)?;
    across::listed(connection, [row::family(connection, family)?], now)
}

fn take(
    connection: &Connection,
    family: FamilyId,
    entries: &[Entry],
    now: Millis,
) -> Result<Merged, StoreError> {
    let beside = Beside { origin: Origin::Came, ..Beside::default() };
    let mut merged = Merged::default();
    let (mut documents, mut facts) = (BTreeSet::new(), false);
    for entry in entries {
        match (&entry.change, entry.document) {
            (Change::Opened { source }, Some(_)) => document::opened(connection, entry, *source)?,
            (_, Some(_)) => document::heard_of(connection, entry)?,
            (_, None) => facts = true,
        }
        let actor = row::actor(connection, entry.dot.actor)?;
        let home = row::home(connection, entry)?;
        if !row::insert(connection, actor, entry, &home, &beside)? {
            continue;
        }
        merged.new += 1;
        documents.extend(entry.document);
        if let Change::File(file) = &entry.change {
            chunks::list(connection, home.place.0, entry, file, Origin::Came)?;
        }
    }
    if merged.new > 0 {
        retell(connection, family, (&documents, facts), now)?;
    }
    merged.documents = documents.into_iter().collect();
    Ok(merged)
}

/// Brings the tables beside the journal up to what it says now.
fn retell(
    connection: &Connection,
    family: FamilyId,
    (documents, facts): (&BTreeSet<DocumentId>, bool),
    now: Millis,
) -> Result<(), StoreError> {
    let row = row::family(connection, family)?;
    let mut history = History::default();
    for entry in row::entries(connection, "e.family = ?1", [row])? {
        history.insert(entry);
    }
    let state = history.state();
    if facts {
        if let Some(birth) = &state.birth {
            families::born(connection, family, birth)?;
        }
        let update = "UPDATE family SET visits = ?2 WHERE id = ?1";
        connection.execute(update, params![row, int(state.visits as u64)?])?;
        door::tell(connection, row, &history, &state, now)?;
        across::joined(connection, family, &state.aliases, now)?;
        across::listed(connection, [row], now)?;
    }
    for id in documents {
        let document = row::document(connection, row, *id)?;
        let stands = state.documents.get(id);
        let finished = stands.is_some_and(|state| state.finished.is_some());
        let update = "UPDATE document SET finished = ?2, stale = 1 WHERE id = ?1";
        connection.execute(update, params![document, finished])?;
        paper::retell(connection, &BTreeSet::from([document]))?;
        finding::retick(connection, document)?;
        let was = "SELECT 1 FROM document WHERE id = ?1 AND removed";
        let was = find(connection, was, [document])?.is_some();
        match (was, stands.is_some_and(|state| state.removed)) {
            (false, true) => document::remove(connection, (row, Some(document)), now)?,
            (true, false) => document::restore(connection, (row, Some(document)))?,
            _ => {}
        }
    }
    let newest = "UPDATE family SET document = (SELECT id FROM document
                      WHERE family = ?1 AND NOT removed
                          AND source NOT IN ('paper', 'second_entry')
                      ORDER BY source = 're_visit', id DESC LIMIT 1)
                  WHERE id = ?1 AND (document IS NULL
                      OR (SELECT source FROM document d WHERE d.id = family.document) = 're_visit')";
    connection.execute(newest, [row])?;
    Ok(())
}

#[cfg(test)]
mod tests;
