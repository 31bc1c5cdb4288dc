//! An entry as a row and back, and the small integers that stand for UUIDs in this file.

use std::collections::BTreeMap;

use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, FormVersion, Heard, Times};
use cacah_family::id::{DeviceId, DocumentId, FamilyId, InstanceId, OfficerId};
use cacah_family::path::Path;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _};

use crate::StoreError;

/// The name of a unit variant, as serde writes it.
pub(crate) fn word<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let mut word = serde_json::to_string(value)?;
    word.retain(|letter| letter != '"');
    Ok(word)
}

/// The variant of that name.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, StoreError> {
    let variant: StrDeserializer<'_, serde_json::Error> = word.into_deserializer();
    Ok(T::deserialize(variant)?)
}

/// A text column without a copy of it.
fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<Option<&'r str>, StoreError> {
    Ok(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?)
}

/// SQLite's integers are signed; ours count from 0.
pub(crate) fn int(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Damaged { place: "a number" })
}

/// An integer column that is never negative.
pub(crate) fn uint(row: &Row<'_>, column: usize) -> Result<u64, StoreError> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| StoreError::Damaged { place: "a number" })
}

/// The id that `sql` finds.
pub(crate) fn find(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Option<i64>, StoreError> {
    Ok(connection.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
}

/// Row of a family.
pub(crate) fn family(connection: &Connection, id: FamilyId) -> Result<i64, StoreError> {
    let row = find(connection, "SELECT id FROM family WHERE family = ?1", [id.0])?;
    row.ok_or(StoreError::NotFound("family"))
}

/// Row of a document of the family in row `family`.
pub(crate) fn document(
    connection: &Connection,
    family: i64,
    id: DocumentId,
) -> Result<i64, StoreError> {
    let known = "SELECT id FROM document WHERE document = ?1 AND family = ?2";
    find(connection, known, params![id.0, family])?.ok_or(StoreError::NotFound("document"))
}

/// Row of a form version, made when it is new.
pub(crate) fn form(connection: &Connection, version: &FormVersion) -> Result<i64, StoreError> {
    let params = [&version.structure, &version.rules];
    let known = "SELECT id FROM form WHERE structure = ?1 AND rules = ?2";
    if let Some(row) = find(connection, known, params)? {
        return Ok(row);
    }
    let insert = "INSERT INTO form (structure, rules) VALUES (?1, ?2)";
    connection.prepare_cached(insert)?.execute(params)?;
    Ok(connection.last_insert_rowid())
}

/// Row of an actor, made when it is new.
pub(crate) fn actor(connection: &Connection, actor: Actor) -> Result<i64, StoreError> {
    let params = params![actor.device.0, actor.incarnation];
    let known = "SELECT id FROM actor WHERE device = ?1 AND incarnation = ?2";
    if let Some(row) = find(connection, known, params)? {
        return Ok(row);
    }
    let insert = "INSERT INTO actor (device, incarnation) VALUES (?1, ?2)";
    connection.prepare_cached(insert)?.execute(params)?;
    Ok(connection.last_insert_rowid())
}

/// The actors of this file, to read dots without asking for each.
pub(crate) struct Actors(BTreeMap<i64, Actor>);

impl Actors {
    pub(crate) fn load(connection: &Connection) -> Result<Self, StoreError> {
        let mut query = connection.prepare_cached("SELECT id, device, incarnation FROM actor")?;
        let actors = query.query_and_then([], |row| {
            let actor = Actor { device: DeviceId(row.get(1)?), incarnation: row.get(2)? };
            Ok::<_, StoreError>((row.get(0)?, actor))
        })?;
        Ok(Self(actors.collect::<Result<_, _>>()?))
    }

    pub(crate) fn dot(&self, (actor, seq): (i64, u64)) -> Result<Dot, StoreError> {
        let actor = self.0.get(&actor).ok_or(StoreError::Damaged { place: "entry" })?;
        Ok(Dot { actor: *actor, seq })
    }

    pub(crate) fn dots(&self, rows: Vec<(i64, u64)>) -> Result<Vec<Dot>, StoreError> {
        rows.into_iter().map(|dot| self.dot(dot)).collect()
    }
}

/// Dots as they are stored.
pub(crate) fn dots(connection: &Connection, dots: &[Dot]) -> Result<Vec<(i64, u64)>, StoreError> {
    dots.iter().map(|dot| Ok((actor(connection, dot.actor)?, dot.seq))).collect()
}

/// Rows of a family and of a document of it.
pub(crate) type Place = (i64, Option<i64>);

/// What the row of an entry names in other tables, and what its family says of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    pub place: Place,
    form: Option<i64>,
    /// The family has its place in the queue.
    pub queued: bool,
    /// The document is the one worked on, or never is.
    pub worked_on: bool,
}

/// The home of an entry, asked at once. Its form is made when it is new.
pub(crate) fn home(connection: &Connection, entry: &Entry) -> Result<Home, StoreError> {
    let sql = "SELECT f.id, d.id, f.queued IS NOT NULL,
                   f.document IS d.id OR coalesce(d.source IN ('paper', 'second_entry'), 0)
               FROM family f LEFT JOIN document d ON d.document = ?2 AND d.family = f.id
               WHERE f.family = ?1";
    let form = entry.form.as_ref().map(|version| form(connection, version)).transpose()?;
    let mut query = connection.prepare_cached(sql)?;
    let found = query.query_row(params![entry.family.0, entry.document.map(|id| id.0)], |row| {
        let place = (row.get(0)?, row.get(1)?);
        Ok(Home { place, form, queued: row.get(2)?, worked_on: row.get(3)? })
    });
    let home = found.optional()?.ok_or(StoreError::NotFound("family"))?;
    if entry.document.is_some() && home.place.1.is_none() {
        return Err(StoreError::NotFound("document"));
    }
    Ok(home)
}

/// The home of the answer written last: the next one's, unless anything else was written since.
#[derive(Debug)]
pub(crate) struct Known {
    family: FamilyId,
    document: Option<DocumentId>,
    form: Option<FormVersion>,
    home: Home,
    /// Rows this connection had changed.
    changes: u64,
}

impl Known {
    /// What an answer says of the next one; other changes may move what is known.
    pub(crate) fn of(entry: &Entry, home: Home) -> Option<Self> {
        let (family, document) = (entry.family, entry.document);
        let settled = home.queued && home.worked_on && matches!(entry.change, Change::Slot(_));
        let form = entry.form.clone();
        settled.then_some(Self { family, document, form, home, changes: 0 })
    }

    /// Holds from now on.
    pub(crate) fn at(self, connection: &Connection) -> Self {
        Self { changes: connection.total_changes(), ..self }
    }

    /// True while nothing else was written.
    pub(crate) fn holds(&self, connection: &Connection) -> bool {
        self.changes == connection.total_changes()
    }

    /// The home of `entry`, if it is the same.
    pub(crate) fn home(&self, entry: &Entry) -> Option<Home> {
        let same = (self.family, self.document) == (entry.family, entry.document)
            && self.form == entry.form
            && matches!(entry.change, Change::Slot(_));
        same.then_some(self.home)
    }
}

/// Where an entry is from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Written in this vault: ours to send.
    #[default]
    Here,
    /// It came down.
    Came,
}

