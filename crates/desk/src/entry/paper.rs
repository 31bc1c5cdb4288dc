//! A document of paper: who may open it, laying it aside, its extra sheets, the answer of the one
//! before.

use cacah_family::entry::{Change, Effort, Mode, Source};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_form::Question;
use cacah_wire::command::{Delta, Done, Park, ProveSheet, RepeatAnswer, SheetProof};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::document::{Document, is_compared, is_number};
use crate::error::DeskError;
use crate::interview::{MAX_ANSWER, act, path};
use crate::listing::bad;
use crate::session::Session;
use crate::{team, verify};

/// Whoever keys paper sees no visit, and whoever keys it again not what was keyed first.
pub(crate) fn may_open(
    session: &Session,
    family: FamilyId,
    source: Source,
) -> Result<(), DeskError> {
    let role = team::role(&session.store)?;
    let supervises = verify::supervises(&session.store)?;
    let may = match source {
        Source::Visit => role != OfficerRole::Keyer,
        Source::ReVisit => team::supervises(&session.store)?,
        Source::Paper if supervises => true,
        Source::Paper => role == OfficerRole::Keyer && is_mine_to_key(session, family)?,
        Source::SecondEntry => {
            (supervises || role == OfficerRole::Keyer) && !keyed(session, family, Source::Paper)?
        }
    };
    if may { Ok(()) } else { Err(Code::NotAllowed.into()) }
}

/// One person keys the same paper again; a supervisor goes on with what somebody left.
pub(crate) fn must_be_free(
    session: &Session,
    family: FamilyId,
    source: Source,
) -> Result<(), DeskError> {
    let second = match source {
        Source::SecondEntry => session.store.paper_document(family, source)?,
        _ => None,
    };
    let me = session.store.enrolment().officer;
    let others = second.and_then(|record| record.keyer).is_some_and(|by| by != me);
    match others && !verify::supervises(&session.store)? {
        true => Err(Code::InOtherHands.into()),
        false => Ok(()),
    }
}

/// The paper of a family that nobody has finished, or this keyer worked on: never one they key again.
fn is_mine_to_key(session: &Session, family: FamilyId) -> Result<bool, DeskError> {
    if keyed(session, family, Source::SecondEntry)? || verified(session, family)? {
        return Ok(false);
    }
    let record = session.store.paper_document(family, Source::Paper)?;
    let finished = record.is_some_and(|record| record.keyed.is_some());
    Ok(!finished || keyed(session, family, Source::Paper)?)
}

/// True when this officer keyed anything of the paper of a family again, field by field.
fn verified(session: &Session, family: FamilyId) -> Result<bool, DeskError> {
    let Some(record) = session.store.paper_document(family, Source::Paper)? else {
        return Ok(false);
    };
    let facts = verify::Facts::of(&session.store.history(family)?, record.document);
    Ok(facts.is_again_by(session.store.enrolment().officer))
}

/// True when this officer keyed anything in the document of a family from `source`.
fn keyed(session: &Session, family: FamilyId, source: Source) -> Result<bool, DeskError> {
    let Some(record) = session.store.paper_document(family, source)? else { return Ok(false) };
    let me = session.store.enrolment().officer;
    let history = session.store.history(family)?;
    Ok(history.entries().any(|entry| {
        entry.document == Some(record.document) && entry.officer == me && entry.mode == Mode::Keying
    }))
}

/// Lays an open document aside; opening it takes it up again.
pub(crate) fn park(session: &mut Session, args: &Park) -> Result<Done, DeskError> {
    let reason = args.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(bad("reason"));
    }
    if reason.len() > MAX_ANSWER {
        return Err(Code::AnswerTooLong.into());
    }
    let open = paper(session, &args.document)?;
    let (id, family) = (open.id, open.family);
    session.bear(&args.document)?;
    let parked = (Path::question(Path::PARKED), Change::Parked { reason });
    session.write_over(family, Some(id), vec![parked])?;
    session.close(&args.document)?;
    Ok(Done {})
}

