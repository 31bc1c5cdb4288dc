//! Documents of paper as the office counts them: a cache of what the journal says of each besides its
//! answers. A visit stays what lists and totals of a family mean; paper is counted here.

mod custody;
mod desk;
mod list;

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Change, Entry};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, OfficerId};
use cacah_family::merge::History;
use cacah_family::paper::Outcome;
use cacah_family::path::Path;
use rusqlite::{Connection, OptionalExtension as _, params};

pub use list::{PaperCounts, PaperQuery, PaperRecord, PaperStage};

use crate::{StoreError, row, settings};

/// Over `document d`: it is of paper.
macro_rules! of_paper {
    () => {
        "d.source IN ('paper', 'second_entry')"
    };
}

pub(crate) use of_paper;

/// Setting: every document of paper has its row.
const TOLD: &str = "paper_told";

/// A file from before documents of paper were counted counts them now, once, all or nothing.
pub(crate) fn ensure(connection: &mut Connection) -> Result<(), StoreError> {
    if settings::get(connection, TOLD)?.is_some() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    let documents: BTreeSet<i64> = {
        let mut query =
            transaction.prepare(concat!("SELECT d.id FROM document d WHERE ", of_paper!()))?;
        query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    retell(&transaction, &documents)?;
    settings::put(&transaction, TOLD, "1")?;
    Ok(transaction.commit()?)
}

/// Forgets what is cached of documents, of a file that may have lost some of it: the next opening
/// counts paper anew, and summaries are told again.
pub(crate) fn owe(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM setting WHERE key = ?1", [TOLD])?;
    connection.execute_batch(
        "DELETE FROM paper; DELETE FROM finding; UPDATE document SET stale = 1 WHERE NOT removed",
    )?;
    Ok(())
}

/// What an entry written here does to the row of its document. True: the row must be told anew.
pub(crate) fn concerns(
    connection: &Connection,
    entry: &Entry,
    document: i64,
) -> Result<bool, StoreError> {
    if !matches!(entry.change, Change::Slot(_)) {
        return Ok(entry.path.instance.is_none());
    }
    // The first answer says who keys it; the others change nothing.
    let unknown = "SELECT 1 FROM paper WHERE document = ?1 AND keyer IS NULL";
    Ok(row::find(connection, unknown, [document])?.is_some())
}

/// Brings rows up to what the journal says. Documents that are not of paper have none.
pub(crate) fn retell(connection: &Connection, documents: &BTreeSet<i64>) -> Result<(), StoreError> {
    let sql = concat!("SELECT d.document FROM document d WHERE d.id = ?1 AND ", of_paper!());
    for row in documents {
        let id = connection.prepare_cached(sql)?.query_row([row], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            tell(connection, *row, DocumentId(id))?;
        }
    }
    Ok(())
}

/// The facts of a document: what is written at `@…`.
const FACTS: &str = "e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1
    AND e.instance IS NULL AND e.name LIKE '@%'";

fn tell(connection: &Connection, row: i64, id: DocumentId) -> Result<(), StoreError> {
    let mut history = History::default();
    for entry in row::entries(connection, FACTS, [row])? {
        history.insert(entry);
    }
    let (keyer, begun) = first_answer(connection, row)?.unzip();
    let (finisher, first) = first_finish(&history).unzip();
    let again = Again::of(&history);
    let parked = parked(&history, id);
    let last = history.entries().map(|entry| entry.at.wall).max().max(begun);
    let upsert =
        "INSERT INTO paper (document, keyer, begun, keyed, first, finisher, parked, parked_at,
             sheets, verifier, fields, disputed, done, last)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (document) DO UPDATE SET keyer = excluded.keyer, begun = excluded.begun,
             keyed = excluded.keyed, first = excluded.first, finisher = excluded.finisher,
             parked = excluded.parked, parked_at = excluded.parked_at, sheets = excluded.sheets,
             verifier = excluded.verifier, fields = excluded.fields, disputed = excluded.disputed,
             done = excluded.done, last = excluded.last";
    connection.prepare_cached(upsert)?.execute(params![
        row,
        keyer,
        begun,
        keyed(&history, id),
        first,
        finisher.map(|officer: OfficerId| officer.0),
        parked.as_ref().map(|(reason, _)| reason),
        parked.as_ref().map(|(_, at)| at),
        sheets(&history),
        again.verifier.map(|officer| officer.0),
        u32::try_from(again.fields.len()).unwrap_or(u32::MAX),
        u32::try_from(again.disputed.len()).unwrap_or(u32::MAX),
        again.done,
        last.unwrap_or_default(),
    ])?;
    Ok(())
}

