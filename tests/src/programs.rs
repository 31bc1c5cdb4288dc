//! Where the programs of this repository lie once built.

use std::path::{Path, PathBuf};

/// A program of ours, built beside the one that runs (`cargo xtask test` builds all of them first).
///
/// # Panics
/// When it was not built.
#[must_use]
pub fn built(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("a running program has a path");
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    // Tests lie in `deps/`, one folder below the programs.
    let found = here.ancestors().skip(1).take(2).map(|folder| folder.join(&file));
    found.into_iter().find(|path| path.is_file()).unwrap_or_else(|| {
        panic!("{name} is not built: run `cargo build --workspace --all-targets`")
    })
}

/// Root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in a repository").into()
}
