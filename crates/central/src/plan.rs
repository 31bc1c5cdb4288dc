//! A round from JSON: what `cacah-central practice` reads and testkit's `cacah-practice` writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cacah_family::host::Millis;
use cacah_family::id::OfficerId;
use cacah_family::round::Round;
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::down::{Area, Officer, PrelistFamily};
use cacah_wire::people::OfficerRole;
use serde::{Deserialize, Serialize};

use crate::access::{Action, outranks};
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::forms::compile;
use crate::storage::{Period, RoundPlan, Serving, Storage};

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
    /// What the officer is; absent: as it is known, PPL for somebody new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<OfficerRole>,
    /// Areas served: idsubsls, or a prefix of it.
    pub areas: Vec<String>,
    /// They are served from then on, milliseconds UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Millis>,
    /// They are served until then, milliseconds UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
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

    /// All areas that the plan says something of.
    fn places(&self) -> impl Iterator<Item = &str> {
        let areas = self.areas.iter().map(|area| area.idsubsls.as_str());
        let served = self.officers.iter().flat_map(|officer| &officer.areas);
        let families = self.families.iter().map(|family| family.birth.idsubsls.as_str());
        areas.chain(served.map(String::as_str)).chain(families)
    }

    /// Areas are prefixes of idsubsls, and families belong to this round and to their own district.
    fn check(&self) -> Result<()> {
        let areas = self.officers.iter().flat_map(|officer| &officer.areas);
        if !areas.clone().all(|area| is_area(area)) {
            return Err(CentralError::Request("an officer's area is no prefix of an idsubsls"));
        }
        let fits = |family: &PrelistFamily| {
            let birth = &family.birth;
            birth.round == self.round.id
                && birth.home == birth.idsubsls.district()
                && !birth.is_sls(family.family)
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
    /// [`CentralError::NotAllowed`] for areas beyond those of `by`, or a role above it;
    /// [`CentralError::Form`] with every error of the form by file, row and column.
    pub fn install(&self, by: &str, plan: Plan) -> Result<()> {
        plan.check()?;
        let mut officers = Vec::with_capacity(plan.officers.len());
        for planned in &plan.officers {
            officers.push((self.planned(planned)?, planned.servings()));
        }
        let roles = officers.iter().map(|(officer, _)| officer);
        let by = self.allow_lists(by, Action::InstallRound, plan.places(), roles)?;
        let (_, form) = compile(&plan.form)?;
        let plan = RoundPlan {
            round: plan.round,
            form,
            files: plan.form,
            areas: plan.areas,
            officers,
            families: plan.families,
        };
        self.storage.install(&plan, self.host.now())?;
        let released = self.reconsider()?;
        tracing::info!(round = %plan.round.id, released, "round installed");
        let deed = Deed::new(Act::Imported).kind("round").on(Subject::Form(plan.form));
        Ok(self.storage.note(Some(by), None, deed, self.host.now())?)
    }

    /// An officer of the plan, with the role that is known where it says none.
    fn planned(&self, planned: &PlanOfficer) -> Result<Officer> {
        let known = self.storage.officer_by_id(planned.id)?;
        let role = planned.role.or(known.map(|known| known.role)).unwrap_or_default();
        let (code, name) = (planned.code.clone(), planned.name.clone());
        Ok(Officer { id: planned.id, code, name, role })
    }

    /// Whether `by` may write lists of these areas and officers: all areas are within the own ones,
    /// nobody becomes more than `by` is, and whose name or role changes serves nowhere else.
    pub(crate) fn allow_lists<'a>(
        &self,
        by: &str,
        action: Action,
        areas: impl Iterator<Item = &'a str>,
        officers: impl Iterator<Item = &'a Officer>,
    ) -> Result<OfficerId> {
        let warrant = self.warrant(by, action)?;
        let mut areas = areas;
        if let Some(strange) = areas.find(|area| !warrant.covers(area)) {
            return Err(self.refuse(Some(warrant.officer), action, strange)?);
        }
        for officer in officers {
            let known = self.storage.officer_by_id(officer.id)?;
            if known.as_ref() == Some(officer) {
                continue;
            }
            if known.is_some() {
                self.allow_whole(by, action, officer.id)?;
            }
            if !outranks(warrant.role, officer.role) {
                return Err(self.refuse(Some(warrant.officer), action, "")?);
            }
        }
        Ok(warrant.officer)
    }
}

impl PlanOfficer {
    fn servings(&self) -> Vec<Serving> {
        let period = Period { since: self.since, until: self.until };
        self.areas.iter().map(|area| Serving { area: area.clone(), period }).collect()
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
