//! A hub's routes, the same as the endpoint's: a laptop needs to know nothing new.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use cacah_family::id::BatchId;
use cacah_wire::batch::{HASH_HEADER, MAX_BYTES, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::down::Hello;
use cacah_wire::error::Code;
use cacah_wire::hub::KnownDevice;
use tokio::sync::Notify;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::keep::{Hub, Told};
use super::relay::{blocking, learn};
use super::upstream::Upstream;
use crate::chunks::MAX_CHUNK;
use crate::error::CentralError;
use crate::http::{After, Answer, Gate, Refusal, SILENCE, bearer, parsed};

/// A laptop nobody knows makes the hub ask, once in so many milliseconds at most.
const ASKED: u64 = 10_000;
/// Seconds after which a laptop may ask again for what only the endpoint has.
const LATER: u32 = 60;
/// A laptop's own requests wait so long for the endpoint.
const PATIENCE: Duration = Duration::from_secs(60);

struct App {
    hub: Arc<Hub>,
    upstream: Upstream,
    gate: Gate,
    wake: Arc<Notify>,
    /// When the endpoint was last asked about a laptop, on the monotonic clock.
    asked: AtomicU64,
}

/// All routes of a hub; `wake` is told of every batch.
pub fn router(hub: Arc<Hub>, upstream: Upstream, gate: Gate, wake: Arc<Notify>) -> Router {
    let pass = || get(pass).layer(DefaultBodyLimit::max(0));
    Router::new()
        .route("/v1/hello", get(hello))
        .route("/v1/batches/{id}", put(put_batch).layer(DefaultBodyLimit::max(MAX_BYTES)))
        .route("/v1/receipts", get(receipts))
        .route("/v1/down", pass())
        .route("/v1/tally", pass())
        .route("/v1/tally/{idsubsls}", pass())
        .route("/v1/chunks/missing", post(self::pass).layer(DefaultBodyLimit::max(1 << 20)))
        .route(
            "/v1/chunks/{name}",
            put(self::pass).get(self::pass).layer(DefaultBodyLimit::max(MAX_CHUNK)),
        )
        .fallback(async || Refusal::of(Code::BadRequest))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .with_state(Arc::new(App { hub, upstream, gate, wake, asked: AtomicU64::new(0) }))
}

async fn hello(State(app): State<Arc<App>>) -> Json<Hello> {
    Json(app.hub.hello())
}

impl App {
    /// Whose token it is. One that is not known may be of a laptop enrolled since: the endpoint is
    /// asked, not more often than it bears.
    async fn device(&self, headers: &HeaderMap) -> Answer<KnownDevice> {
        let token = bearer(headers)?;
        let known = |token: String| blocking(&self.hub, move |hub| hub.device(&token));
        match known(token.clone()).await {
            Err(CentralError::Unauthorized) => {}
            known => return Ok(known?),
        }
        let now = self.hub.host().monotonic() + ASKED;
        let before = self.asked.load(Ordering::Relaxed);
        let mine = now >= before + ASKED
            && self
                .asked
                .compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if mine && let Err(error) = learn(&self.hub, &self.upstream, true).await {
            tracing::warn!(%error, "a laptop nobody knows here");
        }
        Ok(known(token).await?)
    }

    fn busy(&self) -> Refusal {
        Refusal::busy(Gate::come_back(self.hub.host()))
    }
}

/// Who sends, and whether there is room, is checked before the body is read.
async fn put_batch(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Response> {
    let _inside = app.gate.enter().ok_or_else(|| app.busy())?;
    let id: BatchId = id.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let hash = parsed(&headers, HASH_HEADER)?;
    let sig = parsed(&headers, SIGNATURE_HEADER)?;
    let device = app.device(&headers).await?;
    let _own = app.gate.laptop(device.device).ok_or_else(|| app.busy())?;
    let bytes = Bytes::from_request(request, &()).await?;
    let batch = SealedBatch { id, hash, sig, bytes: bytes.into() };
    let told = blocking(&app.hub, move |hub| hub.put(&device, &batch)).await;
    match told
        .map_err(|error| if error.code() == Code::Busy { app.busy() } else { error.into() })?
    {
        Told::Receipt(receipt) => {
            Ok(([(header::CONTENT_TYPE, "application/json")], receipt).into_response())
        }
        Told::Kept(note) => {
            app.wake.notify_one();
            Ok((StatusCode::ACCEPTED, Json(note)).into_response())
        }
        Told::Refused(code) => Err(Refusal::of(code)),
    }
}

/// The endpoint knows of receipts that came another way; without it, what is here.
async fn receipts(
    State(app): State<Arc<App>>,
    query: Result<Query<After>, QueryRejection>,
    request: Request,
) -> Answer<Response> {
    let After { after, incarnation } = query.map_err(|_| Refusal::of(Code::BadRequest))?.0;
    let device = app.device(request.headers()).await?.device;
    match onwards(&app, request).await {
        Ok(answer) if !answer.status().is_server_error() => return Ok(answer),
        _ => {}
    }
    let here = blocking(&app.hub, move |hub| hub.receipts(device, incarnation, after)).await?;
    Ok(Json(here).into_response())
}

/// What only the endpoint can answer.
async fn pass(State(app): State<Arc<App>>, request: Request) -> Answer<Response> {
    let _inside = app.gate.enter().ok_or_else(|| app.busy())?;
    let device = app.device(request.headers()).await?.device;
    let _own = app.gate.laptop(device).ok_or_else(|| app.busy())?;
    onwards(&app, request).await
}

async fn onwards(app: &App, request: Request) -> Answer<Response> {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let body = Bytes::from_request(request, &()).await?;
    let passed = app.upstream.pass((method, &path), &headers, body.into());
    match tokio::time::timeout(PATIENCE, passed).await {
        Ok(Ok(answer)) => Ok(answer),
        _ => Err(Refusal::busy(LATER)),
    }
}
