//! The officers of a vault: one on a laptop, several on a keying PC, each with a device of its own.

use std::collections::BTreeMap;
use std::path::Path;

use cacah_family::id::{DeviceId, OfficerId};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::reader::Reader;
use crate::row::uint;
use crate::store::newcomer;
use crate::vault::header::Header;
use crate::vault::kdf::Cost;
use crate::vault::slot::OfficerSlot;
use crate::vault::{Secret, swap};
use crate::{Enrolment, Store, StoreError, copy, enrolment};

/// An officer of a vault, as anybody may see before it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerMark {
    /// The officer's code.
    pub code: String,
    /// No password opens the vault for this officer, only a code of the office.
    pub asks_office: bool,
}

/// Digits of an id that stand for whoever has no code here.
const SHORT_ID: usize = 8;

impl Store {
    /// The officers whose vault this is, without any key.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Damaged`], [`StoreError::TooNew`].
    pub fn officers(dir: &Path) -> Result<Vec<OfficerMark>, StoreError> {
        let header = Header::read(dir)?;
        let marks = header.officers().map(|(code, slot)| OfficerMark {
            code: code.to_owned(),
            asks_office: slot.asks_office(),
        });
        Ok(marks.collect())
    }

    /// Lets another officer, enrolled with a device of their own, into this vault.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] when the officer, the code or the device is in it,
    /// [`StoreError::NoOfficerKey`], [`StoreError::BadRecipient`], [`StoreError::DiskFull`],
    /// [`StoreError::NotWritable`]: then nobody new gets in.
    pub fn add_officer(&mut self, enrolment: &Enrolment, password: &str) -> Result<(), StoreError> {
        let header = Header::read(&self.dir)?;
        let known = |code: &str, officer| {
            code == enrolment.officer_code || officer == Some(enrolment.officer)
        };
        if header.officers().any(|(code, slot)| known(code, slot.officer()))
            || knows(&self.reader.connection, enrolment.device)?
        {
            return Err(StoreError::AlreadyExists);
        }
        let seed = enrolment.officer_key.as_ref().ok_or(StoreError::NoOfficerKey)?;
        let cost = header.slot(&self.enrolment.officer_code).and_then(OfficerSlot::cost);
        let password = (password, cost.unwrap_or(Cost::STANDARD));
        let who = newcomer(enrolment, seed);
        let slot = OfficerSlot::new(header.vault, &who, &self.key, password, &*self.host)?;
        let header = header.with(slot).with_office(&enrolment.recovery, &self.key)?;
        let transaction = self.begin()?;
        enrolment::insert(&transaction, enrolment)?;
        transaction.commit()?;
        header.write(&self.dir)
    }

    /// Takes an officer out: the vault is encrypted anew into another file under another key, which
    /// the others get handed, and closed and opened. What the officer wrote stays. Other [`Reader`]s
    /// and copiers of this vault must be gone.
    ///
    /// A power cut leaves the old vault or the new one. Safety copies made before open with the old
    /// passwords, the removed one too.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for nobody's code and for whoever is in; [`StoreError::Unsent`] while
    /// something of the officer was not receipted, because nobody else can sign it: let the office
    /// open the vault in the officer's place and send it. [`StoreError::DiskFull`],
    /// [`StoreError::BadCopy`], [`StoreError::NotWritable`]. The vault is closed then, as it was.
    pub fn remove_officer(self, code: &str) -> Result<Self, StoreError> {
        if code == self.enrolment.officer_code {
            return Err(StoreError::NotFound("other officer"));
        }
        if self.unsent_of(code)? > 0 {
            return Err(StoreError::Unsent);
        }
        let mut key = Secret::default();
        self.host.fill(&mut *key);
        let (dir, file) = (self.dir.clone(), self.host.id());
        let old = Header::read(&dir)?;
        let next = old.without(code, file, (&self.key, &key))?;
        let copied = self.checkpoint().and_then(|()| {
            copy::copy_db(&self.writer, &swap::draft(&dir, file), &key)?;
            Ok(crate::vault::files::sync_folder(&dir)?)
        });
        let Self { reader, writer, host, enrolment, witness, lock, guesses, .. } = self;
        drop(reader);
        writer.close().map_err(|(_, error)| error)?;
        drop(witness);
        let placed = copied.and_then(|_| {
            next.write(&dir)?;
            swap::finish(&dir, &next)
        });
        if let Err(error) = placed {
            // Unless its header is there, nobody opens the draft.
            swap::finish(&dir, &Header::read(&dir)?)?;
            return Err(error);
        }
        let keys = (key, enrolment.officer_key);
        let store = Self::open(&dir, lock, enrolment.officer, keys, host)?;
        Ok(Self { guesses, ..store })
    }

