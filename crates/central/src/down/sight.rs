//! What one officer may see of a family's entries.

use std::collections::BTreeSet;

use crate::storage::{FamilyRow, KnownFamily, Reader, SegmentRow};
use cacah_family::entry::{Change, Mode};
use cacah_family::id::{DeviceId, DocumentId};
use cacah_wire::seal::Hash;

/// An officer on a laptop, and what is served.
pub struct Sight<'a> {
    /// Who looks.
    pub reader: Reader,
    /// Prefixes of idsubsls served now.
    pub served: Vec<&'a str>,
    /// Devices that are the office itself.
    pub desks: &'a BTreeSet<DeviceId>,
}

impl Sight<'_> {
    /// True for a family in an area served now.
    pub fn serves(&self, row: &FamilyRow) -> bool {
        self.served.iter().any(|prefix| row.birth.idsubsls.within(prefix))
    }

    /// Segments of the family's state that this laptop is told of, by hash:
    /// - the officer's own from another laptop or an earlier incarnation, in areas served now;
    /// - the office's on the family itself in areas served now, and on the officer's documents;
    /// - those of others, on the officer's documents; whoever sees documents is told of all there
    ///   is, and everybody of records of SLS, in areas served now.
    ///
    /// Never a blind entry of somebody else.
    pub fn segments<'k>(&self, known: &'k KnownFamily) -> Vec<&'k SegmentRow> {
        let mut seen = self.visible(known);
        seen.retain(|segment| !self.is_own(segment) || !self.has(segment));
        seen.sort_by_key(|segment| segment.hash);
        seen
    }

    /// The hash of a piece of a file, as a segment has it that this laptop may see or wrote itself.
    pub fn chunk(&self, known: &KnownFamily, name: Hash) -> Option<Hash> {
        let name = name.to_string();
        let entries = self.visible(known).into_iter().filter_map(SegmentRow::entries).flatten();
        let files = entries.filter_map(|entry| match entry.change {
            Change::File(file) => Some(file.chunks),
            _ => None,
        });
        let chunk = files.flatten().find(|chunk| chunk.name == name)?;
        chunk.hash.parse().ok()
    }

    fn visible<'k>(&self, known: &'k KnownFamily) -> Vec<&'k SegmentRow> {
        let served = known.row.as_ref().is_some_and(|row| self.serves(row));
        let (mut own, mut others): (Vec<_>, Vec<_>) = known
            .segments
            .iter()
            .filter(|segment| segment.held.is_none())
            .partition(|segment| self.is_own(segment));
        if !others.is_empty() {
            let entries = own.iter().filter_map(|row| row.entries()).flatten();
            let documents = entries.filter_map(|entry| entry.document).collect();
            let whole = self.reader.sees || known.row.as_ref().is_some_and(|row| row.record);
            others.retain(|other| self.may_see(other, &documents, (served, whole)));
        }
        own.retain(|_| served);
        own.append(&mut others);
        own
    }

    fn is_own(&self, segment: &SegmentRow) -> bool {
        segment.officer == self.reader.officer && !self.desks.contains(&segment.actor.device)
    }

    /// The laptop wrote it itself and has not forgotten.
    fn has(&self, own: &SegmentRow) -> bool {
        let actor = own.actor;
        actor.device == self.reader.device && actor.incarnation >= self.reader.incarnation
    }

    fn may_see(
        &self,
        other: &SegmentRow,
        own: &BTreeSet<DocumentId>,
        (served, whole): (bool, bool),
    ) -> bool {
        let office = self.desks.contains(&other.actor.device);
        let Some(entries) = other.entries() else { return false };
        let blind = entries.iter().any(|entry| entry.mode == Mode::Verifying);
        let mut documents = entries.iter().filter_map(|entry| entry.document).peekable();
        match documents.peek() {
            _ if blind => false,
            _ if served && whole => true,
            None => office && served,
            Some(_) => documents.all(|document| own.contains(&document)),
        }
    }
}
