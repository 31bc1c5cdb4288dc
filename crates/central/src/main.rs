//! `cacah-central`: the endpoint as a program.

mod cli;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use cacah_central::access::Action;
use cacah_central::folder::Folder;
use cacah_central::import::{ImportArgs, ImportError};
use cacah_central::stick::{SpareArgs, StickArgs};
use cacah_central::storage::Storage as _;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, CentralError, Overview, Plan, report};
use cacah_family::host::SystemHost;
use cacah_form::Diagnostic;
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

type Failed = Box<dyn std::error::Error>;

/// The endpoint of Cacah: takes batches from the laptops, checks them, keeps the registry.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the data folder: keys, certificate, database. What is there stays. While there is no
    /// administrator, the first is made here.
    Init(cli::init::Init),
    #[command(flatten)]
    Serving(cli::serve::Serving),
    /// Install a round from JSON. Doing it again changes nothing that came from the field.
    Practice {
        #[command(flatten)]
        data: Data,
        /// The round, as `cacah-practice` writes it.
        #[arg(long)]
        from: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
    },
    /// Take officers, assignments, areas and prelist from spreadsheets. Doing it again changes
    /// nothing; with one error in any file nothing is written.
    Import(ImportArgs),
    /// Take files that laptops wrote to a stick, and write the answers.
    ImportStick(StickArgs),
    /// Make a spare laptop for an officer without a network: a file for it, and the code that opens
    /// the file, printed once.
    Spare(SpareArgs),
    /// Print a one-time enrolment ticket, good for ten minutes.
    Ticket {
        #[command(flatten)]
        data: Data,
        /// Code of who makes it.
        #[arg(long)]
        by: String,
        /// Code of the officer.
        #[arg(long)]
        officer: String,
        /// Where the laptop finds this endpoint.
        #[arg(long)]
        url: String,
    },
    /// What every laptop is asked: days without contact, days a document is kept, minutes until
    /// curtain and lock.
    Policy(cli::laptops::PolicyArgs),
    /// Change the certificate that laptops trust: next, switch, retire.
    Authority(cli::laptops::AuthorityArgs),
    /// The recovery key among its keepers, and answers to forgotten passwords.
    Recovery(cli::recovery::RecoveryArgs),
    /// The versions of the questionnaire: hand out, take back, list.
    Form(cli::form::FormArgs),
    Account(cli::account::AccountArgs),
    /// Print what the endpoint answers to, as OpenAPI.
    Openapi,
    /// Print families per SLS and status, and what is held.
    Families(Asker),
    People(cli::people::People),
    /// People: make known, give another role, end.
    Officer(cli::people::OfficerArgs),
    Findings(cli::across::Findings),
    #[command(flatten)]
    Areas(cli::areas::Areas),
    #[command(flatten)]
    Keep(cli::keep::Keep),
    #[command(flatten)]
    Trail(cli::trail::Trail),
    #[command(flatten)]
    Supervise(cli::supervise::Supervise),
    /// Print the receipts given, newest first.
    Receipts {
        #[command(flatten)]
        asker: Asker,
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
}

#[derive(Args)]
struct Data {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
}