    /// The WAL folded into the file.
    fn checkpoint(&self) -> Result<(), StoreError> {
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = self.writer.query_row(fold, [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
    }
}

impl Reader {
    /// Entries of an officer of this vault that no receipt names yet.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for nobody's code.
    pub fn unsent_of(&self, code: &str) -> Result<u64, StoreError> {
        let device = "SELECT device FROM enrolment WHERE officer_code = ?1";
        let device = self.connection.query_row(device, [code], |row| row.get(0));
        let device = match device {
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                return Err(StoreError::NotFound("officer"));
            }
            device => DeviceId(device?),
        };
        unsent(&self.connection, "a.device = ?1", params![device.0])
    }

    /// Who has this code in this vault, or had it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for nobody's code.
    pub fn officer_id(&self, code: &str) -> Result<OfficerId, StoreError> {
        let sql = "SELECT officer FROM enrolment WHERE officer_code = ?1";
        match self.connection.query_row(sql, [code], |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(StoreError::NotFound("officer")),
            officer => Ok(OfficerId(officer?)),
        }
    }

    /// Codes of everybody who has, or had, a slot in this vault, and of those the endpoint told.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn people(&self) -> Result<BTreeMap<OfficerId, String>, StoreError> {
        let sql = "SELECT officer, officer_code FROM enrolment
                   UNION ALL SELECT officer, code FROM colleague
                   WHERE officer NOT IN (SELECT officer FROM enrolment)";
        let mut query = self.connection.prepare_cached(sql)?;
        let people = query.query_map([], |row| Ok((OfficerId(row.get(0)?), row.get(1)?)))?;
        Ok(people.collect::<Result<_, _>>()?)
    }

    /// Code of an officer: of this vault, else as the endpoint told it, else the last eight digits
    /// of the id.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn officer_code(&self, officer: OfficerId) -> Result<String, StoreError> {
        let sql = "SELECT officer_code FROM enrolment WHERE officer = ?1
                   UNION ALL SELECT code FROM colleague WHERE officer = ?1 LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        let code = query.query_row([officer.0], |row| row.get(0)).optional()?;
        Ok(code.unwrap_or_else(|| {
            let id = officer.0.simple().to_string();
            id.chars().skip(id.len() - SHORT_ID).collect()
        }))
    }

    /// Who has this code: in this vault, else as the endpoint told it.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn officer_by_code(&self, code: &str) -> Result<Option<OfficerId>, StoreError> {
        let sql = "SELECT officer FROM enrolment WHERE officer_code = ?1
                   UNION ALL SELECT officer FROM colleague WHERE code = ?1 LIMIT 1";
        let mut query = self.connection.prepare_cached(sql)?;
        Ok(query.query_row([code], |row| row.get(0)).optional()?.map(OfficerId))
    }

    /// Entries of the other officers of this vault that no receipt names yet: each waits until its
    /// officer is in.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn waiting_of_others(&self) -> Result<u64, StoreError> {
        let others = "a.device <> (SELECT device FROM actor WHERE id = ?1)";
        unsent(&self.connection, others, params![self.own])
    }
}

/// Entries written here by an `actor a` of whom `condition` holds that no receipt names.
pub(crate) fn unsent(
    connection: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM entry e JOIN actor a ON a.id = e.actor
         WHERE {condition} AND a.statement IS NOT NULL AND e.came IS NULL AND NOT EXISTS (
             SELECT 1 FROM segment s WHERE s.family = e.family AND s.actor = e.actor
                 AND e.seq BETWEEN s.first AND s.last AND NOT s.void
                 AND s.verdict IN ('stored', 'already', 'held'))"
    );
    connection.query_row(&sql, params, |row| Ok(uint(row, 0)))?
}

/// The endpoint told the code of an officer.
pub(crate) fn told(
    connection: &Connection,
    officer: OfficerId,
    code: &str,
) -> Result<(), StoreError> {
    let upsert = "INSERT INTO colleague (officer, code) VALUES (?1, ?2)
                  ON CONFLICT (officer) DO UPDATE SET code = excluded.code WHERE code <> excluded.code";
    connection.prepare_cached(upsert)?.execute(params![officer.0, code])?;
    Ok(())
}

fn knows(connection: &Connection, device: DeviceId) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM actor WHERE device = ?1 AND statement IS NOT NULL";
    Ok(connection.query_row(sql, [device.0], |row| row.get::<_, u32>(0))? > 0)
}

#[cfg(test)]
mod tests;
