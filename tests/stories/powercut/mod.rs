//! The power fails at any moment of a real process.

mod laptop;
mod office;
