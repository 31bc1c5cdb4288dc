//! An error that stays: a supervisor lets it stand, with a reason, and it is counted apart.

use cacah_family::entry::{Change, Effort};
use cacah_form::Severity;
use cacah_wire::command::{Release, WorkRow};
use cacah_wire::error::Code;

use super::{find, place};
use crate::document::{Document, Work, to_engine};
use crate::error::DeskError;
use crate::interview::{MAX_ANSWER, path};
use crate::listing::bad;
use crate::session::Session;
use crate::verify::supervises;

/// Lets an error of a document stand; an empty reason takes that back.
pub(crate) fn release(session: &mut Session, args: &Release) -> Result<WorkRow, DeskError> {
    if !supervises(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let reason = args.reason.trim();
    if reason.len() > MAX_ANSWER {
        return Err(DeskError::At(Code::AnswerTooLong, "reason".into()));
    }
    let (family, id) = place(session, &args.document)?;
    let question = path(&args.path)?;
    let form = session.form()?;
    let source = session.store.history(family)?.document(id).source.ok_or(Code::NotFound)?;
    let loaded = Document::load_from(&mut session.store, (family, source), &form)?;
    let (mut document, _) = loaded.filter(|(found, _)| found.id == id).ok_or(Code::NotFound)?;
    let at = to_engine(&question);
    let findings = document.interview.findings();
    let error = findings.iter().find(|finding| finding.id == args.finding && finding.path == at);
    if error.is_none_or(|finding| finding.severity != Severity::Error) {
        return Err(bad("finding"));
    }
    let mut slot = document.slot(&question);
    let before = slot.released.clone();
    match reason {
        "" => slot.released.remove(&args.finding),
        reason => slot.released.insert(args.finding.clone(), reason.to_owned()),
    };
    if slot.released != before {
        document.work = Work::Checking;
        let step = vec![(question.clone(), Change::Slot(slot))];
        document.commit(&mut session.store, step, Effort::default())?;
        session.saved = Some(session.host.now());
        session.renew_family(family)?;
    }
    find(session, (family, id), &question, &args.finding)
}
