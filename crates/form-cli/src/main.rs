//! The command line of cacah-form.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use cacah_form_cli::diff::diff;
use cacah_form_cli::failure::Failure;
use cacah_form_cli::lint::{Wanted, lint};
use cacah_form_cli::pack::pack;
use cacah_form_cli::report::Report;
use cacah_form_cli::source::{Source, read_text};
use cacah_form_cli::surroundings::{Surroundings, moment, property};
use cacah_form_cli::unpack::unpack;
use cacah_form_cli::{eval, scenario};
use chrono::{DateTime, FixedOffset};
use clap::{Args, Parser, Subcommand};

const EXIT_STATUSES: &str = "Exit status:
  0  done; warnings alone are no error
  1  the form has errors, each named with its file, row and column, or a scenario failed
  2  the command cannot run: wrong usage, a file that cannot be read or written,
     or a line of the script that is wrong; nothing is printed on standard output";

/// Checks, packs, evaluates, tests and compares forms kept as XLSForm.
///
/// PATH is a folder with survey.csv, settings.csv and, if needed, choices.csv, checks.csv and
/// parameters.csv, or an .xlsx workbook with these sheets.
#[derive(Parser)]
#[command(name = "cacah-form", version, after_help = EXIT_STATUSES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Name everything wrong or doubtful in a form
    Lint {
        /// Folder of CSV sheets, or an .xlsx workbook
        path: PathBuf,
        /// Print the findings as a JSON array
        #[arg(long)]
        json: bool,
        /// Take warnings for errors
        #[arg(long)]
        strict: bool,
    },
    /// Run a script of answers through a form and print the result as JSON
    Eval {
        /// Folder of CSV sheets, or an .xlsx workbook
        path: PathBuf,
        /// Lines such as {"set":"r101","value":"82"}; `-` reads standard input
        #[arg(long)]
        script: PathBuf,
        #[command(flatten)]
        around: Around,
    },
    /// Run the saved scenarios of a form, examples/*.jsonl beside it, and print what differs
    Test {
        /// Folder of CSV sheets, or an .xlsx workbook
        path: PathBuf,
        /// Write what comes out as what is expected from now on
        #[arg(long)]
        update: bool,
        #[command(flatten)]
        around: Around,
    },
    /// Name what changed between two versions of a form, and what that does to documents
    Diff {
        /// The version before: folder of CSV sheets, or an .xlsx workbook
        old: PathBuf,
        /// The version after
        new: PathBuf,
        /// Print the changes as a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Write a folder of CSV sheets as one .xlsx workbook for pyxform, Kobo or ODK Central
    Pack {
        /// Folder with the CSV sheets
        path: PathBuf,
        /// Workbook to write
        #[arg(short, long)]
        output: PathBuf,
        /// Replace a workbook that exists
        #[arg(long)]
        force: bool,
    },
    /// Write the sheets of an .xlsx workbook as CSV files
    Unpack {
        /// The workbook
        path: PathBuf,
        /// Folder to write them in; it is made if there is none
        #[arg(short, long)]
        output: PathBuf,
        /// Replace sheets that exist
        #[arg(long)]
        force: bool,
    },
}

/// What a form finds around it; without these now(), today() and the properties are empty.
#[derive(Args)]
struct Around {
    /// What now() and today() give, such as 2022-10-15T07:00:00+09:00
    #[arg(long, value_parser = moment)]
    now: Option<DateTime<FixedOffset>>,
    /// What a property such as deviceid or username is; may be given several times
    #[arg(long = "property", value_name = "NAME=VALUE", value_parser = property)]
    properties: Vec<(String, String)>,
}

impl Around {
    fn surroundings(&self) -> Surroundings {
        Surroundings { now: self.now, properties: self.properties.clone() }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Ok(report) => print(&report),
        Err(failure) => {
            // Standard error may be closed; the exit status still tells.
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(failure.exit_status())
        }
    }
}

fn run(command: &Command) -> Result<Report, Failure> {
    match command {
        Command::Lint { path, json, strict } => {
            Ok(lint(&Source::read(path)?, Wanted { json: *json, strict: *strict }))
        }
        Command::Eval { path, script, around } => {
            let form = Source::read(path)?.form()?;
            Ok(eval::eval(&form, &read_text(script)?, &around.surroundings())?.into())
        }
        Command::Test { path, update, around } => {
            scenario::test(path, &around.surroundings(), *update)
        }
        Command::Diff { old, new, json } => {
            Ok(diff(&*Source::read(old)?.form()?, &*Source::read(new)?.form()?, *json).into())
        }
        Command::Pack { path, output, force } => {
            Ok(pack(&Source::read(path)?, output, *force)?.into())
        }
        Command::Unpack { path, output, force } => {
            Ok(unpack(&Source::read(path)?, output, *force)?.into())
        }
    }
}

fn print(report: &Report) -> ExitCode {
    match writeln!(std::io::stdout(), "{}", report.text) {
        Ok(()) => ExitCode::from(report.status),
        Err(_) => ExitCode::from(2),
    }
}
