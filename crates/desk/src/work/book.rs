//! What figures of a while are folded from: documents, fields that were keyed again, shifts.

use std::collections::BTreeSet;

use cacah_family::entry::{Change, Source};
use cacah_family::host::Millis;
use cacah_family::id::{FamilyId, OfficerId};
use cacah_family::paper::KeyingSettings;
use cacah_keying::figures::{By, Figures, Finish, Judged, Piece, Shifts, judged};
use cacah_store::{EffortRecord, PaperQuery, PaperRecord};

use super::zone;
use crate::error::DeskError;
use crate::form::is_text;
use crate::session::Session;
use crate::verify::settings;

/// A shift that began before the while may still run in it.
const LONGEST_SHIFT: Millis = 12 * 3_600_000;

/// The facts of a while, of one officer or of all.
pub(super) struct Book {
    officer: Option<OfficerId>,
    period: (Millis, Millis),
    pub(super) settings: KeyingSettings,
    pub(super) shifts: Shifts,
    /// Documents that were finished in it.
    pub(super) finishes: Vec<(Finish, PaperRecord)>,
    /// What was keyed in it and judged since, by the SLS.
    judged: Vec<(Judged, String)>,
    /// Questions that take free text.
    texts: BTreeSet<String>,
    /// Seconds east of UTC.
    zone: i32,
}

impl Book {
    pub(super) fn read(
        session: &mut Session,
        officer: Option<OfficerId>,
        (from, to): (Millis, Millis),
    ) -> Result<Self, DeskError> {
        let zone = zone(session)?.local_minus_utc();
        let form = session.form()?;
        let texts = form.form.questions().iter().filter(|question| is_text(question));
        let mut book = Self {
            officer,
            period: (from, to),
            settings: settings::read(&session.store)?,
            shifts: shifts(session, from.saturating_sub(LONGEST_SHIFT))?,
            finishes: Vec::new(),
            judged: Vec::new(),
            texts: texts.map(|question| question.name.clone()).collect(),
            zone,
        };
        let papers = papers(session, (from, to))?;
        // Only what was keyed again has verdicts; no other history is read.
        for paper in papers.iter().filter(|paper| paper.fields > 0) {
            if !book.concerns(paper) {
                continue;
            }
            let history = session.store.history(paper.family)?;
            let entries = history.entries().filter(|e| e.document == Some(paper.document));
            let found = judged(entries).into_iter();
            let found = found.filter(|found| book.has(found.officer, found.at));
            let found: Vec<_> = found.map(|one| (one, paper.idsubsls.to_string())).collect();
            book.judged.extend(found);
        }
        book.finishes = finished(session, papers, |officer, at| book.has(officer, at))?;
        Ok(book)
    }

    /// The fold of it.
    pub(super) fn figures(&self, session: &Session, by: By) -> Result<Figures<'_>, DeskError> {
        let mut figures = Figures::new(by, self.settings.pause, self.zone, &self.shifts);
        for effort in session.store.efforts(self.officer, self.period)? {
            figures.add(&self.piece(&effort));
        }
        self.finishes.iter().for_each(|(finish, _)| figures.finished(finish));
        self.judged.iter().for_each(|(judged, sls)| figures.judged(judged, sls));
        Ok(figures)
    }

    fn piece<'a>(&self, effort: &'a EffortRecord) -> Piece<'a> {
        let question = effort.question.as_deref();
        Piece {
            officer: effort.officer,
            at: effort.at,
            sls: effort.idsubsls.as_str(),
            question,
            text: question.is_some_and(|name| self.texts.contains(name)),
            effort: effort.effort,
        }
    }

    /// Whether somebody asked for had to do with it.
    fn concerns(&self, paper: &PaperRecord) -> bool {
        let by = [paper.keyer, paper.verifier, paper.first.map(|(officer, _)| officer)];
        self.officer.is_none_or(|officer| by.contains(&Some(officer)))
    }

    fn has(&self, officer: OfficerId, at: Millis) -> bool {
        let (from, to) = self.period;
        self.officer.is_none_or(|only| only == officer) && (from..to).contains(&at)
    }
}

/// Documents somebody worked on in a while.
pub(super) fn papers(
    session: &Session,
    (from, to): (Millis, Millis),
) -> Result<Vec<PaperRecord>, DeskError> {
    let query = PaperQuery { since: Some(from), ..PaperQuery::default() };
    let mut papers = session.store.paper_documents(&query)?.0;
    papers.retain(|paper| paper.begun.is_none_or(|begun| begun < to));
    Ok(papers)
}

/// What was finished of them, as far as it counts, by officer and time.
pub(super) fn finished(
    session: &Session,
    papers: Vec<PaperRecord>,
    counts: impl Fn(OfficerId, Millis) -> bool,
) -> Result<Vec<(Finish, PaperRecord)>, DeskError> {
    let second = PaperQuery { source: Some(Source::SecondEntry), ..PaperQuery::default() };
    let second = session.store.paper_documents(&second)?.0;
    let second: BTreeSet<FamilyId> = second.into_iter().map(|paper| paper.family).collect();
    let mut all = Vec::new();
    for paper in papers {
        for finish in finishes(&paper, second.contains(&paper.family)) {
            if counts(finish.officer, finish.at) {
                all.push((finish, paper.clone()));
            }
        }
    }
    all.sort_by_key(|(finish, _)| (finish.officer, finish.at, finish.document));
    Ok(all)
}

/// Who finished a document, keyed first or again. `second`: there is a second entry of the family,
/// which counts itself; what comparing it found is no third document.
fn finishes(paper: &PaperRecord, second: bool) -> Vec<Finish> {
    let of = |(officer, at), again| Finish {
        document: paper.document,
        officer,
        at,
        sls: paper.idsubsls.to_string(),
        again,
    };
    let first = paper.first.map(|first| of(first, paper.source == Source::SecondEntry));
    let dependent = paper.verifier.zip(paper.done);
    let dependent = dependent.filter(|_| paper.source == Source::Paper && !second);
    first.into_iter().chain(dependent.map(|done| of(done, true))).collect()
}

/// Attendance since then; nobody's where no office is served.
pub(super) fn shifts(session: &Session, from: Millis) -> Result<Shifts, DeskError> {
    let areas = session.store.areas()?;
    let Some(regency) = areas.first().and_then(|area| area.idsubsls.as_str().get(..4)) else {
        return Ok(Shifts::default());
    };
    let entries = session.store.attendance(regency, from)?;
    let said = entries.iter().filter_map(|entry| match entry.change {
        Change::Attendance(attendance) => Some((entry.officer, entry.at.wall, attendance)),
        _ => None,
    });
    Ok(said.collect())
}
