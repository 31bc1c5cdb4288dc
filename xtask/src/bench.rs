//! Figures, never tests: `cargo bench` targets of `crates/testkit`, built with optimisation.

use clap::{Args, ValueEnum};

use crate::setup::{Need, setup};
use crate::step::{Error, Result, cargo, npm, run};

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub struct Bench {
    /// Only this group; all of them when not given.
    group: Option<Group>,
}

/// A group of figures, one program each.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// The form engine: loading, an answer, a member.
    Form,
    /// The encrypted file: an answer made durable, a family opened.
    Store,
    /// A batch made, taken and receipted.
    Sync,
    /// The window and the endpoint: start, memory.
    Ui,
    /// A whole family keyed through the desk.
    Keying,
}

impl Bench {
    /// Builds and measures; a group that fails does not hide the figures of the others.
    ///
    /// # Errors
    /// When a group could not be measured, or a peer of it did not start.
    pub fn run(&self) -> Result<()> {
        let groups = self.group.map_or_else(|| Group::value_variants().to_vec(), |one| vec![one]);
        let failed: Vec<Error> =
            groups.into_iter().filter_map(|group| group.measure().err()).collect();
        failed.into_iter().next().map_or(Ok(()), Err)
    }
}

impl Group {
    fn measure(self) -> Result<()> {
        let name = self.to_possible_value().expect("no group is skipped").get_name().to_owned();
        setup(if self == Self::Ui {
            &[Need::Build, Need::Page, Need::Window]
        } else {
            &[Need::Build]
        })?;
        if self == Self::Ui {
            run("build the window's page", &mut npm(&["run", "build"]))?;
            let programs = ["build", "--release", "--package", "cacah-src-tauri"];
            run(
                "compile the window (release)",
                cargo(&programs).args(["--package", "cacah-central", "--package", "cacah-desk"]),
            )?;
        }
        run(
            &format!("bench {name}"),
            &mut cargo(&["bench", "--quiet", "--package", "cacah-testkit", "--bench", &name]),
        )
    }
}
