//! `cacah-central`: the endpoint as a program.

mod cli;

use std::io::IsTerminal as _;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use cacah_central::folder::Folder;
use cacah_central::http::{Gate, router, serve};
use cacah_central::import::{ImportArgs, ImportError};
use cacah_central::stick::{SpareArgs, StickArgs};
use cacah_central::storage::Storage as _;
use cacah_central::storage::sqlite::Sqlite;
use cacah_central::{Central, CentralError, Plan, report};
use cacah_family::host::SystemHost;
use clap::{Args, Parser, Subcommand};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
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
    /// Make the data folder: keys, certificate, database. What is there stays.
    Init(Data),
    /// Serve on HTTPS until ctrl-c or SIGTERM; makes the data folder when it is empty.
    Serve {
        #[command(flatten)]
        data: Data,
        /// Address and port; port 0 takes a free one. Otherwise from central.toml or CACAH_LISTEN.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Gets the URL once the port is bound.
        #[arg(long)]
        ready_file: Option<PathBuf>,
    },
    /// Install a round from JSON. Doing it again changes nothing that came from the field.
    Practice {
        #[command(flatten)]
        data: Data,
        /// The round, as `cacah-practice` writes it.
        #[arg(long)]
        from: PathBuf,
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
        /// Code of the officer.
        #[arg(long)]
        officer: String,
        /// Where the laptop finds this endpoint.
        #[arg(long)]
        url: String,
    },
    /// Print families per SLS and status, and what is held.
    Families(Data),
    #[command(flatten)]
    Keep(cli::keep::Keep),
    #[command(flatten)]
    Supervise(cli::supervise::Supervise),
    /// Print the receipts given, newest first.
    Receipts {
        #[command(flatten)]
        data: Data,
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

/// What an office may set in `central.toml` in the data folder, or as CACAH_LISTEN and so on.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// Address and port.
    listen: SocketAddr,
    /// Host names and addresses laptops may use, beside this machine's loopback.
    names: Vec<String>,
    /// Batches received at once; each takes up to 8 MiB.
    batches: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8271)), names: Vec::new(), batches: 32 }
    }
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
        Command::Init(data) => {
            let (_, central) = open(&data.data)?;
            say(&format!("epoch {}\n", central.hello().epoch));
        }
        Command::Serve { data, listen, ready_file } => {
            run(&data.data, listen, ready_file.as_deref())?;
        }
        Command::Practice { data, from } => practice(&data.data, &from)?,
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
            let made = central.spare(&args.officer, place, &args.to)?;
            let (path, code) = (made.path.display(), made.code.to_text());
            say(&format!("{path}\nKode / code: {code}\n"));
        }
        Command::Ticket { data, officer, url } => {
            let (folder, central) = open(&data.data)?;
            let ticket = central.ticket(&officer, &url, folder.certificate())?;
            say(&format!("{}\n", ticket.to_text()));
        }
        Command::Families(data) => {
            let (_, central) = open(&data.data)?;
            let storage = central.storage();
            say(&report::families(&storage.totals()?, &storage.held()?, &central.forks()?));
        }
        Command::Supervise(command) => {
            let (_, central) = open(command.data())?;
            say(&command.run(&central)?);
        }
        Command::Receipts { data, limit } => {
            let (_, central) = open(&data.data)?;
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
        _ => eprintln!("Gagal / failed: {error}"),
    }
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn say(text: &str) {
    print!("{text}");
}

fn open(data: &Path) -> Result<(Folder, Central<Sqlite>), Failed> {
    let host = Arc::new(SystemHost::default());
    let folder = Folder::open(data, host.as_ref())?;
    let central = folder.central(host)?;
    Ok((folder, central))
}

fn practice(data: &Path, from: &Path) -> Result<(), Failed> {
    let mut plan: Plan = serde_json::from_slice(&std::fs::read(from)?)?;
    plan.read_form(from.parent().unwrap_or(Path::new(".")))?;
    let (_, central) = open(data)?;
    Ok(central.install(plan)?)
}

fn run(data: &Path, listen: Option<SocketAddr>, ready: Option<&Path>) -> Result<(), Failed> {
    let (folder, central) = open(data)?;
    let settings: Settings = Figment::from(Serialized::defaults(Settings::default()))
        .merge(Toml::file(data.join("central.toml")))
        .merge(Env::prefixed("CACAH_").only(&["listen", "names", "batches"]))
        .extract()?;
    let listener = TcpListener::bind(listen.unwrap_or(settings.listen))?;
    let address = listener.local_addr()?;
    let mut names = settings.names;
    names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
    if !address.ip().is_unspecified() && !address.ip().is_loopback() {
        names.push(address.ip().to_string());
    }
    let tls = folder.tls(&names)?;
    let url = format!("https://{address}");
    let workers = std::thread::available_parallelism().map_or(2, Into::into);
    let router = router(Arc::new(central), Gate::new(settings.batches, workers));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stop = {
        let _inside = runtime.enter();
        stopped()?
    };
    if let Some(ready) = ready {
        std::fs::write(ready, &url)?;
    }
    say(&format!("listening on {url}\n"));
    runtime.block_on(serve(router, listener, tls, stop))?;
    Ok(())
}

/// Ctrl-C or SIGTERM. They are listened for when this returns, not only once it is awaited: whoever
/// reads that the server is there may stop it at once.
#[cfg(unix)]
fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
