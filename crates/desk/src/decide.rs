//! Decisions between answers that were written without knowing of each other. A decision is an entry
//! over all of them.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Change, Dot, Effort, Entry, Source};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_family::slot::Slot;
use cacah_wire::command::{
    Decide, DecisionView, DecisionsView, Disputed, FamilyArgs, RaisedView, Severity, ValueView,
};
use cacah_wire::error::Code;

use crate::back::last_join;
use crate::document::Document;
use crate::error::DeskError;
use crate::form::text;
use crate::interview::{MAX_ANSWER, path};
use crate::session::Session;
use crate::words::{Words, dot_of};

/// What waits for a decision in a family.
pub(crate) fn list(session: &mut Session, args: &FamilyArgs) -> Result<DecisionsView, DeskError> {
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    session.family(family)?;
    let form = session.form()?;
    let history = session.store.history(family)?;
    let mut rows = Vec::new();
    let facts = Words::new(&session.store, &form, &history, None);
    let undecided = history.state().undecided;
    rows.extend(undecided.iter().map(|path| decision(&facts, path, Disputed::Family)));
    for id in history.documents() {
        let words = Words::new(&session.store, &form, &history, Some(id));
        // Other observations of the family are not this officer's to decide.
        if words.state.source.is_none_or(|source| source == Source::Visit) {
            let places = places(&words);
            rows.extend(places.into_iter().map(|(path, about)| decision(&words, &path, about)));
        }
    }
    if let Some((document, _)) = Document::load(&mut session.store, family, &form)? {
        let words = Words::new(&session.store, &form, &history, Some(document.id));
        rows.extend(raised(&words, &document));
    }
    Ok(DecisionsView { rows })
}

/// Where a document waits for a decision. What a removal has not seen is decided with the removal.
fn places(words: &Words<'_>) -> BTreeMap<Path, Disputed> {
    let removed = Path::question(Path::REMOVED);
    let is_removed = words.state.removed;
    let gone = |path: &Path| {
        let here = |id| words.state.instances.iter().any(|m| m.instance == id);
        path.instance.filter(|id| path.name.is_some() && !here(*id))
    };
    let places = words.state.undecided.iter().map(|path| match gone(path) {
        _ if is_removed && (path.is_answer() || path.instance.is_some()) => {
            (removed.clone(), Disputed::Document)
        }
        Some(instance) => (Path::instance(instance), Disputed::Member),
        None if path.is_answer() => (path.clone(), Disputed::Answer),
        None if path.instance.is_some() => (path.clone(), Disputed::Member),
        None => (path.clone(), Disputed::Document),
    });
    places.collect()
}

fn decision(words: &Words<'_>, path: &Path, disputed: Disputed) -> DecisionView {
    let entries = sides(words, path);
    let mut sides: Vec<_> = entries.iter().map(|entry| words.row(entry)).collect();
    sides.sort_by_key(|side| !side.by.own);
    let (number, label) = words.question(path);
    DecisionView {
        document: words.document.map(|id| id.to_string()),
        path: path.to_string(),
        number,
        label,
        row: path.instance.map(|id| words.name(id)),
        disputed,
        sides,
        before: known_to_all(words, path, &entries),
        raised: None,
    }
}

/// The heads at a path, and for a removal also what it has not seen.
fn sides<'a>(words: &Words<'a>, path: &Path) -> Vec<&'a Entry> {
    let mut heads = words.history.heads(words.document);
    let own = heads.remove(path).unwrap_or_default();
    let deletes = |e: &&Entry| matches!(e.change, Change::Leave { to: None } | Change::Removed {});
    if own.is_empty() || !own.iter().all(deletes) {
        return own;
    }
    let seen: BTreeSet<Dot> = own.iter().flat_map(|entry| entry.over.iter().copied()).collect();
    let below = |at: &Path| path.instance.is_none() || at.instance == path.instance;
    let undecided = words.state.undecided.iter().filter(|at| below(at) && *at != path);
    let missed = undecided.filter_map(|at| heads.remove(at)).flatten();
    let missed: Vec<&Entry> = missed.filter(|entry| !seen.contains(&entry.dot)).collect();
    own.into_iter().chain(missed).collect()
}

/// The newest answer that every side rests on.
fn known_to_all(words: &Words<'_>, path: &Path, sides: &[&Entry]) -> Option<ValueView> {
    let past = words.history.of(words.document, path);
    let mut known =
        sides.iter().filter(|side| side.path == *path).map(|side| ancestors(&past, side));
    let first = known.next()?;
    let all = known.fold(first, |all, next| all.intersection(&next).copied().collect());
    let newest = past.iter().rev().find(|entry| all.contains(&entry.dot))?;
    match &newest.change {
        Change::Slot(slot) => Some(words.value(path, slot)),
        _ => None,
    }
}

