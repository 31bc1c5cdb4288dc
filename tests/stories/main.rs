//! The stories, all in one program.

mod harness;
