//! The commands on an open document, each an action of the officer.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, Effort, Role, Source};
use cacah_family::id::{FamilyId, InstanceId};
use cacah_family::order::OrderKey;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_store::Store;
use cacah_wire::command::{
    AddInstance, ConfirmFinding, Delta, DocumentSource, DocumentView, Done, Finished, InstanceArgs,
    MoveInstance, OpenDocument, Reveal, Revealed, SetAnswer, Stand,
};
use cacah_wire::error::Code;

use crate::decode::describe;
use crate::document::{Committed, Document, Way, firsts, to_engine};
use crate::entry;
use crate::error::DeskError;
use crate::families::{row, status};
use crate::moved;
use crate::queue::rfc3339;
use crate::session::Session;

/// Bytes of an answer or note: what a slip of the clipboard pastes must not swell a family beyond what
/// can be sent.
pub(crate) const MAX_ANSWER: usize = 16_000;

pub(crate) fn open_document(
    session: &mut Session,
    args: &OpenDocument,
) -> Result<DocumentView, DeskError> {
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let source = match args.source {
        DocumentSource::Visit => Source::Visit,
        DocumentSource::ReVisit => Source::ReVisit,
        DocumentSource::Paper => Source::Paper,
        DocumentSource::SecondEntry => Source::SecondEntry,
    };
    entry::may_open(session, family, source)?;
    entry::must_be_free(session, family, source)?;
    let (id, stand) = session.open(family, source)?;
    let record = session.family(family)?;
    Ok(session.document(&id.to_string())?.view(row(&record), stand.as_ref()))
}

/// An open document as it is now.
pub(crate) fn view(session: &mut Session, document: &str) -> Result<DocumentView, DeskError> {
    let family = session.document(document)?.family;
    let record = session.family(family)?;
    Ok(session.document(document)?.view(row(&record), None))
}

pub(crate) fn set_answer(session: &mut Session, args: SetAnswer) -> Result<Delta, DeskError> {
    let path = path(&args.path)?;
    let effort = Effort { keys: args.keys, active: args.active };
    let long = |text: &str| text.len() > MAX_ANSWER;
    if long(&args.raw) || args.note.as_deref().is_some_and(long) {
        return Err(DeskError::At(Code::AnswerTooLong, args.path));
    }
    act(session, &args.document, |document, store| {
        if !document.has(&path) {
            return Err(DeskError::At(Code::NotFound, args.path));
        }
        let before = document.slot(&path);
        let seen = args.seen.as_deref().and_then(|seen| seen.parse().ok());
        let slot = Slot {
            raw: if args.keep { before.raw } else { args.raw },
            missing: if args.keep { before.missing } else { args.missing },
            note: args.note.or(before.note).filter(|note| !note.is_empty()),
            seen: seen.or(if args.keep { before.seen } else { None }),
            value: None,
            // A new answer is judged anew.
            confirmed: if args.keep { before.confirmed } else { BTreeMap::new() },
            paper: args.paper || (args.keep && before.paper),
            released: if args.keep { before.released } else { BTreeMap::new() },
        };
        let step = document.with_columns(path, Change::Slot(slot));
        document.act(store, step, effort)
    })
}

pub(crate) fn confirm(session: &mut Session, args: ConfirmFinding) -> Result<Delta, DeskError> {
    let path = path(&args.path)?;
    if args.reason.trim().is_empty() {
        return Err(DeskError::At(Code::BadRequest, "reason".into()));
    }
    let effort = Effort { keys: args.keys, active: args.active };
    act(session, &args.document, |document, store| {
        let question = path.name.as_deref().unwrap_or_default();
        let across = crate::across::may_confirm(question, &args.finding);
        if !across && !document.may_confirm(&path, &args.finding) {
            return Err(DeskError::At(Code::BadRequest, "finding".into()));
        }
        let mut slot = document.slot(&path);
        slot.confirmed.insert(args.finding, args.reason);
        document.act(store, vec![(path, Change::Slot(slot))], effort)
    })
}

pub(crate) fn add_instance(session: &mut Session, args: &AddInstance) -> Result<Delta, DeskError> {
    let before = args.before.as_deref().map(instance).transpose()?;
    let new = InstanceId(session.host.id());
    act(session, &args.document, |document, store| {
        if document.form.form.repeat(&args.repeat).is_none() {
            return Err(DeskError::At(Code::NotFound, args.repeat.clone()));
        }
        let within = args.within.as_deref().map(instance).transpose()?;
        let effort = Effort { keys: args.keys, active: args.active };
        let mut step = vec![place(document, new, (&args.repeat, within), before)];
        step.extend(firsts(&document.form, Some(&args.repeat), Some(new)));
        document.act(store, step, effort)
    })
}

pub(crate) fn move_instance(
    session: &mut Session,
    args: &MoveInstance,
) -> Result<Delta, DeskError> {
    let before = args.before.as_deref().map(instance).transpose()?;
    let moved = instance(&args.instance)?;
    act(session, &args.document, |document, store| {
        let member = document.member(moved).ok_or(Code::NotFound)?;
        let (repeat, within) = (member.repeat.clone(), member.parent);
        let effort = Effort { keys: args.keys, active: args.active };
        document.act(store, vec![place(document, moved, (&repeat, within), before)], effort)
    })
}

