//! What is known of a family at its door, besides its document: a cache of what the family's own
//! entries say, so that lists read one row.

use std::collections::BTreeSet;

use cacah_family::entry::{Change, Entry, Presence, Visit};
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_family::merge::{FamilyState, History};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::install::{AreaRecord, put_area};
use crate::{StoreError, across, row, search, settings};

/// Listing, visits without an answer, hand-over, position.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Door {
    /// What verifying the list found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// Welfare by the officer's judgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welfare: Option<u8>,
    /// Members, as told at the door.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<u8>,
    /// The family it is listed twice with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<FamilyId>,
    /// What came of the last visit without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Visit>,
    /// When to come again, as it was said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
    /// What the officer wrote then.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Handed over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub handed: bool,
    /// Drawn by a supervisor.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sampled: bool,
    /// Where it stands is known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub located: bool,
}

/// Never prints what an officer wrote.
impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Door({:?}, {:?}, …)", self.presence, self.outcome)
    }
}

impl Door {
    fn of(history: &History, state: &FamilyState) -> Self {
        let listed = state.listed.as_ref();
        let last = history.story(None).into_iter().rev().find_map(|entry| match &entry.change {
            Change::Visit { outcome, note, appointment } => Some((*outcome, note, appointment)),
            _ => None,
        });
        Self {
            presence: listed.map(|listed| listed.presence),
            welfare: listed.and_then(|listed| listed.welfare),
            members: listed.and_then(|listed| listed.members),
            with: listed.and_then(|listed| listed.with),
            outcome: last.map(|(outcome, ..)| outcome),
            appointment: last.and_then(|(.., appointment)| appointment.clone()),
            note: last.map(|(_, note, _)| note.clone()).unwrap_or_default(),
            handed: state.handed,
            sampled: state.sampled,
            located: state.position.is_some(),
        }
    }
}

/// Setting: rows say what their entries say, and words are found by their beginnings.
const TOLD: &str = "doors_told";

/// A file from before rows had that gets it now, once, all of it or nothing.
pub(crate) fn ensure(connection: &mut Connection, now: Millis) -> Result<(), StoreError> {
    if settings::get(connection, TOLD)?.is_some() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    let families: BTreeSet<i64> = {
        let mut query = transaction.prepare("SELECT id FROM family WHERE NOT wiped")?;
        query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    for family in &families {
        search::beginnings(&transaction, *family)?;
    }
    retell(&transaction, &families, now)?;
    settings::put(&transaction, TOLD, "1")?;
    Ok(transaction.commit()?)
}

/// True of what a family's row keeps of its own entries.
pub(crate) fn concerns(entry: &Entry) -> bool {
    entry.document.is_none()
        && matches!(
            entry.change,
            Change::Listed(_)
                | Change::Visit { .. }
                | Change::Position(_)
                | Change::HandedOver { .. }
                | Change::TakenBack {}
                | Change::Sampled {}
                | Change::Sls(_)
        )
}

/// Brings the rows of families up to what their own entries say.
pub(crate) fn retell(
    connection: &Connection,
    families: &BTreeSet<i64>,
    now: Millis,
) -> Result<(), StoreError> {
    for family in families {
        let mut history = History::default();
        for entry in row::entries(connection, "e.family = ?1 AND e.document IS NULL", [*family])? {
            history.insert(entry);
        }
        tell(connection, *family, &history, &history.state(), now)?;
    }
    Ok(())
}

/// The same, of a family whose entries are known.
pub(crate) fn tell(
    connection: &Connection,
    family: i64,
    history: &History,
    state: &FamilyState,
    now: Millis,
) -> Result<(), StoreError> {
    let door = Door::of(history, state);
    let door = (door != Door::default()).then(|| serde_json::to_string(&door)).transpose()?;
    let update = "UPDATE family SET door = ?2 WHERE id = ?1 AND door IS NOT ?2";
    let changed = connection.prepare_cached(update)?.execute(params![family, door])?;
    if changed > 0 {
        across::listed(connection, [family], now)?;
    }
    settle(connection, family, state)
}

/// What a coordinator settled of an SLS makes the areas it is from then on, in the village of the old.
fn settle(connection: &Connection, family: i64, state: &FamilyState) -> Result<(), StoreError> {
    let Some(change) = state.sls.as_ref().filter(|change| change.settled) else { return Ok(()) };
    let old = "SELECT a.round, a.village, a.district FROM area a
               JOIN family f ON f.round = a.round AND f.idsubsls = a.idsubsls
               WHERE f.id = ?1 AND f.sls";
    let mut old = connection.prepare_cached(old)?;
    let mut old = old.query([family])?;
    let Some(old) = old.next()? else { return Ok(()) };
    let (round, village, district) =
        (old.get(0)?, old.get::<_, String>(1)?, old.get::<_, String>(2)?);
    for new in &change.into {
        let (idsubsls, name) = (new.idsubsls.clone(), new.name.clone());
        let (village, district) = (village.clone(), district.clone());
        put_area(connection, round, &AreaRecord { idsubsls, name, village, district })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