/// Who gave the first answer, and when.
fn first_answer(
    connection: &Connection,
    document: i64,
) -> Result<Option<(uuid::Uuid, Millis)>, StoreError> {
    let sql = "SELECT e.officer, e.wall FROM entry e
               WHERE e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1
                   AND e.mode = 'keying' AND e.name NOT LIKE '@%'
               ORDER BY e.wall, e.actor, e.seq LIMIT 1";
    let mut query = connection.prepare_cached(sql)?;
    Ok(query.query_row([document], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Who finished it first, and when: a document counts once, whoever finishes it again.
fn first_finish(history: &History) -> Option<(OfficerId, Millis)> {
    let finished = history.entries().filter(|e| matches!(e.change, Change::Finished { .. }));
    finished.map(|entry| (entry.at.wall, entry.officer)).min().map(|(at, officer)| (officer, at))
}

/// Since when it is finished, if it is.
fn keyed(history: &History, id: DocumentId) -> Option<Millis> {
    history.document(id).finished?;
    let finished = history.entries().filter(|e| matches!(e.change, Change::Finished { .. }));
    finished.map(|entry| entry.at.wall).max()
}

/// Why it is laid aside, and since when.
fn parked(history: &History, id: DocumentId) -> Option<(String, Millis)> {
    let heads = history.heads(Some(id));
    let newest = heads.get(&Path::question(Path::PARKED))?.last()?;
    match &newest.change {
        Change::Parked { reason } => Some((reason.clone(), newest.at.wall)),
        _ => None,
    }
}

/// Sets proven, the first one counted.
fn sheets(history: &History) -> u32 {
    let proven: BTreeSet<u8> = history
        .entries()
        .filter_map(|entry| match entry.change {
            Change::Sheet { number, .. } => Some(number),
            _ => None,
        })
        .collect();
    1 + u32::try_from(proven.len()).unwrap_or(u32::MAX)
}

/// What keying a document again came to.
#[derive(Default)]
struct Again {
    verifier: Option<OfficerId>,
    fields: BTreeSet<Path>,
    disputed: BTreeSet<Path>,
    done: Option<Millis>,
}

impl Again {
    fn of(history: &History) -> Self {
        let mut again = Self::default();
        let mut firsts = BTreeMap::new();
        let mut decided = BTreeSet::new();
        for entry in history.entries() {
            match &entry.change {
                Change::Verified(verified) => {
                    firsts.insert((entry.at.wall, entry.dot), entry.officer);
                    if verified.outcome == Outcome::Done {
                        // Of two who keyed it again at once, whoever was done first.
                        let first = again.done.unwrap_or(entry.at.wall);
                        again.done = Some(first.min(entry.at.wall));
                    }
                    let Some(question) = &verified.question else { continue };
                    again.fields.insert(question.clone());
                    if matches!(verified.outcome, Outcome::Disputed | Outcome::Parked) {
                        again.disputed.insert(question.clone());
                    }
                }
                Change::Adjudicated { question, .. } => {
                    decided.insert(question);
                }
                _ => {}
            }
        }
        again.verifier = firsts.into_values().next();
        again.disputed.retain(|question| !decided.contains(question));
        again
    }
}

#[cfg(test)]
mod tests;
