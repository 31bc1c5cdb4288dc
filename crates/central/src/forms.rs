//! Forms of the rounds, compiled once and kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use cacah_family::entry::FormVersion;
use cacah_family::id::RoundId;
use cacah_form::{Form, Sheets};

use crate::error::{CentralError, Result};
use crate::storage::{FormRow, Storage, StorageError};

/// Compiled forms by round and version. Forms are immutable once installed.
#[derive(Default)]
pub struct Forms(Mutex<HashMap<(RoundId, u32), Arc<Form>>>);

impl Forms {
    /// The versions of a round, as they are now: another process may have installed one.
    pub fn of<S: Storage>(storage: &S, round: RoundId) -> Result<RoundForms> {
        Ok(RoundForms { round, versions: storage.forms(round)? })
    }

    /// The files of a version.
    pub fn files<S: Storage>(
        &self,
        storage: &S,
        round: RoundId,
        number: u32,
    ) -> Result<BTreeMap<String, String>> {
        let packed = storage.form_files(round, number)?.ok_or(StorageError::Damaged("form"))?;
        let files = zstd::decode_all(packed.as_slice());
        let files = files.ok().and_then(|files| serde_json::from_slice(&files).ok());
        Ok(files.ok_or(StorageError::Damaged("form"))?)
    }

    /// A version, compiled.
    pub fn form<S: Storage>(
        &self,
        storage: &S,
        round: RoundId,
        row: &FormRow,
    ) -> Result<Arc<Form>> {
        let key = (round, row.number);
        if let Some(form) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(form));
        }
        let (form, _) = compile(&self.files(storage, round, row.number)?)?;
        let form = Arc::new(form);
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(forms.entry(key).or_insert(form)))
    }
}

/// The versions of one round's form.
pub struct RoundForms {
    round: RoundId,
    versions: Vec<FormRow>,
}

impl RoundForms {
    /// The round.
    pub fn round(&self) -> RoundId {
        self.round
    }

    /// True when documents of this structure can be checked here.
    pub fn knows(&self, version: &FormVersion) -> bool {
        self.versions.iter().any(|row| row.version.structure == version.structure)
    }

    /// What to check a document with: of the structures it is worked on under the one handed out
    /// last, with the rules handed out last for it; the version in force when none is named.
    pub fn for_document(&self, under: &[FormVersion]) -> Option<&FormRow> {
        let named = |row: &&FormRow| under.iter().any(|v| v.structure == row.version.structure);
        self.versions.iter().rev().find(named).or(self.in_force())
    }

    /// The version that laptops are to work with.
    pub fn in_force(&self) -> Option<&FormRow> {
        self.versions.last()
    }

    /// Every version, the one in force last.
    pub fn versions(&self) -> &[FormRow] {
        &self.versions
    }
}

/// Compiles a form's files; its version is the two hashes of what was compiled.
pub fn compile(files: &BTreeMap<String, String>) -> Result<(Form, FormVersion)> {
    let form = Form::compile(&sheets(files)?).map_err(CentralError::Form)?;
    let hex = |hash: [u8; 32]| blake3::Hash::from_bytes(hash).to_hex().to_string();
    let version =
        FormVersion { structure: hex(form.structure_hash()), rules: hex(form.rules_hash()) };
    Ok((form, version))
}

/// A form's files as sheets.
pub fn sheets(files: &BTreeMap<String, String>) -> Result<Sheets> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    Sheets::from_csv(&files).map_err(CentralError::Form)
}
