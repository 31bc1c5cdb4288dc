//! Handing out versions of the questionnaire.

use std::path::PathBuf;

use cacah_central::report;
use clap::{Args, Subcommand};

use crate::{Failed, open, say};

/// The questionnaire of a round.
#[derive(Args)]
pub struct FormArgs {
    #[command(subcommand)]
    command: FormCommand,
}

#[derive(Subcommand)]
enum FormCommand {
    /// Hand out a new version. Documents of every earlier one are taken for ever.
    Publish {
        #[command(flatten)]
        place: Place,
        /// Folder with the form's CSV files.
        folder: PathBuf,
    },
    /// Hand out a version that is kept once more: so the newest one is taken back.
    Restore {
        #[command(flatten)]
        place: Place,
        /// Number of the version, as `list` prints it.
        number: u32,
    },
    /// Print every version, and which is in force.
    List {
        #[command(flatten)]
        round: Round,
    },
}

#[derive(Args)]
struct Round {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Name of the round; not needed when there is one.
    #[arg(long)]
    round: Option<String>,
}

#[derive(Args)]
struct Place {
    #[command(flatten)]
    round: Round,
    /// Code of the administrator.
    #[arg(long)]
    by: String,
    /// Only print what it does to the documents that are here.
    #[arg(long)]
    dry_run: bool,
}

impl FormArgs {
    /// Does it.
    pub fn run(&self) -> Result<(), Failed> {
        let (place, files) = match &self.command {
            FormCommand::List { round } => {
                let (_, central) = open(&round.data)?;
                let id = central.named_round(round.round.as_deref())?.id;
                say(&report::editions(&central.editions(id)?));
                return Ok(());
            }
            FormCommand::Publish { place, folder } => {
                (place, Some(cacah_central::form_files(folder)?))
            }
            FormCommand::Restore { place, .. } => (place, None),
        };
        let (_, central) = open(&place.round.data)?;
        let round = central.named_round(place.round.round.as_deref())?.id;
        let files = match (files, &self.command) {
            (None, FormCommand::Restore { number, .. }) => central.former_form(round, *number)?,
            (files, _) => files.unwrap_or_default(),
        };
        say(&report::form_preview(&central.preview_form(&place.by, round, &files)?));
        if !place.dry_run {
            say(&report::published(central.publish_form(&place.by, round, &files)?));
        }
        Ok(())
    }
}
