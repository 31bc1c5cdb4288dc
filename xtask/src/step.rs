//! One step of work: what begins, that it still works, how long it took.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// Silence after which a step says that it still works.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Why a command of this tool ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program ran and said no.
    #[error("{what}: failed ({status}); its own words stand above")]
    Failed {
        /// The step.
        what: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A program could not be started.
    #[error("{what}: `{program}` does not start: {source}")]
    NotStarted {
        /// The step.
        what: String,
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A file of the repository or of `target` could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something the machine lacks and this tool cannot bring.
    #[error("{0}")]
    Missing(String),
}

/// Outcome of a step.
pub type Result<T> = std::result::Result<T, Error>;

/// Root of the repository: xtask lies in a folder of it.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository exists")
}

/// A program started in the root of the repository.
pub fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// The cargo that runs this tool.
pub fn cargo(args: &[&str]) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), args)
}

/// A program of ours, built beside this tool; run so, and not by `cargo run -p`, which would choose
/// features for one package alone and compile libraries a second time.
pub fn built(name: &str) -> String {
    let here = std::env::current_exe().unwrap_or_default();
    here.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)).display().to_string()
}

/// npm in `ui/`.
pub fn npm(args: &[&str]) -> Command {
    let mut command = program("npm", args);
    command.current_dir(root().join("ui"));
    command
}

/// Runs one step to its end; its output goes through, and a line says every 20 s that it works.
///
/// # Errors
/// When the program does not start or does not succeed.
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    println!("▶ {what}");
    let started = Instant::now();
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || beat(what, started, &ended));
        let outcome = hand_over(what, command);
        drop(done);
        outcome
    })?;
    println!("✓ {what} ({})", minutes(started.elapsed()));
    Ok(())
}

/// Runs a program that tells of its own progress, or waits for a person.
///
/// # Errors
/// When it does not start or does not succeed.
pub fn hand_over(what: &str, command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|source| Error::NotStarted {
        what: what.into(),
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    })?;
    if status.success() { Ok(()) } else { Err(Error::Failed { what: what.into(), status }) }
}

/// Says that a step still works, until its end closes the channel.
fn beat(what: &str, started: Instant, ended: &mpsc::Receiver<()>) {
    while ended.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
        println!("  … {what}: {}", minutes(started.elapsed()));
    }
}

/// What a quiet program prints, when it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A duration as people read it: `4 s`, `2.6 min`.
pub fn minutes(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 { format!("{seconds:.0} s") } else { format!("{:.1} min", seconds / 60.0) }
}

/// Reads a file of the repository.
///
/// # Errors
/// When it cannot be read.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|source| Error::File { path: path.into(), source })
}

/// Writes a file, its folder first.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, contents: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, contents))
        .map_err(|source| Error::File { path: path.into(), source })
}
