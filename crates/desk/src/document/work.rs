//! In which work an officer has a document before them: whose part is asked, and what the journal
//! says of every entry.

use cacah_family::entry::{Change, Entry, Mode, Role, Source, Visit};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::History;
use cacah_family::path::Path;
use cacah_form::Owed;
use cacah_store::Store;

use crate::error::DeskError;
use crate::team;

/// The work on one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Work {
    /// An interview with the family.
    #[default]
    Interview,
    /// Paper is keyed: a document of paper, or an interview that went on upon it, until it is
    /// finished.
    Keying,
    /// A supervisor looks at the visit of somebody else.
    Checking,
}

impl Work {
    /// The work of this officer on a document that is there.
    pub(crate) fn on(
        store: &Store,
        family: FamilyId,
        (id, source): (DocumentId, Source),
    ) -> Result<Self, DeskError> {
        if !source.is_interview() {
            return Ok(Self::Keying);
        }
        let visits = store.family(family)?.map_or(0, |record| record.visits);
        let supervises = team::supervises(store)?;
        // Most documents are opened by whoever visits, at the first attempt: no history is read.
        if source != Source::Visit || (visits == 0 && !supervises) {
            return Ok(Self::Interview);
        }
        let history = store.history(family)?;
        let mine = |entry: &Entry| entry.officer == store.enrolment().officer;
        if supervises && opening(&history, id).is_some_and(|entry| !mine(entry)) {
            return Ok(Self::Checking);
        }
        let finished = |entry: &&Entry| matches!(entry.change, Change::Finished { .. });
        let state = Path::question(Path::STATE);
        let done = history.of(Some(id), &state).iter().any(finished);
        Ok(if went_on_paper(&history) && !done { Self::Keying } else { Self::Interview })
    }

    /// The work on a document nobody has answered in.
    pub(crate) fn anew(store: &Store, family: FamilyId, source: Source) -> Result<Self, DeskError> {
        let paper = !source.is_interview()
            || (source == Source::Visit && went_on_paper(&store.history(family)?));
        Ok(if paper { Self::Keying } else { Self::Interview })
    }

    /// Who owes what is asked in this work.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Interview | Self::Keying => Role::Enumerator,
            Self::Checking => Role::FieldChecker,
        }
    }

    /// The same, as the engine calls it.
    pub(crate) fn owed(self) -> Owed {
        owed(self.role())
    }

    /// What the journal says of entries made in it.
    pub(crate) fn mode(self) -> Mode {
        match self {
            Self::Interview => Mode::Visit,
            Self::Keying => Mode::Keying,
            Self::Checking => Mode::Supervising,
        }
    }
}

/// The engine's name of a role.
fn owed(role: Role) -> Owed {
    match role {
        Role::Enumerator => Owed::Enumerator,
        Role::FieldChecker => Owed::FieldChecker,
        Role::Coder => Owed::Coder,
    }
}

/// Whoever opened a document last.
fn opening(history: &History, id: DocumentId) -> Option<&Entry> {
    history.of(Some(id), &Path::question(Path::DOCUMENT)).pop()
}

/// True once a visit was recorded that went on upon paper.
fn went_on_paper(history: &History) -> bool {
    let visits = history.of(None, &Path::question(Path::VISIT));
    let paper =
        |entry: &&Entry| matches!(entry.change, Change::Visit { outcome: Visit::OnPaper, .. });
    visits.iter().any(paper)
}
