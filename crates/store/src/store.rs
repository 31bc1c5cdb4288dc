//! A vault in use: one connection that writes, one that reads beside it.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_family::entry::{Actor, Heard};
use cacah_family::host::{Host, Millis};
use cacah_family::id::OfficerId;
use ed25519_dalek::SigningKey;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::enrolment::{self, Enrolment, OwnActor};

use crate::incarnation::Closed;
use crate::reader::Reader;
use crate::row::Known;
use crate::summary::Told;
use crate::vault::files::{self, Lock};
use crate::vault::header::Header;
use crate::vault::kdf::Cost;
use crate::vault::slot::{Newcomer, OfficerSlot, RecoverySlot, Slot};
use crate::vault::{DB, HEAD, HEAD_2, LOCK, Secret};
use crate::vault::{spare, swap, wal};
use crate::witness::Witness;
use crate::{StoreError, connection, door, incarnation, journal, migrate, paper, settings};

/// An unlocked vault. What only reads is on [`Reader`], which it dereferences to.
pub struct Store {
    // Dropped in this order: the writer goes after the reader, to fold the WAL into the file, and
    // the lock after both.
    pub(crate) reader: Reader,
    pub(crate) writer: Connection,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) enrolment: Enrolment,
    pub(crate) own: OwnActor,
    /// Number of the next entry.
    pub(crate) next: u64,
    /// The summary written last, so that the file is not asked for what it did not change.
    pub(crate) told: Option<Told>,
    /// Where the answer written last belongs.
    pub(crate) known: Option<Known>,
    /// The endpoint's time when last heard.
    pub(crate) endpoint: Option<Millis>,
    /// When that was. Never stored: another process has another monotonic clock.
    pub(crate) heard: Option<Heard>,
    /// Why no entry may be numbered, unless a later incarnation began.
    pub(crate) closed: Option<Closed>,
    pub(crate) witness: Witness,
    pub(crate) key: Secret,
    pub(crate) dir: PathBuf,
    /// Wrong guesses before the right one that opened it.
    pub(crate) guesses: u32,
    pub(crate) lock: Lock,
}

/// Never prints a key.
impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({:?})", self.enrolment)
    }
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Makes a vault in `dir`, which must be absent or empty, and opens it. It is built beside `dir`
    /// and renamed, so that an interrupted creation leaves no half vault.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::BadRecipient`], [`StoreError::NoOfficerKey`],
    /// [`StoreError::DiskFull`], [`StoreError::NotWritable`].
    pub fn create(
        dir: &Path,
        enrolment: &Enrolment,
        password: &str,
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        Self::create_at(dir, enrolment, (password, Cost::STANDARD), host)
    }

    pub(crate) fn create_at(
        dir: &Path,
        enrolment: &Enrolment,
        password: (&str, Cost),
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        let seed = enrolment.officer_key.clone().ok_or(StoreError::NoOfficerKey)?;
        if dir.exists() && dir.read_dir()?.next().is_some() {
            return Err(StoreError::AlreadyExists);
        }
        let staged = Staged::clear(dir)?;
        let mut data = Secret::default();
        host.fill(&mut *data);
        build(&staged.dir, enrolment, (&data, &seed), password, &*host)?;
        staged.place(dir)?;
        let lock = Lock::take(&dir.join(LOCK))?;
        Self::open(dir, lock, enrolment.officer, (data, Some(seed)), host)
    }

    /// Opens the vault with an officer's password. Nobody's code and a wrong password fail alike.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`], [`StoreError::TooSoon`] after wrong guesses,
    /// [`StoreError::AsksOffice`], [`StoreError::Busy`], [`StoreError::NotFound`],
    /// [`StoreError::Damaged`], [`StoreError::TooNew`], [`StoreError::NotWritable`].
    pub fn unlock(
        dir: &Path,
        officer_code: &str,
        password: &str,
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        let (lock, header) = enter(dir)?;
        let (opened, guesses) = header.guess(dir, (officer_code, password), &*host)?;
        let keys = (opened.data.clone(), Some(opened.seed.clone()));
        let mut store = Self::open(dir, lock, opened.officer, keys, host)?;
        store.guesses = guesses;
        let settled = header.settled(&opened, password, &*store.host)?;
        repair(&settled.unwrap_or(header), dir)?;
        Ok(store)
    }

    /// Opens the vault for the office, with its age identity (`AGE-SECRET-KEY-1…`). The officer's
    /// signing key stays shut: nothing can be signed in the officer's name.
    ///
    /// # Errors
    /// As [`Store::unlock`].
    pub fn unlock_with_recovery(
        dir: &Path,
        identity: &str,
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        let (lock, header) = enter(dir)?;
        let officer = header.first()?.0;
        let keys = header.offices().find_map(|slot| slot.open(identity).transpose());
        let key = keys.ok_or(StoreError::WrongPassword)??;
        let store = Self::open(dir, lock, officer, (key, None), host)?;
        repair(&header, dir)?;
        Ok(store)
    }

    /// What the office gave this laptop.
    #[must_use]
    pub fn enrolment(&self) -> &Enrolment {
        &self.enrolment
    }

    /// Who writes here.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.own.actor
    }

    /// Signs segments.
    ///
    /// # Errors
    /// [`StoreError::NoOfficerKey`] when the vault was opened by the recovery slot.
    pub fn officer_signer(&self) -> Result<SigningKey, StoreError> {
        let seed = self.enrolment.officer_key.as_ref().ok_or(StoreError::NoOfficerKey)?;
        Ok(SigningKey::from_bytes(seed))
    }

    /// Signs batches and incarnations.
    #[must_use]
    pub fn device_signer(&self) -> SigningKey {
        SigningKey::from_bytes(&self.enrolment.device_key)
    }

    /// Another connection that reads, for another thread.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader::new(connection::reader(&self.dir, &self.key)?, self.own.row))
    }

    pub(crate) fn open(
        dir: &Path,
        lock: Lock,
        officer: OfficerId,
        (key, officer_key): (Secret, Option<Secret>),
        host: Arc<dyn Host>,
    ) -> Result<Self, StoreError> {
        let wal = wal::check(dir)?;
        let mut writer = migrate::open(dir, &key, &migrate::runner())?;
        let told = door::ensure(&mut writer, host.now()).and_then(|()| paper::ensure(&mut writer));
        match told {
            // Nothing stands between an officer and the answers; it is made up for at the next unlock.
            Ok(()) | Err(StoreError::DiskFull | StoreError::NotWritable) => {}
            Err(other) => return Err(other),
        }
        let (enrolment, own) = enrolment::load(&writer, officer, officer_key)?;
        let reader = Reader::new(connection::reader(dir, &key)?, own.row);
        let next = journal::next(&writer, own.row)?;
        let endpoint = settings::endpoint_time(&writer)?;
        let mut witness = Witness::open(dir, own.actor);
        spare::keep(dir, &writer, &key)?;
        let closed = incarnation::closed(&writer, own, next, (witness.knows(), wal))?;
        if closed.is_none() {
            witness.found_whole(next - 1);
        }
        let dir = dir.to_owned();
        let (told, known) = (None, None);
        Ok(Self {
            reader,
            writer,
            host,
            enrolment,
            own,
            next,
            told,
            known,
            endpoint,
            heard: None,
            closed,
            witness,
            key,
            dir,
            guesses: 0,
            lock,
        })
    }

    /// A transaction that writes.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.writer.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

