//! What an entry is over when nothing is said: the head at its path that this segment made.

use std::collections::HashMap;

use cacah_family::entry::Change;
use cacah_family::id::{DocumentId, InstanceId};
use cacah_family::path::Path;

/// Heads of one instance, or of what is in none.
type Instance<'a> = HashMap<&'a Path, u64>;
/// Heads of one document, or of the family itself.
type Document<'a> = HashMap<Option<InstanceId>, Instance<'a>>;

/// The heads that the entries of one segment have made so far. Part of the layout: what it answers
/// must never change. A deletion takes a branch off and looks at nothing else.
#[derive(Default)]
pub struct Heads<'a> {
    at: HashMap<Option<DocumentId>, Document<'a>>,
}

impl<'a> Heads<'a> {
    /// The numbers entry `seq` is over unless it says otherwise, and its own from now on: the head
    /// at its path; for a deletion those below it too, path by path. A log replaces nothing.
    pub fn replace(
        &mut self,
        document: Option<DocumentId>,
        path: &'a Path,
        change: &Change,
        seq: u64,
    ) -> Vec<u64> {
        if path.is_log() {
            return Vec::new();
        }
        let document = self.at.entry(document).or_default();
        let gone: Document<'a> = match change {
            Change::Leave { .. } => document.remove_entry(&path.instance).into_iter().collect(),
            Change::Removed {} => std::mem::take(document),
            _ => Document::new(),
        };
        let mut below: Vec<_> = gone.into_values().flatten().collect();
        below.sort_unstable();
        let mut below: Vec<u64> = below.into_iter().map(|(_, seq)| seq).collect();
        below.extend(document.entry(path.instance).or_default().insert(path, seq));
        below
    }
}
