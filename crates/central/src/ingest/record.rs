//! Records of SLS and of offices are told from families by their id: neither may pass for the other (ADR 0028).

use cacah_family::area::Idsubsls;
use cacah_family::entry::{Birth, Change, Entry};
use cacah_family::id::FamilyId;

use super::judge::Proven;
use crate::regency::is_office;

/// True of an id that no family has: records alone have ids of this version.
pub fn is_record(family: FamilyId) -> bool {
    family.0.get_version_num() == 8
}

/// True when a segment is not what its id says: a record of another area or with what families have,
/// or a family with what records have.
pub fn pretends(proven: &Proven) -> bool {
    let segment = &proven.segment;
    let family = segment.family;
    if is_record(family) {
        let own = FamilyId::of_sls(segment.round, &segment.idsubsls) == family;
        let said = if is_office(&segment.idsubsls) { is_of_office } else { is_of_sls };
        return !own || !proven.entries.iter().all(|entry| is_of_record(family, entry, said));
    }
    proven.entries.iter().any(|entry| match &entry.change {
        Change::Alias { family: other } => is_record(*other),
        change => is_of_sls(change) || is_of_office(change),
    })
}

fn is_of_record(family: FamilyId, entry: &Entry, of_place: fn(&Change) -> bool) -> bool {
    let said = match &entry.change {
        Change::Family(birth) => {
            birth.is_sls(family) && *birth == Birth::of_sls(birth.round, birth.idsubsls.clone())
        }
        change => of_place(change),
    };
    said && entry.document.is_none()
}

fn is_of_sls(change: &Change) -> bool {
    matches!(
        change,
        Change::Sls(_)
            | Change::Recap(_)
            | Change::Approved {}
            | Change::Disapproved { .. }
            | Change::Custody(_)
    )
}

fn is_of_office(change: &Change) -> bool {
    matches!(change, Change::Keying(_) | Change::Attendance(_))
}

/// Areas that a settled change makes: its writer serves them all.
pub fn made(proven: &Proven) -> impl Iterator<Item = &Idsubsls> {
    let settled = proven.entries.iter().filter_map(|entry| match &entry.change {
        Change::Sls(change) if change.settled => Some(&change.into),
        _ => None,
    });
    settled.flatten().map(|area| &area.idsubsls)
}
