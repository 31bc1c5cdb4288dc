//! What every laptop is told: what the office asks of it, and whom it trusts.

use std::path::{Path, PathBuf};

use cacah_central::access::Action;
use cacah_central::storage::{Storage, Trail as _};
use cacah_central::{Central, Change};
use cacah_family::host::{Host as _, SystemHost};
use cacah_family::trail::{Act, Deed};
use cacah_wire::orders::Policy;
use clap::{Args, Subcommand};

use crate::{Failed, open, say};

/// What laptops are asked. What is not given is left to each laptop.
#[derive(Args)]
pub struct PolicyArgs {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the administrator; without it, what is asked now is printed.
    #[arg(long)]
    by: Option<String>,
    /// Days of use without the office after which a vault asks for it (30 when nothing is said).
    #[arg(long, requires = "by")]
    contact_days: Option<u32>,
    /// Days a document stays on a laptop at most after the office has it safely.
    #[arg(long, requires = "by")]
    keep_days: Option<u32>,
    /// Minutes without a key until the curtain, at most.
    #[arg(long, requires = "by")]
    curtain_minutes: Option<u32>,
    /// Minutes without a key until the lock, at most.
    #[arg(long, requires = "by")]
    lock_minutes: Option<u32>,
}

impl PolicyArgs {
    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Does it; what to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, Failed> {
        let asked = Policy {
            number: 0,
            contact_days: self.contact_days,
            keep_days: self.keep_days,
            curtain_minutes: self.curtain_minutes,
            lock_minutes: self.lock_minutes,
        };
        let policy = match &self.by {
            Some(by) => Some(central.set_policy(by, &asked)?),
            None => central.policy()?,
        };
        let policy = policy.unwrap_or_default();
        let line = |name: &str, asked: Option<u32>| match asked {
            Some(asked) => format!("{name}: {asked}\n"),
            None => format!("{name}: -\n"),
        };
        Ok([
            line("contact-days", policy.contact_days),
            line("keep-days", policy.keep_days),
            line("curtain-minutes", policy.curtain_minutes),
            line("lock-minutes", policy.lock_minutes),
        ]
        .concat())
    }
}

/// Changing the certificate that laptops trust.
#[derive(Args)]
pub struct AuthorityArgs {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Make the next certificate and announce it: laptops trust both from their next contact on.
    Next(Data),
    /// Let the next certificate sign. Laptops that did not hear of it still connect, and are told.
    Switch(Data),
    /// Trust the old certificate no more and destroy its key. A laptop that never heard of the new
    /// one reads it from a stick's answer.
    Retire(Data),
}

#[derive(Args)]
struct Data {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the administrator.
    #[arg(long)]
    by: String,
}

impl AuthorityArgs {
    /// Does it.
    pub fn run(&self) -> Result<(), Failed> {
        let (change, name, Data { data, by }) = match &self.step {
            Step::Next(data) => (Change::Next, "authority_next", data),
            Step::Switch(data) => (Change::Switch, "authority_switch", data),
            Step::Retire(data) => (Change::Retire, "authority_retire", data),
        };
        let (host, (mut folder, central)) = (SystemHost::default(), open(data)?);
        let by = central.allow(by, Action::SetPolicy, "")?;
        folder.change_authority(change, &host)?;
        let deed = Deed::new(Act::Policy).kind(name);
        central.storage().note(Some(by), None, deed, host.now())?;
        say("tercatat; jalankan ulang server / done; start the server again\n");
        Ok(())
    }
}
