//! People and laptops at a terminal.

use std::path::{Path, PathBuf};

use cacah_central::storage::{Period, Storage};
use cacah_central::{Central, CentralError, NewPerson, end_of, report, start_of};
use cacah_wire::people::OfficerRole;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// Print who serves where until when, with the laptops of each.
#[derive(Args)]
pub struct People {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of who asks.
    #[arg(long)]
    by: String,
    /// Only those who serve under this beginning of an SLS id.
    #[arg(long, default_value = "")]
    area: String,
}

/// Somebody who is made known, changed, or ended.
#[derive(Args)]
pub struct OfficerArgs {
    #[command(subcommand)]
    command: OfficerCommand,
}

#[derive(Subcommand)]
enum OfficerCommand {
    /// Make somebody known, or give somebody more areas.
    Add {
        #[command(flatten)]
        who: Who,
        /// Name; may be left out for somebody known.
        #[arg(long, default_value = "")]
        name: String,
        /// ppl, pml, koseka, keyer, supervisor, admin_regency, admin_province, admin_centre.
        #[arg(long, value_parser = role)]
        role: OfficerRole,
        /// An area served: an SLS or the beginning of its id; may be repeated.
        #[arg(long)]
        area: Vec<String>,
        /// The first day, YYYY-MM-DD.
        #[arg(long)]
        since: Option<NaiveDate>,
        /// The last day.
        #[arg(long)]
        until: Option<NaiveDate>,
        /// The round, for field and keying; not needed when there is one.
        #[arg(long)]
        round: Option<String>,
    },
    /// Give somebody another role.
    Role {
        #[command(flatten)]
        who: Who,
        /// The role from now on.
        #[arg(long, value_parser = role)]
        role: OfficerRole,
    },
    /// End what somebody may do, at once. Work done before is still taken.
    End {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Args)]
struct Who {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the administrator; not needed while there is none.
    #[arg(long)]
    by: Option<String>,
    /// Code of the person.
    #[arg(long)]
    officer: String,
}

impl People {
    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, CentralError> {
        Ok(report::people(&central.people(&self.by, &self.area)?))
    }
}

impl OfficerArgs {
    /// The data folder.
    pub fn data(&self) -> &Path {
        match &self.command {
            OfficerCommand::Add { who, .. }
            | OfficerCommand::Role { who, .. }
            | OfficerCommand::End { who } => &who.data,
        }
    }

    /// Does it; what to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, CentralError> {
        match &self.command {
            OfficerCommand::Add { who, name, role, area, since, until, round } => {
                let first = area.first().map_or("", String::as_str);
                let period = Period {
                    since: since.map(|day| start_of(day, first)),
                    until: until.map(|day| end_of(day, first)),
                };
                let (code, name) = (who.officer.clone(), name.clone());
                let (areas, round) = (area.clone(), round.clone());
                let new = NewPerson { code, name, role: *role, areas, period, round };
                central.add_person(who.by.as_deref(), &new)?;
            }
            OfficerCommand::Role { who, role } => {
                central.set_role(who.by()?, &who.officer, *role)?;
            }
            OfficerCommand::End { who } => central.end_officer(who.by()?, &who.officer)?,
        }
        Ok("tercatat / done\n".to_owned())
    }
}

impl Who {
    fn by(&self) -> Result<&str, CentralError> {
        self.by.as_deref().ok_or(CentralError::NotAllowed)
    }
}

/// A role by its name.
pub fn role(text: &str) -> Result<OfficerRole, String> {
    OfficerRole::from_name(text).ok_or_else(|| OfficerRole::ALL.map(OfficerRole::as_str).join(", "))
}