/// A join between the instance `before` and the one above it, or at the end.
fn place(
    document: &Document,
    id: InstanceId,
    (repeat, parent): (&str, Option<InstanceId>),
    before: Option<InstanceId>,
) -> (Path, Change) {
    let inside = document.members(repeat).filter(|m| m.parent == parent);
    let others: Vec<_> = inside.filter(|m| m.instance != id).collect();
    let at = before.and_then(|before| others.iter().position(|m| m.instance == before));
    let at = at.unwrap_or(others.len());
    let low = at.checked_sub(1).and_then(|i| others.get(i)).map(|member| &member.order);
    let order = OrderKey::between(low, others.get(at).map(|member| &member.order));
    (Path::instance(id), Change::Join { repeat: repeat.to_owned(), order, parent, from: None })
}

/// Another head of the family; nothing is written where the member is the head already.
pub(crate) fn make_head(session: &mut Session, args: &InstanceArgs) -> Result<Delta, DeskError> {
    let id = instance(&args.instance)?;
    act(session, &args.document, |document, store| {
        let step = document.heading(id)?;
        if step.is_empty() {
            return Ok(Committed::default());
        }
        let effort = Effort { keys: args.keys, active: args.active };
        document.act(store, step, effort)
    })
}

pub(crate) fn remove_instance(
    session: &mut Session,
    args: &InstanceArgs,
) -> Result<Delta, DeskError> {
    let id = instance(&args.instance)?;
    act(session, &args.document, |document, store| {
        document.member(id).ok_or(Code::NotFound)?;
        let effort = Effort { keys: args.keys, active: args.active };
        let left = (Path::instance(id), Change::Leave { to: None });
        document.act(store, vec![left], effort)
    })
}

pub(crate) fn again(session: &mut Session, document: &str, way: Way) -> Result<Delta, DeskError> {
    if moved::step(session, document, way)? {
        let renewed = Committed { renewed: true, ..Committed::default() };
        return act(session, document, |_, _| Ok(renewed));
    }
    act(session, document, |document, store| {
        let mut done = document.step(store, way)?.unwrap_or_default();
        // The officer looks at what has changed.
        let changed = done.touched.iter().find(|path| path.is_answer() && document.has(path));
        done.delta.next = changed.map(to_engine).or(done.delta.next);
        Ok(done)
    })
}

pub(crate) fn remember(session: &mut Session, args: &Stand) -> Result<Done, DeskError> {
    let path = path(&args.path)?;
    let document = session.document(&args.document)?;
    if document.is_born() {
        let id = document.id;
        session.store.stand(id, &path)?;
    }
    Ok(Done {})
}

pub(crate) fn finish(session: &mut Session, document: &str) -> Result<Finished, DeskError> {
    let delta = act(session, document, |document, store| {
        if document.is_done() {
            // Looking at what is open once more is no new work to send.
            return Ok(Committed::default());
        }
        let role = document.work.role();
        if role == Role::FieldChecker && !document.is_finished() {
            return Err(Code::NotFinished.into());
        }
        let finished = Change::Finished { role };
        let finished = (Path::question(Path::STATE), finished);
        document.act(store, vec![finished], Effort::default())
    })?;
    let open = session.document(document)?;
    let (owed_here, owed_later) = open.owed();
    let finished = Finished { delta, status: status(open.status()), owed_here, owed_later };
    if open.is_paper() {
        let (family, second) = (open.family, open.source == Source::SecondEntry);
        session.store.set_last_paper(family, second)?;
    }
    Ok(finished)
}

/// A masked number in full: the looking is an entry of the journal before the number is shown.
pub(crate) fn show(session: &mut Session, args: &Reveal) -> Result<Revealed, DeskError> {
    let question = path(&args.path)?;
    if !session.document(&args.document)?.has(&question) {
        return Err(DeskError::At(Code::NotFound, args.path.clone()));
    }
    session.log(&args.document, Path::REVEALED, Change::Revealed { question: question.clone() })?;
    let id = session.document(&args.document)?.id;
    let deed = Deed::new(Act::Unmasked).on(Subject::Document(id));
    session.note(deed.on(Subject::Question(question.clone())))?;
    let document = session.document(&args.document)?;
    let slot = document.slot(&question);
    let name = question.name.as_deref().unwrap_or_default();
    let decoder = document.form.form.question(name).and_then(|q| q.decode.clone());
    let decoded =
        decoder.and_then(|decoder| describe(&document.form.around.places, &decoder, &slot.raw));
    Ok(Revealed { raw: slot.raw, decoded })
}

pub(crate) fn act(
    session: &mut Session,
    document: &str,
    action: impl FnOnce(&mut Document, &mut Store) -> Result<Committed, DeskError>,
) -> Result<Delta, DeskError> {
    let saved = rfc3339(session.host.now());
    let (document, done) = session.act(document, action)?;
    Ok(document.delta(&done, saved))
}

pub(crate) fn path(text: &str) -> Result<Path, DeskError> {
    text.parse().map_err(|_| DeskError::At(Code::BadRequest, "path".into()))
}

pub(crate) fn instance(text: &str) -> Result<InstanceId, DeskError> {
    text.parse().map_err(|_| DeskError::At(Code::BadRequest, "instance".into()))
}
