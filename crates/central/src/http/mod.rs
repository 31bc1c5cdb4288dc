//! Routes over the use cases. A handler reads the request, calls one use case on a blocking thread,
//! and writes the answer; errors are answered as [`Failure`](cacah_wire::command::Failure).

mod gate;
mod refusal;
mod routes;
mod serve;

pub use gate::Gate;
pub(crate) use refusal::Refusal;
pub use routes::router;
pub(crate) use routes::{After, Answer, App, MAX_REQUEST, SILENCE, bearer, parsed, work};
pub use serve::{ServeError, serve};
