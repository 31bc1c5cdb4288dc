//! What a vault holds, read from a copy of it with the office's recovery key: no password is
//! stretched, and the vault itself stays as the fault left it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cacah_family::entry::Change;
use cacah_family::host::SystemHost;
use cacah_family::id::FamilyId;
use cacah_store::{Store, StoreError};
use tempfile::TempDir;

/// A copy of a vault, open.
#[derive(Debug)]
pub struct Journal {
    store: Store,
    _copy: TempDir,
}

impl Journal {
    /// Opens a copy of [`crate::laptop::OFFICER`]'s vault in the folder `data`, which nobody uses.
    ///
    /// # Errors
    /// Why the vault does not open, or where it contradicts itself.
    ///
    /// # Panics
    /// When it cannot be copied.
    pub fn read(data: &Path, recovery: &str) -> Result<Self, StoreError> {
        let copy = tempfile::tempdir().expect("a temporary folder");
        let vault = data.join("vaults/ppl-0123");
        for file in fs::read_dir(vault).map_err(|_| StoreError::NotFound("vault"))? {
            let file = file.expect("a name");
            fs::copy(file.path(), copy.path().join(file.file_name())).expect("a copy");
        }
        let host = Arc::new(SystemHost::default());
        cacah_store::testing::with_plain_memory();
        let store = Store::unlock_with_recovery(copy.path(), recovery, host)?;
        store.rebuild_check()?;
        Ok(Self { store, _copy: copy })
    }

    /// Receipts it holds.
    ///
    /// # Panics
    /// When they cannot be read.
    #[must_use]
    pub fn receipts(&self) -> usize {
        self.store.receipts(1_000).expect("the receipts").len()
    }

    /// Which of these answers it does not hold, by path.
    ///
    /// # Panics
    /// When the family's history cannot be read.
    #[must_use]
    pub fn lost(&self, family: FamilyId, keyed: &[(String, String)]) -> Vec<String> {
        let history = self.store.history(family).expect("the history of a family");
        let there: BTreeSet<(String, &str)> = history
            .entries()
            .filter_map(|entry| match &entry.change {
                Change::Slot(slot) => Some((entry.path.to_string(), &*slot.raw)),
                _ => None,
            })
            .collect();
        let lost =
            keyed.iter().filter(|(path, raw)| !there.contains(&(path.clone(), raw.as_str())));
        lost.map(|(path, _)| path.clone()).collect()
    }

    /// Entries of these families, which this laptop alone numbered, and nothing else; `None` when a
    /// number is missing or there twice.
    ///
    /// # Panics
    /// When a family's history cannot be read.
    #[must_use]
    pub fn entries(&self, families: &[FamilyId]) -> Option<usize> {
        let mut numbers = Vec::new();
        for family in families {
            let history = self.store.history(*family).expect("the history of a family");
            numbers.extend(history.entries().map(|entry| entry.dot.seq));
        }
        numbers.sort_unstable();
        numbers.iter().copied().eq(1..=numbers.len() as u64).then_some(numbers.len())
    }
}
