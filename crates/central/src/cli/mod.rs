//! Subcommands by who uses them.

pub mod across;
pub mod areas;
pub mod form;
pub mod keep;
pub mod serve;
pub mod supervise;
