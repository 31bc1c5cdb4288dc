//! `cacah-practice`: prints the practice round that `cacah-central practice --from` installs.

#![expect(clippy::print_stdout, reason = "it prints a file")]

use std::path::PathBuf;

use cacah_testkit::ternate::{FAMILIES, Practice, families};
use clap::Parser;

/// Prints "Regsosek 2022 · Kota Ternate" with invented families as JSON.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Folder of the form.
    #[arg(long)]
    form: PathBuf,
    /// Families on the prelist.
    #[arg(long, default_value_t = FAMILIES)]
    families: usize,
    /// The same seed invents the same families.
    #[arg(long, default_value_t = 20_221_015)]
    seed: u64,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let form = arguments.form.canonicalize()?;
    let practice = Practice::new(&form, &families(arguments.seed, arguments.families));
    println!("{}", serde_json::to_string_pretty(&practice)?);
    Ok(())
}
