//! Whose paper it is: a keyer takes and gives back what was given to that keyer, and lets no error
//! stand.
//!
//! All of it is judged on what somebody once said, never on who holds the paper now: what waits for
//! an entry that comes later is let in by it, in whatever order batches arrive.

use cacah_family::entry::{Change, Dot, Entry};
use cacah_family::id::FamilyId;
use cacah_family::merge::History;
use cacah_family::paper::Custody;
use cacah_family::slot::Slot;
use cacah_keying::custody::Holder;
use cacah_wire::people::OfficerRole;

use super::judge::Proven;
use crate::access::{Action, may};

/// True when a segment says something of paper that its writer, of this code and role, may not say.
pub fn oversteps(proven: &Proven, history: &History, code: &str, role: OfficerRole) -> bool {
    let own = proven.entries.iter().map(AsRef::as_ref);
    let known: Vec<&Entry> = history.entries().chain(own).collect();
    let keeps = may(role, Action::KeepPaper);
    proven.entries.iter().any(|entry| match &entry.change {
        Change::Custody(custody) if !keeps => !concerns(custody, entry, code, &known),
        Change::Slot(slot) if !may(role, Action::Adjudicate) => releases(slot, entry, history),
        _ => false,
    })
}

/// True when the paper was given to the writer, or the writer's own giving is taken back.
fn concerns(said: &Custody, entry: &Entry, code: &str, known: &[&Entry]) -> bool {
    match said {
        Custody::Taken { of } => given(known, code).any(|(dot, _)| dot == *of),
        Custody::Refused { of, .. } => {
            let own = |it: &&Entry| it.dot == *of && it.officer == entry.officer;
            known.iter().any(own) || given(known, code).any(|(dot, _)| dot == *of)
        }
        // Back to storage: storage alone hands out.
        Custody::Given { to, documents, .. } if Holder::of(to) == Holder::Storage => {
            let had = |one: &FamilyId| {
                given(known, code).any(|(_, these)| these.is_empty() || these.contains(one))
            };
            let bundle = || given(known, code).any(|(_, these)| these.is_empty());
            if documents.is_empty() { bundle() } else { documents.iter().all(had) }
        }
        _ => false,
    }
}

/// What was given to somebody: the giving and its documents, none for the bundle.
fn given<'a>(
    known: &'a [&Entry],
    code: &'a str,
) -> impl Iterator<Item = (Dot, &'a [FamilyId])> + 'a {
    known.iter().filter_map(move |entry| match &entry.change {
        Change::Custody(Custody::Given { to, documents, .. }) if Holder::of(to).is(code) => {
            Some((entry.dot, documents.as_slice()))
        }
        _ => None,
    })
}

/// True when a slot lets an error stand that nobody let stand there before. What is in the state was
/// judged already; entries that come together never vouch for each other.
fn releases(slot: &Slot, entry: &Entry, history: &History) -> bool {
    let here = |it: &&Entry| it.document == entry.document && it.path == entry.path;
    let stood = |(rule, reason): (&String, &String)| {
        history.entries().filter(here).any(|it| {
            matches!(&it.change, Change::Slot(before) if before.released.get(rule) == Some(reason))
        })
    };
    !slot.released.iter().all(stood)
}