#[derive(Args)]
struct Asker {
    #[command(flatten)]
    data: Data,
    /// Code of who asks.
    #[arg(long)]
    by: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("info,refinery_core=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_ansi(std::io::stderr().is_terminal()).init();
    match execute(cli.command) {
        Ok(code) => code,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<ExitCode, Failed> {
    match command {
        Command::Keep(command) => return command.run(),
        Command::Trail(command) => return command.run(),
        Command::Init(init) => {
            let (_, central) = open(init.data())?;
            say(&init.run(&central)?);
        }
        Command::Serving(serving) => serving.run()?,
        Command::Areas(command) => command.run()?,
        Command::Practice { data, from, by } => practice(&data.data, &from, &by)?,
        Command::Import(args) => {
            let (_, central) = open(args.data())?;
            say(&args.import(&central)?.to_string());
        }
        Command::ImportStick(args) => {
            let (_, central) = open(args.data())?;
            let imported = args.import(&central);
            say(&imported.words);
            if imported.refused > 0 {
                return Err(format!("{} tidak diterima / not taken", imported.refused).into());
            }
        }
        Command::Spare(args) => {
            let (folder, central) = open(args.data())?;
            let place = (args.url.as_str(), folder.certificate());
            let made = central.spare(&args.by, &args.officer, place, &args.to)?;
            let (path, code) = (made.path.display(), made.code.to_text());
            say(&format!("{path}\nKode / code: {code}\n"));
        }
        Command::Ticket { data, by, officer, url } => {
            let (folder, central) = open(&data.data)?;
            let ticket = central.ticket(&by, &officer, &url, folder.certificate())?;
            aside(&cli::ticket::to_type(&ticket));
            say(&format!("{}\n", ticket.to_text()));
        }
        Command::Policy(args) => {
            let (_, central) = open(args.data())?;
            say(&args.run(&central)?);
        }
        Command::Authority(args) => args.run()?,
        Command::Recovery(args) => args.run()?,
        Command::Form(args) => args.run()?,
        Command::Account(args) => args.run()?,
        Command::Openapi => {
            let described = cacah_central::http::openapi::<Sqlite>();
            say(&format!("{}\n", serde_json::to_string_pretty(&described)?));
        }
        Command::Families(Asker { data, by }) => {
            let (_, central) = open(&data.data)?;
            let Overview { totals, held, forks } = central.overview(&by, "")?;
            say(&report::families(&totals, &held, &forks));
        }
        Command::People(people) => {
            let (_, central) = open(people.data())?;
            say(&people.run(&central)?);
        }
        Command::Officer(officer) => {
            let (_, central) = open(officer.data())?;
            say(&officer.run(&central)?);
        }
        Command::Findings(command) => {
            let (_, central) = open(command.data())?;
            say(&command.run(&central)?);
        }
        Command::Supervise(command) => {
            let (_, central) = open(command.data())?;
            say(&command.run(&central)?);
        }
        Command::Receipts { asker: Asker { data, by }, limit } => {
            let (_, central) = open(&data.data)?;
            central.allow(&by, Action::Verify, "")?;
            say(&report::receipts(&central.storage().batches(limit)?));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// In both languages where the error has a code, and as it is for whoever runs the machine.
#[expect(clippy::print_stderr, reason = "the answer of a command line")]
fn complain(error: &(dyn std::error::Error + 'static)) {
    match error.downcast_ref::<ImportError>() {
        Some(ImportError::Central(error)) => return complain(error),
        Some(error) => return eprintln!("{error}"),
        None => {}
    }
    match error.downcast_ref::<CentralError>() {
        Some(CentralError::Officer(code)) => {
            eprintln!("Petugas {code} tidak ada atau belum punya wilayah. Pasang dulu datanya.");
            eprintln!("No officer {code}, or one without an area. Install the round first.");
        }
        Some(CentralError::Form(errors)) => {
            eprintln!("Kuesioner tidak dipasang; perbaiki dulu:");
            eprintln!("The questionnaire was not installed; mend this first:");
            errors.iter().for_each(|error| eprintln!("  {error}"));
        }
        Some(CentralError::Lint(found)) => {
            eprintln!("Kuesioner tidak dibagikan; perbaiki dulu:");
            eprintln!("The questionnaire was not handed out; mend this first:");
            for Diagnostic { file, row, column, message, expected, .. } in found {
                eprintln!("  {file} row {row}, column {column}: {message}; expected {expected}");
            }
        }
        _ => eprintln!("Gagal / failed: {error}"),
    }
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn say(text: &str) {
    print!("{text}");
}

#[expect(clippy::print_stderr, reason = "for the person at the terminal, not for a pipe")]
fn aside(text: &str) {
    eprint!("{text}");
}

fn open(data: &Path) -> Result<(Folder, Central<Sqlite>), Failed> {
    let host = Arc::new(SystemHost::default());
    let folder = Folder::open(data, host.as_ref())?;
    let central = folder.central(host)?;
    Ok((folder, central))
}

fn practice(data: &Path, from: &Path, by: &str) -> Result<(), Failed> {
    let mut plan: Plan = serde_json::from_slice(&std::fs::read(from)?)?;
    plan.read_form(from.parent().unwrap_or(Path::new(".")))?;
    let (_, central) = open(data)?;
    Ok(central.install(by, plan)?)
}
