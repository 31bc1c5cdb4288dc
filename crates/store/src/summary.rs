//! What lists show of a document, and where the officer stands in it: caches beside the journal.
//!
//! Most answers change only the percentage and the stand. These ride in the row of the answer's own
//! entry, so that an answer dirties one page; the document is marked `behind`, and whoever reads it
//! looks there. Nothing is owed to a later moment: after a kill the newest entry still says it.

use std::collections::BTreeMap;

use cacah_family::across::Facts;
use cacah_family::alike::Known;
use cacah_family::entry::Entry;
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, InstanceId};
use cacah_family::path::Path;
use cacah_family::status::Status;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::finding::{self, Found};
use crate::row::{self, Beside, Origin};
use crate::{Store, StoreError, across, families, person, search};

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
    /// The members as the duplicate finder compares them, all of them.
    pub persons: Option<BTreeMap<InstanceId, Known>>,
    /// What it says to other families.
    pub facts: Option<Facts>,
    /// The field checker, by code as the document says.
    pub checker: Option<String>,
    /// What is wrong in it, all of it, in paper order.
    pub findings: Option<Vec<Found>>,
}

/// Never prints a name or number.
impl std::fmt::Debug for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Summary({}, {} %)", self.status.as_str(), self.percent)
    }
}

impl Summary {
    fn differs_in_percent_only(&self, other: &Self) -> bool {
        (self.document, self.status, self.members, self.finished)
            == (other.document, other.status, other.members, other.finished)
            && (&self.head, &self.names, &self.numbers, &self.persons, &self.facts)
                == (&other.head, &other.names, &other.numbers, &other.persons, &other.facts)
            && (&self.checker, &self.findings) == (&other.checker, &other.findings)
    }
}

/// What the file was told last, so that it is not asked for what it did not change.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) summary: Summary,
    stand: Option<Path>,
    /// `document.behind`.
    behind: bool,
}

/// What a commit tells, and how it is written.
pub(crate) struct Telling {
    summary: Option<Summary>,
    stand: Option<(DocumentId, Path)>,
    /// What was told last of the same document.
    before: Option<Told>,
    /// The entry in whose row it rides.
    carrier: Option<usize>,
    /// Now.
    at: Millis,
}

impl Telling {
    pub(crate) fn new(
        summary: Option<Summary>,
        stand: Option<(DocumentId, Path)>,
        told: Option<Told>,
        entries: &[Entry],
        at: Millis,
    ) -> Self {
        let of = summary.as_ref().map(|summary| summary.document);
        let of = of.or(stand.as_ref().map(|(document, _)| *document));
        let before = told.filter(|told| of.is_none_or(|of| of == told.summary.document));
        let rides = before.as_ref().is_some_and(|before| {
            let same = |new: &Summary| new.differs_in_percent_only(&before.summary);
            summary.as_ref().is_none_or(same)
                && stand.as_ref().is_none_or(|(document, _)| *document == before.summary.document)
        });
        let carrier = of.filter(|_| rides);
        let carrier = carrier.and_then(|of| entries.iter().rposition(|e| e.document == Some(of)));
        Self { summary, stand, before, carrier, at }
    }

    /// What stands beside the `n`-th entry of the commit.
    pub(crate) fn beside(&self, n: usize, entry: &Entry) -> Beside {
        let Some(before) = self.before.as_ref().filter(|_| self.carrier == Some(n)) else {
            return Beside::default();
        };
        let percent = self.summary.as_ref().unwrap_or(&before.summary).percent;
        let stand = self.stand.as_ref().map(|(_, path)| path).or(before.stand.as_ref());
        let stand = stand.map(|stand| row::stand_text(stand, &entry.path));
        Beside { origin: Origin::Here, percent: Some(percent), stand }
    }

    /// Writes what did not ride, after the entries; what is told from then on.
    pub(crate) fn write(self, connection: &Connection) -> Result<Option<Told>, StoreError> {
        let behind = match (&self.before, &self.summary, &self.stand) {
            (before, None, None) => before.as_ref().is_some_and(|before| before.behind),
            (Some(before), ..) if self.carrier.is_some() => {
                if !before.behind {
                    mark_behind(connection, before.summary.document)?;
                }
                true
            }
            (Some(before), summary, None) if summary.as_ref() == Some(&before.summary) => {
                before.behind
            }
            (before, summary, stand) => {
                fold(connection)?;
                if let Some(summary) = summary {
                    let before = before.as_ref().map(|before| &before.summary);
                    put(connection, summary, before, self.at)?;
                }
                if let Some((document, path)) = stand {
                    put_stand(connection, *document, path)?;
                }
                false
            }
        };
        let (before, stood) = self.before.map(|told| (told.summary, told.stand)).unzip();
        let stand = self.stand.map(|(_, path)| path).or(stood.flatten());
        Ok(self.summary.or(before).map(|summary| Told { summary, stand, behind }))
    }
}

impl Store {
    /// Remembers where the officer stands in a document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown document.
    pub fn stand(&mut self, document: DocumentId, path: &Path) -> Result<(), StoreError> {
        self.told = None;
        let transaction = self.begin()?;
        fold(&transaction)?;
        put_stand(&transaction, document, path)?;
        Ok(transaction.commit()?)
    }
}

