//! What is found across families, at a terminal.

use std::path::{Path, PathBuf};

use cacah_central::storage::Storage;
use cacah_central::{Asked, Central, CentralError, report};
use clap::Args;

/// Print what is found across families: ids only, never a name or number of a person.
#[derive(Args)]
pub struct Findings {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of who asks.
    #[arg(long)]
    by: String,
    /// An SLS, or the beginning of its id (a village, a district); the whole registry without it.
    #[arg(long, default_value = "")]
    sls: String,
    /// As CSV.
    #[arg(long)]
    csv: bool,
}

impl Findings {
    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, CentralError> {
        let rows = central.findings(&self.by, &Asked { area: self.sls.clone() })?;
        Ok(if self.csv { report::findings_csv(&rows) } else { report::findings(&rows) })
    }
}
