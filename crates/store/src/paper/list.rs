//! Counts and lists of documents of paper.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::Source;
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId, OfficerId};
use cacah_family::status::Status;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::of_paper;
use crate::reader::Reader;
use crate::row::{from_word, word};
use crate::search::Conditions;
use crate::{StoreError, install, summary};

/// Where a document of paper is in its keying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperStage {
    /// In work.
    Begun,
    /// Laid aside.
    Parked,
    /// Finished.
    Keyed,
}

/// Documents of paper of an SLS, second entries left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PaperCounts {
    /// All that were begun, whatever became of them.
    pub begun: u32,
    /// Finished.
    pub keyed: u32,
    /// Laid aside.
    pub parked: u32,
    /// Keyed again to the end, nothing of it waiting for the third person.
    pub verified: u32,
    /// With a field that waits for the third person.
    pub disputed: u32,
    /// Finished, without an open error.
    pub clean: u32,
    /// Finished, with an open error.
    pub errors: u32,
    /// Finished, and nothing of its family waits here: all of it went in a batch.
    pub sent: u32,
    /// Of them with a receipt for all of it.
    pub receipted: u32,
}

/// Which documents of paper to list. The default is all.
#[derive(Debug, Clone, Default)]
pub struct PaperQuery {
    /// Of this SLS.
    pub idsubsls: Option<Idsubsls>,
    /// Of this family.
    pub family: Option<FamilyId>,
    /// Of this keyer.
    pub keyer: Option<OfficerId>,
    /// At this stage.
    pub stage: Option<PaperStage>,
    /// With a field that waits for the third person.
    pub disputed: bool,
    /// Finished, and not keyed again to the end.
    pub unverified: bool,
    /// Of this source alone; absent: paper and second entries.
    pub source: Option<Source>,
    /// Last written from then on, milliseconds: to read what changed in a while.
    pub since: Option<Millis>,
    /// Documents to pass over.
    pub offset: u32,
    /// Documents to give; 0: all.
    pub limit: u32,
}

/// A document of paper.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperRecord {
    /// Its id.
    pub document: DocumentId,
    /// Its family.
    pub family: FamilyId,
    /// Its SLS.
    pub idsubsls: Idsubsls,
    /// Building number, 0 when not known.
    pub building: u16,
    /// Family number, 0 when not known.
    pub number: u16,
    /// Head, as the listing or the visit says.
    pub head: String,
    /// Paper or second entry.
    pub source: Source,
    /// Where in its keying.
    pub stage: PaperStage,
    /// Status by the rules.
    pub status: Status,
    /// Share answered, 0 to 100.
    pub percent: u8,
    /// Who gave the first answer.
    pub keyer: Option<OfficerId>,
    /// When that was; this and the times that follow in milliseconds by the PC that wrote.
    pub begun: Option<Millis>,
    /// Since when it is finished.
    pub keyed: Option<Millis>,
    /// Who finished it first, and when: it is paid for once.
    pub first: Option<(OfficerId, Millis)>,
    /// Why it is laid aside, and since when.
    pub parked: Option<(String, Millis)>,
    /// Sets proven to belong to it.
    pub sheets: u8,
    /// Who keyed the first field of it again.
    pub verifier: Option<OfficerId>,
    /// Fields keyed again.
    pub fields: u32,
    /// Of them waiting for the third person.
    pub disputed: u32,
    /// Since when it is keyed again to the end.
    pub done: Option<Millis>,
    /// Errors that stand open.
    pub errors: u32,
    /// Warnings that nobody confirmed.
    pub warnings: u32,
    /// Errors a supervisor let stand.
    pub released: u32,
    /// Findings looked at against the paper.
    pub ticked: u32,
    /// Nothing of its family waits here: all of it went in a batch, or came from the endpoint.
    pub sent: bool,
    /// All of it has a receipt, or came from the endpoint.
    pub receipted: bool,
    /// When its facts were last written: begun, parked, finished, a field keyed again.
    pub at: Millis,
}