fn ancestors(past: &[&Entry], entry: &Entry) -> BTreeSet<Dot> {
    let mut known = BTreeSet::new();
    let mut waiting = entry.over.clone();
    while let Some(dot) = waiting.pop() {
        if known.insert(dot) {
            let before = past.iter().filter(|entry| entry.dot == dot);
            waiting.extend(before.flat_map(|entry| entry.over.iter().copied()));
        }
    }
    known
}

/// Errors that none of the sides had.
fn raised(words: &Words<'_>, document: &Document) -> Vec<DecisionView> {
    let raised = document.raised().into_iter().map(|finding| {
        let at = crate::document::from_engine(&finding.path);
        let (number, label) = words.question(&at);
        DecisionView {
            document: Some(document.id.to_string()),
            path: at.to_string(),
            number,
            label,
            row: at.instance.map(|id| words.name(id)),
            disputed: Disputed::Raised,
            sides: Vec::new(),
            before: None,
            raised: Some(RaisedView {
                rule: finding.id.clone(),
                severity: Severity::Error,
                message: text(&finding.message),
                focus: finding.focus.iter().map(ToString::to_string).collect(),
            }),
        }
    });
    raised.collect()
}

/// Decides, over all sides; what is left to decide.
pub(crate) fn decide(session: &mut Session, args: &Decide) -> Result<DecisionsView, DeskError> {
    let family: FamilyId = args.family.parse().map_err(|_| Code::NotFound)?;
    session.family(family)?;
    let at = path(&args.path)?;
    let document = args.document.as_deref().map(str::parse::<DocumentId>).transpose();
    let document = document.map_err(|_| Code::NotFound)?;
    let history = session.store.history(family)?;
    let change = chosen(session, &history, document, &at, args)?;
    match (&change, document) {
        (Change::Slot(_), Some(id)) => answer(session, family, id, at, change)?,
        _ => session.write_over(family, document, vec![(at, change)])?,
    }
    list(session, &FamilyArgs { family: args.family.clone() })
}

/// What the decision writes at the path.
fn chosen(
    session: &mut Session,
    history: &History,
    document: Option<DocumentId>,
    at: &Path,
    args: &Decide,
) -> Result<Change, DeskError> {
    let form = session.form()?;
    let words = Words::new(&session.store, &form, history, document);
    let not_here = || DeskError::At(Code::NotFound, "path".into());
    let entries = sides(&words, at);
    if entries.len() < 2 && !words.state.undecided.contains(at) {
        return Err(not_here());
    }
    if let Some(raw) = &args.raw {
        if raw.len() > MAX_ANSWER {
            return Err(DeskError::At(Code::AnswerTooLong, args.path.clone()));
        }
        return match at.is_answer() {
            true => Ok(Change::Slot(Slot { raw: raw.clone(), ..Slot::default() })),
            false => Err(DeskError::At(Code::BadRequest, "raw".into())),
        };
    }
    let dot = dot_of(args.entry.as_deref().unwrap_or_default())?;
    let side = entries.iter().find(|entry| entry.dot == dot);
    let side = side.ok_or_else(|| DeskError::At(Code::NotFound, "entry".into()))?;
    // An answer below a removal: taking it takes back the removal.
    match (side.path == *at, document) {
        (true, _) => Ok(side.change.clone()),
        (false, Some(id)) if at.instance.is_some() => {
            last_join(history, id, at).ok_or_else(not_here)
        }
        (false, _) => Ok(Change::Restored {}),
    }
}

/// Through the interview, for the value and what depends on it.
fn answer(
    session: &mut Session,
    family: FamilyId,
    id: DocumentId,
    at: Path,
    change: Change,
) -> Result<(), DeskError> {
    let step = vec![(at, change)];
    if let Some(open) = session.documents.get_mut(&id) {
        open.act(&mut session.store, step, Effort::default())?;
    } else {
        let form = session.form()?;
        let loaded = Document::load(&mut session.store, family, &form)?;
        let (mut document, _) = loaded.filter(|(d, _)| d.id == id).ok_or(Code::NotFound)?;
        document.commit(&mut session.store, step, Effort::default())?;
    }
    session.saved = Some(session.host.now());
    session.renew_family(family)
}
