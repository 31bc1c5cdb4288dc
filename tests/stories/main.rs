//! The stories, all in one program.

mod faults;
mod harness;
mod keys;
mod link;
mod road;
mod toy;
