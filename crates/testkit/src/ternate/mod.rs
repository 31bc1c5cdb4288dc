//! A practice Ternate: real names of kecamatan and kelurahan, everything else invented.
//!
//! BPS district codes are the published ones; village and SLS parts of an id are invented, since no
//! licensed list of them exists. Every NIK and KK number carries serial 0000, which no real one has.

mod answers;
mod family;
mod names;
mod practice;

use std::collections::{HashMap, HashSet};

pub use answers::{Answer, FamilyAnswers};
pub use family::{Family, Member, Relation};
pub use practice::Practice;

use cacah_wire::people::OfficerRole;

use crate::random::Random;

/// Families of the practice round.
pub const FAMILIES: usize = 200;

/// One SLS of the practice round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sls {
    /// BPS `idsubsls`.
    pub idsubsls: &'static str,
    /// Name, as people say it.
    pub name: &'static str,
    /// Kelurahan.
    pub village: &'static str,
    /// Kecamatan.
    pub district: &'static str,
    /// Kemendagri code of the kecamatan, as NIK and KK numbers begin.
    pub kemendagri: &'static str,
    /// A street of it, invented.
    pub street: &'static str,
}

/// The three SLS of the practice round: town, hillside, and an island with one tower.
pub const AREAS: [Sls; 3] = [
    Sls {
        idsubsls: "8271021003000300",
        name: "RT 003 RW 001",
        village: "Gamalama",
        district: "Ternate Tengah",
        kemendagri: "827106",
        street: "Jl. Latihan Cengkih",
    },
    Sls {
        idsubsls: "8271020011000702",
        name: "RT 007 RW 002",
        village: "Kalumata",
        district: "Ternate Selatan",
        kemendagri: "827102",
        street: "Lr. Latihan Pala",
    },
    Sls {
        idsubsls: "8271013002000100",
        name: "RT 001",
        village: "Faudu",
        district: "Pulau Hiri",
        kemendagri: "827107",
        street: "Jl. Latihan Pantai",
    },
];

/// An officer of the practice round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Officer {
    /// Code, as enrolled and shown (`PPL 0123`); its last word stands on the form (r202).
    pub code: &'static str,
    /// Name, invented.
    pub name: &'static str,
    /// What the officer is.
    pub role: OfficerRole,
    /// Indices into [`AREAS`].
    pub areas: &'static [usize],
}

impl Officer {
    /// Prefixes of idsubsls served: SLS, and of a Koseka whole kecamatan.
    pub fn serves(&self) -> impl Iterator<Item = &'static str> {
        let length = if self.role == OfficerRole::Koseka { 7 } else { 16 };
        self.areas.iter().map(move |area| AREAS[*area].idsubsls.get(..length).unwrap_or_default())
    }
}

/// The officers of the practice round: two enumerators, their PML, the Koseka over them, and those
/// who key their paper with the supervisor of processing.
pub const OFFICERS: [Officer; 8] = [
    Officer { code: "PPL 0123", name: "LATIFA KAMARO", role: OfficerRole::Ppl, areas: &[0, 1] },
    Officer { code: "PPL 0124", name: "RUSLAN TERIMA", role: OfficerRole::Ppl, areas: &[2] },
    Officer { code: "PML 012", name: "HASNA WETURO", role: OfficerRole::Pml, areas: &[0, 1, 2] },
    Officer { code: "KOS 03", name: "IDRUS NOMOLE", role: OfficerRole::Koseka, areas: &[0, 1, 2] },
    Officer { code: "OPR 01", name: "SALMA WAYLIA", role: OfficerRole::Keyer, areas: &[0, 1, 2] },
    Officer { code: "OPR 02", name: "FARUK MATOA", role: OfficerRole::Keyer, areas: &[0, 1, 2] },
    Officer { code: "OPR 03", name: "NURAIN SOLEWA", role: OfficerRole::Keyer, areas: &[0, 1, 2] },
    Officer {
        code: "IPDS 01",
        name: "MALIK TOGAFO",
        role: OfficerRole::Supervisor,
        areas: &[0, 1, 2],
    },
];

/// Makes `count` families, the same for the same seed, spread over [`AREAS`] by their size.
#[must_use]
pub fn families(seed: u64, count: usize) -> Vec<Family> {
    let mut taken = HashSet::new();
    let mut numbers = [0; AREAS.len()];
    (0..count)
        .map(|index| {
            let mut random = Random::of(seed, index as u64);
            let area = area_of(index, count);
            numbers[area] += 1;
            Family::invent(&mut random, area, numbers[area], &mut taken)
        })
        .collect()
}

