//! The stories, all in one program.

mod faults;
mod harness;
mod keys;
mod link;
mod powercut;
mod road;
mod toy;
