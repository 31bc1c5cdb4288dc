//! The practice round as `cacah-central practice` takes it: a JSON file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Birth;
use cacah_family::host::Host as _;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_wire::down::{Area, PrelistFamily};
use cacah_wire::people::OfficerRole;
use serde::Serialize;
use uuid::Uuid;

use super::{AREAS, Family, OFFICERS, Sls};
use crate::host::FakeHost;

/// A round with its form, areas, officers and prelist. The ids are the same each time, so that
/// installing it again changes nothing.
#[derive(Debug, Serialize)]
pub struct Practice {
    round: Round,
    form_dir: PathBuf,
    areas: Vec<Area>,
    officers: Vec<Assigned>,
    families: Vec<PrelistFamily>,
}

#[derive(Debug, Serialize)]
struct Assigned {
    id: OfficerId,
    code: String,
    name: String,
    role: OfficerRole,
    areas: Vec<String>,
}

impl Practice {
    /// The practice round with the form in the folder `form` and these families on its prelist.
    #[must_use]
    pub fn new(form: &Path, families: &[Family]) -> Self {
        let officers = OFFICERS.iter().map(|officer| Assigned {
            id: OfficerId(Uuid::nil()),
            code: officer.code.to_owned(),
            name: officer.name.to_owned(),
            role: officer.role,
            areas: officer.serves().map(str::to_owned).collect(),
        });
        let areas = AREAS.iter().map(|area| (*area, area.idsubsls, area.name));
        Self::of(form, areas.collect(), officers.collect(), families)
    }

    /// A round of a whole city, its families ([`super::city`]) dealt out to so many officers, in
    /// their order and as evenly as it goes.
    #[must_use]
    pub fn city(form: &Path, families: &[Family], officers: usize) -> Self {
        let share = families.len().div_ceil(officers.max(1)).max(1);
        let dealt = families.chunks(share).zip(201..).map(|(families, code)| {
            let mut areas: Vec<_> = families.iter().map(|family| family.idsubsls.clone()).collect();
            areas.dedup();
            Assigned {
                id: OfficerId(Uuid::nil()),
                code: format!("PPL {code:04}"),
                name: format!("PETUGAS LATIHAN {code}"),
                role: OfficerRole::Ppl,
                areas,
            }
        });
        let areas: BTreeMap<_, _> = families
            .iter()
            .map(|f| (&*f.idsubsls, (AREAS[f.area], &*f.idsubsls, &*f.sls)))
            .collect();
        Self::of(form, areas.into_values().collect(), dealt.collect(), families)
    }

    fn of(
        form: &Path,
        areas: Vec<(Sls, &str, &str)>,
        officers: Vec<Assigned>,
        families: &[Family],
    ) -> Self {
        let ids = FakeHost::new(8271);
        let round = Round {
            id: RoundId(ids.id()),
            name: "Regsosek 2022 · Kota Ternate".into(),
            kind: RoundKind::Practice,
            form: form.file_name().map(|name| name.to_string_lossy().into()).unwrap_or_default(),
        };
        let areas = areas.into_iter().map(|(area, idsubsls, name)| Area {
            idsubsls: id_of(idsubsls),
            name: name.into(),
            village: area.village.into(),
            district: area.district.into(),
        });
        // Those who key joined later: the ids of all others stay what they were.
        let later = FakeHost::new(8272);
        let named = |officer: Assigned| {
            let keys = matches!(officer.role, OfficerRole::Keyer | OfficerRole::Supervisor);
            Assigned { id: OfficerId(if keys { later.id() } else { ids.id() }), ..officer }
        };
        let officers = officers.into_iter().map(named);
        let listed = |family: &Family| PrelistFamily {
            family: FamilyId(ids.id()),
            birth: birth_of(family, round.id),
        };
        Self {
            areas: areas.collect(),
            officers: officers.collect(),
            families: families.iter().map(listed).collect(),
            form_dir: form.into(),
            round,
        }
    }

    /// Codes of the officers.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.officers.iter().map(|officer| &*officer.code)
    }

    /// The prelist, in the order of the families it was made of.
    #[must_use]
    pub fn prelist(&self) -> &[PrelistFamily] {
        &self.families
    }
}

fn birth_of(family: &Family, round: RoundId) -> Birth {
    let idsubsls = id_of(&family.idsubsls);
    Birth {
        round,
        home: idsubsls.district(),
        idsubsls,
        building: family.building,
        number: family.number,
        head: family.head().into(),
        address: family.address.clone(),
        found: false,
    }
}

fn id_of(idsubsls: &str) -> Idsubsls {
    idsubsls.parse().expect("the areas of the practice round are valid")
}
