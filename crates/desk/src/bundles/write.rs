//! Something happens to the paper of an SLS.

use cacah_family::entry::{Birth, Change, Effort, Mode};
use cacah_family::paper::{Custody, Paper};
use cacah_family::path::Path;
use cacah_keying::custody::{self, Actor, Refusal};
use cacah_keying::label::Label;
use cacah_store::{AreaRecord, Commit, NewEntry};
use cacah_wire::command::{BundleView, CustodyAct, PaperKind, WriteCustody};
use cacah_wire::error::Code;

use super::books::{self, Books};
use super::{of_the_office, supervises, view};
use crate::error::DeskError;
use crate::home;
use crate::session::Session;
use crate::words::dot_of;

/// Writes one act, if the paper as it stands here allows it.
pub(crate) fn write(session: &mut Session, args: &WriteCustody) -> Result<BundleView, DeskError> {
    of_the_office(&session.store)?;
    let area = session.area(&args.idsubsls)?;
    let books = Books::read(&session.store)?;
    let act = read(session, &books, &area, &args.act)?;
    let code = session.store.enrolment().officer_code.clone();
    let actor = Actor {
        officer: session.store.enrolment().officer,
        code: &code,
        supervises: supervises(&session.store)?,
    };
    books.bundle(&area.idsubsls)?.allows(&act, actor).map_err(refused)?;
    say(session, &area, vec![act])?;
    view::one(session, &area)
}

/// Writes acts of one SLS in one commit; its record is begun when nobody has yet. Each act is over
/// what its writer has seen: that is the order of the log.
pub(super) fn say(
    session: &mut Session,
    area: &AreaRecord,
    acts: Vec<Custody>,
) -> Result<(), DeskError> {
    let entries = entries(session, area, acts)?;
    session.store.append(Commit { entries, summary: None, stand: None })?;
    session.saved = Some(session.host.now());
    Ok(())
}

/// The entries of acts, before they are written.
pub(super) fn entries(
    session: &Session,
    area: &AreaRecord,
    acts: Vec<Custody>,
) -> Result<Vec<NewEntry>, DeskError> {
    let round = session.store.round()?.ok_or(Code::NotFound)?.id;
    let family = home::record_of(&session.store, &area.idsubsls)?;
    let history = session.store.history(family)?;
    let path = Path::question(Path::CUSTODY);
    let heads = history.heads(None);
    let seen: Vec<_> = heads.get(&path).into_iter().flatten().map(|head| head.dot).collect();
    let mode = if supervises(&session.store)? { Mode::Supervising } else { Mode::Keying };
    let entry = |path, change, over| NewEntry {
        family,
        document: None,
        path,
        change,
        over,
        mode,
        form: None,
        effort: Effort::default(),
    };
    let mut entries = Vec::new();
    if history.state().birth.is_none() {
        let birth = Change::Family(Birth::of_sls(round, area.idsubsls.clone()));
        entries.push(entry(Path::question(Path::FAMILY), birth, Vec::new()));
    }
    for act in acts {
        entries.push(entry(path.clone(), Change::Custody(act), seen.clone()));
    }
    Ok(entries)
}

fn read(
    session: &Session,
    books: &Books,
    area: &AreaRecord,
    act: &CustodyAct,
) -> Result<Custody, DeskError> {
    let trimmed = |text: &str| text.trim().to_owned();
    Ok(match act {
        CustodyAct::Receive { kind, listed, counted, from, letter, note } => Custody::Received {
            kind: paper(*kind),
            listed: *listed,
            counted: *counted,
            from: trimmed(from),
            letter: trimmed(letter),
            note: trimmed(note),
        },
        CustodyAct::Settle { receipt, note } => {
            Custody::Settled { of: dot_of(receipt)?, note: trimmed(note) }
        }
        CustodyAct::Box { number } => Custody::Boxed { number: boxed(books, area, number)? },
        CustodyAct::Shelve { place } => Custody::Shelved { place: trimmed(place) },
        CustodyAct::Give { to, documents, letter, note } => {
            let of_bundle = session.families_of(&area.idsubsls)?;
            let named = |id: &String| {
                let known = of_bundle.iter().map(|record| record.family);
                known.into_iter().find(|family| family.to_string() == *id)
            };
            let documents: Option<Vec<_>> = documents.iter().map(named).collect();
            Custody::Given {
                to: custody::code(to),
                documents: documents.ok_or(Code::NotFound)?,
                letter: trimmed(letter),
                note: trimmed(note),
            }
        }
        CustodyAct::Take { giving } => Custody::Taken { of: dot_of(giving)? },
        CustodyAct::Refuse { giving, note } => {
            Custody::Refused { of: dot_of(giving)?, note: trimmed(note) }
        }
    })
}

/// A number that no other bundle has; the next when none is said.
fn boxed(books: &Books, area: &AreaRecord, text: &str) -> Result<String, DeskError> {
    let sls = &area.idsubsls;
    if text.trim().is_empty() {
        return Ok(books.next_box(sls).ok_or(Code::BoxTaken)?.to_string());
    }
    let Ok(Label::Box(number)) = Label::typed(text) else { return Err(Code::BadLabel.into()) };
    if number.regency() != books::regency(sls) {
        return Err(Code::BadLabel.into());
    }
    if books.in_box(number.as_str()).is_some_and(|other| other != sls) {
        return Err(Code::BoxTaken.into());
    }
    Ok(number.to_string())
}

/// The one code of what paper does not allow.
pub(super) fn refused(refusal: Refusal) -> DeskError {
    match refusal {
        Refusal::NotTheirs => Code::NotAllowed.into(),
        Refusal::Underway => Code::PaperUnderway.into(),
        Refusal::Elsewhere => Code::PaperElsewhere.into(),
        Refusal::Answered => Code::NothingWaits.into(),
        Refusal::NoteWanted => DeskError::At(Code::NoteWanted, "note".to_owned()),
        Refusal::BadBox => Code::BadLabel.into(),
        Refusal::Bad(field) => DeskError::At(Code::BadRequest, field.to_owned()),
    }
}

pub(super) fn paper(kind: PaperKind) -> Paper {
    match kind {
        PaperKind::Vk => Paper::Vk,
        PaperKind::K => Paper::K,
        PaperKind::Xk => Paper::Xk,
        PaperKind::Psls => Paper::Psls,
    }
}
