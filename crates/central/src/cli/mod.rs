//! Subcommands by who uses them.

pub mod account;
pub mod across;
pub mod areas;
pub mod form;
pub mod init;
pub mod keep;
pub mod laptops;
pub mod people;
pub mod recovery;
pub mod serve;
pub mod supervise;
pub mod ticket;
pub mod trail;
