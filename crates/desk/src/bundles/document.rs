//! Documents of a bundle: families of the SLS, with how far their paper is keyed.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::entry::Source;
use cacah_family::id::FamilyId;
use cacah_keying::balance::Document;
use cacah_keying::custody::{Away, BundleState};
use cacah_store::{FamilyRecord, PaperQuery, PaperRecord, PaperStage, Reader};
use cacah_wire::command::BundleDocument;

use super::books::Books;
use super::people::People;
use crate::error::DeskError;
use crate::families::Line;
use crate::home;

/// First entries of paper, by SLS; of all when none is named.
pub(super) fn keyed(
    reader: &Reader,
    sls: Option<&Idsubsls>,
) -> Result<BTreeMap<Idsubsls, Vec<PaperRecord>>, DeskError> {
    let query =
        PaperQuery { idsubsls: sls.cloned(), source: Some(Source::Paper), ..PaperQuery::default() };
    let mut by_area: BTreeMap<Idsubsls, Vec<PaperRecord>> = BTreeMap::new();
    for record in reader.paper_documents(&query)?.0 {
        by_area.entry(record.idsubsls.clone()).or_default().push(record);
    }
    Ok(by_area)
}

/// The documents of one bundle in walking order, those nobody has begun too.
pub(super) fn of(
    reader: &Reader,
    books: &Books,
    sls: &Idsubsls,
) -> Result<Vec<BundleDocument>, DeskError> {
    let keyed = keyed(reader, Some(sls))?.remove(sls).unwrap_or_default();
    let keyed: BTreeMap<FamilyId, &PaperRecord> =
        keyed.iter().map(|record| (record.family, record)).collect();
    let bundle = books.bundle(sls)?;
    let lines = home::all(reader, Some(sls))?;
    let there = |line: &&Line| {
        let family = line.record.family;
        keyed.contains_key(&family) || bundle.away.contains_key(&family) || may_have_paper(line)
    };
    let document = |line: &Line| {
        let record = keyed.get(&line.record.family).copied();
        document(&line.record, record, bundle, &books.people)
    };
    Ok(lines.iter().filter(there).map(document).collect())
}

/// Nobody said that the family is not there.
fn may_have_paper(line: &Line) -> bool {
    line.record.door.presence.is_none() || home::is_verified(line)
}

fn document(
    family: &FamilyRecord,
    record: Option<&PaperRecord>,
    bundle: &BundleState,
    people: &People,
) -> BundleDocument {
    let away = bundle.away.get(&family.family);
    let parked = record.filter(|record| record.stage == PaperStage::Parked);
    let parked = parked.and_then(|record| record.parked.as_ref());
    let few = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
    BundleDocument {
        family: family.family.to_string(),
        building: family.birth.building,
        number: family.birth.number,
        head: family.head.clone(),
        stage: record.map_or("listed", stage).to_owned(),
        keyer: record.and_then(|record| record.keyer).map(|by| people.code(by)).unwrap_or_default(),
        away: away.map(|away| away.holder.code().to_owned()),
        note: note(away, parked.map(|(reason, _)| reason.as_str())),
        errors: record.map_or(0, |record| few(record.errors)),
        warnings: record.map_or(0, |record| few(record.warnings)),
        sets: record.map_or(0, |record| record.sheets),
    }
}

fn note(away: Option<&Away>, parked: Option<&str>) -> String {
    let away = away.map(|away| away.note.as_str());
    let mut notes: Vec<&str> = [parked, away].into_iter().flatten().collect();
    notes.dedup();
    notes.retain(|note| !note.is_empty());
    notes.join(" · ")
}

fn stage(record: &PaperRecord) -> &'static str {
    match record.stage {
        PaperStage::Begun => "begun",
        PaperStage::Parked => "parked",
        PaperStage::Keyed if record.disputed > 0 => "disputed",
        PaperStage::Keyed if record.done.is_some() => "verified",
        PaperStage::Keyed if record.fields > 0 => "verifying",
        PaperStage::Keyed => "keyed",
    }
}

/// As the balance counts it; `drawn`: it is still to be keyed again.
pub(super) fn counted<'a>(record: &PaperRecord, keyer: &'a str, drawn: bool) -> Document<'a> {
    let keyed = record.stage == PaperStage::Keyed;
    Document {
        family: record.family,
        keyer,
        keyed,
        verified: keyed && record.done.is_some() && record.disputed == 0,
        owed: keyed && (record.disputed > 0 || drawn),
        clean: record.errors == 0,
        sent: record.sent,
        receipted: record.receipted,
        at: Some(record.at),
    }
}
