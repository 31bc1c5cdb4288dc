//! The encrypted vault of a laptop: header with key slots, journal, snapshots, outbox, receipts.
//!
//! A synchronous core: [`Store`] owns the connection that writes, a [`Reader`] reads beside it, and
//! clock, ids, salts and nonces come in through [`cacah_family::host::Host`]. Losing an answer is
//! the worst it could do: a call that writes returns after the data is durable, and what cannot be
//! read is reported and left as it is.

mod across;
mod act;
mod actors;
mod at_rest;
mod chunk_files;
mod chunks;
mod connection;
mod copy;
mod days;
mod destroy;
mod document;
mod door;
mod effort;
mod enrolment;
mod epoch;
mod error;
mod families;
mod finding;
mod incarnation;
mod incoming;
mod install;
mod journal;
mod migrate;
mod newer;
mod offer;
mod officers;
mod orders;
mod outbox;
mod paper;
mod password;
mod person;
mod proof;
mod reader;
mod receipts;
mod recover;
mod restore;
mod road;
mod row;
mod salvage;
mod search;
mod settings;
mod store;
mod summary;
mod tally;
#[cfg(feature = "testing")]
pub mod testing;
mod told;
mod trail;
mod utc;
mod vault;
mod waiting;
mod wipe;
mod witness;

pub use across::{AcrossRecord, TheirFinding};
pub use actors::OwnIncarnation;
pub use at_rest::AreaTally;
pub use chunks::{ChunkRecord, ChunkSettlement};
pub use copy::{Copier, CopyMade};
pub use document::{Opened, RemovedDocument};
pub use door::Door;
pub use effort::EffortRecord;
pub use enrolment::Enrolment;
pub use epoch::Safe;
pub use error::StoreError;
pub use families::{FamilyQuery, FamilyRecord};
pub use finding::{FindingQuery, FindingRecord, FindingTotals, Found};
pub use incarnation::Cause;
pub use incoming::Merged;
pub use install::AreaRecord;
pub use journal::{Commit, NewEntry};
pub use newer::{Newer, NewerFamily};
pub use officers::OfficerMark;
pub use orders::{Asked, Revocation, RevokeOrder};
pub use outbox::{ClaimedBatch, ClaimedSegment, Limits, PendingFamily};
pub use paper::{PaperCounts, PaperQuery, PaperRecord, PaperStage};
pub use person::Candidate;
pub use proof::{Proof, SentSegment};
pub use reader::Reader;
pub use receipts::{Outcome, ReceiptRecord, Settlement};
pub use restore::{CopyFound, Preview, Restored, copies, preview, restore};
pub use road::{Counts, QueueRecord, Road};
pub use salvage::{FamilyLoss, Gap, SalvageReport, Salvaged, salvage};
pub use settings::ENDPOINT_TIME;
pub use store::Store;
pub use summary::Summary;
pub use told::Told;
pub use trail::TrailProof;
pub use vault::Secret;
pub use wipe::Wiped;

#[cfg(test)]
mod fixture;
