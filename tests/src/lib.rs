//! Stories across crates, conformance, faults and the real window: the harness they share.

mod accessible;
pub mod browser;
pub mod cable;
pub mod display;
pub mod gallery;
pub mod heads_down;
pub mod journal;
pub mod keyer;
pub mod keying;
pub mod kill;
pub mod laptop;
pub mod office;
pub mod officer;
pub mod pace;
pub mod page;
#[cfg(target_os = "linux")]
pub mod planted;
pub mod powercut;
pub mod programs;
pub mod screen;
pub mod sim;
pub mod slowdisk;
