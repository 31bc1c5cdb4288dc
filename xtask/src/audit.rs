//! What comes from strangers: the licences, sources and doubles of what we depend on (`deny.toml`), and
//! what reads foreign bytes, given bytes at random (`fuzz/`, a workspace of its own).

use clap::Args;

use crate::setup::{Need, setup};
use crate::step::{Error, Result, cargo, hand_over, output, program, root, run};

/// cargo-deny, as it was tried.
const DENY: &str = "0.20.2";
/// The targets of `fuzz/`.
const TARGETS: [&str; 7] = ["expression", "csv", "xlsx", "form", "script", "code", "segment"];

/// What `cargo xtask audit` takes.
#[derive(Args)]
pub struct Audit {
    /// Seconds for each target.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Where random mutation begins, when it is not guided by coverage.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Audit {
    /// Checks what we depend on, then gives every target random bytes, guided by coverage where
    /// cargo-fuzz and a nightly compiler are installed, else blindly. Says which.
    ///
    /// # Errors
    /// When a dependency is not allowed, an input breaks a target, or the targets do not build.
    pub fn run(&self) -> Result<()> {
        setup(&[Need::Build])?;
        dependencies()?;
        if output(&mut program("cargo", &["+nightly", "fuzz", "--version"])).is_some() {
            println!("cargo-fuzz is here: libFuzzer, guided by coverage");
            return self.guided();
        }
        println!("no cargo-fuzz or no nightly compiler: random mutation without guidance");
        let words = [self.seconds.to_string(), self.seed.to_string()];
        self.plain(&["run", &words[0], &words[1]])
    }

    fn guided(&self) -> Result<()> {
        let corpus = root().join("fuzz/corpus");
        self.plain(&["seeds", &corpus.display().to_string()])?;
        let limit = format!("-max_total_time={}", self.seconds);
        TARGETS.iter().try_for_each(|target| {
            let words =
                ["+nightly", "fuzz", "run", "--features", "libfuzzer", target, "--", &limit];
            hand_over(target, &mut program("cargo", &[&words[..], &["-timeout=10"]].concat()))
        })
    }

    fn plain(&self, words: &[&str]) -> Result<()> {
        let manifest = root().join("fuzz/Cargo.toml").display().to_string();
        let cargo = |words: &[&str]| cargo(&[words, &["--manifest-path", &manifest]].concat());
        run("compile the targets", &mut cargo(&["build", "--bin", "cacah-fuzz"]))?;
        let built = root().join("fuzz/target/debug/cacah-fuzz");
        let built = built.to_str().ok_or_else(|| Error::Missing("a path in UTF-8".into()))?;
        hand_over("random inputs", &mut program(built, words))
    }
}

/// `cargo deny` on licences, bans and sources. Advisories need a clone of their database from
/// GitHub: where that is reachable, run `cargo deny check advisories` too.
fn dependencies() -> Result<()> {
    let tools = root().join("target/tools");
    let deny = tools.join(format!("bin/cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !deny.exists() {
        let tools = tools.display().to_string();
        let install = ["install", "cargo-deny", "--version", DENY, "--locked", "--root", &tools];
        run("install cargo-deny", &mut cargo(&install))?;
    }
    let deny = deny.display().to_string();
    let check = ["--workspace", "--locked", "check", "licenses", "bans", "sources"];
    hand_over("licences, bans and sources", &mut program(&deny, &check))
}
