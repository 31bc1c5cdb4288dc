//! A laptop: its vault in a folder, its clock, and how it dies and comes back.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_family::entry::{Digest, Dot, Entry};
use cacah_family::id::{DeviceId, FamilyId};
use cacah_store::{FamilyQuery, Store, StoreError};
use cacah_sync::{Access, Schedule, SyncError};
use cacah_testkit::host::FakeHost;
use cacah_wire::seal::PublicKey;

use super::road::{Call, Crash};
use super::template::{PASSWORD, copy};

/// An entry by name and content: a dot with two of them is a fork.
pub type Key = (Dot, Digest);

/// The name of an entry.
pub fn key(entry: &Entry) -> Key {
    (entry.dot, entry.digest())
}

/// A vault that may die between any two accesses, and between access and request.
#[derive(Default)]
pub struct Vault {
    store: RefCell<Option<Store>>,
    /// Accesses left before it dies.
    fuse: Cell<Option<u32>>,
    crash: Cell<Option<Crash>>,
}

impl Vault {
    /// One that is open and lives.
    pub fn of(store: Store) -> Self {
        Self { store: RefCell::new(Some(store)), ..Self::default() }
    }

    /// Lets it die after so many accesses.
    pub fn light(&self, accesses: u32) {
        self.fuse.set(Some(accesses));
    }

    /// Lets it die at a request.
    pub fn plan(&self, crash: Crash) {
        self.crash.set(Some(crash));
    }

    pub fn is_dead(&self) -> bool {
        self.fuse.get() == Some(0)
    }

    /// Dies here when that was planned; true when it is dead.
    pub fn meet(&self, call: Call, answered: bool) -> bool {
        let Some(mut crash) = self.crash.get() else { return self.is_dead() };
        if crash.call == call && crash.answered == answered {
            if crash.passed > 0 {
                crash.passed -= 1;
                self.crash.set(Some(crash));
            } else {
                self.crash.set(None);
                self.fuse.set(Some(crash.accesses));
            }
        }
        self.is_dead()
    }

    /// Plans no death any more.
    pub fn mend(&self) {
        self.fuse.set(None);
        self.crash.set(None);
    }
}

impl Access for Vault {
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError> {
        match self.fuse.get() {
            Some(0) => return Err(SyncError::Locked),
            Some(left) => self.fuse.set(Some(left - 1)),
            None => {}
        }
        self.store.borrow_mut().as_mut().map_or(Err(SyncError::Locked), work)
    }
}

/// A copy of a vault that somebody keeps.
pub struct Kept {
    pub path: PathBuf,
    pub entries: BTreeSet<Key>,
    /// Made by the app as a safety copy; else the folder was copied by hand.
    pub safety: bool,
}

pub struct Laptop {
    pub number: usize,
    /// Code of its officer.
    pub officer: String,
    pub device: DeviceId,
    pub device_key: PublicKey,
    pub token: String,
    pub dir: PathBuf,
    pub host: Arc<FakeHost>,
    pub vault: Vault,
    pub schedule: Schedule,
    /// What its journal holds, as last read.
    pub journal: BTreeSet<Key>,
    pub touched: bool,
    pub kept: Vec<Kept>,
    /// Families it let go of: what it keys in them later stands alone here.
    pub wiped: BTreeSet<FamilyId>,
}

impl Laptop {
    /// A laptop on a vault that lies in `dir`.
    pub fn switch_on(
        number: usize,
        officer: &str,
        dir: PathBuf,
        seed: u64,
    ) -> Result<Self, String> {
        let host = Arc::new(FakeHost::new(seed));
        let schedule = Schedule::new(host.as_ref());
        let mut laptop = Self {
            number,
            officer: officer.to_owned(),
            device: DeviceId(uuid::Uuid::nil()),
            device_key: PublicKey([0; 32]),
            token: String::new(),
            dir,
            host,
            vault: Vault::default(),
            schedule,
            journal: BTreeSet::new(),
            touched: true,
            kept: Vec::new(),
            wiped: BTreeSet::new(),
        };
        laptop.open()?;
        let (device, key, token) = laptop.with(|store| {
            let enrolment = store.enrolment();
            let key = PublicKey::of(&store.device_signer());
            Ok((enrolment.device, key, enrolment.token.to_string()))
        })?;
        (laptop.device, laptop.device_key, laptop.token) = (device, key, token);
        Ok(laptop)
    }

    /// Opens the vault as the desk does: an incarnation that is owed begins before anything else.
    pub fn open(&mut self) -> Result<(), String> {
        let store = Store::unlock(&self.dir, &self.officer, PASSWORD, self.host.clone());
        self.take(store.map_err(|error| self.broken(&error))?)
    }

    /// Goes on with an open vault.
    pub fn take(&mut self, mut store: Store) -> Result<(), String> {
        cacah_sync::pay(&mut store, self.host.as_ref())
            .map_err(|error| format!("laptop {}: {error}", self.number))?;
        self.vault.mend();
        *self.vault.store.borrow_mut() = Some(store);
        self.touched = true;
        Ok(())
    }

    /// Works on the open vault; an error is a failure of the simulation.
    pub fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, StoreError>,
    ) -> Result<R, String> {
        let mut store = self.vault.store.borrow_mut();
        let store = store.as_mut().ok_or("the vault is shut")?;
        work(store).map_err(|error| self.broken(&error))
    }

    fn broken(&self, error: &StoreError) -> String {
        format!("laptop {}: {error}", self.number)
    }

    /// Ends the app in order.
    pub fn close(&mut self) {
        *self.vault.store.borrow_mut() = None;
    }

    /// Ends the app as a kill does: what lies on the disk is what lay there at that moment.
    pub fn kill(&mut self) -> Result<(), String> {
        let beside = self.dir.with_extension("killed");
        copy(&self.dir, &beside);
        self.put(&beside)?;
        fs::remove_dir_all(beside).map_err(|error| error.to_string())
    }

    /// Puts another folder in place of the vault, as a person with a file manager does.
    pub fn put(&mut self, from: &Path) -> Result<(), String> {
        self.close();
        copy(from, &self.dir);
        self.open()
    }

    /// Where the witness of the vault lies.
    pub fn witness(&self) -> PathBuf {
        let mut name = self.dir.file_name().unwrap_or_default().to_owned();
        name.push(".witness");
        self.dir.with_file_name(name)
    }

    /// Everything in its journal.
    pub fn read(&self) -> Result<BTreeSet<Key>, String> {
        self.with(|store| {
            let query = FamilyQuery { limit: 10_000, ..FamilyQuery::default() };
            let mut all = BTreeSet::new();
            for record in store.families(&query)?.0 {
                all.extend(store.history(record.family)?.entries().map(key));
            }
            Ok(all)
        })
    }
}
