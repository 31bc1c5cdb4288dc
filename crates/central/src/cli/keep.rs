//! Keeping the data: backups, a new life from one, proofs.

use std::path::PathBuf;
use std::process::ExitCode;

use cacah_central::access::Action;
use cacah_central::backup::restore;
use cacah_central::report;
use cacah_family::host::SystemHost;
use cacah_family::trail::{Act, Deed};
use clap::Subcommand;

use crate::{Failed, open, say};

/// Keeping.
#[derive(Subcommand)]
pub enum Keep {
    /// Copy everything, secrets included, into one new file while the endpoint goes on, and prove
    /// the copy. Only what is in a proven backup may be wiped on laptops.
    Backup {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
        /// The new file. Keep it as you keep the data folder.
        #[arg(long)]
        to: PathBuf,
    },
    /// Make a new data folder from a backup, as a new life: laptops offer again what came after it.
    Restore {
        /// The backup.
        #[arg(long)]
        from: PathBuf,
        /// The new data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator, as the backup knows it.
        #[arg(long)]
        by: String,
    },
    /// Prove every receipt against the data. Exit code 1 when anything does not hold.
    VerifyReceipts {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of who asks.
        #[arg(long)]
        by: String,
    },
    /// Print numbers that a laptop gave twice. Both contents are kept.
    Forks {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of who asks.
        #[arg(long)]
        by: String,
    },
}

impl Keep {
    /// Does it.
    pub fn run(&self) -> Result<ExitCode, Failed> {
        match self {
            Self::Backup { data, by, to } => {
                let (folder, central) = open(data)?;
                let by = central.allow(by, Action::Backup, "")?;
                let actors = folder.backup(central.storage(), to)?;
                central.record(by, Deed::new(Act::BackedUp).kind("backup"))?;
                say(&format!(
                    "cadangan terbukti utuh / backup proven: {actors} perangkat / actors\n"
                ));
            }
            Self::Restore { from, data, by } => {
                let epoch = restore(from, data, &SystemHost::default())?;
                let (_, central) = open(data)?;
                let allowed = central.allow(by, Action::Restore, "");
                // The backup says who may; until then the folder is nobody's.
                let by = allowed.inspect_err(|_| drop(std::fs::remove_dir_all(data)))?;
                central.record(by, Deed::new(Act::BackedUp).kind("restore"))?;
                say(&format!("epoch {epoch}\n"));
            }
            Self::VerifyReceipts { data, by } => {
                let (_, central) = open(data)?;
                central.allow(by, Action::Verify, "")?;
                let proof = central.verify_receipts()?;
                say(&report::proof(&proof));
                if proof.problems > 0 {
                    return Ok(ExitCode::FAILURE);
                }
            }
            Self::Forks { data, by } => {
                let (_, central) = open(data)?;
                central.allow(by, Action::Verify, "")?;
                say(&report::forks(&central.forks()?));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
