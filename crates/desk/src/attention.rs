//! Families that ask for a look: decisions, and documents a supervisor gave back. They are few, so the
//! list finds them in one setting of the vault. A cache: every opening of a document tells it anew.

use std::collections::BTreeMap;

use cacah_family::id::FamilyId;
use cacah_store::Reader;
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::error::DeskError;
use crate::session::Session;

const SETTING: &str = "attention";

/// Why a family asks for a look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Marks {
    /// Answers of its document differ, or an error came of uniting them.
    #[serde(default)]
    pub(crate) undecided: bool,
    /// Facts of the family itself differ.
    #[serde(default)]
    pub(crate) facts: bool,
    /// A supervisor gave its document back.
    #[serde(default)]
    pub(crate) returned: bool,
}

/// The marks of every family that has one.
pub(crate) type Attention = BTreeMap<FamilyId, Marks>;

/// The marks as the vault keeps them.
pub(crate) fn read(reader: &Reader) -> Result<Attention, DeskError> {
    let text = reader.setting(SETTING)?;
    // A cache that cannot be read is made again, opening by opening.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Session {
    /// Notes what an open or just loaded document asks for; `facts` when that was looked at too.
    pub(crate) fn note_marks(
        &mut self,
        family: FamilyId,
        document: Option<&Document>,
        facts: Option<bool>,
    ) -> Result<(), DeskError> {
        let undecided = document.is_some_and(Document::is_undecided);
        let returned = document.is_some_and(Document::is_returned);
        self.put_marks(family, (undecided, returned), facts)
    }

    pub(crate) fn put_marks(
        &mut self,
        family: FamilyId,
        (undecided, returned): (bool, bool),
        facts: Option<bool>,
    ) -> Result<(), DeskError> {
        let known = match &mut self.attention {
            Some(known) => known,
            none => none.insert(read(&self.store)?),
        };
        let before = known.get(&family).copied().unwrap_or_default();
        let marks = Marks { undecided, returned, facts: facts.unwrap_or(before.facts) };
        if marks == before {
            return Ok(());
        }
        if marks == Marks::default() {
            known.remove(&family);
        } else {
            known.insert(family, marks);
        }
        let text = serde_json::to_string(known).map_err(cacah_store::StoreError::from)?;
        Ok(self.store.set_setting(SETTING, &text)?)
    }
}
