//! `cacah-central import-stick`.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use cacah_wire::stick::StickError;
use clap::Args;

use super::Brought;
use crate::central::Central;
use crate::error::Result;
use crate::storage::Storage;

/// What `import-stick` is told.
#[derive(Debug, Args)]
pub struct StickArgs {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Files of laptops, in any order; the same one again is harmless.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Folder for the answers: receipts and what is new for each officer.
    #[arg(long)]
    answer: Option<PathBuf>,
}

/// What came of the files.
#[derive(Debug, Default)]
pub struct Imported {
    /// In words, a paragraph a file.
    pub words: String,
    /// Files or batches that were not taken.
    pub refused: usize,
}

impl StickArgs {
    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Takes every file, each by itself: one that is refused costs the others nothing.
    pub fn import<S: Storage>(&self, central: &Central<S>) -> Imported {
        let mut imported = Imported::default();
        for file in &self.files {
            imported.words += &format!("{}\n", file.display());
            match self.take(central, file) {
                Ok((brought, answer)) => {
                    imported.refused += brought.refused.len();
                    imported.words += &brought.to_string();
                    if let Some(answer) = answer {
                        imported.words += &format!("Jawaban / answer: {}\n", answer.display());
                    }
                }
                Err(error) => {
                    imported.refused += 1;
                    let code = error.code();
                    let (indonesian, english) = (code.indonesian(), code.english());
                    imported.words += &format!("{code}: {error}\n  {indonesian}\n  {english}\n");
                }
            }
        }
        imported
    }

    fn take<S: Storage>(
        &self,
        central: &Central<S>,
        file: &Path,
    ) -> Result<(Brought, Option<PathBuf>)> {
        let file = BufReader::new(File::open(file).map_err(StickError::Io)?);
        let brought = central.take_stick(file)?;
        let answer = self.answer.as_deref();
        let answer = answer.map(|folder| central.answer_stick(&brought, folder)).transpose()?;
        Ok((brought, answer.flatten()))
    }
}
