//! Subcommands by who uses them.

pub mod areas;
pub mod keep;
pub mod serve;
pub mod supervise;
