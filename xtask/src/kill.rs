//! Kills: builds, and hands over to `cacah-kill`, which knows the programs.

use clap::Args;

use crate::setup::{Need, setup};
use crate::step::{Result, built, cargo, hand_over, program, run};

/// What `cargo xtask kill` takes.
#[derive(Args)]
pub struct Kill {
    /// How often somebody is killed.
    #[arg(long, default_value_t = 100)]
    rounds: u32,
    /// Draws the same victims and moments again.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Kill {
    /// Builds and kills.
    ///
    /// # Errors
    /// When something acknowledged was lost, or a step fails before.
    pub fn run(&self) -> Result<()> {
        setup(&[Need::Build])?;
        let mut build = cargo(&["build", "--bins", "--locked"]);
        run(
            "compile the programs to kill",
            build.args(["--package", "cacah-desk", "--package", "cacah-central"]),
        )?;
        run("compile", &mut cargo(&["build", "--package", "cacah-tests", "--bin", "cacah-kill"]))?;
        let (rounds, seed) = (self.rounds.to_string(), self.seed.to_string());
        hand_over("kills", &mut program(&built("cacah-kill"), &[&rounds, &seed]))
    }
}
