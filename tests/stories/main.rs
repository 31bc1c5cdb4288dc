//! The stories, all in one program.

mod across;
mod contoh;
mod day;
mod decide;
mod faults;
mod harness;
mod history;
mod keyer;
mod keyer_box;
mod keyer_breaks;
mod keyer_scan;
mod keyer_screens;
mod keyer_second;
mod keyer_shared;
mod keyer_ten;
mod keyer_window;
mod keys;
mod kill;
mod link;
mod powercut;
mod returned;
mod road;
mod screens;
mod sim;
mod team;
mod toy;
mod trust_browser;
#[cfg(target_os = "linux")]
mod trust_disk;
#[cfg(target_os = "linux")]
mod trust_memory;
mod trust_orders;
mod trust_recovery;
mod trust_screens;
mod trust_trail;
#[cfg(target_os = "linux")]
mod trust_window;
mod versions;
