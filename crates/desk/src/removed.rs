//! What was removed from a family, and its way back. Nothing of it ever left the journal.

use cacah_family::entry::{Change, Entry, Source};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::path::Path;
use cacah_wire::command::{
    FamilyRow, RemovedDocument, RemovedMember, RemovedView, RestoreDocument,
};
use cacah_wire::error::Code;

use crate::document::Step;
use crate::entry;
use crate::error::DeskError;
use crate::families::row;
use crate::session::Session;
use crate::words::{Words, entry_name, when};

/// Members and documents that were removed, those removed last first.
pub(crate) fn list(session: &mut Session, family: &str) -> Result<RemovedView, DeskError> {
    let family: FamilyId = family.parse().map_err(|_| Code::NotFound)?;
    session.family(family)?;
    let form = session.form()?;
    let history = session.store.history(family)?;
    let mut view = RemovedView { documents: Vec::new(), members: Vec::new() };
    for id in history.documents() {
        let words = Words::new(&session.store, &form, &history, Some(id));
        match entry::may_open(session, family, words.state.source.unwrap_or(Source::Visit)) {
            Err(DeskError::Code(Code::NotAllowed)) => continue,
            may => may?,
        }
        let removal = words.state.removed.then(|| removal(&words)).flatten();
        match removal {
            Some(entry) => view.documents.push(RemovedDocument {
                document: id.to_string(),
                answers: answers(&words, entry, |_| true),
                by: words.by(entry),
                at: when(&entry.at),
            }),
            None => view.members.extend(members(&words, id)),
        }
    }
    Ok(view)
}

fn removal<'a>(words: &Words<'a>) -> Option<&'a Entry> {
    let heads = words.history.heads(words.document);
    heads.get(&Path::question(Path::REMOVED)).and_then(|heads| heads.last().copied())
}

fn members(words: &Words<'_>, id: DocumentId) -> Vec<RemovedMember> {
    let mut members = Vec::new();
    for entry in words.history.story(Some(id)).into_iter().rev() {
        let (Change::Leave { to }, Some(instance)) = (&entry.change, entry.path.instance) else {
            continue;
        };
        if !words.stands(entry) {
            continue;
        }
        let row = words.row(entry);
        let of_member = |path: &Path| path.instance == Some(instance);
        let answers = answers(words, entry, of_member);
        // The blank row a roster begins with is nothing to miss.
        if answers > 0 || to.is_some() {
            members.push(RemovedMember {
                document: id.to_string(),
                entry: entry_name(entry.dot),
                row: words.name(instance),
                answers,
                family: row.family,
                by: row.by,
                at: row.at,
            });
        }
    }
    members
}

/// Answers that a removal covers.
fn answers(words: &Words<'_>, removal: &Entry, of: impl Fn(&Path) -> bool) -> u32 {
    let covered = words.history.before(removal).into_iter();
    let answered = covered.filter(|entry| {
        of(&entry.path) && matches!(&entry.change, Change::Slot(slot) if !slot.is_empty())
    });
    u32::try_from(answered.count()).unwrap_or(u32::MAX)
}

/// Takes the open document out of the work.
pub(crate) fn remove(session: &mut Session, document: &str) -> Result<FamilyRow, DeskError> {
    let open = session.document(document)?;
    let (id, family) = (open.id, open.family);
    if !open.is_born() {
        return Err(DeskError::At(Code::NotFound, "document".into()));
    }
    session.write_over(family, Some(id), fact(Change::Removed {}))?;
    Ok(row(&session.family(family)?))
}

/// Brings a removed document back. Another one that is in work meanwhile takes its place, in the same
/// commit: a family has one visit and one re-visit at a time, and nothing is lost.
pub(crate) fn restore(
    session: &mut Session,
    args: &RestoreDocument,
) -> Result<FamilyRow, DeskError> {
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    let id: DocumentId = args.document.parse().map_err(|_| Code::NotFound)?;
    let removed = session.store.removed(family)?.into_iter().find(|removed| removed.document == id);
    let removed = removed.ok_or_else(|| DeskError::At(Code::NotFound, "document".into()))?;
    let source = removed.source.unwrap_or(Source::Visit);
    entry::may_open(session, family, source)?;
    let mut entries = Vec::new();
    if let Some(other) = session.in_work(family, source)? {
        entries.extend(session.over(family, Some(other), fact(Change::Removed {}))?);
    }
    entries.extend(session.over(family, Some(id), fact(Change::Restored {}))?);
    session.write_all(family, entries)?;
    Ok(row(&session.family(family)?))
}

fn fact(change: Change) -> Step {
    vec![(Path::question(Path::REMOVED), change)]
}
