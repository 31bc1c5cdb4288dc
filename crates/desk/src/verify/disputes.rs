//! The third person: two readings without names, and who was right.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Change, Effort, Source};
use cacah_family::paper::{Outcome, Right};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_keying::verify::swapped;
use cacah_store::{PaperQuery, PaperRecord, Reader};
use cacah_wire::command::{
    Adjudicate, Choice, DisputeArgs, DisputeField, DisputeRow, DisputeView, DisputesView,
    FileBytes, PageArgs,
};
use cacah_wire::error::Code;
use cacah_wire::seal::Hash;

use super::{Facts, must_supervise, number, pages};
use crate::document::{Document, Work, from_engine};
use crate::error::DeskError;
use crate::interview::{MAX_ANSWER, path};
use crate::session::Session;

/// A document of which fields wait, as the third person may have it.
struct Waiting {
    record: PaperRecord,
    facts: Facts,
}

pub(crate) fn list(session: &mut Session) -> Result<DisputesView, DeskError> {
    must_supervise(&session.store)?;
    let boxes = pages::boxes(&session.store)?;
    let documents = all(session)?.iter().map(|waiting| waiting.row(&boxes)).collect();
    Ok(DisputesView { documents })
}

/// Documents that wait for whoever sits here.
pub(super) fn count(session: &Session) -> Result<u32, DeskError> {
    Ok(number(all(session)?.len()))
}

/// The oldest first.
fn all(session: &Session) -> Result<Vec<Waiting>, DeskError> {
    let mut records = disputed(&session.store)?;
    records.sort_by_key(|record| (record.keyed, record.document));
    let all = records.into_iter().map(|record| waiting(session, record));
    let all: Vec<Option<Waiting>> = all.collect::<Result<_, _>>()?;
    Ok(all.into_iter().flatten().collect())
}

/// Paper documents of which somebody's field waits.
fn disputed(reader: &Reader) -> Result<Vec<PaperRecord>, DeskError> {
    let query = PaperQuery { disputed: true, source: Some(Source::Paper), ..PaperQuery::default() };
    Ok(reader.paper_documents(&query)?.0)
}

/// One of them, by its id.
fn find(session: &Session, document: &str) -> Result<Waiting, DeskError> {
    Ok(of_document(session, document)?.ok_or(Code::NotFound)?)
}

fn of_document(session: &Session, document: &str) -> Result<Option<Waiting>, DeskError> {
    let mut records = disputed(&session.store)?.into_iter();
    let record = records.find(|record| record.document.to_string() == document);
    Ok(record.map(|record| waiting(session, record)).transpose()?.flatten())
}

/// A page image of a document of which a field waits.
pub(crate) fn page(session: &Session, args: &PageArgs) -> Result<FileBytes, DeskError> {
    must_supervise(&session.store)?;
    let Waiting { record, .. } = find(session, &args.document)?;
    pages::bytes(session, (record.document, record.family), &args.file)
}

/// None when nothing of it waits, or this person keyed it.
fn waiting(session: &Session, record: PaperRecord) -> Result<Option<Waiting>, DeskError> {
    let facts = Facts::of(&session.store.history(record.family)?, record.document);
    let me = session.store.enrolment().officer;
    let own = facts.keyers.contains(&me) || facts.again.contains(&me);
    let waits = !own && facts.waiting().next().is_some();
    Ok(waits.then_some(Waiting { record, facts }))
}

impl Waiting {
    fn row(&self, boxes: &BTreeMap<Idsubsls, String>) -> DisputeRow {
        let PaperRecord { document, idsubsls, building, number: of_family, .. } = &self.record;
        DisputeRow {
            document: document.to_string(),
            idsubsls: idsubsls.to_string(),
            building: *building,
            number: *of_family,
            label: boxes.get(idsubsls).cloned().unwrap_or_default(),
            fields: number(self.facts.waiting().count()),
        }
    }
}

pub(crate) fn show(session: &mut Session, args: &DisputeArgs) -> Result<DisputeView, DeskError> {
    must_supervise(&session.store)?;
    let waiting = find(session, &args.document)?;
    session.verify.shown.retain(|(document, _)| *document != waiting.record.document);
    view(session, &waiting)
}

fn view(session: &mut Session, waiting: &Waiting) -> Result<DisputeView, DeskError> {
    let document = load(session, waiting)?;
    reveal(session, &document, waiting)?;
    let order: Vec<Path> = document.interview.paths().iter().map(from_engine).collect();
    let place = |path: &Path| order.iter().position(|at| at == path).unwrap_or(order.len());
    let mut fields: Vec<_> = waiting.facts.waiting().collect();
    fields.sort_by_key(|(path, ..)| (place(path), (*path).clone()));
    let fields = fields.into_iter().map(|(path, outcome, second)| {
        let second = second.filter(|_| outcome == Outcome::Disputed).cloned();
        let (a, b) = readings(&document, path, second);
        DisputeField {
            path: path.to_string(),
            member: member(&document, path),
            seen: seen(&a, b.as_ref()),
            a: reading(a),
            b: b.map(reading),
        }
    });
    let fields = fields.collect();
    Ok(DisputeView {
        row: waiting.row(&pages::boxes(&session.store)?),
        family: waiting.record.family.to_string(),
        fields,
        pages: pages::of(&session.store, &waiting.record)?,
    })
}

