//! The four lists of an office: what their columns are called and what a row must hold. What can be
//! said of a file by itself is said here; what needs the others or the endpoint, in `judge`.

use std::collections::HashMap;
use std::hash::Hash;

use cacah_family::area::Idsubsls;
use cacah_wire::down::Area;
use cacah_wire::people::OfficerRole;
use chrono::NaiveDate;

use super::fault::{Faults, Problem};
use super::line::{Column, Line, List, read};
use super::sheet::File;

/// Longest code of an officer or a family, in characters.
const CODE: usize = 40;
/// Longest name or address, in characters.
pub(super) const NAME: usize = 200;

const OFFICERS: &[Column] = &[
    (&["kode", "code", "kode_petugas"], true),
    (&["nama", "name", "nama_petugas"], true),
    (&["peran", "role"], false),
];
const ASSIGNMENTS: &[Column] = &[
    (&["kode_petugas", "officer", "officer_code", "kode"], true),
    (&["idsubsls", "wilayah", "area"], true),
    (&["mulai", "since", "start"], false),
    (&["selesai", "until", "end"], false),
];
const AREAS: &[Column] = &[
    (&["idsubsls"], true),
    (&["nama", "name", "nama_sls"], true),
    (&["kelurahan", "village", "desa"], true),
    (&["kecamatan", "district"], true),
];
const PRELIST: &[Column] = &[
    (&["idsubsls"], true),
    (&["no_bangunan", "building"], true),
    (&["no_keluarga", "number", "family_number"], true),
    (&["kepala_keluarga", "head"], true),
    (&["alamat", "address"], true),
    (&["kode", "code"], false),
];

/// An officer.
pub struct OfficerItem {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Role, where the list says one.
    pub role: Option<OfficerRole>,
}

/// An officer's area.
pub struct AssignmentItem {
    /// Code of the officer.
    pub officer: String,
    /// An SLS or the beginning of one.
    pub area: String,
    /// The first day.
    pub since: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// A family.
pub struct FamilyItem {
    /// SLS.
    pub idsubsls: Idsubsls,
    /// Building, 0 when not known.
    pub building: u16,
    /// Number, 0 when not known.
    pub number: u16,
    /// Name of the head.
    pub head: String,
    /// Address.
    pub address: String,
    /// The office's own code of it.
    pub code: Option<String>,
}

/// Rows met before, to name the first of two that are the same.
pub(super) struct Seen<K>(HashMap<K, usize>);

impl<K: Hash + Eq> Seen<K> {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    /// True when it is new; otherwise the fault is at `column`.
    pub(super) fn first(&mut self, key: K, line: &mut Line<'_>, column: usize) -> bool {
        let earlier = *self.0.entry(key).or_insert(line.row);
        if earlier != line.row {
            line.fault(column, Problem::Doubled(earlier));
        }
        earlier == line.row
    }
}

/// The list of officers.
pub fn officers(file: &File, faults: &mut Faults) -> List<OfficerItem> {
    let mut seen = Seen::new();
    read(file, OFFICERS, faults, |line| {
        let (code, name, role) = (line.filled(0, CODE), line.filled(1, NAME), line.role(2));
        let (code, name, role) = (code?, name?, role?);
        let new = seen.first(code.clone(), line, 0);
        new.then_some(OfficerItem { code, name, role })
    })
}

/// The list of assignments.
pub fn assignments(file: &File, faults: &mut Faults) -> List<AssignmentItem> {
    let mut seen = Seen::new();
    read(file, ASSIGNMENTS, faults, |line| {
        let (officer, area) = (line.filled(0, CODE), line.area(1));
        let (since, until) = (line.date(2), line.date(3));
        let (officer, area, since, until) = (officer?, area?, since?, until?);
        if since.zip(until).is_some_and(|(first, last)| last < first) {
            line.fault(3, Problem::Period);
            return None;
        }
        let new = seen.first((officer.clone(), area.clone()), line, 1);
        new.then_some(AssignmentItem { officer, area, since, until })
    })
}

/// The list of areas.
pub fn areas(file: &File, faults: &mut Faults) -> List<Area> {
    let mut seen = Seen::new();
    read(file, AREAS, faults, |line| {
        let idsubsls = line.idsubsls(0);
        let [name, village, district] = [1, 2, 3].map(|column| line.filled(column, NAME));
        let (idsubsls, name, village, district) = (idsubsls?, name?, village?, district?);
        let new = seen.first(idsubsls.clone(), line, 0);
        new.then_some(Area { idsubsls, name, village, district })
    })
}

/// The prelist. A family is named by its code, or else by SLS, building and number.
pub fn prelist(file: &File, faults: &mut Faults) -> List<FamilyItem> {
    let (mut places, mut codes) = (Seen::new(), Seen::new());
    read(file, PRELIST, faults, |line| {
        let (idsubsls, building, number) = (line.idsubsls(0), line.count(1), line.count(2));
        let (head, address, code) = (line.filled(3, NAME), line.text(4, NAME), line.text(5, CODE));
        let (building, number, code) = (building?, number?, code?);
        if number == 0 && code.is_empty() {
            line.fault(2, Problem::Empty);
            return None;
        }
        let (idsubsls, head, address) = (idsubsls?, head?, address?);
        let place = (idsubsls.clone(), building, number);
        let new = number == 0 || places.first(place, line, 2);
        let new = (code.is_empty() || codes.first(code.clone(), line, 5)) && new;
        let code = (!code.is_empty()).then_some(code);
        new.then_some(FamilyItem { idsubsls, building, number, head, address, code })
    })
}
