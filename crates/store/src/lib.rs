//! The encrypted vault of a laptop: header with key slots, journal, snapshots, outbox, receipts.
//!
//! A synchronous core: [`Store`] owns the connection that writes, a [`Reader`] reads beside it, and
//! clock, ids, salts and nonces come in through [`cacah_family::host::Host`]. Losing an answer is
//! the worst it could do: a call that writes returns after the data is durable, and what cannot be
//! read is reported and left as it is.

mod connection;
mod document;
mod enrolment;
mod error;
mod families;
mod install;
mod journal;
mod migrate;
mod outbox;
mod reader;
mod receipts;
mod road;
mod row;
mod search;
mod settings;
mod store;
mod vault;

pub use document::Opened;
pub use enrolment::Enrolment;
pub use error::StoreError;
pub use families::{FamilyQuery, FamilyRecord};
pub use install::AreaRecord;
pub use journal::{Commit, NewEntry, Summary};
pub use outbox::{ClaimedBatch, ClaimedSegment, PendingFamily};
pub use reader::Reader;
pub use receipts::{Outcome, ReceiptRecord, Settlement};
pub use road::{Counts, QueueRecord, Road};
pub use settings::ENDPOINT_TIME;
pub use store::Store;
pub use vault::Secret;

#[cfg(test)]
mod fixture;
