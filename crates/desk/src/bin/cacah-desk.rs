//! `cacah-desk`: the desktop as JSON lines, for tests, benches and scripts.
//!
//! One request per line, one reply per line, in order, nothing unasked:
//! `{"id":1,"command":"unlock","args":{…}}` → `{"id":1,"ok":…}` or `{"id":1,"error":{…}}`.
//! Logs go to stderr; end of input locks and exits 0. `--timer` sends and copies by the clock, as the
//! window does; `verify-receipts` and `verify-trail` read the password from standard input.

use std::alloc::System;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cacah_desk::{Command, Desk, Devices, Failure, Gap, Power as _, Reply, SystemHost, process};
use cacah_wire::command::{COMMANDS, PaperProof, Unlock, VerifyReceiptsArgs, VerifyTrailArgs};
use cacah_wire::error::Code;
use cacah_wire::seal::PublicKey;
use cacah_wire::trail::{self, TrailError};
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;
use zeroizing_alloc::ZeroAlloc;

/// Memory that is given back is empty: keys, answers, requests and replies alike.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Between two looks at the clock.
const TICK: Duration = Duration::from_secs(2);
/// Bytes read at once.
const CHUNK: usize = 8 << 10;

/// The desktop as JSON lines on standard input and output.
#[derive(Parser)]
#[command(version, subcommand_negates_reqs = true)]
struct Arguments {
    /// Folder of the vaults.
    #[arg(long, required = true)]
    data: Option<PathBuf>,
    /// Sends and makes safety copies by the clock.
    #[arg(long)]
    timer: bool,
    /// A serial port with a receiver of satellites that the system does not list.
    #[arg(long)]
    serial: Option<String>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Prints the commands and the JSON Schema of their arguments and replies.
    Schema,
    /// Holds every receipt of a vault against its journal; exits 1 when one does not prove itself.
    VerifyReceipts {
        /// Folder of the vaults.
        #[arg(long)]
        data: PathBuf,
        /// Officer code (`PPL 0123`).
        #[arg(long)]
        officer: String,
        /// Text of a printed receipt's QR code, held against the vault too.
        #[arg(long)]
        paper: Option<String>,
    },
    /// Proves an exported audit trail under the key of its laptop or endpoint, or holds the trail of
    /// a vault against its journal; exits 1 when a record does not hold.
    VerifyTrail {
        /// The exported file.
        #[arg(requires = "key", required_unless_present = "data")]
        file: Option<PathBuf>,
        /// The key, 64 hex digits.
        #[arg(long, requires = "file")]
        key: Option<PublicKey>,
        /// Folder of the vaults.
        #[arg(long, requires = "officer", conflicts_with = "file")]
        data: Option<PathBuf>,
        /// Officer code (`PPL 0123`); the password is read from standard input.
        #[arg(long, requires = "data")]
        officer: Option<String>,
    },
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    process::harden();
    let arguments = Arguments::parse();
    let done = match (arguments.action, arguments.data) {
        (Some(Action::Schema), _) => print_line(&schema()),
        (Some(Action::VerifyReceipts { data, officer, paper }), _) => {
            let what = Command::VerifyReceipts(VerifyReceiptsArgs { paper });
            return verify(data, officer, what);
        }
        (Some(Action::VerifyTrail { file: Some(file), key: Some(key), .. }), _) => {
            return verify_export(&file, &key);
        }
        (Some(Action::VerifyTrail { data: Some(data), officer: Some(officer), .. }), _) => {
            return verify(data, officer, Command::VerifyTrail(VerifyTrailArgs {}));
        }
        (None, Some(data)) => {
            let desk = Desk::new(data, Arc::new(SystemHost::default()));
            let desk = Arc::new(desk.with_devices(Devices::of_system(arguments.serial)));
            if arguments.timer {
                by_the_clock(&desk, Desk::tick);
                by_the_clock(&desk, Desk::tick_copy);
                watch(&desk);
            }
            serve(&desk)
        }
        _ => return ExitCode::FAILURE,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(kind = ?error.kind(), "standard input or output broke");
            ExitCode::FAILURE
        }
    }
}

fn serve(desk: &Desk) -> io::Result<()> {
    let mut requests = Lines { input: input()?, pending: Vec::new() };
    let mut replies = output()?;
    while let Some(line) = requests.next()? {
        if !line.trim_ascii().is_empty() {
            replies.write_all(&line_of(&answer(desk, &line))?)?;
        }
    }
    // End of input: keys leave memory before the process does.
    desk.end();
    Ok(())
}

/// Lines of requests. Buffers that live as long as the process, as the standard library's of standard
/// input and output do, would keep the last password and the last answers.
struct Lines {
    input: File,
    pending: Vec<u8>,
}

