//! The endpoint: takes batches, proves and checks them again, keeps the registry, signs receipts.
//!
//! [`Central`] is synchronous and asks its [`Host`](cacah_family::host::Host) for clock, ids and
//! randomness, so that a simulator can call it directly; [`http`] puts routes and TLS on top.

mod across;
pub mod backup;
pub mod bridge;
mod central;
mod check;
mod chunks;
mod down;
mod enrol;
mod error;
pub mod folder;
mod forks;
mod forms;
mod functions;
pub mod http;
pub mod hub;
pub mod import;
mod ingest;
mod keys;
mod plan;
mod publish;
pub mod report;
pub mod stick;
pub mod storage;
mod supervise;
mod tally;
mod verify;

pub use across::Asked;
pub use central::Central;
pub use error::{CentralError, Result};
pub use forks::Fork;
pub use keys::Keys;
pub use plan::{Plan, PlanOfficer, form_files};
pub use publish::{DocumentCount, DocumentImpact, FormEdition, FormFiles, FormPreview};
pub use supervise::Undecided;
pub use verify::Proof;
