//! The data folder, and the first administrator.

use std::path::{Path, PathBuf};

use cacah_central::storage::{Period, Storage};
use cacah_central::{Central, CentralError, NewPerson};
use cacah_wire::people::OfficerRole;
use clap::Args;

use super::people::role;

/// A data folder, and whom it obeys first.
#[derive(Args)]
pub struct Init {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the first administrator; refused when there is one.
    #[arg(long, requires_all = ["name", "area"])]
    admin: Option<String>,
    /// Name of the administrator.
    #[arg(long, default_value = "")]
    name: String,
    /// An area of the administrator: a regency, a province; may be repeated.
    #[arg(long)]
    area: Vec<String>,
    /// admin_regency, admin_province or admin_centre.
    #[arg(long, value_parser = role, default_value = "admin_regency")]
    role: OfficerRole,
}

impl Init {
    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Does it; what to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, CentralError> {
        if let Some(code) = &self.admin {
            let (name, areas) = (self.name.clone(), self.area.clone());
            let (code, role, period) = (code.clone(), self.role, Period::default());
            let first = NewPerson { code, name, role, areas, period, round: None };
            central.add_person(None, &first)?;
        }
        Ok(format!("epoch {}\n", central.hello().epoch))
    }
}
