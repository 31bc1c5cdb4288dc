//! The supervisor's work beside the documents: who may do it, giving one back, drawing a sample,
//! approving an SLS.

use cacah_family::entry::{Change, Comment, Effort, Mode, Role, Source};
use cacah_family::id::FamilyId;
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_store::{Commit, FamilyQuery, FamilyRecord, NewEntry, Store};
use cacah_wire::command::{
    ApproveSls, CommentView, Done, DrawSample, FamilyRow, ReturnDocument, Sample,
};
use cacah_wire::error::Code;
use cacah_wire::people::OfficerRole;

use crate::document::{Document, Work};
use crate::error::DeskError;
use crate::families::row;
use crate::interview::{MAX_ANSWER, path};
use crate::session::Session;
use crate::sls;

/// What the officer at work is for the office.
pub(crate) fn role(store: &Store) -> Result<OfficerRole, DeskError> {
    Ok(role_from(store.role()?.as_deref()))
}

/// The same, of the office's words.
pub(crate) fn role_from(told: Option<&str>) -> OfficerRole {
    told.and_then(|told| serde_json::from_str(told).ok()).unwrap_or_default()
}

/// True of who looks after the work of others: the endpoint holds to the same.
pub(crate) fn supervises(store: &Store) -> Result<bool, DeskError> {
    Ok(!matches!(role(store)?, OfficerRole::Ppl | OfficerRole::Keyer))
}

/// True of who approves an SLS and settles what became of it.
pub(crate) fn coordinates(store: &Store) -> Result<bool, DeskError> {
    Ok(supervises(store)? && role(store)? != OfficerRole::Pml)
}

/// Gives the open visit of somebody else back, over whatever was said of its end, and closes it.
pub(crate) fn return_document(
    session: &mut Session,
    args: &ReturnDocument,
) -> Result<FamilyRow, DeskError> {
    let open = session.document(&args.document)?;
    if open.work != Work::Checking {
        return Err(Code::NotAllowed.into());
    }
    let comments: Vec<Comment> =
        args.comments.iter().map(|said| comment(open, said)).collect::<Result<_, _>>()?;
    if comments.is_empty() {
        return Err(DeskError::At(Code::BadRequest, "comments".into()));
    }
    let (id, family) = (open.id, open.family);
    let returned = (Path::question(Path::STATE), Change::Returned { comments });
    session.write_over(family, Some(id), vec![returned])?;
    session.close(&args.document)?;
    Ok(row(&session.family(family)?))
}

fn comment(document: &Document, said: &CommentView) -> Result<Comment, DeskError> {
    let text = said.text.trim();
    if text.is_empty() {
        return Err(DeskError::At(Code::BadRequest, "comments".into()));
    }
    if text.len() > MAX_ANSWER {
        return Err(Code::AnswerTooLong.into());
    }
    let at = said.path.as_deref().map(path).transpose()?;
    if let Some(at) = at.as_ref().filter(|at| !document.has(at)) {
        return Err(DeskError::At(Code::NotFound, at.to_string()));
    }
    Ok(Comment { path: at, text: text.to_owned() })
}

/// Says in the record of an SLS that it is approved, or no more. What stands open there is shown to
/// whoever asks, and stops nobody: an approval is a person's word.
pub(crate) fn approve(session: &mut Session, args: &ApproveSls) -> Result<Done, DeskError> {
    let idsubsls = session.area(&args.idsubsls)?.idsubsls;
    if !coordinates(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let reason = args.reason.trim().to_owned();
    let change = match args.approved {
        true => Change::Approved {},
        false if reason.is_empty() => {
            return Err(DeskError::At(Code::BadRequest, "reason".into()));
        }
        false if reason.len() > MAX_ANSWER => return Err(Code::AnswerTooLong.into()),
        false => Change::Disapproved { reason },
    };
    sls::say(session, &idsubsls, Path::APPROVED, change)?;
    Ok(Done {})
}

/// Draws families whose visit somebody else has finished, each with the same chance.
pub(crate) fn draw_sample(session: &mut Session, args: &DrawSample) -> Result<Sample, DeskError> {
    let idsubsls = session.area(&args.idsubsls)?.idsubsls;
    if !supervises(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let all = FamilyQuery { idsubsls: Some(idsubsls), limit: u32::MAX, ..FamilyQuery::default() };
    let (records, _) = session.store.families(&all)?;
    let mut pool: Vec<(usize, FamilyRecord, History)> = Vec::new();
    for (place, record) in records.into_iter().enumerate() {
        let history = session.store.history(record.family)?;
        if may_be_drawn(&session.store, &history) {
            pool.push((place, record, history));
        }
    }
    let of = u32::try_from(pool.len()).unwrap_or(u32::MAX);
    let mut drawn = Vec::new();
    while drawn.len() < args.families as usize && !pool.is_empty() {
        let at = below(session, pool.len());
        drawn.push(pool.swap_remove(at));
    }
    drawn.sort_by_key(|(place, ..)| *place);
    let entries = drawn.iter().map(|(_, of, history)| sampled(history, of.family));
    let entries: Vec<_> = entries.collect();
    if !entries.is_empty() {
        session.store.append(Commit { entries, summary: None, stand: None })?;
        session.saved = Some(session.host.now());
    }
    let families = drawn.iter().map(|(_, record, _)| Ok(row(&session.family(record.family)?)));
    Ok(Sample { families: families.collect::<Result<_, DeskError>>()?, of })
}

/// A finished visit of somebody else, not drawn yet: nobody observes their own work again.
fn may_be_drawn(store: &Store, history: &History) -> bool {
    let state = history.state();
    let opening = Path::question(Path::DOCUMENT);
    let finished = state.documents.iter().any(|(id, document)| {
        let by = history.of(Some(*id), &opening).last().map(|entry| entry.officer);
        document.source == Some(Source::Visit)
            && document.finished.is_some_and(|role| role != Role::Coder)
            && !document.removed
            && by.is_some_and(|by| by != store.enrolment().officer)
    });
    finished && !state.sampled
}

/// A number below `count`. The lean of the rest of a division by so few is beyond measure.
fn below(session: &Session, count: usize) -> usize {
    let mut random = [0; 8];
    session.host.fill(&mut random);
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    usize::try_from(u64::from_le_bytes(random) % count).unwrap_or_default()
}

fn sampled(history: &History, family: FamilyId) -> NewEntry {
    let (path, change) = (Path::question(Path::SAMPLE), Change::Sampled {});
    NewEntry {
        family,
        document: None,
        over: history.over(None, &path, &change),
        path,
        change,
        mode: Mode::Supervising,
        form: None,
        effort: Effort::default(),
    }
}
