//! PouchDB pushing to express-pouchdb on this machine: the same families as whole documents, without
//! history, checks, signatures or receipts, over plain HTTP.

use std::process::{Command, Stdio};

use cacah_tests::programs::root;
use serde::Deserialize;
use serde_json::Value;

/// Name of the peer in a figure.
pub const NAME: &str = "pouchdb";

/// What push.mjs prints.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Pushed {
    /// Documents a second.
    pub per_second: f64,
    /// Processor milliseconds a document of the pushing process.
    pub cpu_laptop: f64,
    /// Of the receiving one.
    pub cpu_endpoint: f64,
    /// Bytes up for a document.
    pub bytes: f64,
}

/// Pushes `documents`; `cargo xtask bench sync` has brought the peer to `target/peers/pouchdb`.
///
/// # Errors
/// Why it did not.
pub fn push(documents: impl Iterator<Item = Value>) -> Result<Pushed, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = folder.path().join("documents.jsonl");
    let lines: String = documents.map(|document| format!("{document}\n")).collect();
    std::fs::write(&file, lines).map_err(|error| error.to_string())?;
    let mut node = Command::new("node");
    node.arg(root().join("target/peers/pouchdb/push.mjs")).arg(&file);
    let output =
        node.stderr(Stdio::inherit()).output().map_err(|error| format!("node: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| format!("node: {}", output.status))
}
