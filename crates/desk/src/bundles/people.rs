//! Codes of those who write about paper. The journal knows people by id.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, Entry};
use cacah_family::id::OfficerId;
use cacah_family::paper::Custody;
use cacah_store::Reader;

use crate::error::DeskError;

/// Who is who, as far as this vault can tell.
#[derive(Default)]
pub(crate) struct People(BTreeMap<OfficerId, String>);

impl People {
    /// From the officers of this vault, and from hand-overs: what was given to a code was taken by
    /// whom it belongs to.
    pub(crate) fn read<'a>(
        reader: &Reader,
        log: impl Iterator<Item = &'a Entry>,
    ) -> Result<Self, DeskError> {
        let mut people = Self(reader.people()?);
        let (mut given, mut taken) = (BTreeMap::new(), Vec::new());
        for entry in log {
            match &entry.change {
                Change::Custody(Custody::Given { to, .. }) if !to.is_empty() => {
                    given.insert(entry.dot, to.as_str());
                }
                Change::Custody(Custody::Taken { of }) => taken.push((entry.officer, *of)),
                _ => {}
            }
        }
        for (officer, of) in taken {
            if let Some(code) = given.get(&of) {
                people.0.entry(officer).or_insert_with(|| (*code).to_owned());
            }
        }
        Ok(people)
    }

    /// The code; of somebody this vault has never heard of the end of the id.
    pub(crate) fn code(&self, officer: OfficerId) -> String {
        let unknown = || {
            let id = officer.0.simple().to_string();
            format!("…{}", id.get(id.len() - 4..).unwrap_or_default())
        };
        self.0.get(&officer).cloned().unwrap_or_else(unknown)
    }
}
