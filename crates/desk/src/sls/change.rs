//! What became of an SLS (PSLS): an officer reports it, a coordinator settles it.

use cacah_family::entry::{Change, NewSls, SlsChange, SlsKind as Kind};
use cacah_family::path::Path;
use cacah_wire::command::{ChangeSls, SlsKind, SlsName, SlsView};
use cacah_wire::error::Code;

use super::{say, view};
use crate::error::DeskError;
use crate::listing::bad;
use crate::session::Session;
use crate::team;

/// Letters of a name as the office keeps it.
const LONGEST_NAME: usize = 100;
/// Letters of a note.
const LONGEST_NOTE: usize = 1_000;
/// Parts one SLS is split into at most.
const MOST_PARTS: usize = 20;

pub(crate) fn change(session: &mut Session, args: &ChangeSls) -> Result<SlsView, DeskError> {
    let area = session.area(&args.idsubsls)?;
    if args.settle && !team::coordinates(&session.store)? {
        return Err(Code::NotAllowed.into());
    }
    let change = read(args)?;
    let own = change.into.iter().any(|new| new.idsubsls == area.idsubsls);
    let fits = match change.kind {
        Kind::None | Kind::NotFound => change.into.is_empty(),
        Kind::Split => (2..=MOST_PARTS).contains(&change.into.len()),
        Kind::Merge => change.into.len() == 1 && !own,
        Kind::Rename => change.into.len() == 1 && own,
    };
    // A village does not change with its neighbourhoods.
    let village = area.idsubsls.as_str().get(..10).unwrap_or_default();
    if !fits || change.into.iter().any(|new| !new.idsubsls.within(village)) {
        return Err(bad("into"));
    }
    say(session, &area.idsubsls, Path::SLS, Change::Sls(change))?;
    view(session, &args.idsubsls)
}

fn read(args: &ChangeSls) -> Result<SlsChange, DeskError> {
    if args.note.chars().count() > LONGEST_NOTE {
        return Err(DeskError::At(Code::AnswerTooLong, "note".to_owned()));
    }
    let into = args.into.iter().map(new).collect::<Result<Vec<_>, _>>()?;
    let twice = |at: usize| into.iter().take(at).any(|new| new.idsubsls == into[at].idsubsls);
    if (0..into.len()).any(twice) {
        return Err(bad("into"));
    }
    Ok(SlsChange {
        kind: kind(args.kind),
        into,
        note: args.note.trim().to_owned(),
        settled: args.settle,
    })
}

fn new(name: &SlsName) -> Result<NewSls, DeskError> {
    let idsubsls = name.idsubsls.parse().map_err(|_| bad("into"))?;
    let name = name.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(bad("into"));
    }
    Ok(NewSls { idsubsls, name: name.to_owned() })
}

/// Nobody finds it: there is nothing to count.
pub(crate) fn is_lost(change: &SlsChange) -> bool {
    change.kind == Kind::NotFound
}

fn kind(kind: SlsKind) -> Kind {
    match kind {
        SlsKind::None => Kind::None,
        SlsKind::Split => Kind::Split,
        SlsKind::Merge => Kind::Merge,
        SlsKind::Rename => Kind::Rename,
        SlsKind::NotFound => Kind::NotFound,
    }
}

/// As the window names it.
pub(crate) fn shown(kind: Kind) -> SlsKind {
    match kind {
        Kind::None => SlsKind::None,
        Kind::Split => SlsKind::Split,
        Kind::Merge => SlsKind::Merge,
        Kind::Rename => SlsKind::Rename,
        Kind::NotFound => SlsKind::NotFound,
    }
}
