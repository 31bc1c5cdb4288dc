//! Kills: builds, and hands over to `cacah-kill`, which knows the programs.

use clap::Args;

use crate::setup::{EVERYTHING, Need, setup};
use crate::step::{Result, built, cargo, hand_over, npm, program, run};

/// What `cargo xtask kill` takes.
#[derive(Args)]
pub struct Kill {
    /// How often somebody is killed.
    #[arg(long, default_value_t = 100)]
    rounds: u32,
    /// Draws the same victims and moments again.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Kills nobody: a keyer types at 15,000 keystrokes an hour into the real window.
    #[arg(long)]
    keyer: bool,
    /// How long the keyer types.
    #[arg(long, default_value_t = 30)]
    minutes: u32,
}

impl Kill {
    /// Builds and kills.
    ///
    /// # Errors
    /// When something acknowledged was lost, or a step fails before.
    pub fn run(&self) -> Result<()> {
        if self.keyer {
            return self.keyer();
        }
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

    fn keyer(&self) -> Result<()> {
        setup(EVERYTHING)?;
        run("page: build", &mut npm(&["run", "build"]))?;
        let mut build = cargo(&["build", "--bins", "--locked", "--package", "cacah-tests"]);
        let programs = ["cacah-desk", "cacah-central", "cacah-src-tauri"];
        let packages = programs.iter().flat_map(|package| ["--package", package]);
        run("compile", build.args(packages))?;
        let minutes = self.minutes.to_string();
        hand_over("a keyer", &mut program(&built("cacah-pace"), &[&minutes]))
    }
}
