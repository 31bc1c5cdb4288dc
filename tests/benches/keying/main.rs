//! Keying: through the desk alone, and as a keyer feels it in the real window.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

mod desk;
#[path = "../felt/mod.rs"]
mod felt;
mod findings;
mod window;

use std::process::ExitCode;

use cacah_testkit::bench::Report;

/// How much is measured; `CACAH_RUNS` set makes it a quick look, whose figures say little.
pub struct Plan {
    /// Families of five keyed through the desk for each figure.
    pub families: usize,
    /// Documents keyed in the window.
    pub documents: usize,
    /// Windows started to open the work-list in.
    pub starts: usize,
    /// Slips of the hand that are sounded.
    pub slips: usize,
    /// Findings on the work-list, at least.
    pub findings: u32,
    /// On the prelist: a third lies in the area that is keyed, the rest is there to find wrong.
    pub prelist: usize,
}

impl Plan {
    fn read() -> Self {
        match std::env::var_os("CACAH_RUNS") {
            None => Self {
                families: 10,
                documents: 20,
                starts: 7,
                slips: 20,
                findings: 5_000,
                prelist: 900,
            },
            Some(_) => {
                Self { families: 1, documents: 2, starts: 1, slips: 3, findings: 100, prelist: 120 }
            }
        }
    }
}

fn main() -> ExitCode {
    let plan = Plan::read();
    let mut figures = desk::keyed(&plan);
    figures.extend(window::felt_by_a_keyer(&plan));
    println!("{}", Report(figures));
    ExitCode::SUCCESS
}
