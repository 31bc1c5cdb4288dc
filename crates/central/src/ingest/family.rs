//! From the union of a family's entries to the rows it is kept as.

use std::collections::BTreeMap;

use cacah_family::across::Facts;
use cacah_family::entry::{Change, SlsChange, Source};
use cacah_family::id::{DocumentId, FamilyId};
use cacah_family::merge::{DocumentState, History, Moves};
use cacah_family::path::Path;

use cacah_wire::seal::Hash;

use super::moves::settled;
use super::snapshot::snapshot;
use crate::central::Central;
use crate::check::{check_merged, doubts, sets};
use crate::error::{CentralError, Result};
use crate::forms::RoundForms;
use crate::storage::{
    AcrossFacts, DocumentRow, FamilyRow, FamilyWrite, MemberRow, NumberRow, Storage, StorageError,
};

/// Documents a family may have and still be merged: each is a walk through all its entries, and one
/// for every officer who ever met it would be fewer.
const MAX_DOCUMENTS: usize = 100;

impl<S: Storage> Central<S> {
    /// What a family is from now on. `received` counts the segments its history is made of;
    /// `elsewhere` is what other families say of persons who came from this one or went to it.
    pub(crate) fn family(
        &self,
        family: FamilyId,
        before: Option<&FamilyRow>,
        history: &History,
        received: u32,
        elsewhere: &Moves,
        forms: &RoundForms,
    ) -> Result<FamilyWrite> {
        if history.documents().len() > MAX_DOCUMENTS {
            return Err(CentralError::Request("more documents than can be checked"));
        }
        let state = settled(history, elsewhere);
        let mut row = match (before, state.birth) {
            (Some(before), birth) => {
                let mut row = before.clone();
                // Births that differ are a person's to decide: until then it stays where it was.
                let decided = !state.undecided.contains(&Path::question(Path::FAMILY));
                if let Some(birth) = birth.filter(|_| decided) {
                    // Home and origin are the endpoint's own knowledge and never change.
                    let (round, home, found) = (row.birth.round, row.birth.home, row.birth.found);
                    row.birth = birth;
                    (row.birth.round, row.birth.home, row.birth.found) = (round, home, found);
                    row.relisted = !row.birth.found;
                }
                row
            }
            (None, Some(mut birth)) => {
                birth.found = true;
                FamilyRow::born(family, birth)
            }
            (None, None) => return Err(StorageError::Damaged("family").into()),
        };
        let documents = state.documents.iter().map(|(id, document)| {
            self.document(family, *id, document, (history, elsewhere), forms)
        });
        let documents: Vec<(DocumentRow, Facts)> = documents.collect::<Result<_>>()?;
        let (documents, facts): (Vec<_>, Vec<_>) = documents.into_iter().unzip();
        let mut facts: BTreeMap<_, _> =
            documents.iter().map(|row| row.document).zip(facts).collect();
        let present = documents.iter().filter(|row| {
            state.documents.get(&row.document).is_some_and(|document| !document.removed)
        });
        let standing = standing(present, state.accepted);
        row.status = standing.map(|document| document.status);
        row.finished = standing.is_some_and(|document| document.finished.is_some());
        let across = standing.and_then(|document| facts.remove(&document.document));
        let across = across.map(|facts| self.hashed(forms.round(), facts));
        row.listed = state.listed.as_ref().map(|listed| listed.presence);
        row.welfare = state.listed.as_ref().and_then(|listed| listed.welfare);
        row.recap = state.recap.map(|recap| recap.verified);
        row.approved = state.approved;
        let recap = row.recap.map(|recap| AcrossFacts { recap: Some(recap), ..Default::default() });
        let across = across.or(recap);
        let sls = settled_sls(history);
        row.visits = u32::try_from(state.visits).unwrap_or(u32::MAX);
        row.received = received;
        row.revision += 1;
        let aliases = state.aliases.into_iter().collect();
        let (moves, answered) = (state.moves.clone(), elsewhere.answer(&state.moves));
        let chunks = chunks(history).collect();
        Ok(FamilyWrite { row, documents, aliases, chunks, moves, answered, across, sls })
    }

    fn document(
        &self,
        family: FamilyId,
        document: DocumentId,
        state: &DocumentState,
        (history, elsewhere): (&History, &Moves),
        forms: &RoundForms,
    ) -> Result<(DocumentRow, Facts)> {
        let version = forms.for_document(&state.forms).ok_or(StorageError::Damaged("form"))?;
        let form = self.forms.form(&self.storage, forms.round(), version)?;
        let mut checked = check_merged(&form, (history, elsewhere), document, state)?;
        checked.findings.extend(doubts(history, document));
        checked.findings.extend(sets(&form, history, document, state));
        let numbers = checked.numbers.iter().map(|number| NumberRow {
            path: number.path.clone(),
            kind: number.kind,
            hash: self.keys.number(forms.round(), number.kind, &number.digits),
        });
        let row = DocumentRow {
            family,
            document,
            source: state.source,
            status: checked.status,
            finished: state.finished,
            answered: checked.answered,
            errors: checked.errors,
            warnings: checked.warnings,
            undecided: checked.merged
                + u32::try_from(state.undecided.len()).unwrap_or(u32::MAX - checked.merged),
            form: version.version.clone(),
            findings: serde_json::to_string(&checked.findings).unwrap_or_default(),
            state: snapshot(state)?,
            members: members(state),
            numbers: numbers.collect(),
        };
        Ok((row, checked.facts))
    }
}

/// What coordinators settled of an SLS, when those who differ only reported.
fn settled_sls(history: &History) -> Option<SlsChange> {
    let heads = history.heads(None);
    let heads = heads.get(&Path::question(Path::SLS))?;
    let mut settled = heads.iter().filter_map(|entry| match &entry.change {
        Change::Sls(change) if change.settled => Some(change),
        _ => None,
    });
    let first = settled.next()?;
    settled.all(|other| other == first).then(|| first.clone())
}

/// Names of the pieces of all photos and scans there ever were.
fn chunks(history: &History) -> impl Iterator<Item = Hash> {
    let files = history.entries().filter_map(|entry| match &entry.change {
        Change::File(file) => Some(&file.chunks),
        _ => None,
    });
    files.flatten().filter_map(|chunk| chunk.name.parse().ok())
}

/// The document that stands for its family: the one a person accepted; without one a finished one
/// before an open one, then in the order of the sources. Paper that was keyed independently again
/// only proves another document: it stands where there is none.
fn standing<'a>(
    documents: impl Iterator<Item = &'a DocumentRow>,
    accepted: Option<DocumentId>,
) -> Option<&'a DocumentRow> {
    documents.min_by_key(|document| {
        let source = (document.source.is_none(), document.source);
        let chosen = Some(document.document) == accepted;
        let proves = document.source == Some(Source::SecondEntry);
        (!chosen, proves, document.finished.is_none(), source, document.document)
    })
}

fn members(state: &DocumentState) -> Vec<MemberRow> {
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    // One who arrives counts in the giving family until it is settled: never in both.
    let counted = state.instances.iter().filter(|member| member.counts());
    let instances = counted.map(|member| {
        let position = places.entry(&member.repeat).or_default();
        *position += 1;
        MemberRow { person: member.instance, repeat: member.repeat.clone(), position: *position }
    });
    instances.collect()
}
