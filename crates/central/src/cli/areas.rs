//! Areas and their codes.

use std::path::PathBuf;

use cacah_central::access::Action;
use cacah_central::bridge;
use cacah_central::folder::Folder;
use cacah_central::import::{ImportError, read_bridge};
use cacah_family::host::SystemHost;
use clap::Subcommand;

use crate::{Failed, open, say};

/// Areas.
#[derive(Subcommand)]
pub enum Areas {
    /// Take the codes of BPS beside those of Kemendagri from a spreadsheet: kode_bps, nama_bps,
    /// kode_dagri, nama_dagri. It replaces the one before; with one error nothing is written.
    ImportBridge {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the administrator.
        #[arg(long)]
        by: String,
        /// The file, .xlsx or CSV.
        file: PathBuf,
    },
    /// Print the areas of a code, or with a word that begins so.
    Area {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// 82.71.02, 8271020, "ternate sel".
        text: String,
    },
}

impl Areas {
    /// Does it.
    pub fn run(&self) -> Result<(), Failed> {
        match self {
            Self::ImportBridge { data, by, file } => {
                let (folder, central) = open(data)?;
                central.allow(by, Action::Import, "")?;
                let bridge = read_bridge(file).map_err(|error: ImportError| Box::new(error))?;
                folder.put_bridge(&bridge)?;
                say(&format!("{} wilayah tersimpan / areas kept\n", bridge.links().len()));
            }
            Self::Area { data, text } => {
                let folder = Folder::open(data, &SystemHost::default())?;
                say(&bridge::areas(&folder.bridge()?, text));
            }
        }
        Ok(())
    }
}
