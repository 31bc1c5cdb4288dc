//! The demonstration: builds, and hands over to `cacah-demo`, which knows the programs.

use clap::Args;

use crate::setup::{Need, setup};
use crate::step::{Result, built, cargo, hand_over, npm, program, run};

/// What `cargo xtask demo` takes.
#[derive(Args)]
pub struct Demo {
    /// Without a display: keys one family by itself and leaves pictures in target/demo.
    #[arg(long)]
    headless: bool,
}

impl Demo {
    /// Builds and shows a practice round.
    ///
    /// # Errors
    /// When a step of it fails.
    pub fn run(&self) -> Result<()> {
        let headless = self.headless || !has_display();
        if headless {
            setup(&[Need::Build, Need::Page, Need::Window])?;
        } else {
            setup(&[Need::Build, Need::Page])?;
        }
        run("build the window's page", &mut npm(&["run", "build"]))?;
        run(
            "compile (the first time takes some minutes)",
            &mut cargo(&["build", "--workspace", "--bins", "--locked"]),
        )?;
        let args: &[&str] = if headless { &["--headless"] } else { &[] };
        hand_over("demonstration", &mut program(&built("cacah-demo"), args))
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
