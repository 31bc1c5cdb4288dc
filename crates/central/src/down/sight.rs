//! What one officer may see of a family's entries.

use std::collections::BTreeSet;

use crate::storage::{FamilyRow, KnownFamily, Reader, SegmentRow, View};
use cacah_family::entry::{Change, Entry, Mode, Source};
use cacah_family::id::{DeviceId, DocumentId, OfficerId};
use cacah_family::path::Path;
use cacah_wire::seal::Hash;

/// An officer on a laptop, and what is served.
pub struct Sight<'a> {
    /// Who looks.
    pub reader: Reader,
    /// Prefixes of idsubsls served now.
    pub served: &'a BTreeSet<String>,
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
    ///   is, and everybody of records of SLS, in areas served now;
    /// - those of a supervisor that hand a family over or take it back, in areas served now;
    /// - for keyers, those of others that say nothing but what paper says, with what keying it again
    ///   found, in areas served now: never an answer given in the field.
    ///
    /// What a supervisor said between two exchanges is one segment: a re-visit of the same family
    /// must not keep a return from the officer who has to answer it.
    ///
    /// Never a second entry of somebody else, and outside the office nothing that was keyed blind.
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
        let (mut own, others): (Vec<_>, Vec<_>) = known
            .segments
            .iter()
            .filter(|segment| segment.held.is_none())
            .partition(|segment| self.is_own(segment));
        let mut seen = Vec::new();
        if !others.is_empty() {
            let own: Vec<Entry> = own.iter().filter_map(|row| row.entries()).flatten().collect();
            let documents = own.iter().filter_map(|entry| entry.document).collect();
            let read = others.into_iter().filter_map(|other| Some((other, other.entries()?)));
            let others: Vec<_> = read.collect();
            let theirs = || others.iter().flat_map(|(_, entries)| entries);
            let all = || own.iter().chain(theirs());
            let opened = |source| -> BTreeSet<DocumentId> {
                all().filter_map(move |entry| opened(entry, source)).collect()
            };
            let visits = &opened(Source::Visit) | &opened(Source::ReVisit);
            let record = known.row.as_ref().is_some_and(|row| row.record);
            let about = About {
                documents,
                revisits: theirs().filter_map(revisit).collect(),
                papers: &opened(Source::Paper) - &visits,
                seconds: opened(Source::SecondEntry),
                served,
                record,
            };
            let told = others.iter().filter(|(other, said)| self.may_see(other, said, &about));
            seen.extend(told.map(|(other, _)| *other));
        }
        own.retain(|_| served);
        own.append(&mut seen);
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

    fn may_see(&self, other: &SegmentRow, entries: &[Entry], about: &About) -> bool {
        let documents = || entries.iter().filter_map(|entry| entry.document);
        let view = self.reader.view;
        if about.served && (about.record || view == View::Office) {
            return true;
        }
        let second = documents().any(|document| about.seconds.contains(&document));
        if view == View::Paper {
            return about.served && !second && entries.iter().all(|it| about.is_paper(it));
        }
        if second || entries.iter().any(is_blind) {
            return false;
        }
        if about.served && view == View::Field {
            return true;
        }
        let office = self.desks.contains(&other.actor.device) && documents().next().is_none();
        let concerns = documents().any(|document| about.documents.contains(&document))
            || about.served && (office || entries.iter().any(is_handed));
        concerns
            && documents().all(|document| {
                about.documents.contains(&document)
                    || about.revisits.contains(&(other.officer, document))
            })
    }
}

/// What decides which segments of others on a family may be seen.
struct About {
    /// Documents the officer wrote in.
    documents: BTreeSet<DocumentId>,
    /// Documents of supervisors' own visits.
    revisits: BTreeSet<(OfficerId, DocumentId)>,
    /// Documents that are paper, keyed. Whoever calls a visit paper makes it none: one that was
    /// opened as both holds answers given in the field.
    papers: BTreeSet<DocumentId>,
    /// Documents that are the same paper keyed independently again.
    seconds: BTreeSet<DocumentId>,
    /// It is in an area served now.
    served: bool,
    /// It is the record of an SLS or an office.
    record: bool,
}

impl About {
    /// True of what an entry says of keyed paper, or of the family so that its paper can be keyed.
    fn is_paper(&self, entry: &Entry) -> bool {
        match entry.document {
            Some(document) => self.papers.contains(&document),
            None => matches!(
                entry.change,
                Change::Family(_) | Change::Accepted { .. } | Change::Alias { .. }
            ),
        }
    }
}

/// The document, when this opens it as that source.
fn opened(entry: &Entry, source: Source) -> Option<DocumentId> {
    entry.document.filter(|_| entry.change == Change::Opened { source })
}

/// True of what keying again said: it may tell whoever keys the same paper next.
fn is_blind(entry: &Entry) -> bool {
    entry.mode == Mode::Verifying || matches!(entry.change, Change::Verified(_))
}

fn revisit(entry: &Entry) -> Option<(OfficerId, DocumentId)> {
    opened(entry, Source::ReVisit).map(|document| (entry.officer, document))
}

/// True when a supervisor hands the family over or takes it back.
fn is_handed(entry: &Entry) -> bool {
    let of_family = entry.document.is_none() && entry.path == Path::question(Path::HANDED);
    of_family && entry.mode == Mode::Supervising
}
