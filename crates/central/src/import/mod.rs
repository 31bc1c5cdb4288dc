//! `cacah-central import`: officers, areas, assignments and prelist from the spreadsheets of an
//! office. All files are read and judged to the end; with one fault among them nothing is written.
//! Importing the same files again changes nothing.

mod bridge;
mod command;
mod crew;
mod fault;
mod judge;
mod line;
mod lists;
mod outcome;
mod prelist;
mod sheet;

use std::collections::BTreeMap;

use cacah_family::id::RoundId;
use cacah_family::round::{Round, RoundKind};
use cacah_family::trail::{Act, Deed};

use crate::access::Action;
use crate::central::Central;
use crate::error::CentralError;
use crate::forms::compile;
use crate::storage::{RoundPlan, Storage, StorageError};

pub use bridge::bridge;
pub use command::{ImportArgs, read_bridge};
pub use fault::{Fault, Faults, Problem};
pub use outcome::{Outcome, Tally};
pub use sheet::File;

/// How often an import is judged again because batches came in meanwhile.
const ATTEMPTS: usize = 5;

/// What to import.
pub struct Import {
    /// Name of the round: found by it, or made.
    pub round: String,
    /// Real or practice, for ever.
    pub kind: RoundKind,
    /// The form's files: name, text; may be absent for a round that is there.
    pub form: Option<BTreeMap<String, String>>,
    /// Code and name of officers.
    pub officers: Option<File>,
    /// Which officer serves which area.
    pub assignments: Option<File>,
    /// SLS with their names.
    pub areas: Option<File>,
    /// Families known beforehand.
    pub prelist: Option<File>,
    /// End the assignments that the file has no more.
    pub replace_assignments: bool,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The spreadsheets have faults.
    #[error("{0}")]
    Faults(Faults),
    /// The round is of the other kind.
    #[error(
        "Putaran ini sudah ada dengan jenis lain (real/practice) dan jenis tidak dapat diubah. \
         Tidak ada yang disimpan; pakai nama lain.\n\
         The round exists and is of the other kind (real/practice), which never changes. \
         Nothing was written; use another name."
    )]
    Kind,
    /// A new round needs a form.
    #[error(
        "Putaran ini belum ada: sebutkan folder kuesioner dengan --form. Tidak ada yang disimpan.\n\
         The round is new: name the folder of its form with --form. Nothing was written."
    )]
    FormNeeded,
    /// A file cannot be read.
    #[error(
        "{}: berkas tidak dapat dibaca. Tidak ada yang disimpan.\n\
         {}: the file cannot be read ({}). Nothing was written.", .0, .0, .1
    )]
    File(String, std::io::Error),
    /// The form or the database.
    #[error(transparent)]
    Central(#[from] CentralError),
}

impl From<StorageError> for ImportError {
    fn from(error: StorageError) -> Self {
        Self::Central(error.into())
    }
}

impl<S: Storage> Central<S> {
    /// Imports an office's lists into a round, in one transaction.
    ///
    /// # Errors
    /// [`ImportError`], also when `by` may not write all of it; nothing was written.
    pub fn import(&self, by: &str, import: &Import) -> Result<Outcome, ImportError> {
        self.warrant(by, Action::Import)?;
        let mut faults = Faults::default();
        let lists = judge::Lists::read(import, &mut faults);
        let plan = self.plan(import)?;
        for _ in 0..ATTEMPTS {
            let (change, places, outcome) = self.judge(plan.clone(), &lists, &mut faults)?;
            if faults.count() > 0 {
                return Err(ImportError::Faults(faults));
            }
            let places = places.iter().map(String::as_str);
            let officers = change.plan.officers.iter().map(|(officer, _)| officer);
            let officer = self.allow_lists(by, Action::Import, places, officers)?;
            match self.storage.import(&change, self.host.now()) {
                Ok(()) => {
                    let released = self.reconsider()?;
                    let deed = Deed::new(Act::Imported).kind("lists");
                    self.storage.note(Some(officer), None, deed, self.host.now())?;
                    tracing::info!(round = %change.plan.round.id, released, "lists imported");
                    return Ok(outcome);
                }
                Err(StorageError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(CentralError::Busy.into())
    }

    /// The round with its form, and nothing in it yet.
    fn plan(&self, import: &Import) -> Result<RoundPlan, ImportError> {
        let known = self.storage.round_named(&import.round)?;
        if known.as_ref().is_some_and(|round| round.kind != import.kind) {
            return Err(ImportError::Kind);
        }
        let files = match (&import.form, &known) {
            (Some(files), _) => files.clone(),
            (None, Some(round)) => self.newest_form(round.id)?,
            (None, None) => return Err(ImportError::FormNeeded),
        };
        let (form, version) = compile(&files)?;
        let id = known.map_or_else(|| RoundId(self.host.id()), |round| round.id);
        let (name, form) = (import.round.clone(), form.id().to_owned());
        let round = Round { id, name, kind: import.kind, form };
        let (areas, officers, families) = (Vec::new(), Vec::new(), Vec::new());
        Ok(RoundPlan { round, form: version, files, areas, officers, families })
    }

    fn newest_form(&self, round: RoundId) -> Result<BTreeMap<String, String>, ImportError> {
        let newest = self.storage.forms(round)?.pop().ok_or(StorageError::Damaged("form"))?;
        Ok(self.forms.files(&self.storage, round, newest.number)?)
    }
}
