//! What a keyer's desk remembers on this PC: it stays in the vault and is sent nowhere.

use std::collections::BTreeMap;

use cacah_family::area::Idsubsls;
use cacah_family::id::FamilyId;

use crate::reader::Reader;
use crate::{Store, StoreError, settings};

impl Reader {
    /// The fixed fields of the bundle of an SLS: question, as keyed.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn bundle_fields(
        &self,
        idsubsls: &Idsubsls,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        let fields = self.setting(&fields_key(idsubsls))?;
        Ok(fields.map(|fields| serde_json::from_str(&fields)).transpose()?.unwrap_or_default())
    }
}

impl Store {
    /// Remembers the fixed fields of the bundle of an SLS, all of them.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn set_bundle_fields(
        &mut self,
        idsubsls: &Idsubsls,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        settings::put(&self.writer, &fields_key(idsubsls), &serde_json::to_string(fields)?)
    }

    /// The paper document that whoever is at work had open, by family; true of a second entry.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn open_paper(&self) -> Result<Option<(FamilyId, bool)>, StoreError> {
        self.of_mine(OPEN)
    }

    /// Remembers it; absent: none is open.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn set_open_paper(&mut self, open: Option<(FamilyId, bool)>) -> Result<(), StoreError> {
        self.set_mine(OPEN, open)
    }

    /// The family whose paper whoever is at work finished last, and whether that was a second entry:
    /// what a repeat copies from.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn last_paper(&self) -> Result<Option<(FamilyId, bool)>, StoreError> {
        self.of_mine(LAST)
    }

    /// Remembers it.
    ///
    /// # Errors
    /// [`StoreError`] as of storage.
    pub fn set_last_paper(&mut self, family: FamilyId, second: bool) -> Result<(), StoreError> {
        self.set_mine(LAST, Some((family, second)))
    }

    fn of_mine(&self, what: &str) -> Result<Option<(FamilyId, bool)>, StoreError> {
        let text = self.setting(&self.mine(what))?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.flatten())
    }

    fn set_mine(&self, what: &str, value: Option<(FamilyId, bool)>) -> Result<(), StoreError> {
        settings::put(&self.writer, &self.mine(what), &serde_json::to_string(&value)?)
    }

    fn mine(&self, what: &str) -> String {
        format!("{what}/{}", self.enrolment().officer)
    }
}

const OPEN: &str = "paper_open";
const LAST: &str = "paper_last";

fn fields_key(idsubsls: &Idsubsls) -> String {
    format!("bundle/{idsubsls}")
}
