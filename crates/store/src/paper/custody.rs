//! What the records of SLS and of the office say: where paper is, how it is keyed, who is at work.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Entry};
use cacah_family::host::Millis;
use cacah_family::id::FamilyId;
use cacah_family::merge::History;
use cacah_family::paper::KeyingSettings;
use cacah_family::path::Path;

use super::list::area;
use crate::reader::Reader;
use crate::row::{self, Reading};
use crate::{StoreError, install};

impl Reader {
    /// The custody log of an SLS: entries of its record at `@custody`, by actor and number; empty
    /// before the first.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn custody(&self, idsubsls: &Idsubsls) -> Result<Vec<Entry>, StoreError> {
        let Some(round) = self.round()? else { return Ok(Vec::new()) };
        let record = FamilyId::of_sls(round.id, idsubsls);
        let log = "e.family = (SELECT id FROM family WHERE family = ?1) AND e.name = '@custody'";
        row::entries(&self.connection, log, [record.0])
    }

    /// The custody logs of every SLS of the round in work that has one, in one pass.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn custodies(&self) -> Result<BTreeMap<Idsubsls, Vec<Entry>>, StoreError> {
        let sql = format!(
            "SELECT {}, f.idsubsls FROM family f JOIN entry e ON e.family = f.id
             WHERE f.sls AND {} AND e.name = '@custody'
             ORDER BY f.id, e.actor, e.seq, e.digest",
            row::COLUMNS,
            install::IN_WORK
        );
        let mut reading = Reading::new(&self.connection)?;
        let mut query = self.connection.prepare_cached(&sql)?;
        let mut rows = query.query([])?;
        let mut all: BTreeMap<Idsubsls, Vec<Entry>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            all.entry(area(row, row::WIDTH)?).or_default().push(reading.entry(row)?);
        }
        Ok(all)
    }

    /// How the office of a regency (four digits) keys, as it was set last; `None` before.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn keying_settings(&self, regency: &str) -> Result<Option<KeyingSettings>, StoreError> {
        let mut history = History::default();
        for entry in self.of_office(regency, Path::KEYING, Millis::MIN)? {
            history.insert(entry);
        }
        let heads = history.heads(None);
        let newest = heads.get(&Path::question(Path::KEYING)).and_then(|heads| heads.last());
        Ok(newest.and_then(|entry| match &entry.change {
            Change::Keying(settings) => Some(settings.clone()),
            _ => None,
        }))
    }

    /// Who came and went in the office of a regency, from then on (milliseconds, the clock of whoever
    /// wrote), by actor and number.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn attendance(&self, regency: &str, from: Millis) -> Result<Vec<Entry>, StoreError> {
        self.of_office(regency, Path::ATTENDANCE, from)
    }

    fn of_office(&self, regency: &str, at: &str, from: Millis) -> Result<Vec<Entry>, StoreError> {
        let Some(round) = self.round()? else { return Ok(Vec::new()) };
        let Some(birth) = Birth::of_office(round.id, regency) else { return Ok(Vec::new()) };
        let record = FamilyId::of_sls(round.id, &birth.idsubsls);
        let log = "e.family = (SELECT id FROM family WHERE family = ?1) AND e.name = ?2
                   AND e.wall >= ?3";
        row::entries(&self.connection, log, rusqlite::params![record.0, at, from])
    }
}
