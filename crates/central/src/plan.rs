//! A round from JSON: what `cacah-central practice` reads and testkit's `cacah-practice` writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cacah_family::id::OfficerId;
use cacah_family::round::Round;
use cacah_wire::down::{Area, Officer, PrelistFamily};
use serde::{Deserialize, Serialize};

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::compile;
use crate::storage::{RoundPlan, Storage};

/// A round with everything it needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Plan {
    /// The round.
    pub round: Round,
    /// Its form's files: name, text; or [`Plan::form_dir`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, String>,
    /// Folder with the form's CSV files, relative to the plan's own folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_dir: Option<PathBuf>,
    /// Its areas.
    pub areas: Vec<Area>,
    /// Its officers.
    pub officers: Vec<PlanOfficer>,
    /// Its prelist.
    pub families: Vec<PrelistFamily>,
}

/// An officer of a round.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlanOfficer {
    /// Id.
    pub id: OfficerId,
    /// Code shown everywhere.
    pub code: String,
    /// Name.
    pub name: String,
    /// Areas served: idsubsls, or a prefix of it.
    pub areas: Vec<String>,
}

impl Plan {
    /// Reads `form_dir`, if the form is not in the plan itself.
    ///
    /// # Errors
    /// [`std::io::Error`] when the folder cannot be read.
    pub fn read_form(&mut self, base: &Path) -> std::io::Result<()> {
        let Some(folder) = self.form_dir.take() else { return Ok(()) };
        self.form.extend(form_files(&base.join(folder))?);
        Ok(())
    }

    /// Areas are prefixes of idsubsls, and families belong to this round and to their own district.
    fn check(&self) -> Result<()> {
        let areas = self.officers.iter().flat_map(|officer| &officer.areas);
        if !areas.clone().all(|area| is_area(area)) {
            return Err(CentralError::Request("an officer's area is no prefix of an idsubsls"));
        }
        let fits = |family: &PrelistFamily| {
            let birth = &family.birth;
            birth.round == self.round.id && birth.home == birth.idsubsls.district()
        };
        if self.families.iter().all(fits) {
            Ok(())
        } else {
            Err(CentralError::Request("a family of another round or district"))
        }
    }
}

/// The CSV files of a form's folder: name, text.
pub fn form_files(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let (Some(name), Some("csv")) = (name, path.extension().and_then(|e| e.to_str())) {
            files.insert(name.to_owned(), std::fs::read_to_string(&path)?);
        }
    }
    Ok(files)
}

/// True for an idsubsls and any beginning of one.
pub fn is_area(area: &str) -> bool {
    let digits =
        |(at, c): (usize, char)| c.is_ascii_digit() || (at >= 10 && c.is_ascii_uppercase());
    (2..=16).contains(&area.len()) && area.chars().enumerate().all(digits)
}

impl<S: Storage> Central<S> {
    /// Installs a round. Doing it again changes nothing that came from the field; what was held for
    /// want of a form or an assignment that is there now becomes part of the state.
    ///
    /// # Errors
    /// [`CentralError::Form`] with every error of the form by file, row and column.
    pub fn install(&self, plan: Plan) -> Result<()> {
        plan.check()?;
        let (_, form) = compile(&plan.form)?;
        let officers = plan.officers.into_iter().map(|officer| {
            (Officer { id: officer.id, code: officer.code, name: officer.name }, officer.areas)
        });
        let plan = RoundPlan {
            round: plan.round,
            form,
            files: plan.form,
            areas: plan.areas,
            officers: officers.collect(),
            families: plan.families,
        };
        self.storage.install(&plan, self.host.now())?;
        let released = self.reconsider()?;
        tracing::info!(round = %plan.round.id, released, "round installed");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_area;

    #[test]
    fn an_area_is_a_prefix_of_an_idsubsls() {
        for good in ["82", "8271", "8271020", "8271020001000100", "8271020001000A"] {
            assert!(is_area(good), "{good}");
        }
        for bad in ["", "8", "82710A0", "82710200010001000", "8271020001000a", "82%"] {
            assert!(!is_area(bad), "{bad}");
        }
    }
}
