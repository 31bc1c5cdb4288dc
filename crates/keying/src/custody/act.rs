//! What may happen to paper as it stands.

use std::collections::BTreeSet;

use cacah_family::entry::Dot;
use cacah_family::id::{FamilyId, OfficerId};
use cacah_family::paper::Custody;

use super::{BundleState, Giving, Holder, Stage};
use crate::label::BoxNumber;

/// Sets one receipt counts at most.
const MOST_SETS: u16 = 9_999;
/// Letters of a code, a place, a letter's number.
const LONGEST_NAME: usize = 60;
/// Letters of a note.
const LONGEST_NOTE: usize = 1_000;

/// Who wants to act.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// Who.
    pub officer: OfficerId,
    /// Their code.
    pub code: &'a str,
    /// True of a supervisor, who looks after storage too.
    pub supervises: bool,
}

/// Why something cannot happen to paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only a supervisor does this, or only whom the paper was given to.
    #[error("not theirs to do")]
    NotTheirs,
    /// It was given, and nobody has said that it came.
    #[error("given and not yet taken")]
    Underway,
    /// It is not where this needs it: still in the field, or with somebody else.
    #[error("the paper is elsewhere")]
    Elsewhere,
    /// No such giving waits for an answer, or no such difference.
    #[error("nothing waits for this")]
    Answered,
    /// A note has to say why.
    #[error("a note is wanted")]
    NoteWanted,
    /// No number of a box.
    #[error("no number of a box")]
    BadBox,
    /// Empty, too long or too many: the field it names.
    #[error("{0} is empty or too long")]
    Bad(&'static str),
}

impl BundleState {
    /// Whether `actor` may say this of the paper as it stands here.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn allows(&self, act: &Custody, actor: Actor<'_>) -> Result<(), Refusal> {
        match act {
            Custody::Given { to, documents, letter, note } => {
                fits("to", to, LONGEST_NAME)?;
                fits("letter", letter, LONGEST_NAME)?;
                fits("note", note, LONGEST_NOTE)?;
                self.gives(to, documents, note, actor)
            }
            Custody::Taken { of } => self.takes(*of, actor),
            Custody::Refused { of, note } => {
                let giving = self.giving(*of)?;
                wanted(note)?;
                let to_them = giving.to.is(actor.code);
                theirs(actor.supervises || giving.by == actor.officer || to_them)
            }
            Custody::Received { .. } | Custody::Settled { .. } => {
                theirs(actor.supervises)?;
                self.counts(act)
            }
            Custody::Boxed { .. } | Custody::Shelved { .. } | Custody::Seen { .. } => {
                theirs(actor.supervises)?;
                self.stores(act)
            }
        }
    }

    fn giving(&self, of: Dot) -> Result<&Giving, Refusal> {
        self.pending().find(|giving| giving.dot == of).ok_or(Refusal::Answered)
    }

    fn counts(&self, act: &Custody) -> Result<(), Refusal> {
        match act {
            Custody::Received { listed, counted, from, letter, note, .. } => {
                named("from", from)?;
                fits("letter", letter, LONGEST_NAME)?;
                fits("note", note, LONGEST_NOTE)?;
                if *listed.max(counted) > MOST_SETS {
                    return Err(Refusal::Bad("counted"));
                }
                if listed == counted { Ok(()) } else { wanted(note) }
            }
            Custody::Settled { of, note } => {
                let open = |receipt: &&super::Receipt| receipt.dot == *of && receipt.differs();
                self.receipts.iter().find(open).ok_or(Refusal::Answered)?;
                wanted(note)
            }
            _ => Ok(()),
        }
    }

    fn stores(&self, act: &Custody) -> Result<(), Refusal> {
        match act {
            Custody::Boxed { number } => {
                number.parse::<BoxNumber>().map_err(|_| Refusal::BadBox)?;
                self.at_rest()?;
                if self.holder == Holder::Storage { Ok(()) } else { Err(Refusal::Elsewhere) }
            }
            Custody::Shelved { place } | Custody::Seen { place } => {
                named("place", place)?;
                if self.number.is_empty() { Err(Refusal::Elsewhere) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// Somewhere at the office, and not on its way.
    fn at_rest(&self) -> Result<(), Refusal> {
        match self.stage() {
            Stage::Expected => Err(Refusal::Elsewhere),
            Stage::Underway => Err(Refusal::Underway),
            _ => Ok(()),
        }
    }

    fn gives(
        &self,
        to: &str,
        documents: &[FamilyId],
        note: &str,
        actor: Actor<'_>,
    ) -> Result<(), Refusal> {
        // Storage hands out; whoever has paper gives it back to storage.
        let to = Holder::of(to);
        theirs(actor.supervises || to == Holder::Storage)?;
        if documents.is_empty() {
            self.at_rest()?;
            has(&self.holder, actor)?;
            return if self.holder == to { Err(Refusal::Elsewhere) } else { Ok(()) };
        }
        wanted(note)?;
        if self.receipts.is_empty() {
            return Err(Refusal::Elsewhere);
        }
        let mut holders = BTreeSet::new();
        for document in documents {
            if self.pending().any(|giving| giving.documents.contains(document)) {
                return Err(Refusal::Underway);
            }
            let away = self.away.contains_key(document);
            if !away && (self.underway().is_some() || self.holder == to) {
                return Err(Refusal::Elsewhere);
            }
            holders.insert(self.holder_of(*document));
            has(self.holder_of(*document), actor)?;
        }
        // One giving has one giver.
        if holders.len() == 1 { Ok(()) } else { Err(Refusal::Elsewhere) }
    }

    fn takes(&self, of: Dot, actor: Actor<'_>) -> Result<(), Refusal> {
        match &self.giving(of)?.to {
            to @ Holder::Officer(_) => theirs(to.is(actor.code)),
            Holder::Storage | Holder::Field => theirs(actor.supervises),
        }
    }
}

/// Paper is given by who has it; a supervisor writes down what others did.
fn has(holder: &Holder, actor: Actor<'_>) -> Result<(), Refusal> {
    if holder.is(actor.code) || actor.supervises { Ok(()) } else { Err(Refusal::Elsewhere) }
}

fn theirs(theirs: bool) -> Result<(), Refusal> {
    if theirs { Ok(()) } else { Err(Refusal::NotTheirs) }
}

fn wanted(note: &str) -> Result<(), Refusal> {
    if note.trim().is_empty() { Err(Refusal::NoteWanted) } else { fits("note", note, LONGEST_NOTE) }
}

fn named(field: &'static str, name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() { Err(Refusal::Bad(field)) } else { fits(field, name, LONGEST_NAME) }
}

fn fits(field: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most { Err(Refusal::Bad(field)) } else { Ok(()) }
}
