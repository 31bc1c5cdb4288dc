//! A hub on an office network: keeps signed batches and carries them on unchanged while the link
//! comes and goes (ADR 0014). It opens none, signs nothing but its own notes, and settles nothing.

mod keep;
mod known;
mod office;
mod place;
mod relay;
mod routes;
mod upstream;

pub use keep::{Hub, Told, Waiting};
pub use office::office_router;
pub(crate) use office::operations;
pub use place::{HubPlace, PlaceError};
pub use relay::{RelayError, relay};
pub use routes::router;
pub use upstream::{Upstream, UpstreamError};
