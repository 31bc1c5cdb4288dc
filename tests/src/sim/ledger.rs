//! What people were told, and what may no longer be there because it was physically destroyed.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::entry::{Actor, Entry};
use cacah_family::id::DeviceId;
use cacah_wire::receipt::Receipt;
use uuid::Uuid;

use super::laptop::{Key, key};

/// Receipts by life, writer and number.
pub type Receipts = BTreeMap<(Uuid, Actor, u64), Receipt>;

/// What was acknowledged.
#[derive(Default)]
pub struct Ledger {
    /// Every answer whose call returned.
    pub told: BTreeSet<Key>,
    /// Of them, those that were in a vault when a person or a disaster put an older one, or none, in
    /// its place.
    destroyed: BTreeSet<Key>,
    /// Of those, the ones nobody else had.
    pub gone: BTreeSet<Key>,
    /// Receipts that laptops ever held.
    pub receipts: Receipts,
    /// Devices whose numbers may have been given twice: a vault was copied by hand, or put back
    /// without its witness.
    pub doubled: BTreeSet<DeviceId>,
    /// Something physical was lost in this step.
    pub disaster: bool,
}

impl Ledger {
    /// An answer was acknowledged.
    pub fn tell(&mut self, entries: &[Entry]) {
        self.told.extend(entries.iter().map(key));
    }

    /// A vault with `before` has `after` in it now, by no doing of the app.
    pub fn destroy(&mut self, before: &BTreeSet<Key>, after: &BTreeSet<Key>) {
        self.disaster = true;
        self.destroyed.extend(before.difference(after));
    }

    /// Answers that nobody has, of which at least one should be somewhere; those that went with a
    /// vault in a disaster are gone.
    pub fn missing(&mut self, held: &BTreeSet<Key>) -> Option<Key> {
        let missing = self.told.difference(held).filter(|key| !self.gone.contains(*key));
        let missing: Vec<Key> = missing.copied().collect();
        let excused = |key: &Key| self.disaster && self.destroyed.contains(key);
        let (gone, lost): (Vec<Key>, Vec<Key>) = missing.into_iter().partition(excused);
        self.gone.extend(gone);
        self.disaster = false;
        lost.first().copied()
    }

    /// True of a device whose vault was replaced by an older one.
    pub fn was_restored(&self, device: DeviceId) -> bool {
        self.destroyed.iter().any(|(dot, _)| dot.actor.device == device)
    }

    /// True of an entry whose own laptop lost it: what only other laptops have of it by hearsay is
    /// theirs to read, not to send.
    pub fn is_hearsay(&self, key: &Key) -> bool {
        self.destroyed.contains(key)
    }
}
