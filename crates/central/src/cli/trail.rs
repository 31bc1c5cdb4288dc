//! The audit trail: exported as signed JSON lines, and proven.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cacah_central::CentralError;
use cacah_wire::seal::PublicKey;
use cacah_wire::trail::{TrailError, TrailHead, verify};
use clap::Subcommand;

use crate::{Failed, open, say};

/// The trail.
#[derive(Subcommand)]
pub enum Trail {
    /// Export the audit trail of this endpoint as JSON lines, signed. Ids and counts only.
    Trail {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
        /// Number of the first record.
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// The new file; without it, standard output.
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Prove an exported trail, of this endpoint or of a laptop. Exit code 1, and the number of the
    /// record, when a line was changed, removed or moved, or the end cut off.
    VerifyTrail {
        /// The exported file.
        file: PathBuf,
        /// Key of whose trail it is, 64 hex digits.
        #[arg(long, conflicts_with = "data", required_unless_present = "data")]
        key: Option<PublicKey>,
        /// The data folder, which knows the key of every laptop enrolled here and its own.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

impl Trail {
    /// Does it.
    pub fn run(&self) -> Result<ExitCode, Failed> {
        match self {
            Self::Trail { data, by, from, to } => export(data, by, *from, to.as_deref())?,
            Self::VerifyTrail { file, key, data } => {
                match proven(file, key.as_ref(), data.as_deref()) {
                    Ok(head) => say(&words(&head)?),
                    Err(CentralError::Trail(error)) => {
                        say(&format!("{}\n", error.words()));
                        return Ok(ExitCode::FAILURE);
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn export(data: &Path, by: &str, from: u64, to: Option<&Path>) -> Result<(), Failed> {
    let (_, central) = open(data)?;
    let Some(to) = to else {
        central.export_trail(by, from, std::io::stdout().lock())?;
        return Ok(());
    };
    let mut file = BufWriter::new(File::create_new(to)?);
    let records = central.export_trail(by, from, &mut file)?;
    file.flush()?;
    file.get_ref().sync_all()?;
    say(&format!("{records} catatan / records\nkunci / key {}\n", central.endpoint_key()));
    Ok(())
}

fn proven(
    file: &Path,
    key: Option<&PublicKey>,
    data: Option<&Path>,
) -> Result<TrailHead, CentralError> {
    let mut file = BufReader::new(File::open(file).map_err(TrailError::from)?);
    match (key, data) {
        (Some(key), _) => Ok(verify(&mut file, key, |_| ())?),
        (None, Some(data)) => {
            let (_, central) = open(data).map_err(|_| CentralError::NotFound("data folder"))?;
            central.verify_trail(file)
        }
        (None, None) => Err(CentralError::Request("a trail is proven under a key")),
    }
}

fn words(head: &TrailHead) -> Result<String, serde_json::Error> {
    Ok(format!("jejak utuh / trail proven\n{}\n", serde_json::to_string(head)?))
}
