//! When the numbers of this vault's actor may no longer be given: they could be given twice.

use rusqlite::Connection;

use crate::enrolment::OwnActor;
use crate::witness::Known;
use crate::{Store, StoreError, settings};

/// Setting: the incarnation that is closed and why, as `3 restored`. A later incarnation ends it.
const CLOSED: &str = "closed_incarnation";

/// Why a new incarnation must begin before the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The vault was made of a safety copy.
    Restored,
    /// The vault was made of what a damaged one still held.
    Salvaged,
    /// A witness outside the file knows this number; the file does not.
    Witness(u64),
}

/// An incarnation that may write no more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closed {
    incarnation: u32,
    cause: Cause,
}

impl Store {
    /// Why a new incarnation must begin before the next entry; until then every append is refused.
    #[must_use]
    pub fn owes(&self) -> Option<Cause> {
        let closed = self.closed.filter(|closed| self.own.actor.incarnation <= closed.incarnation);
        closed.map(|closed| closed.cause)
    }

    /// The number of the incarnation that may begin: none that is known anywhere here has it.
    #[must_use]
    pub fn next_incarnation(&self) -> u32 {
        let closed = self.closed.map_or(0, |closed| closed.incarnation);
        self.own.actor.incarnation.max(closed).saturating_add(1)
    }

    /// The highest number known outside, when the file is older than that: it was put back by hand.
    #[must_use]
    pub fn older_than_witness(&self) -> Option<u64> {
        match self.owes()? {
            Cause::Witness(seq) => Some(seq),
            Cause::Restored | Cause::Salvaged => None,
        }
    }

    /// Refuses to number an entry whose number may have been given before.
    pub(crate) fn may_number(&self) -> Result<(), StoreError> {
        self.owes().map_or(Ok(()), |_| Err(StoreError::IncarnationOwed))
    }
}

/// Closes the newest incarnation of a file that is not in use.
pub(crate) fn close(connection: &Connection, word: &str) -> Result<(), StoreError> {
    let newest = "SELECT coalesce(max(incarnation), 0) FROM actor
                  WHERE device IN (SELECT device FROM enrolment)";
    let newest: u32 = connection.query_row(newest, [], |row| row.get(0))?;
    settings::put(connection, CLOSED, &format!("{newest} {word}"))
}

/// Words of [`close`].
pub(crate) const RESTORED: &str = "restored";
/// As above.
pub(crate) const SALVAGED: &str = "salvaged";

/// What the file says of itself, and what the witness knows of this device beyond it.
pub(crate) fn closed(
    connection: &Connection,
    own: OwnActor,
    next: u64,
    (witness, wal): (Option<Known>, bool),
) -> Result<Option<Closed>, StoreError> {
    let incarnation = own.actor.incarnation;
    // Not left properly, and yet without a WAL: somebody took it away, and nobody knows what was in it.
    let robbed = |known: &Known| known.in_use && !wal && known.last.0 == incarnation;
    let ahead = witness.filter(|known| known.last >= (incarnation, next) || robbed(known));
    let known = ahead.map(|Known { last: (incarnation, seq), .. }| Closed {
        incarnation,
        cause: Cause::Witness(seq),
    });
    let Some(text) = settings::get(connection, CLOSED)? else { return Ok(known) };
    let (closed, word) = text.split_once(' ').unwrap_or((&text, ""));
    let cause = if word == SALVAGED { Cause::Salvaged } else { Cause::Restored };
    // What cannot be read closes what is: refusing costs a signature, trusting could cost an answer.
    let closed = closed.parse().unwrap_or(incarnation);
    if closed < incarnation {
        return Ok(known);
    }
    let highest = known.map_or(closed, |known| known.incarnation.max(closed));
    Ok(Some(Closed { incarnation: highest, cause }))
}
