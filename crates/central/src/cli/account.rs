//! Accounts of the browser, at a terminal.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{Failed, open, say};

/// Accounts of people who work in a browser.
#[derive(Args)]
pub struct AccountArgs {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Print a one-time code with which an officer sets a password at the endpoint's page, good for
    /// ten minutes.
    Invite {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the officer.
        #[arg(long)]
        officer: String,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
    },
}

impl AccountArgs {
    /// Does it.
    pub fn run(&self) -> Result<(), Failed> {
        let AccountCommand::Invite { data, officer, by } = &self.command;
        let (_, central) = open(data)?;
        let invitation = central.invite(by, officer)?;
        say(&format!("{}\n", invitation.code));
        Ok(())
    }
}
