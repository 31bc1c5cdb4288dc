//! The endpoint: takes batches, proves and checks them again, keeps the registry, signs receipts.
//!
//! [`Central`] is synchronous and asks its [`Host`](cacah_family::host::Host) for clock, ids and
//! randomness, so that a simulator can call it directly; [`http`] puts routes and TLS on top.

pub mod access;
pub mod account;
mod across;
mod authority;
pub mod backup;
mod breach;
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
mod introduce;
mod keys;
mod overview;
mod people;
mod plan;
mod policy;
mod publish;
mod reading;
pub mod recovery;
mod regency;
pub mod report;
mod session;
pub mod stick;
pub mod storage;
mod supervise;
mod tally;
mod trail;
mod verify;
mod zone;

pub use across::Asked;
pub use authority::Change;
pub use central::Central;
pub use error::{CentralError, Result};
pub use forks::Fork;
pub use keys::Keys;
pub use overview::Overview;
pub use people::{NewPerson, PersonView};
pub use plan::{Plan, PlanOfficer, form_files};
pub use publish::{DocumentCount, DocumentImpact, FormEdition, FormFiles, FormPreview};
pub use session::{Entered, Session};
pub use supervise::Undecided;
pub use verify::Proof;
pub use zone::{end_of, start_of};
