//! Subcommands by who uses them.

pub mod supervise;