impl Lines {
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut searched = 0;
        loop {
            let end = self.pending.iter().skip(searched).position(|byte| *byte == b'\n');
            if let Some(end) = end {
                let rest = self.pending.split_off(searched + end + 1);
                return Ok(Some(std::mem::replace(&mut self.pending, rest)));
            }
            searched = self.pending.len();
            let mut chunk = vec![0; CHUNK];
            let read = self.input.read(&mut chunk)?;
            if read == 0 {
                let last = std::mem::take(&mut self.pending);
                return Ok((!last.is_empty()).then_some(last));
            }
            self.pending.extend(chunk.iter().take(read));
        }
    }
}

#[cfg(unix)]
fn input() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

#[cfg(unix)]
fn output() -> io::Result<File> {
    use std::os::fd::AsFd as _;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn input() -> io::Result<File> {
    use std::os::windows::io::AsHandle as _;
    Ok(io::stdin().as_handle().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn output() -> io::Result<File> {
    use std::os::windows::io::AsHandle as _;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// Covers and locks by the clock and when the laptop slept.
fn watch(desk: &Arc<Desk>) {
    let (desk, mut power) = (Arc::clone(desk), Gap::new(Arc::new(SystemHost::default())));
    thread::spawn(move || {
        loop {
            desk.look(power.wait(TICK));
        }
    });
}

/// Runs to the end of the program.
fn by_the_clock(desk: &Arc<Desk>, tick: fn(&Desk)) {
    let desk = Arc::clone(desk);
    thread::spawn(move || {
        loop {
            thread::sleep(TICK);
            tick(&desk);
        }
    });
}

/// Prints where a proven trail stands as one line of JSON, or what does not hold.
fn verify_export(file: &Path, key: &PublicKey) -> ExitCode {
    let proven = File::open(file).map_err(TrailError::from);
    let proven = proven.and_then(|file| trail::verify(&mut io::BufReader::new(file), key, |_| ()));
    let (line, sound) = match &proven {
        Ok(head) => (json!(head), true),
        Err(error) => (json!({ "broken": error.seq(), "message": error.words() }), false),
    };
    exit(print_line(&line).is_ok() && sound)
}

fn exit(sound: bool) -> ExitCode {
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints what a vault proves of itself as one line of JSON.
fn verify(data: PathBuf, officer: String, what: Command) -> ExitCode {
    let mut password = String::new();
    if io::stdin().read_line(&mut password).is_err() {
        return ExitCode::FAILURE;
    }
    let desk = Desk::new(data, Arc::new(SystemHost::default()));
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let proven =
        desk.call(Command::Unlock(Unlock { officer, password })).and_then(|_| desk.call(what));
    let (line, sound) = match &proven {
        Ok(reply) => (json!(reply), is_sound(reply)),
        Err(failure) => (json!(failure), false),
    };
    exit(print_line(&line).is_ok() && sound)
}

fn is_sound(reply: &Reply) -> bool {
    match reply {
        Reply::VerifyReceipts(proof) => {
            proof.problems.is_empty() && proof.paper != Some(PaperProof::Forged)
        }
        Reply::VerifyTrail(proof) => proof.broken.is_empty() && proof.uncovered == 0,
        _ => false,
    }
}

fn answer(desk: &Desk, line: &[u8]) -> Value {
    let Ok(mut request) = serde_json::from_slice::<Value>(line) else {
        return json!({ "id": null, "error": not_understood() });
    };
    let id = request.get("id").cloned().unwrap_or(Value::Null);
    if let Some(object) = request.as_object_mut() {
        object.remove("id");
        object.entry("args").or_insert_with(|| json!({}));
    }
    match serde_json::from_value::<Command>(request).map(|command| desk.call(command)) {
        Ok(Ok(reply)) => json!({ "id": id, "ok": reply }),
        Ok(Err(failure)) => json!({ "id": id, "error": failure }),
        Err(_) => json!({ "id": id, "error": not_understood() }),
    }
}

fn not_understood() -> Failure {
    let code = Code::BadRequest;
    Failure { code, message: code.indonesian().to_owned(), place: None }
}

fn schema() -> Value {
    let commands: Vec<Value> = COMMANDS
        .iter()
        .map(|(name, args, reply)| json!({ "command": name, "args": args, "reply": reply }))
        .collect();
    json!({ "commands": commands, "schemas": cacah_wire::export::command_schemas() })
}

fn print_line(value: &Value) -> io::Result<()> {
    output()?.write_all(&line_of(value)?)
}

fn line_of(value: &Value) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}
