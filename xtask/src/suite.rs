//! Every test of the repository, in the order that tells of a mistake soonest.
//!
//! All stages share one profile and one set of features, so that nothing is compiled twice;
//! clippy comes last because it checks everything once more by its own.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::setup;
use crate::step::{Result, cargo, minutes, npm, run};

/// Runs all stages and prints the minutes of each, also when one fails.
///
/// # Errors
/// The first stage that fails ends the suite.
pub fn test() -> Result<()> {
    let started = Instant::now();
    let mut stages = Vec::new();
    let outcome = all(&mut stages);
    println!("\nminutes per stage");
    for (name, time) in &stages {
        println!("{:>8.1}  {name}", time.as_secs_f64() / 60.0);
    }
    println!("{:>8.1}  in all", started.elapsed().as_secs_f64() / 60.0);
    outcome
}

fn all(stages: &mut Vec<(&'static str, Duration)>) -> Result<()> {
    timed(stages, "set-up", || setup::setup(setup::EVERYTHING))?;
    let mut stage =
        |name: &'static str, command: &mut Command| timed(stages, name, || run(name, command));
    stage("formatting", &mut cargo(&["fmt", "--all", "--check"]))?;
    stage("page: types", &mut npm(&["run", "check"]))?;
    stage("page: unit tests", &mut npm(&["run", "test"]))?;
    stage("page: build", &mut npm(&["run", "build"]))?;
    stage("compile", &mut cargo(&["build", "--workspace", "--all-targets", "--locked"]))?;
    stage("tests", &mut cargo(&["test", "--workspace", "--no-fail-fast", "--locked"]))?;
    stage(
        "clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
    )
}

fn timed(
    stages: &mut Vec<(&'static str, Duration)>,
    name: &'static str,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let started = Instant::now();
    let outcome = work();
    stages.push((name, started.elapsed()));
    if outcome.is_err() {
        println!("✗ {name} failed after {}", minutes(started.elapsed()));
    }
    outcome
}
