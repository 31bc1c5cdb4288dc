//! Sending what waits and taking what is new, over any [`Transport`].
//!
//! Synchronous: one request at a time on the caller's own thread, so that a simulator calls the same
//! code (ADR 0005). The store is locked only between requests, never while the link is slow.

mod build;
mod chunks;
mod claim;
mod compare;
mod down;
mod drive;
mod enrol;
mod error;
mod http;
mod incarnation;
mod introduce;
mod pace;
mod plan;
mod receipt;
mod schedule;
mod spare;
mod stick;
mod transport;

pub use down::{Brought, Compile, apply_page};
pub use drive::{Access, Order, Report, send};
pub use enrol::enrol;
pub use error::SyncError;
pub use http::HttpTransport;
pub use incarnation::{begin, pay};
pub use introduce::introduced;
pub use pace::Pace;
pub use plan::{Step, plan};
pub use schedule::{Ended, Schedule};
pub use spare::{SpareLaptop, enrol_from_stick};
pub use stick::{StickRead, StickWritten, read_answer, write_stick};
pub use transport::{Answer, Transport, TransportError};
