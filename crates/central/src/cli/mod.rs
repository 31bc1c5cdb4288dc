//! Subcommands by who uses them.

pub mod keep;
pub mod serve;
pub mod supervise;