/// Never prints a name.
impl std::fmt::Debug for PaperRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PaperRecord({}, {:?}, {:?})", self.document, self.source, self.stage)
    }
}

/// Over `paper p`, `document d`, `family f`.
const SENT: &str = "(f.queued IS NULL AND f.refused IS NULL)";
const RECEIPTED: &str = "(f.queued IS NULL AND f.refused IS NULL AND NOT EXISTS (
    SELECT 1 FROM segment s WHERE s.family = f.id AND NOT s.void
        AND (s.verdict IS NULL OR s.verdict = 'unreadable')))";
const FROM: &str =
    "FROM paper p JOIN document d ON d.id = p.document JOIN family f ON f.id = d.family";

impl Reader {
    /// Documents of paper of each SLS of the round in work that has any, in one pass.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn paper_counts(&self) -> Result<BTreeMap<Idsubsls, PaperCounts>, StoreError> {
        let sql = format!(
            "SELECT f.idsubsls, count(*), count(p.keyed), sum(p.keyed IS NULL AND p.parked IS NOT NULL),
                 sum(p.keyed IS NOT NULL AND p.done IS NOT NULL AND p.disputed = 0),
                 sum(p.disputed > 0), sum(p.keyed IS NOT NULL AND d.status <> 'error'),
                 sum(p.keyed IS NOT NULL AND d.status = 'error'),
                 sum(p.keyed IS NOT NULL AND {SENT}), sum(p.keyed IS NOT NULL AND {RECEIPTED})
             {FROM} WHERE {} AND d.source = 'paper' AND NOT d.removed GROUP BY f.idsubsls",
            install::IN_WORK
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let counts = query.query_and_then([], |row| {
            let counts = PaperCounts {
                begun: row.get(1)?,
                keyed: row.get(2)?,
                parked: row.get(3)?,
                verified: row.get(4)?,
                disputed: row.get(5)?,
                clean: row.get(6)?,
                errors: row.get(7)?,
                sent: row.get(8)?,
                receipted: row.get(9)?,
            };
            Ok((area(row, 0)?, counts))
        })?;
        counts.collect()
    }

    /// A page of the documents of paper of the round in work, in walking order, and how many there
    /// are in all.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn paper_documents(
        &self,
        query: &PaperQuery,
    ) -> Result<(Vec<PaperRecord>, u32), StoreError> {
        let mut conditions = conditions(query)?;
        let chosen = conditions.sql.join(" AND ");
        let count = format!("SELECT count(*) {FROM} WHERE {chosen}");
        let mut count = self.connection.prepare_cached(&count)?;
        let total = count.query_row(params_from_iter(&conditions.bound), |row| row.get(0))?;
        let sql = format!(
            "SELECT {COLUMNS}, {}, {SENT}, {RECEIPTED} {FROM} WHERE {chosen}
             ORDER BY f.idsubsls, f.building, f.number, f.id, d.id LIMIT ? OFFSET ?",
            summary::PERCENT
        );
        let limit = if query.limit == 0 { -1 } else { i64::from(query.limit) };
        conditions.bound.extend([limit.into(), query.offset.into()]);
        let mut page = self.connection.prepare_cached(&sql)?;
        let records = page.query_and_then(params_from_iter(&conditions.bound), record)?;
        Ok((records.collect::<Result<_, _>>()?, total))
    }

    /// The newest document of a family from `source`, paper or second entry, that is not removed.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn paper_document(
        &self,
        family: FamilyId,
        source: Source,
    ) -> Result<Option<PaperRecord>, StoreError> {
        let of = PaperQuery { family: Some(family), source: Some(source), ..PaperQuery::default() };
        Ok(self.paper_documents(&of)?.0.pop())
    }
}

