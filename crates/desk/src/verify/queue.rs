//! Which paper documents are keyed again (ADR 0032), and which of them whoever sits here may take.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Source;
use cacah_family::id::{DocumentId, OfficerId};
use cacah_family::merge::History;
use cacah_family::paper::{KeyingSettings, Way};
use cacah_keying::custody::{BundleState, fold};
use cacah_keying::figures::{Verdict, judged};
use cacah_keying::sampling::{Checked, Course, Plan, Why};
use cacah_store::{PaperQuery, PaperRecord, PaperStage, Reader};
use cacah_wire::command::{Progress, VerifyQueue, VerifyRow};

use super::fields::Extent;
use super::{
    Facts, again, disputes, fields, independent, must_key, number, pages, settings, supervises,
};
use crate::document::Document;
use crate::error::DeskError;
use crate::session::Session;

/// A paper document that is to be keyed again.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) record: PaperRecord,
    /// `sampled`, `fetched_back`, `learning`, `always`.
    why: &'static str,
    /// How much of it.
    pub(super) extent: Extent,
}

pub(crate) fn list(session: &mut Session) -> Result<VerifyQueue, DeskError> {
    must_key(&session.store)?;
    independent::compare_own(session)?;
    let settings = settings::read(&session.store)?;
    let boxes = pages::boxes(&session.store)?;
    let mut documents = Vec::new();
    for chosen in chosen(session)? {
        let history = session.store.history(chosen.record.family)?;
        let independent = settings.way == Way::Independent && chosen.extent == Extent::Whole;
        if !is_mine(session, &chosen, &history) || (independent && independent::is_keyed(&history))
        {
            continue;
        }
        let PaperRecord { document, family, idsubsls, building, number, fields, .. } =
            &chosen.record;
        let asked = if *fields > 0 { asked(session, &chosen, &settings)? } else { 0 };
        documents.push(VerifyRow {
            document: document.to_string(),
            family: family.to_string(),
            label: boxes.get(idsubsls).cloned().unwrap_or_default(),
            idsubsls: idsubsls.to_string(),
            building: *building,
            number: *number,
            progress: Progress { answered: *fields, asked, blocks: Vec::new() },
            why: chosen.why.to_owned(),
            independent,
        });
    }
    let disputes = if supervises(&session.store)? { disputes::count(session)? } else { 0 };
    Ok(VerifyQueue { documents, disputes })
}

/// Not done, keyed by others alone, and not begun again by another.
fn is_mine(session: &Session, chosen: &Chosen, history: &History) -> bool {
    let facts = Facts::of(history, chosen.record.document);
    chosen.record.done.is_none()
        && !facts.keyers.contains(&session.store.enrolment().officer)
        && again::must_be_free(session, &chosen.record).is_ok()
}

/// Documents that are to be keyed again, by anybody, and are not yet to the end.
pub(crate) fn owed(session: &mut Session) -> Result<BTreeSet<DocumentId>, DeskError> {
    if session.store.form_version()?.is_none() {
        return Ok(BTreeSet::new());
    }
    let open = chosen(session)?.into_iter().filter(|chosen| chosen.record.done.is_none());
    Ok(open.map(|chosen| chosen.record.document).collect())
}

/// Fields of a document that are keyed again.
fn asked(
    session: &mut Session,
    chosen: &Chosen,
    settings: &KeyingSettings,
) -> Result<u32, DeskError> {
    let form = session.form()?;
    let paper = (chosen.record.family, Source::Paper);
    let loaded = Document::load_from(&mut session.store, paper, &form)?;
    Ok(loaded.map_or(0, |(document, _)| {
        number(fields::of(&document, chosen.extent, &settings.always).len())
    }))
}

/// A document of the queue as it was made last, or as it is made now.
pub(super) fn known(session: &mut Session, id: DocumentId) -> Result<Option<Chosen>, DeskError> {
    if !session.verify.chosen.contains_key(&id) {
        chosen(session)?;
    }
    Ok(session.verify.chosen.get(&id).cloned())
}

