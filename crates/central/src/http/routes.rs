//! The routes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use cacah_family::area::Idsubsls;
use cacah_family::id::BatchId;
use cacah_wire::batch::{HASH_HEADER, MAX_BYTES, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::down::{EnrolReply, EnrolRequest, Hello, ReceiptList, TallyHashes, TallyList};
use cacah_wire::error::Code;
use cacah_wire::introduce::{IntroduceReply, IntroduceRequest};
use cacah_wire::seal::{Hash, Sig, Signed};
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::browser;
use super::gate::Gate;
use super::rate::Price;
use super::refusal::Refusal;
use super::table::{Auth, MAX_REQUEST, Operation, Table};
use crate::central::Central;
use crate::chunks::{MAX_CHUNK, MAX_NAMES};
use crate::error::{CentralError, Result as CentralResult};
use crate::storage::Storage;

/// A name of a chunk in a JSON list.
const NAME: usize = 70;
/// A link that brings nothing for so long is dead.
pub(crate) const SILENCE: Duration = Duration::from_secs(60);

/// What a handler answers.
pub(crate) type Answer<T> = Result<T, Refusal>;

/// What handlers share.
pub(crate) struct App<S> {
    pub central: Arc<Central<S>>,
    pub gate: Arc<Gate>,
}

/// All routes over an endpoint: for laptops, and for people in a browser.
pub fn router<S: Storage + 'static>(central: Arc<Central<S>>, gate: Gate) -> Router {
    let app = Arc::new(App { central, gate: Arc::new(gate) });
    let gate = |price| {
        let app = Arc::clone(&app);
        from_fn(move |request, next| admit(price, Arc::clone(&app), request, next))
    };
    let unknown = strangers::<S>().into_router().route_layer(gate(Price::Unknown));
    Router::new()
        .merge(unknown)
        .merge(laptops::<S>().into_router())
        .merge(browser::routes(&app))
        .fallback(async || Refusal::of(Code::BadRequest))
        .method_not_allowed_fallback(async || Refusal::method())
        .layer(gate(Price::Any))
        .layer(from_fn(gathered))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .with_state(app)
}

/// What every route of an endpoint over this storage is, hubs' among them.
pub(crate) fn operations<S: Storage + 'static>() -> Vec<Operation> {
    let mut all = strangers::<S>().into_operations();
    all.extend(laptops::<S>().into_operations());
    all.extend(crate::hub::operations::<S>());
    all.extend(browser::operations::<S>());
    all
}

/// Reads a short body before anything is answered: who is refused while the body is still on its way
/// finds the connection closed, and with it perhaps the answer.
pub(crate) async fn gathered(request: Request, next: Next) -> Answer<Response> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if !length.is_some_and(|length| (1..=MAX_REQUEST).contains(&length)) {
        return Ok(next.run(request).await);
    }
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_REQUEST).await;
    let body = body.map_err(|_| Refusal::of(Code::BadRequest))?;
    Ok(next.run(Request::from_parts(head, body.into())).await)
}

/// Whether an address may ask that much.
pub(crate) async fn admit<S: Storage + 'static>(
    price: Price,
    app: Arc<App<S>>,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let address = app.gate.address(&request);
    app.gate.take(price, address, app.central.host.monotonic()).map_err(Refusal::too_many)?;
    Ok(next.run(request).await)
}

/// Routes for laptops that are nobody yet.
fn strangers<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    Table::new(Auth::Open)
        .with(
            Operation::new(Method::GET, "/v1/hello", "The endpoint, and its clock.")
                .gives::<Hello>(),
            hello::<S>,
        )
        .with(
            Operation::new(
                Method::POST,
                "/v1/introduce",
                "The certificate, proven to who knows a code.",
            )
            .takes::<IntroduceRequest>()
            .gives::<IntroduceReply>()
            .fails(&[Code::TicketSpent]),
            introduce::<S>,
        )
        .with(
            Operation::new(Method::POST, "/v1/enrol", "Makes a laptop known with a one-time code.")
                .takes::<EnrolRequest>()
                .gives::<EnrolReply>()
                .fails(&[Code::TicketSpent, Code::UnknownOfficer]),
            enrol::<S>,
        )
}

