//! The practice round as `cacah-central practice` takes it: a JSON file.

use serde::Serialize;

use super::{AREAS, Family, OFFICERS};

/// A round with its areas, officers and prelist; ids are given at import.
#[derive(Debug, Serialize)]
pub struct Practice {
    round: Round,
    areas: Vec<Area>,
    officers: Vec<Officer>,
    families: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Round {
    name: &'static str,
    kind: &'static str,
    form: String,
}

#[derive(Debug, Serialize)]
struct Area {
    idsubsls: &'static str,
    name: &'static str,
    village: &'static str,
    district: &'static str,
}

#[derive(Debug, Serialize)]
struct Officer {
    code: &'static str,
    name: &'static str,
    areas: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Listed {
    idsubsls: &'static str,
    building: u16,
    number: u16,
    head: String,
    address: String,
}

impl Practice {
    /// The practice round with the form called `form` and these families on its prelist.
    #[must_use]
    pub fn new(form: &str, families: &[Family]) -> Self {
        let areas = AREAS.iter().map(|area| Area {
            idsubsls: area.idsubsls,
            name: area.name,
            village: area.village,
            district: area.district,
        });
        let officers = OFFICERS.iter().map(|officer| Officer {
            code: officer.code,
            name: officer.name,
            areas: officer.areas.iter().map(|index| AREAS[*index].idsubsls).collect(),
        });
        let listed = families.iter().map(|family| Listed {
            idsubsls: AREAS[family.area].idsubsls,
            building: family.building,
            number: family.number,
            head: family.head().into(),
            address: family.address.clone(),
        });
        Self {
            round: Round {
                name: "Regsosek 2022 · Kota Ternate",
                kind: "practice",
                form: form.into(),
            },
            areas: areas.collect(),
            officers: officers.collect(),
            families: listed.collect(),
        }
    }
}
