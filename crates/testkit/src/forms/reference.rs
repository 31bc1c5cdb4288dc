//! The reference engines as child processes: a line of JSON in, a line of JSON out.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::script::{Outcome, Step};
use super::sheet::Survey;
use crate::peer;

/// A program that replies to each line with one of its own.
#[derive(Debug)]
struct Talk {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    name: &'static str,
}

impl Talk {
    /// Starts it; what it says besides is kept in `target/peers`.
    fn start(name: &'static str, command: &mut Command) -> Result<Self, String> {
        let failed = |error: std::io::Error| {
            format!("{name} did not start: {error}; `cargo xtask setup` brings it")
        };
        let folder = peer::root().join("target/peers");
        fs::create_dir_all(&folder).map_err(failed)?;
        let log = File::create(folder.join(format!("{name}.log"))).map_err(failed)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().map_err(failed)?;
        let output = child.stdout.take().ok_or("no pipe")?;
        let input = child.stdin.take();
        Ok(Self { child, input, output: BufReader::new(output), name })
    }

    fn ask(&mut self, request: &Value) -> Result<Value, String> {
        let name = self.name;
        let gone = || format!("{name} ended; its words are in target/peers/{name}.log");
        let input = self.input.as_mut().ok_or_else(gone)?;
        writeln!(input, "{request}").map_err(|_| gone())?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|_| gone())?;
        let reply: Value = serde_json::from_str(&line).map_err(|_| gone())?;
        match reply["error"].as_str() {
            Some(error) => Err(format!("{name}: {error}")),
            None => Ok(reply),
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // Without input it ends by itself.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// pyxform, which makes of an `XLSForm` what the references read.
#[derive(Debug)]
pub struct Pyxform(Talk);

impl Pyxform {
    /// Starts it.
    ///
    /// # Errors
    /// Why it did not start.
    pub fn start() -> Result<Self, String> {
        let mut python = Command::new(peer::root().join("target/pyxform/bin/python"));
        Talk::start("pyxform", python.arg(peer::root().join("tests/peers/pyxform/convert.py")))
            .map(Self)
    }

    /// The `XForm` of a survey.
    ///
    /// # Errors
    /// What it says of a form that it refuses, or that it ended.
    pub fn convert(&mut self, survey: &Survey) -> Result<String, String> {
        let reply = self.0.ask(&survey.json())?;
        reply["xml"].as_str().map(str::to_owned).ok_or_else(|| "pyxform: no form".to_owned())
    }
}

/// The engines to agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Of ODK Collect; it refuses a bad answer.
    JavaRosa,
    /// Of ODK Web Forms; it keeps a bad answer.
    XformsEngine,
}

impl Engine {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::JavaRosa => "JavaRosa",
            Self::XformsEngine => "xforms-engine",
        }
    }

    /// Whether an answer that breaks its constraint is refused.
    #[must_use]
    pub fn refuses(self) -> bool {
        self == Self::JavaRosa
    }

    fn start(self) -> Result<Talk, String> {
        let peers = peer::root().join("tests/peers");
        match self {
            Self::JavaRosa => {
                let mut java = Command::new("java");
                // A date that is calculated is written in the zone of the machine.
                java.arg("-Duser.timezone=UTC")
                    .arg("-cp")
                    .arg(peer::jar()?)
                    .arg(peers.join("javarosa/Script.java"));
                Talk::start("javarosa", &mut java)
            }
            Self::XformsEngine => {
                let folder = peer::root().join("target/peers/xforms-engine");
                let script = folder.join("script.mjs");
                fs::copy(peers.join("xforms-engine/script.mjs"), &script).map_err(|error| {
                    format!("xforms-engine: {error}; `cargo xtask setup` brings it")
                })?;
                Talk::start("xforms-engine", Command::new("node").arg(script))
            }
        }
    }
}

/// One of the references at work.
#[derive(Debug)]
pub struct Reference {
    /// Which one.
    pub engine: Engine,
    talk: Talk,
}

impl Reference {
    /// Starts it.
    ///
    /// # Errors
    /// Why it did not start.
    pub fn start(engine: Engine) -> Result<Self, String> {
        Ok(Self { engine, talk: engine.start()? })
    }

    /// Takes the form of the scripts that follow.
    ///
    /// # Errors
    /// What it says of a form that it refuses.
    pub fn load(&mut self, xml: &str) -> Result<(), String> {
        self.talk.ask(&json!({ "form": xml })).map(drop)
    }

    /// Runs a script on a new document.
    ///
    /// # Errors
    /// What it says when it fails.
    pub fn run(&mut self, script: &[Step]) -> Result<Outcome, String> {
        let reply = self.talk.ask(&json!({ "script": script }))?;
        serde_json::from_value(reply).map_err(|error| format!("{:?}: {error}", self.engine))
    }

    /// How long the steps `time` take, over and over, after those `before` on a new document; `undo`
    /// goes after each round, untimed. Without a step it is the loading of the form.
    ///
    /// # Errors
    /// What it says when it fails.
    pub fn times(
        &mut self,
        before: &[Step],
        (time, undo): (&[Step], &[Step]),
        runs: usize,
    ) -> Result<Vec<Duration>, String> {
        let request = json!({ "before": before, "time": time, "undo": undo, "runs": runs });
        let reply = self.talk.ask(&request)?;
        let times = reply["times"].as_array().map(Vec::as_slice).unwrap_or_default();
        let micros = times.iter().filter_map(Value::as_f64);
        Ok(micros.map(|micros| Duration::from_secs_f64(micros / 1e6)).collect())
    }
}
