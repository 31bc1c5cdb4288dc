//! Two contents under one number of one actor, wherever they lie: both are kept and shown. Within a
//! family the merge sees them; across families nobody else would.

use std::collections::BTreeMap;

use cacah_family::entry::{Digest, Dot, Entry};
use cacah_family::id::FamilyId;
use cacah_wire::seal::Hash;

use crate::central::Central;
use crate::error::Result;
use crate::storage::{Span, Storage};

/// A number that was given twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// It.
    pub dot: Dot,
    /// Where its contents lie: family, segment.
    pub places: Vec<(FamilyId, Hash)>,
}

impl<S: Storage> Central<S> {
    /// Every number that was given twice. Only segments whose numbers interleave are opened.
    ///
    /// # Errors
    /// The storage's.
    pub fn forks(&self) -> Result<Vec<Fork>> {
        let spans = self.storage.spans()?;
        let mut forks = Vec::new();
        let mut group: Vec<&Span> = Vec::new();
        let mut end = 0;
        for span in &spans {
            let apart =
                group.last().is_some_and(|last| last.actor != span.actor) || span.first > end;
            if apart {
                self.compare(&std::mem::take(&mut group), &mut forks)?;
                end = 0;
            }
            end = span.last.max(end);
            group.push(span);
        }
        self.compare(&group, &mut forks)?;
        Ok(forks)
    }

    fn compare(&self, group: &[&Span], forks: &mut Vec<Fork>) -> Result<()> {
        if group.len() < 2 {
            return Ok(());
        }
        let mut contents: BTreeMap<Dot, BTreeMap<Digest, (FamilyId, Hash)>> = BTreeMap::new();
        for span in group {
            let known = self.storage.known(&span.wil, span.family)?;
            let row = known.segments.iter().find(|row| row.hash == span.hash);
            let entries: Vec<Entry> = row.and_then(|row| row.entries()).unwrap_or_default();
            for entry in entries {
                let places = contents.entry(entry.dot).or_default();
                places.entry(entry.digest()).or_insert((span.family, span.hash));
            }
        }
        let forked = contents.into_iter().filter(|(_, places)| places.len() > 1);
        forks.extend(
            forked.map(|(dot, places)| Fork { dot, places: places.into_values().collect() }),
        );
        Ok(())
    }
}