/// What stands beside an entry in its row, and is no part of it.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub origin: Origin,
    /// What `document.percent` would say.
    pub percent: Option<u8>,
    /// What `document.stand` would say, see [`stand_text`].
    pub stand: Option<String>,
}

/// Where the officer stands, as the row of an entry at `at` keeps it: mostly in the same instance.
pub(crate) fn stand_text(stand: &Path, at: &Path) -> String {
    match &stand.name {
        Some(name) if at.instance.is_some() && stand.instance == at.instance => format!("/{name}"),
        _ => stand.to_string(),
    }
}

/// [`stand_text`] read back.
pub(crate) fn stand_path(text: &str, instance: Option<InstanceId>) -> Option<Path> {
    match (text.strip_prefix('/'), instance) {
        (Some(name), Some(instance)) => Some(Path::of(instance, name)),
        _ => text.parse().ok(),
    }
}

/// Adds an entry of the actor in row `actor` to the journal; false when it was there.
pub(crate) fn insert(
    connection: &Connection,
    actor: i64,
    entry: &Entry,
    home: &Home,
    beside: &Beside,
) -> Result<bool, StoreError> {
    let (family, document) = home.place;
    let over = match &*entry.over {
        [] => None,
        over => {
            // Mostly one's own: then its row is known.
            let row = |dot: &Dot| match dot.actor == entry.dot.actor {
                true => Ok((actor, dot.seq)),
                false => Ok((self::actor(connection, dot.actor)?, dot.seq)),
            };
            let over: Result<Vec<_>, StoreError> = over.iter().map(row).collect();
            Some(serde_json::to_string(&over?)?)
        }
    };
    let heard = entry.at.heard.map(|heard| int(heard.mono)).transpose()?;
    let some = |number: u32| Some(number).filter(|number| *number > 0);
    let new = connection
        .prepare_cached(
            "INSERT INTO entry (family, actor, seq, digest, document, instance, name, change, over,
                 officer, mode, form, wall, mono, endpoint, keys, active, heard, trip, came, percent,
                 stand)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                 ?19, ?20, ?21, ?22)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            family,
            actor,
            int(entry.dot.seq)?,
            entry.digest(),
            document,
            entry.path.instance.map(|id| id.0),
            entry.path.name,
            serde_json::to_string(&entry.change)?,
            over,
            entry.officer.0,
            word(&entry.mode)?,
            home.form,
            entry.at.wall,
            int(entry.at.mono)?,
            entry.at.endpoint,
            some(entry.effort.keys),
            some(entry.effort.active),
            heard,
            entry.at.heard.and_then(|heard| some(heard.trip)),
            (beside.origin == Origin::Came).then_some(true),
            beside.percent,
            beside.stand,
        ])?;
    Ok(new > 0)
}

/// What [`Reading`] reads of `entry e`.
pub(crate) const COLUMNS: &str = "e.actor, e.seq, e.family, e.document, e.instance, e.name, e.change,
     e.over, e.officer, e.mode, e.form, e.wall, e.mono, e.endpoint, e.keys, e.active, e.heard, e.trip";

