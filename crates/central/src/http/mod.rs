//! Routes over the use cases. A handler reads the request, calls one use case on a blocking thread,
//! and writes the answer; errors are answered as [`Failure`](cacah_wire::command::Failure).

mod browser;
mod gate;
mod headers;
mod openapi;
mod page;
mod pages;
mod rate;
mod refusal;
mod routes;
mod serve;
mod table;
mod view;

pub use gate::Gate;
pub use openapi::openapi;
pub(crate) use rate::Price;
pub(crate) use refusal::Refusal;
pub use routes::router;
pub(crate) use routes::{After, Answer, App, SILENCE, admit, bearer, gathered, parsed, work};
pub use serve::{ServeError, serve};
pub(crate) use table::{Auth, Operation, Table};
