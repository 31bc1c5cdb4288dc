//! `cacah-desk` as a child: JSON lines in and out, ended well or by a power cut.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command as Program, ExitStatus, Stdio};

use cacah_wire::command::{Command, Failure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A running desk and the pipes to it.
#[derive(Debug)]
pub struct Desk {
    child: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    last_id: u64,
}

impl Desk {
    /// Starts `program --data DIR`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(program: &Path, data: &Path) -> io::Result<Self> {
        Self::start_with(Program::new(program).arg("--data").arg(data))
    }

    /// Starts a desk under the circumstances of `program`: another user, another mount.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_with(program: &mut Program) -> io::Result<Self> {
        let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let missing = || io::Error::other("a pipe to cacah-desk is missing");
        let requests = child.stdin.take().ok_or_else(missing)?;
        let replies = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        Ok(Self { child, requests: Some(requests), replies, last_id: 0 })
    }

    /// One command and its reply, typed.
    ///
    /// # Errors
    /// What the desk answered.
    ///
    /// # Panics
    /// When the desk is gone or does not keep to its protocol.
    pub fn call<R: DeserializeOwned>(&mut self, command: &Command) -> Result<R, Failure> {
        let request = serde_json::to_value(command).expect("a command is JSON");
        let mut reply = self.exchange(request).expect("the desk answers");
        if let Some(failure) = reply.get_mut("error") {
            return Err(serde_json::from_value(failure.take()).expect("a failure"));
        }
        let ok = reply.get_mut("ok").expect("either ok or error").take();
        Ok(serde_json::from_value(ok).expect("the reply of the command"))
    }

    /// One request without its id, and the reply as it came.
    ///
    /// # Errors
    /// When the desk is gone, or answers out of order or in no JSON.
    pub fn exchange(&mut self, request: Value) -> io::Result<Value> {
        self.ask(request)?;
        self.reply()
    }

    /// One request without its id, whose reply is not awaited: the power may fail first.
    ///
    /// # Errors
    /// When the desk is gone.
    pub fn ask(&mut self, mut request: Value) -> io::Result<()> {
        self.last_id += 1;
        request["id"] = json!(self.last_id);
        let requests = self.requests.as_mut().ok_or_else(gone)?;
        writeln!(requests, "{request}")?;
        requests.flush()
    }

    /// The reply to the last request, as it came.
    ///
    /// # Errors
    /// When the desk is gone, or answers out of order or in no JSON.
    pub fn reply(&mut self) -> io::Result<Value> {
        let mut line = String::new();
        if self.replies.read_line(&mut line)? == 0 {
            return Err(gone());
        }
        let reply: Value = serde_json::from_str(&line)?;
        if reply["id"] != self.last_id {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a reply out of order"));
        }
        Ok(reply)
    }

    /// Replies that came so far.
    #[must_use]
    pub fn replies(&self) -> u64 {
        self.last_id
    }

    /// Process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The power fails: SIGKILL, nothing flushed, nothing said.
    ///
    /// # Errors
    /// When the process cannot be ended.
    pub fn lose_power(mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// End of input: the desk locks and leaves.
    ///
    /// # Errors
    /// When its end cannot be awaited.
    pub fn close(mut self) -> io::Result<ExitStatus> {
        self.requests = None;
        self.child.wait()
    }
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::BrokenPipe, "cacah-desk is gone")
}

/// A test that fails leaves no process behind.
impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
