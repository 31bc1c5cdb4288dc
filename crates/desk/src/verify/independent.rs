//! A second entry that knows nothing of the first: when both are finished they are compared field by
//! field, and what differs waits for the third person. Members are matched by their order.

use std::collections::BTreeMap;

use cacah_family::entry::{Effort, Source};
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::merge::History;
use cacah_family::paper::{Outcome, Verified, Way};
use cacah_family::path::Path;
use cacah_keying::verify::Reading;
use cacah_store::{PaperQuery, PaperStage};

use super::again::{append, verified_entry};
use super::fields::{self, Extent};
use super::{Facts, settings};
use crate::document::Document;
use crate::error::DeskError;
use crate::session::Session;

/// True once a second entry is finished.
pub(super) fn is_keyed(history: &History) -> bool {
    let documents = history.documents();
    let mut states = documents.iter().map(|id| history.document(*id));
    let second = |source| source == Some(Source::SecondEntry);
    states.any(|state| second(state.source) && state.finished.is_some() && !state.removed)
}

/// A document was finished here: compares what can be compared now.
pub(crate) fn finished(session: &mut Session, document: &str) -> Result<(), DeskError> {
    let open = session.document(document)?;
    if matches!(open.source, Source::Paper | Source::SecondEntry) {
        let family = open.family;
        compare(session, family)?;
    }
    Ok(())
}

/// Compares second entries of this officer whose first has come since.
pub(super) fn compare_own(session: &mut Session) -> Result<(), DeskError> {
    if settings::read(&session.store)?.way != Way::Independent {
        return Ok(());
    }
    let me = session.store.enrolment().officer;
    let mine = PaperQuery {
        source: Some(Source::SecondEntry),
        stage: Some(PaperStage::Keyed),
        keyer: Some(me),
        ..PaperQuery::default()
    };
    for record in session.store.paper_documents(&mine)?.0 {
        compare(session, record.family)?;
    }
    Ok(())
}

/// Writes what comes of two finished entries of one family, once, and only as their second keyer:
/// the figures are that person's.
fn compare(session: &mut Session, family: FamilyId) -> Result<(), DeskError> {
    let form = session.form()?;
    let mut load = |source| -> Result<Option<Document>, DeskError> {
        let loaded = Document::load_from(&mut session.store, (family, source), &form)?;
        Ok(loaded.map(|(document, _)| document).filter(Document::is_finished))
    };
    let (Some(first), Some(second)) = (load(Source::Paper)?, load(Source::SecondEntry)?) else {
        return Ok(());
    };
    let history = session.store.history(family)?;
    let me = session.store.enrolment().officer;
    let mine = Facts::of(&history, second.id).keyers.contains(&me);
    let facts = Facts::of(&history, first.id);
    if !mine || facts.done || facts.keyers.contains(&me) {
        return Ok(());
    }
    let found = differences(&first, &second);
    let done = Verified { question: None, outcome: Outcome::Done, second: None };
    let found = found.into_iter().filter(|found| {
        let at = found.question.as_ref();
        at.is_none_or(|at| !facts.fields.contains_key(at))
    });
    let entries = found.chain([done]);
    let entries = entries.map(|found| verified_entry(&first, found, Effort::default()));
    append(session, entries.collect())
}

/// Every field of either, as it compares.
fn differences(first: &Document, second: &Document) -> Vec<Verified> {
    let whole = |document| fields::of(document, Extent::Whole, &Default::default());
    let theirs = matched(first, second);
    let back: BTreeMap<InstanceId, InstanceId> =
        theirs.iter().map(|(mine, other)| (*other, *mine)).collect();
    let mut places = whole(first);
    for path in whole(second) {
        let ours = match path.instance {
            Some(id) => back.get(&id).map(|id| Path { instance: Some(*id), ..path }),
            None => Some(path),
        };
        places.extend(ours.filter(|ours| !places.contains(ours)));
    }
    let found = places.into_iter().map(|at| {
        let other = at.instance.map(|id| theirs.get(&id).copied());
        let read = match other {
            Some(None) => Default::default(),
            other => second.slot(&Path { instance: other.flatten(), name: at.name.clone() }),
        };
        let kind = fields::kind(&first.form.form, &at);
        let same = Reading::from(&first.slot(&at)).same(Reading::from(&read), kind);
        let (outcome, second) =
            if same { (Outcome::Same, None) } else { (Outcome::Disputed, Some(read)) };
        Verified { question: Some(at), outcome, second }
    });
    found.chain(unmatched(first, second)).collect()
}

/// Instances of the first with those of the second that stand at the same place.
fn matched(first: &Document, second: &Document) -> BTreeMap<InstanceId, InstanceId> {
    let mut theirs: BTreeMap<InstanceId, InstanceId> = BTreeMap::new();
    // A repeat comes after the one around it.
    for repeat in first.form.form.repeats() {
        let mut seen: BTreeMap<Option<InstanceId>, usize> = BTreeMap::new();
        for member in first.members(&repeat.name) {
            let place = seen.entry(member.parent).or_default();
            let parent = member.parent.map(|id| theirs.get(&id).copied());
            let inside = |other: Option<InstanceId>| match parent {
                None => other.is_none(),
                Some(parent) => parent.is_some() && other == parent,
            };
            let mut others = second.members(&repeat.name).filter(|m| inside(m.parent));
            if let Some(other) = others.nth(*place) {
                theirs.insert(member.instance, other.instance);
            }
            *place += 1;
        }
    }
    theirs
}

/// Where the second has more instances of a repeat than the first, its first question is parked:
/// there is no place in the first entry to hold them.
fn unmatched(first: &Document, second: &Document) -> Vec<Verified> {
    let form = &first.form.form;
    let more = form.repeats().iter().enumerate().filter(|(_, repeat)| {
        second.members(&repeat.name).count() > first.members(&repeat.name).count()
    });
    let question = |id: usize| {
        let mut questions = form.questions().iter();
        questions.find(|question| question.repeat.is_some_and(|repeat| repeat.0 == id))
    };
    let parked = more.filter_map(|(id, _)| question(id)).map(|question| Verified {
        question: Some(Path::question(&question.name)),
        outcome: Outcome::Parked,
        second: None,
    });
    parked.collect()
}