/// How many columns those are.
pub(crate) const WIDTH: usize = 18;

/// Reads the entries that `condition`, over `e`, chooses, by actor and number.
pub(crate) fn entries(
    connection: &Connection,
    condition: &'static str,
    params: impl Params,
) -> Result<Vec<Entry>, StoreError> {
    let mut reading = Reading::new(connection)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM entry e WHERE {condition} ORDER BY e.actor, e.seq, e.digest"
    );
    let mut query = connection.prepare_cached(&sql)?;
    query.query_and_then(params, |row| reading.entry(row))?.collect()
}

/// Reads entries one after another. What a row number stands for is asked when it changes: a family
/// has a document or two and mostly one form.
pub(crate) struct Reading<'c> {
    connection: &'c Connection,
    actors: Actors,
    family: Option<(i64, FamilyId)>,
    document: Option<(i64, DocumentId)>,
    form: Option<(i64, FormVersion)>,
}

impl<'c> Reading<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Result<Self, StoreError> {
        let actors = Actors::load(connection)?;
        Ok(Self { connection, actors, family: None, document: None, form: None })
    }

    /// The entry of a row that begins with [`COLUMNS`].
    pub(crate) fn entry(&mut self, row: &Row<'_>) -> Result<Entry, StoreError> {
        let over = text(row, 7)?;
        let over =
            over.map_or(Ok(Vec::new()), |over| self.actors.dots(serde_json::from_str(over)?))?;
        let some = |column| row.get::<_, Option<u32>>(column).map(Option::unwrap_or_default);
        let damaged = StoreError::Damaged { place: "entry" };
        Ok(Entry {
            dot: self.actors.dot((row.get(0)?, uint(row, 1)?))?,
            family: self.family(row.get(2)?)?,
            document: row.get::<_, Option<_>>(3)?.map(|row| self.document(row)).transpose()?,
            path: Path { instance: row.get::<_, Option<_>>(4)?.map(InstanceId), name: row.get(5)? },
            change: serde_json::from_str(text(row, 6)?.ok_or(damaged)?)?,
            over,
            officer: OfficerId(row.get(8)?),
            mode: from_word(text(row, 9)?.unwrap_or_default())?,
            form: row.get::<_, Option<_>>(10)?.map(|row| self.form(row)).transpose()?,
            at: Times {
                wall: row.get(11)?,
                mono: uint(row, 12)?,
                endpoint: row.get(13)?,
                heard: match row.get::<_, Option<i64>>(16)? {
                    Some(_) => Some(Heard { mono: uint(row, 16)?, trip: some(17)? }),
                    None => None,
                },
            },
            effort: Effort { keys: some(14)?, active: some(15)? },
        })
    }

    fn family(&mut self, id: i64) -> Result<FamilyId, StoreError> {
        let sql = "SELECT family FROM family WHERE id = ?1";
        stands_for(self.connection, &mut self.family, (sql, id), |row| Ok(FamilyId(row.get(0)?)))
    }

    fn document(&mut self, id: i64) -> Result<DocumentId, StoreError> {
        let sql = "SELECT document FROM document WHERE id = ?1";
        let read = |row: &Row<'_>| Ok(DocumentId(row.get(0)?));
        stands_for(self.connection, &mut self.document, (sql, id), read)
    }

    fn form(&mut self, id: i64) -> Result<FormVersion, StoreError> {
        let sql = "SELECT structure, rules FROM form WHERE id = ?1";
        let read = |row: &Row<'_>| Ok(FormVersion { structure: row.get(0)?, rules: row.get(1)? });
        stands_for(self.connection, &mut self.form, (sql, id), read)
    }
}

/// What a row stands for: what was asked last, or what `sql` finds.
fn stands_for<T: Clone>(
    connection: &Connection,
    last: &mut Option<(i64, T)>,
    (sql, id): (&str, i64),
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    if let Some((of, known)) = last
        && *of == id
    {
        return Ok(known.clone());
    }
    let found = connection.prepare_cached(sql)?.query_row([id], read).optional()?;
    let found = found.ok_or(StoreError::Damaged { place: "entry" })?;
    Ok(last.insert((id, found)).1.clone())
}

/// Proves that each entry still has the content its digest was taken of.
pub(crate) fn check_digests(connection: &Connection) -> Result<(), StoreError> {
    let mut families = connection.prepare("SELECT id FROM family")?;
    let sql = "SELECT digest FROM entry WHERE family = ?1 ORDER BY actor, seq, digest";
    let mut digests = connection.prepare(sql)?;
    for family in families.query_map([], |row| row.get::<_, i64>(0))? {
        let family = family?;
        let entries = entries(connection, "e.family = ?1", [family])?;
        let digests = digests.query_map([family], |row| row.get::<_, [u8; 32]>(0))?;
        for (entry, digest) in entries.iter().zip(digests) {
            if entry.digest() != digest? {
                return Err(StoreError::Damaged { place: "entry" });
            }
        }
    }
    Ok(())
}
