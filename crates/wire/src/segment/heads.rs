//! What an entry is over when nothing is said: the head at its path that this segment made.

use std::collections::HashMap;

use cacah_family::entry::Change;
use cacah_family::id::DocumentId;
use cacah_family::path::Path;

/// The heads that the entries of one segment have made so far. Part of the layout: what it answers
/// must never change.
pub struct Heads<'a> {
    at: HashMap<(Option<DocumentId>, &'a Path), u64>,
}

impl<'a> Heads<'a> {
    /// For a segment of so many entries.
    pub fn new(count: usize) -> Self {
        Self { at: HashMap::with_capacity(count) }
    }

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
        let mut below = match change {
            Change::Leave { .. } => {
                self.below(|(of, at)| *of == document && at.instance == path.instance)
            }
            Change::Removed {} => self.below(|(of, _)| *of == document),
            _ => Vec::new(),
        };
        below.extend(self.at.insert((document, path), seq));
        below
    }

    fn below(&mut self, gone: impl Fn(&(Option<DocumentId>, &Path)) -> bool) -> Vec<u64> {
        let mut gone: Vec<_> = self.at.extract_if(|at, _| gone(at)).collect();
        gone.sort_unstable_by(|(a, _), (b, _)| a.1.cmp(b.1));
        gone.into_iter().map(|(_, seq)| seq).collect()
    }
}
