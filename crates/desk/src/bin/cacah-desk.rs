//! `cacah-desk`: the desktop as JSON lines, for tests, benches and scripts.
//!
//! One request per line, one reply per line, in order, nothing unasked:
//! `{"id":1,"command":"unlock","args":{…}}` → `{"id":1,"ok":…}` or `{"id":1,"error":{…}}`.
//! Logs go to stderr; end of input locks and exits 0.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use cacah_desk::{Command, Desk, Failure, SystemHost};
use cacah_wire::command::{COMMANDS, LockArgs};
use cacah_wire::error::Code;
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

/// The desktop as JSON lines on standard input and output.
#[derive(Parser)]
#[command(version, subcommand_negates_reqs = true)]
struct Arguments {
    /// Folder of the vaults.
    #[arg(long, required = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Prints the commands and the JSON Schema of their arguments and replies.
    Schema,
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let done = match (arguments.action, arguments.data) {
        (Some(Action::Schema), _) => print_line(&schema()),
        (None, Some(data)) => serve(&Desk::new(data, Arc::new(SystemHost::default()))),
        (None, None) => return ExitCode::FAILURE,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(kind = ?error.kind(), "standard input or output broke");
            ExitCode::FAILURE
        }
    }
}

fn serve(desk: &Desk) -> std::io::Result<()> {
    for line in std::io::stdin().lock().split(b'\n') {
        let line = line?;
        if !line.trim_ascii().is_empty() {
            print_line(&answer(desk, &line))?;
        }
    }
    // End of input: keys leave memory before the process does.
    let _ = desk.call(Command::Lock(LockArgs {}));
    Ok(())
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

fn print_line(value: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}