/// The documents to be keyed again, of everybody, the oldest first.
fn chosen(session: &mut Session) -> Result<Vec<Chosen>, DeskError> {
    let settings = settings::read(&session.store)?;
    let form = session.form()?;
    let mut questions = form.form.questions().iter();
    let partly =
        questions.any(|question| fields::is_always(&form.form, question, &settings.always));
    let always = always(&session.store, &settings);
    let logs = session.store.custodies()?.into_iter();
    let bundles = logs.map(|(area, log)| (area, fold(&log))).collect();
    let mut chosen = Vec::new();
    for (keyer, records) in by_keyer(&session.store)? {
        let whole = settings.always.all || always.contains(&keyer);
        let whys = sampled(session, &settings, &records, &bundles)?;
        for (record, why) in records.into_iter().zip(whys) {
            let (why, extent) = match why {
                _ if whole => ("always", Extent::Whole),
                Some(why) => (why, Extent::Whole),
                None if partly => ("always", Extent::Always),
                // Drawn on a PC that knew less: begun, it is done to the end.
                None if record.fields > 0 => ("sampled", Extent::Whole),
                None => continue,
            };
            chosen.push(Chosen { record, why, extent });
        }
    }
    chosen.sort_by_key(|chosen| (chosen.record.keyed, chosen.record.document));
    let by_id = chosen.iter().map(|chosen| (chosen.record.document, chosen.clone()));
    session.verify.chosen = by_id.collect();
    Ok(chosen)
}

/// Keyers all of whose work is keyed again. A code nobody here has names nobody.
fn always(reader: &Reader, settings: &KeyingSettings) -> BTreeSet<OfficerId> {
    let codes = settings.always.keyers.iter();
    codes.filter_map(|code| reader.officer_id(code).ok()).collect()
}

/// Finished paper documents by whoever finished them first, each in the order of the clock.
fn by_keyer(reader: &Reader) -> Result<BTreeMap<OfficerId, Vec<PaperRecord>>, DeskError> {
    let query = PaperQuery {
        stage: Some(PaperStage::Keyed),
        source: Some(Source::Paper),
        ..PaperQuery::default()
    };
    let mut keyers: BTreeMap<OfficerId, Vec<PaperRecord>> = BTreeMap::new();
    for record in reader.paper_documents(&query)?.0 {
        if let Some((keyer, _)) = record.first {
            keyers.entry(keyer).or_default().push(record);
        }
    }
    for records in keyers.values_mut() {
        records.sort_by_key(|record| (record.first, record.document));
    }
    Ok(keyers)
}

/// Something that happened to one of a keyer's documents, told in the order of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Finished,
    Result,
    GivenOn,
}

/// The reason to key each of a keyer's documents again: by what was known when it was finished, or
/// came to be known before its paper went back to storage.
fn sampled(
    session: &mut Session,
    settings: &KeyingSettings,
    records: &[PaperRecord],
    bundles: &BTreeMap<Idsubsls, BundleState>,
) -> Result<Vec<Option<&'static str>>, DeskError> {
    let mut steps = Vec::with_capacity(records.len() * 2);
    for (at, record) in records.iter().enumerate() {
        let finished = record.first.map(|(_, at)| at);
        steps.push((finished, Step::Finished, at));
        steps.extend(record.done.map(|done| (Some(done), Step::Result, at)));
        let bundle = bundles.get(&record.idsubsls);
        let given_on = bundle.and_then(|bundle| bundle.stored_since(record.family));
        // Paper that was keyed out of storage never left it.
        let given_on = given_on.filter(|since| Some(*since) > finished);
        steps.extend(given_on.map(|since| (Some(since), Step::GivenOn, at)));
    }
    steps.sort();
    let mut course = Course::new(Plan::new(settings.sampling));
    let mut whys = BTreeMap::new();
    for (_, step, at) in steps {
        let record = &records[at];
        match step {
            Step::Finished => {
                whys.extend(course.finish(record.document).map(|why| (record.document, why)));
            }
            Step::Result => {
                let back = course.result(checked(session, record)?);
                whys.extend(back.into_iter().map(|document| (document, Why::FetchedBack)));
            }
            Step::GivenOn => course.give_on(record.document),
        }
    }
    Ok(records.iter().map(|record| whys.get(&record.document).copied().map(named)).collect())
}

fn named(why: Why) -> &'static str {
    match why {
        Why::Learning => "learning",
        Why::Sampled => "sampled",
        Why::FetchedBack => "fetched_back",
    }
}

/// What keying a document again found of its keyer.
fn checked(session: &mut Session, record: &PaperRecord) -> Result<Checked, DeskError> {
    let stamp = (record.at, record.disputed);
    let known = session.verify.checked.get(&record.document);
    if let Some((_, checked)) = known.filter(|(known, _)| *known == stamp) {
        return Ok(*checked);
    }
    let history = session.store.history(record.family)?;
    let entries = history.entries().filter(|entry| entry.document == Some(record.document));
    let judged = judged(entries);
    let wrong = judged.iter().filter(|judged| judged.verdict != Verdict::Right);
    let checked = Checked { fields: number(judged.len()), errors: number(wrong.count()) };
    session.verify.checked.insert(record.document, (stamp, checked));
    Ok(checked)
}