/// Compares block I of an extra sheet with the document; what belongs to it is written down.
pub(crate) fn prove_sheet(
    session: &mut Session,
    args: &ProveSheet,
) -> Result<SheetProof, DeskError> {
    if args.number < 2 || (args.of > 0 && args.of < args.number) {
        return Err(bad("number"));
    }
    let open = paper(session, &args.document)?;
    let (id, birth) = (open.id, session.family(open.family)?.birth);
    let numbers = open.form.form.questions().iter().filter_map(|question| {
        let prefill = question.prefill.as_deref().filter(|name| is_number(name))?;
        let same = match prefill {
            "family.building" => args.building == birth.building,
            _ => args.family_number == birth.number,
        };
        (!same).then(|| question.name.clone())
    });
    let differs: Vec<String> = numbers.collect();
    let belongs = differs.is_empty();
    if belongs {
        let sheet = Change::Sheet { number: args.number, of: args.of };
        session.log(&args.document, Path::SHEET, sheet)?;
        session.count_sets(id)?;
    }
    Ok(SheetProof { belongs, differs })
}

/// Copies what the document before says at a question that may be repeated; what the line of the
/// listing says, where it stood beside the number to compare.
pub(crate) fn repeat(session: &mut Session, args: &RepeatAnswer) -> Result<Delta, DeskError> {
    let at = path(&args.path)?;
    let open = paper(session, &args.document)?;
    let question = at.name.as_deref().and_then(|name| open.form.form.question(name));
    let Some(question) = question.filter(|question| is_repeated(question)) else {
        return Err(DeskError::At(Code::BadRequest, args.path.clone()));
    };
    let (family, compared) = (open.family, question.prefill.clone());
    let before = match compared.filter(|name| is_compared(name)) {
        Some(name) => listed(session, family, &name)?,
        None => previous(session, &at)?,
    };
    let before = before.filter(|slot| !slot.is_empty());
    let before = before.ok_or_else(|| DeskError::At(Code::NotFound, args.path.clone()))?;
    let slot = Slot { raw: before.raw, missing: before.missing, ..Slot::default() };
    let effort = Effort { keys: args.keys, active: args.active };
    act(session, &args.document, |document, store| {
        let slot = Slot { note: document.slot(&at).note, ..slot };
        let step = document.with_columns(at, Change::Slot(slot));
        document.act(store, step, effort)
    })
}

/// Whether `+` fills the empty field: from the document before, or from the line of the listing.
pub(crate) fn is_repeated(question: &Question) -> bool {
    let compared = question.prefill.as_deref().is_some_and(is_compared);
    (question.carried || compared) && !question.sensitive
}

/// What the line of the listing says of a family.
fn listed(session: &mut Session, family: FamilyId, name: &str) -> Result<Option<Slot>, DeskError> {
    let record = session.family(family)?;
    let raw = session.known(&record)?.remove(name).unwrap_or_default();
    Ok(Some(Slot { raw, ..Slot::default() }))
}

/// What the document that this keyer finished last says there.
fn previous(session: &mut Session, at: &Path) -> Result<Option<Slot>, DeskError> {
    let Some((family, second)) = session.store.last_paper()? else { return Ok(None) };
    let source = if second { Source::SecondEntry } else { Source::Paper };
    let form = session.form()?;
    let last = Document::load_from(&mut session.store, (family, source), &form)?;
    Ok(last.map(|(last, _)| last.slot(at)))
}

/// An open document of paper.
fn paper<'s>(session: &'s Session, document: &str) -> Result<&'s Document, DeskError> {
    let open = session.document(document)?;
    if open.is_paper() { Ok(open) } else { Err(bad("document")) }
}

impl Session {
    /// Takes up a document of paper that was laid aside.
    pub(crate) fn take_up(&mut self, family: FamilyId, source: Source) -> Result<(), DeskError> {
        let record = self.store.paper_document(family, source)?;
        if let Some(record) = record.filter(|record| record.parked.is_some()) {
            let taken = (Path::question(Path::PARKED), Change::Unparked {});
            self.write_over(family, Some(record.document), vec![taken])?;
        }
        Ok(())
    }

    fn count_sets(&mut self, id: DocumentId) -> Result<(), DeskError> {
        let Some(open) = self.documents.get_mut(&id) else { return Ok(()) };
        let record = self.store.paper_document(open.family, open.source)?;
        open.sets = record.map_or(open.sets, |record| record.sheets);
        Ok(())
    }
}