/// Fields that are masked elsewhere stand here in full: the looking is written down before, once for
/// each opening.
fn reveal(session: &mut Session, document: &Document, waiting: &Waiting) -> Result<(), DeskError> {
    let form = &document.form.form;
    let masked = |path: &Path| {
        path.name.as_deref().and_then(|name| form.question(name)).is_some_and(|q| q.sensitive)
    };
    for (path, ..) in waiting.facts.waiting().filter(|(path, ..)| masked(path)) {
        let shown = (document.id, path.clone());
        if !session.verify.shown.contains(&shown) {
            let change = Change::Revealed { question: path.clone() };
            let step = vec![(Path::question(Path::REVEALED), change)];
            session.write_over(document.family, Some(document.id), step)?;
            let deed = Deed::new(Act::Unmasked).on(Subject::Document(document.id));
            session.note(deed.on(Subject::Question(path.clone())))?;
            session.verify.shown.insert(shown);
        }
    }
    Ok(())
}

fn load(session: &mut Session, waiting: &Waiting) -> Result<Document, DeskError> {
    let form = session.form()?;
    let paper = (waiting.record.family, Source::Paper);
    let loaded = Document::load_from(&mut session.store, paper, &form)?;
    let loaded = loaded.filter(|(document, _)| document.id == waiting.record.document);
    Ok(loaded.ok_or(Code::NotFound)?.0)
}

/// A and B: what stands there and what the second keyer read, in an order that tells nothing.
fn readings(document: &Document, at: &Path, second: Option<Slot>) -> (Slot, Option<Slot>) {
    let first = document.slot(at);
    match second {
        Some(second) if swapped(document.id, at) => (second, Some(first)),
        second => (first, second),
    }
}

/// As keyed, or the missing code.
fn reading(slot: Slot) -> String {
    slot.missing.unwrap_or(slot.raw)
}

/// Names two readings as they are shown; in their order it tells no more of whose they are.
fn seen(a: &Slot, b: Option<&Slot>) -> String {
    let said = |slot: &Slot| (slot.raw.clone(), slot.missing.clone());
    let both = serde_json::json!([said(a), b.map(said)]).to_string();
    Hash::of(both.as_bytes()).to_string()
}

/// Place of the member in its repeat, from 1; 0 for none.
fn member(document: &Document, path: &Path) -> u16 {
    let member = path.instance.and_then(|id| document.member(id));
    let place = member.and_then(|member| {
        let mut same = document.members(&member.repeat).filter(|m| m.parent == member.parent);
        same.position(|other| other.instance == member.instance)
    });
    place.map_or(0, |place| u16::try_from(place + 1).unwrap_or(u16::MAX))
}

/// The answer, where it changes, and who was right, in one commit.
pub(crate) fn adjudicate(
    session: &mut Session,
    args: Adjudicate,
) -> Result<DisputeView, DeskError> {
    must_supervise(&session.store)?;
    if args.raw.len() > MAX_ANSWER {
        return Err(DeskError::At(Code::AnswerTooLong, args.path));
    }
    let at = path(&args.path)?;
    let changed = || DeskError::At(Code::ChangedSince, args.path.clone());
    // What waits no more was decided by somebody else, here or on another PC.
    let mut waiting = of_document(session, &args.document)?.ok_or_else(changed)?;
    let known = waiting.facts.waiting().find(|(path, ..)| **path == at);
    let (_, outcome, second) = known.ok_or_else(changed)?;
    let second = second.filter(|_| outcome == Outcome::Disputed).cloned();
    let (a, b) = readings(&load(session, &waiting)?, &at, second.clone());
    if seen(&a, b.as_ref()) != args.seen {
        return Err(changed());
    }
    let right = right(args.choice, second.is_some(), swapped(waiting.record.document, &at))?;
    let says = match right {
        Right::First => None,
        Right::Second => second,
        Right::Neither => Some(Slot { raw: args.raw, missing: args.missing, ..Slot::default() }),
    };
    write(session, &waiting, &at, says, right)?;
    waiting.facts.decided.insert(at);
    view(session, &waiting)
}

fn right(choice: Choice, disputed: bool, swapped: bool) -> Result<Right, DeskError> {
    Ok(match (choice, swapped && disputed) {
        (Choice::Neither, _) => Right::Neither,
        (Choice::B, _) if !disputed => {
            return Err(DeskError::At(Code::BadRequest, "choice".into()));
        }
        (Choice::A, false) | (Choice::B, true) => Right::First,
        (Choice::A, true) | (Choice::B, false) => Right::Second,
    })
}

fn write(
    session: &mut Session,
    waiting: &Waiting,
    at: &Path,
    says: Option<Slot>,
    right: Right,
) -> Result<(), DeskError> {
    // An open one would go on from what is here no more.
    session.documents.remove(&waiting.record.document);
    let mut document = load(session, waiting)?;
    document.work = Work::Checking;
    let mut step = Vec::new();
    if let Some(says) = says.filter(|_| document.has(at)) {
        let note = document.slot(at).note;
        step.push((at.clone(), Change::Slot(Slot { note, ..says })));
    }
    let decided = Change::Adjudicated { question: at.clone(), right };
    step.push((Path::question(Path::ADJUDICATED), decided));
    document.commit(&mut session.store, step, Effort::default())?;
    session.saved = Some(session.host.now());
    session.renew_family(waiting.record.family)
}
