//! A process that holds keys leaves none of them behind when it falls.

use std::panic;

/// No core dump, no memory for another process of the same user to read, and a panic says where it
/// was, never what it held: its message may carry an answer. To be called first.
///
/// Core dumps and memory are a matter of Linux; Windows writes none unless an administrator asks.
pub fn harden() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
    #[cfg(target_os = "linux")]
    if let Err(error) = keep_memory() {
        tracing::warn!(%error, "memory of this process may be dumped");
    }
}

#[cfg(target_os = "linux")]
fn keep_memory() -> rustix::io::Result<()> {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}