/// Over `document d`: its percentage, wherever it stands.
pub(crate) const PERCENT: &str = "CASE WHEN d.behind THEN (
    SELECT e.percent FROM entry e
    WHERE e.family = d.family AND e.document = d.id AND e.percent IS NOT NULL
    ORDER BY e.actor DESC, e.seq DESC LIMIT 1) ELSE d.percent END";

/// Percentage and stand of a document, wherever they are.
struct Newest {
    percent: u8,
    stand: Option<Path>,
}

fn newest(connection: &Connection, document: i64) -> Result<Option<Newest>, StoreError> {
    let sql = "SELECT e.percent, e.stand, e.instance FROM entry e
               WHERE e.family = (SELECT family FROM document WHERE id = ?1) AND e.document = ?1
                   AND e.percent IS NOT NULL
               ORDER BY e.actor DESC, e.seq DESC LIMIT 1";
    let mut query = connection.prepare_cached(sql)?;
    let newest = query.query_row([document], |row| {
        let (stand, instance): (Option<String>, Option<_>) = (row.get(1)?, row.get(2)?);
        let stand = stand.and_then(|text| row::stand_path(&text, instance.map(InstanceId)));
        Ok(Newest { percent: row.get(0)?, stand })
    });
    Ok(newest.optional()?)
}

/// Where the officer stood in a document.
pub(crate) fn stood(connection: &Connection, document: i64) -> Result<Option<Path>, StoreError> {
    let sql = "SELECT stand, behind FROM document WHERE id = ?1";
    let (stand, behind): (Option<String>, bool) = connection
        .prepare_cached(sql)?
        .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let newest = if behind { newest(connection, document)? } else { None };
    let stand = || stand.and_then(|path| path.parse().ok());
    Ok(newest.and_then(|newest| newest.stand).or_else(stand))
}

/// Brings every document that is behind up to its newest entry; at most one is.
fn fold(connection: &Connection) -> Result<(), StoreError> {
    let mut query = connection.prepare_cached("SELECT id FROM document WHERE behind")?;
    let behind: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for document in behind {
        let newest = newest(connection, document)?;
        let percent = newest.as_ref().map(|newest| newest.percent);
        let stand = newest.and_then(|newest| newest.stand).map(|path| path.to_string());
        let update = "UPDATE document SET behind = 0, percent = coalesce(?2, percent),
                          stand = coalesce(?3, stand) WHERE id = ?1";
        connection.prepare_cached(update)?.execute(params![document, percent, stand])?;
    }
    Ok(())
}

fn mark_behind(connection: &Connection, document: DocumentId) -> Result<(), StoreError> {
    let update = "UPDATE document SET behind = 1 WHERE document = ?1";
    connection.prepare_cached(update)?.execute([document.0])?;
    Ok(())
}

/// Writes only what differs from what was told before.
fn put(
    connection: &Connection,
    summary: &Summary,
    before: Option<&Summary>,
    at: Millis,
) -> Result<(), StoreError> {
    let update = "UPDATE document
                  SET status = ?2, percent = ?3, members = coalesce(?4, members), finished = ?5,
                      unanswered = coalesce(?6, unanswered), stale = 0
                  WHERE document = ?1
                  RETURNING family, id, source IN ('re_visit', 'paper', 'second_entry')";
    let params = params![
        summary.document.0,
        summary.status.as_str(),
        summary.percent,
        summary.members,
        summary.finished,
        summary.facts.as_ref().map(|facts| facts.unanswered),
    ];
    let told = connection
        .prepare_cached(update)?
        .query_row(params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (family, document, apart) = told.ok_or(StoreError::NotFound("document"))?;
    if let Some(code) = news(summary, before, |summary| &summary.checker) {
        finding::checker(connection, document, code)?;
    }
    if let Some(found) = news(summary, before, |summary| &summary.findings) {
        finding::put(connection, document, found)?;
    }
    // What a supervisor saw is compared, and says nothing to the lists; paper is counted apart.
    if apart {
        return Ok(());
    }
    if let Some(head) = news(summary, before, |summary| &summary.head) {
        families::told_head(connection, family, head)?;
    }
    if let Some(names) = news(summary, before, |summary| &summary.names) {
        search::names(connection, family, names)?;
    }
    if let Some(numbers) = news(summary, before, |summary| &summary.numbers) {
        search::numbers(connection, family, numbers)?;
    }
    if let Some(persons) = news(summary, before, |summary| &summary.persons) {
        person::put(connection, family, persons)?;
    }
    if let Some(facts) = news(summary, before, |summary| &summary.facts) {
        across::told(connection, family, Some(facts), at)?;
    }
    Ok(())
}

/// A field of the summary that was not told already.
fn news<'a, T: PartialEq>(
    summary: &'a Summary,
    before: Option<&Summary>,
    field: impl Fn(&Summary) -> &Option<T>,
) -> Option<&'a T> {
    let known = before.and_then(|before| field(before).as_ref());
    field(summary).as_ref().filter(|new| known != Some(new))
}

fn put_stand(connection: &Connection, document: DocumentId, path: &Path) -> Result<(), StoreError> {
    let update = "UPDATE document SET stand = ?2 WHERE document = ?1";
    match connection.prepare_cached(update)?.execute(params![document.0, path.to_string()])? {
        0 => Err(StoreError::NotFound("document")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
