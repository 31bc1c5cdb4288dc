//! The stories, all in one program.

mod faults;
mod harness;
mod keys;
mod kill;
mod link;
mod powercut;
mod road;
mod toy;