/// Lets the last family of the first area take in relatives until it has so many members.
///
/// # Panics
/// When no family lives there.
pub fn crowd(families: &mut [Family], members: usize) {
    let numbers = families.iter().flat_map(|family| {
        family.members.iter().map(|member| member.nik.clone()).chain([family.kk.clone()])
    });
    let mut taken: HashSet<String> = numbers.collect();
    let mut called: HashMap<String, usize> = HashMap::new();
    families.iter().for_each(|family| *called.entry(family.head().to_owned()).or_default() += 1);
    let last = families.iter_mut().rfind(|family| family.area == 0 && called[family.head()] == 1);
    last.expect("a family of the first area").take_in(members, &mut taken);
}

/// Makes `count` families of a whole city: as [`families`], but a hundred to an SLS.
#[must_use]
pub fn city(seed: u64, count: usize) -> Vec<Family> {
    let mut families = families(seed, count);
    families.iter_mut().for_each(Family::settle);
    families
}

/// The town takes half, the hillside a third, the island the rest.
fn area_of(index: usize, count: usize) -> usize {
    match index * 6 / count.max(1) {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_practice_round_is_what_the_readme_says() {
        let families = families(1, FAMILIES);
        assert_eq!(families.len(), 200);
        for area in 0..AREAS.len() {
            assert!(families.iter().any(|family| family.area == area));
        }
        assert!(families.iter().any(|family| family.members.len() == 5));
        assert_eq!(families, super::families(1, FAMILIES), "the seed repeats");
    }

    #[test]
    fn a_family_of_nineteen_can_be_had_and_nobody_else_changes() {
        let mut families = families(1, FAMILIES);
        let before = families.clone();
        crowd(&mut families, 19);
        let changed: Vec<_> =
            families.iter().zip(&before).filter(|(now, before)| now != before).collect();
        let [(now, before)] = changed.as_slice() else { panic!("one family") };
        assert_eq!((now.members.len(), now.area), (19, 0));
        assert_eq!(now.members[..before.members.len()], before.members);
        let names: HashSet<_> = now.members.iter().map(|member| &member.name).collect();
        let numbers: HashSet<_> = now.members.iter().map(|member| &member.nik).collect();
        assert_eq!((names.len(), numbers.len()), (19, 19));
    }

    #[test]
    fn supervisors_serve_the_areas_of_both_enumerators() {
        let [first, second, pml, koseka, ..] = OFFICERS;
        assert!(first.serves().chain(second.serves()).eq(pml.serves()));
        let inside = |area: &str| koseka.serves().any(|prefix| area.starts_with(prefix));
        assert!(pml.serves().all(inside) && koseka.serves().all(|prefix| prefix.len() == 7));
    }

    #[test]
    fn every_number_is_valid_unique_and_carries_serial_0000() {
        use cacah_family::number::{KkNumber, Nik};
        let mut seen = HashSet::new();
        for family in families(2, 500) {
            let kk: KkNumber = family.kk.parse().unwrap();
            assert!(kk.registered().is_some());
            for member in &family.members {
                let decoded = member.nik.parse::<Nik>().unwrap().decode().unwrap();
                assert_eq!(u32::from(decoded.day), chrono::Datelike::day(&member.birth));
            }
            for number in family.members.iter().map(|member| &member.nik).chain([&family.kk]) {
                assert!(number.ends_with("0000") && seen.insert(number.clone()));
            }
        }
    }

    #[test]
    fn a_city_is_made_soon_and_every_family_has_a_place_of_its_own() {
        let families = city(3, 5_000);
        let mut places = HashSet::new();
        for family in &families {
            let id: cacah_family::area::Idsubsls = family.idsubsls.parse().unwrap();
            assert!(id.within("8271"));
            assert!((1..=100).contains(&family.number), "{}", family.number);
            assert!(places.insert((id, family.number)));
        }
    }

    #[test]
    fn numbers_that_run_out_at_home_come_from_elsewhere() {
        let numbers: Vec<String> = families(4, 12_000).into_iter().map(|f| f.kk).collect();
        let distinct: HashSet<&String> = numbers.iter().collect();
        assert_eq!(distinct.len(), numbers.len());
        assert!(numbers.iter().any(|number| !number.starts_with("8271")));
    }

    #[test]
    fn areas_are_ids_of_ternate() {
        for area in AREAS {
            let id: cacah_family::area::Idsubsls = area.idsubsls.parse().unwrap();
            assert!(id.within("8271"));
        }
    }
}