/// Takes the lock of the vault in `dir` and reads its header. Changes nothing of the vault, but puts a
/// file in place whose header came before the power went.
pub(crate) fn enter(dir: &Path) -> Result<(Lock, Header), StoreError> {
    if ![DB, HEAD, HEAD_2].iter().any(|name| dir.join(name).exists()) {
        return Err(StoreError::NotFound("vault"));
    }
    let lock = Lock::take(&dir.join(LOCK))?;
    let header = Header::read(dir)?;
    swap::finish(dir, &header)?;
    Ok((lock, header))
}

/// Makes both copies of the header whole again. A full disk must not lock the officer out: then the
/// next unlock tries again.
pub(crate) fn repair(header: &Header, dir: &Path) -> Result<(), StoreError> {
    match header.write(dir) {
        Err(StoreError::DiskFull) => Ok(()),
        done => done,
    }
}

fn build(
    dir: &Path,
    enrolment: &Enrolment,
    (data, seed): (&Secret, &Secret),
    password: (&str, Cost),
    host: &dyn Host,
) -> Result<(), StoreError> {
    let vault = host.id();
    let slots = vec![
        Slot::Officer(OfficerSlot::new(vault, &newcomer(enrolment, seed), data, password, host)?),
        Slot::Recovery(RecoverySlot::seal(&enrolment.recovery, data)?),
    ];
    let mut connection = connection::create(dir, data)?;
    migrate::run(&mut connection, &migrate::runner())?;
    let transaction = connection.transaction()?;
    enrolment::insert(&transaction, enrolment)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    Header::new(vault, slots).write(dir)
}

/// Who gets a slot by an enrolment.
pub(crate) fn newcomer<'a>(enrolment: &'a Enrolment, seed: &'a Secret) -> Newcomer<'a> {
    Newcomer {
        officer: enrolment.officer,
        code: &enrolment.officer_code,
        office: &enrolment.recovery,
        recovery: enrolment.recovery_seed.as_ref(),
        seed,
    }
}

/// A folder beside the vault in which it is built. What a killed creation left there never held an
/// answer: the first one comes after `create` returned.
pub(crate) struct Staged {
    pub(crate) dir: PathBuf,
    lock: Lock,
}

impl Staged {
    pub(crate) fn clear(dir: &Path) -> Result<Self, StoreError> {
        let name = dir.file_name().ok_or(StoreError::NotWritable)?;
        let staged = dir.with_file_name(format!(".{}.new", name.display()));
        fs::create_dir_all(&staged)?;
        let lock = Lock::take(&staged.join(LOCK))?;
        for file in staged.read_dir()? {
            let file = file?;
            if file.file_type()?.is_dir() {
                fs::remove_dir_all(file.path())?;
            } else if file.file_name() != LOCK {
                fs::remove_file(file.path())?;
            }
        }
        Ok(Self { dir: staged, lock })
    }

    pub(crate) fn place(self, dir: &Path) -> Result<(), StoreError> {
        files::sync_folder(&self.dir)?;
        // Windows renames neither a folder with an open file nor one onto another.
        drop(self.lock);
        if dir.exists() {
            fs::remove_dir(dir).map_err(|_| StoreError::AlreadyExists)?;
        }
        fs::rename(&self.dir, dir)?;
        dir.parent().map_or(Ok(()), files::sync_folder)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