/// Routes for laptops that are known.
fn laptops<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    let incarnation = "Incarnation of the laptop; the newest heard of when it is not said.";
    Table::new(Auth::Device)
        .with(
            Operation::new(Method::PUT, "/v1/batches/{id}", "Sends a batch; its receipt.")
                .of::<BatchId>("id", "The batch.")
                .needs::<Hash>(HASH_HEADER, "BLAKE3 of the bytes.")
                .needs::<Sig>(SIGNATURE_HEADER, "The laptop's signature of the hash.")
                .takes_bytes("application/octet-stream")
                .at_most(MAX_BYTES)
                .gives::<Signed>()
                .fails(&[
                    Code::BadHash,
                    Code::BadSignature,
                    Code::BadBatch,
                    Code::BatchMismatch,
                    Code::Revoked,
                ]),
            put_batch::<S>,
        )
        .with(
            Operation::new(Method::GET, "/v1/receipts", "Receipts above a number.")
                .asks::<u64>("after", "The number.")
                .asks::<u32>("incarnation", incarnation)
                .gives::<ReceiptList>(),
            receipts::<S>,
        )
        .with(
            Operation::new(Method::GET, "/v1/down", "A page of what is new for the officer.")
                .asks::<String>("after", "Where the last page ended.")
                .asks::<u32>("incarnation", incarnation)
                .gives::<Signed>(),
            down::<S>,
        )
        .with(
            Operation::new(Method::GET, "/v1/tally", "Counts and hashes of the areas served.")
                .gives::<TallyList>(),
            tally::<S>,
        )
        .with(
            Operation::new(
                Method::GET,
                "/v1/tally/{idsubsls}",
                "Hashes of what is kept of an area.",
            )
            .of::<Idsubsls>("idsubsls", "The area.")
            .gives::<TallyHashes>()
            .fails(&[Code::OutsideArea]),
            tally_of::<S>,
        )
        .with(
            Operation::new(
                Method::POST,
                "/v1/chunks/missing",
                "Which pieces of files are not here.",
            )
            .takes::<Vec<Hash>>()
            .at_most(MAX_NAMES * NAME)
            .gives::<Vec<Hash>>(),
            missing_chunks::<S>,
        )
        .with(
            Operation::new(Method::PUT, "/v1/chunks/{name}", "Sends a sealed piece of a file.")
                .of::<Hash>("name", "Its name.")
                .needs::<Hash>(HASH_HEADER, "BLAKE3 of the bytes.")
                .takes_bytes("application/octet-stream")
                .at_most(MAX_CHUNK)
                .gives::<Signed>()
                .fails(&[Code::BadChunk]),
            put_chunk::<S>,
        )
        .with(
            Operation::new(Method::GET, "/v1/chunks/{name}", "A sealed piece of a file.")
                .of::<Hash>("name", "Its name.")
                .gives_bytes("application/octet-stream")
                .fails(&[Code::NotFound]),
            get_chunk::<S>,
        )
}

async fn hello<S: Storage + 'static>(State(app): State<Arc<App<S>>>) -> Json<Hello> {
    Json(app.central.hello())
}

async fn introduce<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<IntroduceReply>> {
    let request: IntroduceRequest =
        serde_json::from_slice(&body?).map_err(|_| Refusal::of(Code::BadRequest))?;
    work(&app, move |central| central.introduce(&request)).await.map(Json)
}

async fn enrol<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<EnrolReply>> {
    let request: EnrolRequest =
        serde_json::from_slice(&body?).map_err(|_| Refusal::of(Code::BadRequest))?;
    let reply = work(&app, move |central| central.enrol(&request)).await?;
    tracing::info!(device = %reply.device, "laptop enrolled");
    Ok(Json(reply))
}

#[derive(Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    pub after: u64,
    pub incarnation: Option<u32>,
}

async fn receipts<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    query: Result<Query<After>, QueryRejection>,
    headers: HeaderMap,
) -> Answer<Json<ReceiptList>> {
    let query = query.map_err(|_| Refusal::of(Code::BadRequest))?;
    let After { after, incarnation } = query.0;
    let token = bearer(&headers)?;
    work(&app, move |central| central.receipts(&token, incarnation, after)).await.map(Json)
}

#[derive(Deserialize)]
struct Behind {
    after: Option<String>,
    incarnation: Option<u32>,
}

async fn down<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    query: Result<Query<Behind>, QueryRejection>,
    headers: HeaderMap,
) -> Answer<Json<Signed>> {
    let query = query.map_err(|_| Refusal::of(Code::BadRequest))?;
    let Behind { after, incarnation } = query.0;
    let token = bearer(&headers)?;
    work(&app, move |central| central.down(&token, after.as_deref(), incarnation)).await.map(Json)
}

async fn tally<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    headers: HeaderMap,
) -> Answer<Json<TallyList>> {
    let token = bearer(&headers)?;
    work(&app, move |central| central.tally(&token)).await.map(Json)
}

async fn tally_of<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    Path(area): Path<String>,
    headers: HeaderMap,
) -> Answer<Json<TallyHashes>> {
    let token = bearer(&headers)?;
    let area: Idsubsls = area.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    work(&app, move |central| central.tally_of(&token, &area)).await.map(Json)
}

