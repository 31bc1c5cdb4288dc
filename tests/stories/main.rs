//! The stories, all in one program.

mod across;
mod contoh;
mod decide;
mod faults;
mod harness;
mod history;
mod keys;
mod kill;
mod link;
mod powercut;
mod returned;
mod road;
mod sim;
mod toy;
mod versions;
