//! cacah-form, the tool of those who write forms: checks, packs, evaluates, tests and compares
//! them. `main` reads the command line; here is what each command does.

pub mod diff;
pub mod eval;
pub mod failure;
pub mod lint;
pub mod outcome;
pub mod pack;
pub mod path;
pub mod report;
pub mod scenario;
pub mod script;
pub mod source;
pub mod surroundings;
pub mod unpack;
