//! cacah-form, the tool of those who write forms: checks, packs and evaluates them.

mod eval;
mod failure;
mod lint;
mod outcome;
mod pack;
mod path;
mod script;
mod source;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use source::Source;

const EXIT_STATUSES: &str = "Exit status:
  0  done
  1  the form has errors; each is named with its file, row and column
  2  the command cannot run: wrong usage, a file that cannot be read or written,
     or a line of the script that is wrong; nothing is printed on standard output";

/// Checks, packs and evaluates forms kept as XLSForm.
#[derive(Parser)]
#[command(name = "cacah-form", version, after_help = EXIT_STATUSES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load and compile a form and name every error
    Lint {
        /// Folder with survey.csv, choices.csv, settings.csv, checks.csv, or an .xlsx workbook
        path: PathBuf,
    },
    /// Write a folder of CSV sheets as one .xlsx workbook for pyxform, Kobo or ODK Central
    Pack {
        /// Folder with the CSV sheets
        path: PathBuf,
        /// Workbook to write
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Run a script of answers through a form and print the result as JSON
    Eval {
        /// Folder of CSV sheets, or an .xlsx workbook
        path: PathBuf,
        /// Lines such as {"set":"r101","value":"82"}; `-` reads standard input
        #[arg(long)]
        script: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Ok(output) => print(&output),
        Err(failure) => {
            // Standard error may be closed; the exit status still tells.
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(failure.exit_status())
        }
    }
}

fn run(command: &Command) -> Result<String, Failure> {
    match command {
        Command::Lint { path } => lint::lint(&Source::read(path)?),
        Command::Pack { path, output } => pack::pack(&Source::read(path)?, output),
        Command::Eval { path, script } => eval::eval(&Source::read(path)?, script),
    }
}

fn print(output: &str) -> ExitCode {
    match writeln!(std::io::stdout(), "{output}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}
