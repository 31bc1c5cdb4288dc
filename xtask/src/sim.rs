//! The simulation: builds, and hands over to `cacah-sim`.

use clap::Args;

use crate::setup::{Need, setup};
use crate::step::{Result, built, cargo, hand_over, program, run};

/// What `cargo xtask sim` takes.
#[derive(Args)]
pub struct Sim {
    /// How many seeds.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Steps of each before the network heals.
    #[arg(long, default_value_t = 60)]
    steps: u32,
}

impl Sim {
    /// Builds and lives through the seeds.
    ///
    /// # Errors
    /// When a promise is broken, or a step fails before.
    pub fn run(&self) -> Result<()> {
        setup(&[Need::Build])?;
        run("compile", &mut cargo(&["build", "--package", "cacah-tests", "--bin", "cacah-sim"]))?;
        let words = [self.from.to_string(), self.seeds.to_string(), self.steps.to_string()];
        let words = words.each_ref().map(String::as_str);
        hand_over("seeds", &mut program(&built("cacah-sim"), &words))
    }
}