fn conditions(query: &PaperQuery) -> Result<Conditions, StoreError> {
    let mut all = Conditions::default();
    all.add(install::IN_WORK, []);
    all.add("NOT d.removed", []);
    match query.source {
        Some(source) => all.add("d.source = ?", [word(&source)?.into()]),
        None => all.add(of_paper!(), []),
    }
    if let Some(area) = &query.idsubsls {
        all.add("f.idsubsls = ?", [Value::from(area.to_string())]);
    }
    if let Some(family) = query.family {
        all.add("f.family = ?", [Value::Blob(family.0.as_bytes().to_vec())]);
    }
    if let Some(keyer) = query.keyer {
        all.add("p.keyer = ?", [Value::Blob(keyer.0.as_bytes().to_vec())]);
    }
    match query.stage {
        Some(PaperStage::Begun) => all.add("p.keyed IS NULL AND p.parked IS NULL", []),
        Some(PaperStage::Parked) => all.add("p.keyed IS NULL AND p.parked IS NOT NULL", []),
        Some(PaperStage::Keyed) => all.add("p.keyed IS NOT NULL", []),
        None => {}
    }
    if query.disputed {
        all.add("p.disputed > 0", []);
    }
    if query.unverified {
        all.add("p.keyed IS NOT NULL AND p.done IS NULL", []);
    }
    if let Some(since) = query.since {
        all.add("p.last >= ?", [since.into()]);
    }
    Ok(all)
}

const COLUMNS: &str = "d.document, f.family, f.idsubsls, f.building, f.number,
    coalesce(nullif(f.told_head, ''), f.head), d.source, d.status, p.keyer, p.begun, p.keyed, p.finisher,
    p.first, p.parked, p.parked_at, p.sheets, p.verifier, p.fields, p.disputed, p.done, p.last,
    (SELECT count(*) FROM finding n WHERE n.document = d.id AND n.error AND NOT n.released),
    (SELECT count(*) FROM finding n WHERE n.document = d.id AND NOT n.error AND NOT n.confirmed),
    (SELECT count(*) FROM finding n WHERE n.document = d.id AND n.released),
    (SELECT count(*) FROM finding n WHERE n.document = d.id AND n.ticked)";

fn record(row: &Row<'_>) -> Result<PaperRecord, StoreError> {
    let status: String = row.get(7)?;
    let source: String = row.get(6)?;
    let keyed: Option<Millis> = row.get(10)?;
    let parked: Option<String> = row.get(13)?;
    let officer = |column| Ok::<_, StoreError>(row.get::<_, Option<_>>(column)?.map(OfficerId));
    Ok(PaperRecord {
        document: DocumentId(row.get(0)?),
        family: FamilyId(row.get(1)?),
        idsubsls: area(row, 2)?,
        building: row.get(3)?,
        number: row.get(4)?,
        head: row.get(5)?,
        source: from_word(&source)?,
        stage: match (keyed, &parked) {
            (Some(_), _) => PaperStage::Keyed,
            (None, Some(_)) => PaperStage::Parked,
            (None, None) => PaperStage::Begun,
        },
        status: status.parse().map_err(|()| StoreError::Damaged { place: "document" })?,
        percent: row.get(25)?,
        keyer: officer(8)?,
        begun: row.get(9)?,
        keyed,
        first: officer(11)?.zip(row.get(12)?),
        parked: parked.zip(row.get(14)?),
        sheets: row.get(15)?,
        verifier: officer(16)?,
        fields: row.get(17)?,
        disputed: row.get(18)?,
        done: row.get(19)?,
        errors: row.get(21)?,
        warnings: row.get(22)?,
        released: row.get(23)?,
        ticked: row.get(24)?,
        sent: row.get(26)?,
        receipted: row.get(27)?,
        at: row.get(20)?,
    })
}

pub(super) fn area(row: &Row<'_>, column: usize) -> Result<Idsubsls, StoreError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| StoreError::Damaged { place: "family" })
}
