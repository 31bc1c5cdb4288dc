//! The commands of the README and of CI.
#![expect(clippy::print_stdout, reason = "a tool of the terminal")]
#![expect(clippy::disallowed_methods, reason = "it tells how long its own steps take")]

mod audit;
mod bench;
mod demo;
mod kill;
mod regions;
mod setup;
mod sim;
mod step;
mod suite;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::step::{Result, cargo};

/// Commands of the Cacah repository; each does its own set-up.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what building, showing and testing need (Debian, Ubuntu).
    Setup,
    /// Every test of the repository, stage by stage, with the minutes each took.
    Test,
    /// A practice round of Ternate on this machine: endpoint, enrolled laptop, window.
    Demo(demo::Demo),
    /// Measures; a table, then a JSON line per figure.
    Bench(bench::Bench),
    /// Kills desk and endpoint at random moments; compares all they acknowledged.
    Kill(kill::Kill),
    /// Lives through seeds: several laptops, hub, sticks and endpoint, with everything that breaks.
    Sim(sim::Sim),
    /// Gives what reads forms random bytes for a while; nothing may panic or hang.
    Audit(audit::Audit),
    /// Writes the files made from the Rust types again.
    Generate,
    /// Makes the table of area codes in `schemas/regions` again; needs the network.
    Regions,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Setup => setup::setup(setup::EVERYTHING),
        Command::Test => suite::test(),
        Command::Demo(demo) => demo.run(),
        Command::Bench(bench) => bench.run(),
        Command::Kill(kill) => kill.run(),
        Command::Sim(sim) => sim.run(),
        Command::Audit(audit) => audit.run(),
        Command::Generate => generate(),
        Command::Regions => regions::regions(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\n✗ {error}");
            ExitCode::FAILURE
        }
    }
}

/// TypeScript and JSON Schemas: the tests that find them drifted write them when asked to.
fn generate() -> Result<()> {
    setup::setup(&[setup::Need::Build])?;
    let packages = ["cacah-wire", "cacah-testkit", "cacah-form-cli"];
    let packages = packages.iter().flat_map(|package| ["--package", package]);
    step::run(
        "write the files made from the Rust types",
        cargo(&["test", "--test", "generated"]).args(packages).env("CACAH_GENERATE", "1"),
    )
}
