//! The practice round as `cacah-central practice` takes it: a JSON file.

use std::path::{Path, PathBuf};

use cacah_family::area::Idsubsls;
use cacah_family::entry::Birth;
use cacah_family::host::Host as _;
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use cacah_family::round::{Round, RoundKind};
use cacah_wire::down::{Area, PrelistFamily};
use serde::Serialize;

use super::{AREAS, Family, OFFICERS};
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
    code: &'static str,
    name: &'static str,
    areas: Vec<&'static str>,
}

impl Practice {
    /// The practice round with the form in the folder `form` and these families on its prelist.
    #[must_use]
    pub fn new(form: &Path, families: &[Family]) -> Self {
        let ids = FakeHost::new(8271);
        let round = Round {
            id: RoundId(ids.id()),
            name: "Regsosek 2022 · Kota Ternate".into(),
            kind: RoundKind::Practice,
            form: form.file_name().map(|name| name.to_string_lossy().into()).unwrap_or_default(),
        };
        let areas = AREAS.iter().map(|area| Area {
            idsubsls: id_of(area.idsubsls),
            name: area.name.into(),
            village: area.village.into(),
            district: area.district.into(),
        });
        let officers = OFFICERS.iter().map(|officer| Assigned {
            id: OfficerId(ids.id()),
            code: officer.code,
            name: officer.name,
            areas: officer.areas.iter().map(|index| AREAS[*index].idsubsls).collect(),
        });
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
}

fn birth_of(family: &Family, round: RoundId) -> Birth {
    let idsubsls = id_of(AREAS[family.area].idsubsls);
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
