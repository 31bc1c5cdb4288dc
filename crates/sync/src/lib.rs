//! What to send next ([`plan`], pure) and sending it ([`drive`]) over any [`Transport`].
//!
//! Synchronous: one request at a time on the caller's own thread, so that a simulator calls the same
//! code (ADR 0007). The store is locked only between requests, never while the link is slow.

mod build;
mod drive;
mod error;
mod http;
mod pace;
mod plan;
mod receipt;
mod schedule;
mod transport;

pub use drive::{Access, Report, enrol, send};
pub use error::SyncError;
pub use http::HttpTransport;
pub use pace::Pace;
pub use plan::{Limits, Step, plan};
pub use schedule::{Ended, Schedule};
pub use transport::{Transport, TransportError};
