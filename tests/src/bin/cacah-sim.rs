//! `cacah-sim FROM SEEDS STEPS`: lives through seeds of the simulation (`cargo xtask sim`).
#![expect(clippy::print_stdout, reason = "a tool of the terminal")]

use std::process::ExitCode;

use cacah_tests::sim::{Setup, Sim};

fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [from, seeds, steps] = numbers[..] else {
        println!("cacah-sim FROM SEEDS STEPS");
        return ExitCode::FAILURE;
    };
    let steps = u32::try_from(steps).unwrap_or(u32::MAX);
    let sim = Sim::default();
    let mut failed = 0;
    for seed in from..from.saturating_add(seeds) {
        match sim.run(Setup::of(seed, steps)) {
            Ok(ending) => println!(
                "· seed {seed}: {} answers, {} gone with their laptops, {} receipts, {} lives, {} forks",
                ending.told, ending.gone, ending.receipts, ending.lives, ending.forks
            ),
            Err(failure) => {
                println!("{failure}");
                failed += 1;
            }
        }
    }
    println!("{failed} of {seeds} seeds failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
