//! The books of storage: the paper of every SLS of this vault, folded from its records.

use std::collections::{BTreeMap, BTreeSet};

use cacah_family::area::Idsubsls;
use cacah_keying::custody::{self, BundleState};
use cacah_keying::label::{BoxNumber, Label};
use cacah_store::{AreaRecord, Reader};
use cacah_wire::error::Code;

use super::people::People;
use crate::error::DeskError;

/// Every bundle, with who is who.
pub(crate) struct Books {
    /// The areas of this vault, in order.
    pub(crate) areas: Vec<AreaRecord>,
    /// Where the paper of each is.
    pub(crate) paper: BTreeMap<Idsubsls, BundleState>,
    /// Codes of those who wrote.
    pub(crate) people: People,
}

impl Books {
    pub(crate) fn read(reader: &Reader) -> Result<Self, DeskError> {
        let areas = reader.areas()?;
        let logs = reader.custodies()?;
        let folded = |area: &AreaRecord| {
            let log = logs.get(&area.idsubsls).map(Vec::as_slice).unwrap_or_default();
            (area.idsubsls.clone(), custody::fold(log))
        };
        let mut paper: BTreeMap<Idsubsls, BundleState> = areas.iter().map(folded).collect();
        custody::share(&mut paper);
        let people = People::read(reader, logs.values().flatten())?;
        Ok(Self { areas, paper, people })
    }

    pub(crate) fn area(&self, sls: &Idsubsls) -> Result<&AreaRecord, DeskError> {
        Ok(self.areas.iter().find(|area| area.idsubsls == *sls).ok_or(Code::OutsideArea)?)
    }

    pub(crate) fn bundle(&self, sls: &Idsubsls) -> Result<&BundleState, DeskError> {
        Ok(self.paper.get(sls).ok_or(Code::OutsideArea)?)
    }

    /// Boxes in use.
    pub(crate) fn boxes(&self) -> BTreeSet<BoxNumber> {
        self.paper.values().filter_map(|bundle| bundle.number.parse().ok()).collect()
    }

    /// The next box number that nobody has, in the regency of an SLS.
    pub(crate) fn next_box(&self, sls: &Idsubsls) -> Option<BoxNumber> {
        BoxNumber::next(regency(sls), &self.boxes())
    }

    /// The bundle in a box.
    pub(crate) fn in_box(&self, number: &str) -> Option<&Idsubsls> {
        self.paper.iter().find(|(_, bundle)| bundle.number == number).map(|(area, _)| area)
    }

    /// The bundle that a label, box number or area id names.
    pub(crate) fn named(&self, text: &str) -> Result<Idsubsls, DeskError> {
        match Label::typed(text).map_err(|_| Code::BadLabel)? {
            Label::Bundle(area) => Ok(area),
            Label::Box(number) => Ok(self.in_box(number.as_str()).ok_or(Code::NotFound)?.clone()),
        }
    }
}

/// Province and regency, 4 digits.
pub(crate) fn regency(sls: &Idsubsls) -> &str {
    sls.as_str().get(..4).unwrap_or_default()
}
