//! What happened to the laptop under the app: it slept, woke, its lid was closed.

use std::time::Duration;

/// What happened since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// Nothing that matters here.
    Nothing,
    /// It is about to sleep.
    Sleep,
    /// It slept and is awake again.
    Wake,
    /// The lid was closed.
    LidClosed,
}

/// Tells what happens to the laptop.
pub trait Power: Send {
    /// Waits for something to happen, no longer than `patience`.
    fn wait(&mut self, patience: Duration) -> Happened;
}
