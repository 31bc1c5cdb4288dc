//! Figures, never tests: `cargo bench` targets of `crates/testkit`, built with optimisation.

use clap::{Args, ValueEnum};

use crate::setup::{Need, peer, setup};
use crate::step::{Error, Result, cargo, npm, read, root, run, write};

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
    /// Ten thousand families sent and receipted.
    Sync,
    /// The window and the endpoint: start, memory.
    Ui,
    /// A whole family keyed through the desk; paper keyed in the window; the work-list.
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
    /// The package whose bench of this name it is.
    fn package(self) -> &'static str {
        match self {
            Self::Form => "cacah-testkit",
            Self::Store => "cacah-store",
            Self::Sync | Self::Ui | Self::Keying => "cacah-tests",
        }
    }

    /// Programs that it starts.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Form | Self::Store => &[],
            Self::Sync => &["cacah-central", "cacah-desk"],
            Self::Ui | Self::Keying => &["cacah-central", "cacah-desk", "cacah-src-tauri"],
        }
    }

    /// Brings the programs to compare with.
    fn peers(self) -> Result<()> {
        match self {
            Self::Form => setup(&[Need::Pyxform, Need::Java, Need::XformsEngine]),
            Self::Sync => pouchdb(),
            _ => Ok(()),
        }
    }

    fn measure(self) -> Result<()> {
        let name = self.to_possible_value().expect("no group is skipped").get_name().to_owned();
        if matches!(self, Self::Ui | Self::Keying) {
            setup(&[Need::Build, Need::Page, Need::Window])?;
            run("build the window's page", &mut npm(&["run", "build"]))?;
        } else {
            setup(&[Need::Build])?;
        }
        // A peer that cannot be brought hides no figure of ours: the bench names it and fails.
        let peers = self.peers();
        if !self.programs().is_empty() {
            let mut build = cargo(&["build", "--release", "--bins"]);
            build.args(self.programs().iter().flat_map(|package| ["--package", package]));
            run(&format!("compile what {name} starts (release)"), &mut build)?;
        }
        run(
            &format!("bench {name}"),
            &mut cargo(&["bench", "--quiet", "--package", self.package(), "--bench", &name]),
        )
        .and(peers)
    }
}

/// PouchDB and express-pouchdb, and the script that runs them beside their libraries.
fn pouchdb() -> Result<()> {
    peer("pouchdb")?;
    let script = read(&root().join("tests/peers/pouchdb/push.mjs"))?;
    write(&root().join("target/peers/pouchdb/push.mjs"), &script)
}
