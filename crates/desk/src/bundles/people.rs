//! Codes of those who write about paper. The journal knows people by id.

use std::collections::BTreeMap;

use cacah_family::entry::{Change, Entry};
use cacah_family::id::OfficerId;
use cacah_family::paper::Custody;
use cacah_keying::custody;
use cacah_store::Reader;
use cacah_wire::command::Custodian;

use super::books::Books;
use crate::error::DeskError;
use crate::team::role_from;

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
                    given.insert(entry.dot, custody::code(to));
                }
                Change::Custody(Custody::Taken { of }) => taken.push((entry.officer, *of)),
                _ => {}
            }
        }
        for (officer, of) in taken {
            if let Some(code) = given.get(&of) {
                people.0.entry(officer).or_insert_with(|| code.clone());
            }
        }
        Ok(people)
    }

    /// Everybody a code is known of.
    pub(crate) fn codes(&self) -> impl Iterator<Item = (OfficerId, &str)> {
        self.0.iter().map(|(officer, code)| (*officer, code.as_str()))
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

/// Whom paper is handed to: everybody known here, and who holds some, by code.
pub(crate) fn custodians(reader: &Reader, books: &Books) -> Result<Vec<Custodian>, DeskError> {
    let mut all: BTreeMap<String, Custodian> = BTreeMap::new();
    for (officer, code) in books.people.codes() {
        let role = reader.role_of(officer)?.map(|told| role_from(Some(&told)));
        let code = custody::code(code);
        all.insert(code.clone(), Custodian { code, role, holds: 0 });
    }
    for bundle in books.paper.values() {
        let code = bundle.holder.code();
        if !code.is_empty() {
            let known = || Custodian { code: code.to_owned(), ..Custodian::default() };
            all.entry(code.to_owned()).or_insert_with(known).holds += 1;
        }
    }
    Ok(all.into_values().collect())
}