/// Who sends, and whether there is room, is checked before the body is read.
async fn put_batch<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Response> {
    let token = bearer(&headers)?;
    let id: BatchId = id.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let hash = parsed(&headers, HASH_HEADER)?;
    let sig = parsed(&headers, SIGNATURE_HEADER)?;
    let (bytes, _places) = body(&app, &token, request).await?;
    let batch = SealedBatch { id, hash, sig, bytes: bytes.into() };
    let receipt = work(&app, move |central| central.put_batch(&token, &batch)).await;
    let receipt = receipt.inspect_err(|refusal| {
        tracing::warn!(batch = %id, code = %refusal.code(), "batch refused");
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], receipt).into_response())
}

/// As with a batch, who sends is known before the body is read.
async fn put_chunk<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Json<Signed>> {
    let token = bearer(&headers)?;
    let name: Hash = name.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let hash = parsed(&headers, HASH_HEADER)?;
    let (bytes, _places) = body(&app, &token, request).await?;
    work(&app, move |central| central.put_chunk(&token, name, hash, bytes.into())).await.map(Json)
}

async fn get_chunk<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let token = bearer(&headers)?;
    let name: Hash = name.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let bytes = work(&app, move |central| central.chunk(&token, name)).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

async fn missing_chunks<S: Storage + 'static>(
    State(app): State<Arc<App<S>>>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Json<Vec<Hash>>> {
    let token = bearer(&headers)?;
    let (bytes, _places) = body(&app, &token, request).await?;
    let names: Vec<Hash> =
        serde_json::from_slice(&bytes).map_err(|_| Refusal::of(Code::BadRequest))?;
    work(&app, move |central| central.missing_chunks(&token, &names)).await.map(Json)
}

/// The body of a laptop's request, once it is known who sends and that there is room; the places it
/// takes until it is worked on.
async fn body<S: Storage + 'static>(
    app: &App<S>,
    token: &str,
    request: Request,
) -> Answer<(Bytes, [OwnedSemaphorePermit; 2])> {
    let busy = || Refusal::busy(Gate::come_back(app.central.host.as_ref()));
    let inside = app.gate.enter().ok_or_else(&busy)?;
    let claimed = token.to_owned();
    let device = work(app, move |central| central.admit(&claimed)).await?;
    let own = app.gate.laptop(device).ok_or_else(busy)?;
    let bytes = <Bytes as axum::extract::FromRequest<()>>::from_request(request, &()).await?;
    Ok((bytes, [inside, own]))
}

/// Runs a use case on a blocking thread, at most so many at once.
pub(crate) async fn work<S: Storage + 'static, T: Send + 'static>(
    app: &App<S>,
    job: impl FnOnce(&Central<S>) -> CentralResult<T> + Send + 'static,
) -> Answer<T> {
    let worker = app.gate.worker().await;
    on_thread(app, worker, job).await
}

/// Runs a use case that derives a key, which takes memory: at most so many at once, and a short
/// queue before them, apart from the laptops' requests.
pub(crate) async fn derive<S: Storage + 'static, T: Send + 'static>(
    app: &App<S>,
    job: impl FnOnce(&Central<S>) -> CentralResult<T> + Send + 'static,
) -> Answer<T> {
    let place = app.gate.deriver().await;
    let place = place.ok_or_else(|| Refusal::busy(Gate::come_back(app.central.host.as_ref())))?;
    on_thread(app, Some(place), job).await
}

async fn on_thread<S: Storage + 'static, T: Send + 'static>(
    app: &App<S>,
    place: Option<OwnedSemaphorePermit>,
    job: impl FnOnce(&Central<S>) -> CentralResult<T> + Send + 'static,
) -> Answer<T> {
    let central = Arc::clone(&app.central);
    let started = central.host.monotonic();
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        job(&central)
    });
    let done = done.await.map_err(|_| Refusal::of(Code::Internal))?;
    let millis = app.central.host.monotonic() - started;
    match done {
        Ok(done) => {
            tracing::debug!(millis, "done");
            Ok(done)
        }
        Err(error) => {
            if error.code() == Code::Internal || matches!(error, CentralError::Storage(_)) {
                tracing::error!(millis, %error, "fault");
            }
            match error.code() {
                Code::Busy => Err(Refusal::busy(Gate::come_back(app.central.host.as_ref()))),
                _ => Err(error.into()),
            }
        }
    }
}

/// The token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Answer<String> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer "));
    token.map(str::to_owned).ok_or_else(|| Refusal::of(Code::Unauthorized))
}

/// A header as what it says.
pub(crate) fn parsed<T: std::str::FromStr>(headers: &HeaderMap, name: &'static str) -> Answer<T> {
    let value = headers.get(HeaderName::from_static(name)).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).ok_or_else(|| Refusal::of(Code::BadRequest))
}
