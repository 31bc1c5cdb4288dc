//! What a supervisor says at a terminal.

use std::path::{Path, PathBuf};

use cacah_central::storage::Storage;
use cacah_central::{Central, CentralError, report};
use cacah_family::entry::{Actor, Dot};
use cacah_family::id::{DeviceId, DocumentId, FamilyId};
use cacah_wire::people::RevokeOrder;
use cacah_wire::seal::Hash;
use clap::{Args, Subcommand};

/// Whose word it is, on which family.
#[derive(Args)]
pub struct Word {
    /// The data folder.
    #[arg(long)]
    data: PathBuf,
    /// Code of the supervisor.
    #[arg(long)]
    by: String,
    /// The family.
    #[arg(long)]
    family: FamilyId,
}

/// Supervising.
#[derive(Subcommand)]
pub enum Supervise {
    /// Give a document back to its officer, with what is to be looked at.
    Return {
        #[command(flatten)]
        word: Word,
        /// The document; not needed when the family has one.
        #[arg(long)]
        document: Option<DocumentId>,
        /// "r403: …" at a question, anything else on the whole document.
        #[arg(long, required = true)]
        comment: Vec<String>,
    },
    /// Print what waits for a decision in a family, with what each writer said.
    Undecided {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of who asks.
        #[arg(long)]
        by: String,
        /// The family.
        #[arg(long)]
        family: FamilyId,
    },
    /// Decide what stands where writers differ.
    Decide {
        #[command(flatten)]
        word: Word,
        /// The document; absent for the family itself.
        #[arg(long)]
        document: Option<DocumentId>,
        /// Where, as `undecided` prints it.
        #[arg(long)]
        path: cacah_family::path::Path,
        /// Whose entry stands, as `undecided` prints it.
        #[arg(long, value_parser = dot)]
        take: Dot,
    },
    /// Say that two ids name one family. Both histories stand; it is counted once.
    Alias {
        #[command(flatten)]
        word: Word,
        /// The other id.
        #[arg(long)]
        with: FamilyId,
    },
    /// Choose the document that counts in this round.
    Accept {
        #[command(flatten)]
        word: Word,
        /// The document.
        #[arg(long)]
        document: DocumentId,
    },
    /// Let held segments into the state.
    Release {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the supervisor.
        #[arg(long)]
        by: String,
        /// One segment, by its hash.
        #[arg(long, conflicts_with = "family", required_unless_present = "family")]
        segment: Option<Hash>,
        /// Everything that is held of a family.
        #[arg(long)]
        family: Option<FamilyId>,
        /// Why; kept with it.
        #[arg(long)]
        reason: String,
    },
    /// End what an officer serves. Work done there is still taken.
    EndAssignment {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the supervisor.
        #[arg(long)]
        by: String,
        /// Code of the officer.
        #[arg(long)]
        officer: String,
        /// The area, as it was assigned.
        #[arg(long)]
        area: String,
    },
    /// Revoke a lost laptop: it is told nothing any more, and what it sends is held.
    Revoke {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the supervisor.
        #[arg(long)]
        by: String,
        /// The device, as `people` prints it.
        #[arg(long)]
        device: DeviceId,
        /// What it does at its next contact: lock, or wipe once all is received.
        #[arg(long, value_parser = order)]
        order: Option<RevokeOrder>,
        /// Why; kept with it.
        #[arg(long)]
        reason: String,
    },
    /// Write the draft of the notice of UU 27/2022 article 46 on a lost laptop: what it held, in
    /// counts and kinds.
    BreachNotice {
        /// The data folder.
        #[arg(long)]
        data: PathBuf,
        /// Code of the supervisor.
        #[arg(long)]
        by: String,
        /// The device, as `people` prints it.
        #[arg(long)]
        device: DeviceId,
        /// The new file, Markdown.
        #[arg(long)]
        to: PathBuf,
    },
}

impl Supervise {
    /// The data folder.
    pub fn data(&self) -> &Path {
        match self {
            Self::Return { word, .. }
            | Self::Decide { word, .. }
            | Self::Alias { word, .. }
            | Self::Accept { word, .. } => &word.data,
            Self::Undecided { data, .. }
            | Self::Release { data, .. }
            | Self::EndAssignment { data, .. }
            | Self::Revoke { data, .. }
            | Self::BreachNotice { data, .. } => data,
        }
    }

    /// Does it; what to print.
    pub fn run<S: Storage>(&self, central: &Central<S>) -> Result<String, CentralError> {
        match self {
            Self::Return { word, document, comment } => {
                central.give_back(&word.by, word.family, *document, comment)?;
            }
            Self::Undecided { by, family, .. } => {
                return Ok(report::undecided(&central.undecided(by, *family)?));
            }
            Self::Decide { word, document, path, take } => {
                central.decide(&word.by, word.family, *document, path, *take)?;
            }
            Self::Alias { word, with } => central.alias(&word.by, word.family, *with)?,
            Self::Accept { word, document } => {
                central.accept(&word.by, word.family, *document)?;
            }
            Self::Release { by, segment, family, reason, .. } => {
                let which = |row: &cacah_central::storage::SegmentRow| {
                    segment.is_none_or(|hash| row.hash == hash)
                        && family.is_none_or(|family| row.family == family)
                };
                let released = central.release(by, which, reason)?;
                return Ok(format!("dilepas / released: {released}\n"));
            }
            Self::EndAssignment { by, officer, area, .. } => {
                central.end_assignment(by, officer, area)?;
            }
            Self::Revoke { by, device, order, reason, .. } => {
                central.revoke(by, *device, *order, reason)?;
            }
            Self::BreachNotice { by, device, to, .. } => {
                central.breach_notice(by, *device, to)?;
            }
        }
        Ok("tercatat / done\n".to_owned())
    }
}

/// `lock` or `wipe`.
fn order(text: &str) -> Result<RevokeOrder, &'static str> {
    RevokeOrder::from_name(text).ok_or("lock, wipe")
}

/// `device/incarnation/number`.
fn dot(text: &str) -> Result<Dot, String> {
    let mut parts = text.split('/');
    let mut next = || parts.next().ok_or("device/incarnation/number");
    let device = next()?.parse().map_err(|_| "device: no UUID")?;
    let incarnation = next()?.parse().map_err(|_| "incarnation: no number")?;
    let seq = next()?.parse().map_err(|_| "number: no number")?;
    Ok(Dot { actor: Actor { device, incarnation }, seq })
}
