//! A route is declared once: its method, path, words, schemas and errors beside its handler. The
//! router and the description (`openapi`) are both made of that.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use cacah_wire::error::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::refusal::Refusal;

/// A request of a few short strings.
pub(crate) const MAX_REQUEST: usize = 16 << 10;
/// What a request may take beside its body.
const PATIENCE: u64 = 60;
/// Bytes a second of the slowest link that is served, 16 kbit/s.
const SLOWEST: u64 = 2 << 10;

/// How whoever asks proves who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    Open,
    /// A laptop's bearer token.
    Device,
    /// A hub's bearer token.
    Hub,
    /// A browser's session.
    Session,
    /// A page of ours that has no session yet.
    Page,
}

/// A body: its media type, and its schema where it is JSON.
#[derive(Clone, Copy)]
pub(crate) struct Content {
    pub media: &'static str,
    pub schema: Option<fn(&mut SchemaGenerator) -> Schema>,
}

/// A parameter and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Parameter {
    pub name: &'static str,
    pub place: &'static str,
    pub required: bool,
    pub says: &'static str,
    pub schema: fn(&mut SchemaGenerator) -> Schema,
}

/// What a route is, apart from its handler.
pub struct Operation {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) says: &'static str,
    pub(crate) auth: Auth,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) request: Option<Content>,
    pub(crate) reply: Option<Content>,
    pub(crate) errors: Vec<Code>,
    limit: usize,
}

const JSON: &str = "application/json";

impl Operation {
    /// A route in one sentence. Nothing is in its body or in its answer until it is said.
    pub fn new(method: Method, path: &'static str, says: &'static str) -> Self {
        let (parameters, errors) = (Vec::new(), Vec::new());
        let (request, reply) = (None, None);
        let limit = MAX_REQUEST;
        Self { method, path, says, auth: Auth::Open, parameters, request, reply, errors, limit }
    }

    /// Takes JSON.
    pub fn takes<T: JsonSchema>(mut self) -> Self {
        self.request =
            Some(Content { media: JSON, schema: Some(SchemaGenerator::subschema_for::<T>) });
        self
    }

    /// Takes bytes of another kind.
    pub fn takes_bytes(mut self, media: &'static str) -> Self {
        self.request = Some(Content { media, schema: None });
        self
    }

    /// Takes at most so many bytes.
    pub fn at_most(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Answers JSON.
    pub fn gives<T: JsonSchema>(mut self) -> Self {
        self.reply =
            Some(Content { media: JSON, schema: Some(SchemaGenerator::subschema_for::<T>) });
        self
    }

    /// Answers with bytes of another kind.
    pub fn gives_bytes(mut self, media: &'static str) -> Self {
        self.reply = Some(Content { media, schema: None });
        self
    }

    /// Has a part of its path.
    pub fn of<T: JsonSchema>(self, name: &'static str, says: &'static str) -> Self {
        self.parameter::<T>(name, "path", true, says)
    }

    /// May be asked so.
    pub fn asks<T: JsonSchema>(self, name: &'static str, says: &'static str) -> Self {
        self.parameter::<T>(name, "query", false, says)
    }

    /// Needs a header.
    pub fn needs<T: JsonSchema>(self, name: &'static str, says: &'static str) -> Self {
        self.parameter::<T>(name, "header", true, says)
    }

    fn parameter<T: JsonSchema>(
        mut self,
        name: &'static str,
        place: &'static str,
        required: bool,
        says: &'static str,
    ) -> Self {
        let schema = SchemaGenerator::subschema_for::<T>;
        self.parameters.push(Parameter { name, place, required, says, schema });
        self
    }

    /// May fail so, beside what every route may fail with.
    pub fn fails(mut self, errors: &[Code]) -> Self {
        self.errors.extend_from_slice(errors);
        self
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(PATIENCE + u64::try_from(self.limit).unwrap_or(u64::MAX) / SLOWEST)
    }
}

/// Routes that are guarded alike.
pub struct Table<St> {
    auth: Auth,
    routes: Vec<(Operation, MethodRouter<St>)>,
}

impl<St: Clone + Send + Sync + 'static> Table<St> {
    /// None yet.
    pub fn new(auth: Auth) -> Self {
        Self { auth, routes: Vec::new() }
    }

    /// And this one.
    pub fn with<H: Handler<T, St>, T: 'static>(mut self, operation: Operation, handler: H) -> Self {
        let operation = Operation { auth: self.auth, ..operation };
        let patience = operation.patience();
        let method = MethodFilter::try_from(operation.method.clone()).unwrap_or(MethodFilter::GET);
        let route = on(method, handler)
            .layer(DefaultBodyLimit::max(operation.limit))
            .layer(from_fn(move |request, next| in_time(patience, request, next)));
        self.routes.push((operation, route));
        self
    }

    /// What the routes are.
    pub fn into_operations(self) -> Vec<Operation> {
        self.routes.into_iter().map(|(operation, _)| operation).collect()
    }

    /// The routes.
    pub fn into_router(self) -> Router<St> {
        self.routes
            .into_iter()
            .fold(Router::new(), |router, (operation, route)| router.route(operation.path, route))
    }
}

async fn in_time(patience: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => Refusal::of(Code::Busy).into_response(),
    }
}
