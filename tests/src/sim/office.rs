//! The endpoint: its folder, its process, its backups, and what of it the checks look at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cacah_central::backup::restore;
use cacah_central::folder::Folder;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::storage::{Audit as _, Storage as _};
use cacah_central::{Central, CentralError};
use cacah_family::entry::Actor;
use cacah_family::id::FamilyId;
use cacah_testkit::host::FakeHost;
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::Hash;
use uuid::Uuid;

use super::laptop::{Key, key};
use super::template::{copy, folder};

/// Receipts read at once.
const RECEIPTS: u32 = 100_000;

pub struct Office {
    pub root: PathBuf,
    /// Lives of the data so far.
    pub lives: u32,
    pub host: Arc<FakeHost>,
    central: Option<Central<Sqlite>>,
    /// Verified backups, oldest first.
    pub backups: Vec<PathBuf>,
    /// Entries of every segment ever seen here.
    read: BTreeMap<Hash, Vec<Key>>,
    /// Segments that are here.
    pub here: BTreeSet<(FamilyId, Hash)>,
    /// How far the receipts of ended lives are in the backup they ended with.
    ended: BTreeMap<Uuid, BTreeMap<Actor, u64>>,
}

impl Office {
    pub fn open(root: PathBuf, seed: u64) -> Self {
        let mut office = Self {
            root,
            lives: 1,
            host: Arc::new(FakeHost::new(seed)),
            central: None,
            backups: Vec::new(),
            read: BTreeMap::new(),
            here: BTreeSet::new(),
            ended: BTreeMap::new(),
        };
        office.restart();
        office
    }

    pub fn data(&self) -> PathBuf {
        self.root.join(format!("office-{}", self.lives))
    }

    /// Ends the process and starts it again on its file.
    pub fn restart(&mut self) {
        self.central = None;
        let folder = Folder::open(&self.data(), self.host.as_ref()).expect("the office's folder");
        self.central = Some(folder.central(self.host.clone()).expect("the endpoint starts"));
    }

    pub fn central(&self) -> &Central<Sqlite> {
        self.central.as_ref().expect("it runs")
    }

    /// The database refuses rows of a table meanwhile.
    pub fn refusing<T>(&self, table: &str, work: impl FnOnce() -> T) -> T {
        let database = rusqlite::Connection::open(self.data().join("central.db"));
        let database = database.expect("a second connection");
        let fault = format!(
            "CREATE TRIGGER fault BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END"
        );
        database.execute_batch(&fault).expect("a trigger");
        let done = work();
        database.execute_batch("DROP TRIGGER fault").expect("no trigger");
        done
    }

    /// A verified backup, as every night.
    pub fn back_up(&mut self) -> Result<(), String> {
        let to = self.root.join(format!("backup-{}", self.backups.len()));
        let folder = Folder::open(&self.data(), self.host.as_ref()).expect("the office's folder");
        let done = folder.backup(self.central().storage(), &to);
        done.map_err(|error| format!("backup: {error}"))?;
        self.backups.push(to);
        Ok(())
    }

    /// A new life from the newest backup, on another machine; false without one.
    pub fn begin_anew(&mut self) -> Result<bool, String> {
        let Some(newest) = self.backups.last().cloned() else { return Ok(false) };
        let before = self.central().hello().epoch;
        self.central = None;
        self.lives += 1;
        restore(&newest, &self.data(), self.host.as_ref())
            .map_err(|error| format!("restore: {error}"))?;
        self.restart();
        let rows = self.central().storage().receipts_behind(None, RECEIPTS);
        let mut safe: BTreeMap<Actor, u64> = BTreeMap::new();
        for row in rows.map_err(|error| error.to_string())? {
            let highest = safe.entry(row.actor).or_default();
            *highest = row.number.max(*highest);
        }
        self.ended.insert(before, safe);
        Ok(true)
    }

    /// True when what the receipt names must be here.
    pub fn owes(&self, receipt: &Receipt) -> bool {
        match self.ended.get(&receipt.epoch) {
            Some(safe) => safe.get(&receipt.actor).is_some_and(|safe| receipt.number <= *safe),
            None => true,
        }
    }

    /// Every entry that is here, held or not.
    pub fn entries(&mut self) -> Result<BTreeSet<Key>, String> {
        let told = |error: CentralError| error.to_string();
        let central = self.central.as_ref().ok_or("the office is shut")?;
        let spans = central.storage().spans().map_err(|error| told(error.into()))?;
        self.here = spans.iter().map(|span| (span.family, span.hash)).collect();
        let unread = spans.iter().filter(|span| !self.read.contains_key(&span.hash));
        let unread: BTreeSet<_> = unread.map(|span| (&span.wil, span.family)).collect();
        for (wil, family) in unread {
            let known = central.storage().known(wil, family).map_err(|error| told(error.into()))?;
            for row in known.segments {
                let entries = row.entries().ok_or("a segment that cannot be read")?;
                self.read.insert(row.hash, entries.iter().map(key).collect());
            }
        }
        Ok(self
            .here
            .iter()
            .filter_map(|(_, hash)| self.read.get(hash))
            .flatten()
            .copied()
            .collect())
    }

    /// The folder as it is, beside.
    pub fn copied(&self) -> tempfile::TempDir {
        let beside = folder();
        copy(&self.data(), beside.path());
        beside
    }

    /// Goes on with what was in the folder before.
    pub fn forget(&mut self, before: &tempfile::TempDir) {
        self.central = None;
        copy(before.path(), &self.data());
        self.restart();
    }
}

/// Where the hub's file lies.
pub fn hub_file(root: &Path) -> PathBuf {
    root.join("hub.db")
}
