//! The endpoint's routes for hubs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Query, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_family::id::{BatchId, DeviceId};
use cacah_wire::batch::{HASH_HEADER, MAX_BYTES, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::error::Code;
use cacah_wire::hub::{DEVICE_HEADER, DeviceList, HubReply, HubRequest};
use serde::Deserialize;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::central::Central;
use crate::folder::Folder;
use crate::http::{Answer, App, Gate, MAX_REQUEST, Refusal, SILENCE, bearer, parsed, work};
use crate::storage::Storage;

struct Office<S> {
    app: App<S>,
    folder: Arc<Folder>,
}

/// Routes for hubs, beside those for laptops; the folder's authority certifies hubs.
pub fn office_router<S: Storage + 'static>(
    central: Arc<Central<S>>,
    gate: Gate,
    folder: Arc<Folder>,
) -> Router {
    let state = Arc::new(Office { app: App { central, gate }, folder });
    Router::new()
        .route("/v1/hubs", post(enrol::<S>).layer(DefaultBodyLimit::max(MAX_REQUEST)))
        .route("/v1/hubs/devices", get(devices::<S>))
        .route("/v1/hubs/batches/{id}", put(carry::<S>).layer(DefaultBodyLimit::max(MAX_BYTES)))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .with_state(state)
}

async fn enrol<S: Storage + 'static>(
    State(office): State<Arc<Office<S>>>,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<HubReply>> {
    let request: HubRequest =
        serde_json::from_slice(&body?).map_err(|_| Refusal::of(Code::BadRequest))?;
    let folder = Arc::clone(&office.folder);
    let enrolled = work(&office.app, move |central| {
        central.enrol_hub(&request, |hosts| {
            folder.certify(hosts, STANDARD.decode(&request.tls).ok()?).ok()
        })
    });
    enrolled.await.map(Json)
}

#[derive(Deserialize)]
struct Above {
    after: Option<DeviceId>,
}

async fn devices<S: Storage + 'static>(
    State(office): State<Arc<Office<S>>>,
    query: Result<Query<Above>, QueryRejection>,
    headers: HeaderMap,
) -> Answer<Json<DeviceList>> {
    let after = query.map_err(|_| Refusal::of(Code::BadRequest))?.0.after;
    let token = bearer(&headers)?;
    work(&office.app, move |central| central.devices_for_hub(&token, after)).await.map(Json)
}

/// Who carries, and whether there is room, is checked before the body is read.
async fn carry<S: Storage + 'static>(
    State(office): State<Arc<Office<S>>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer<Response> {
    let app = &office.app;
    let busy = || Refusal::busy(Gate::come_back(app.central.host.as_ref()));
    let _inside = app.gate.enter().ok_or_else(busy)?;
    let token = bearer(&headers)?;
    let id: BatchId = id.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let device: DeviceId = parsed(&headers, DEVICE_HEADER)?;
    let hash = parsed(&headers, HASH_HEADER)?;
    let sig = parsed(&headers, SIGNATURE_HEADER)?;
    let claimed = token.clone();
    work(app, move |central| central.admit_hub(&claimed)).await?;
    let bytes = Bytes::from_request(request, &()).await?;
    let batch = SealedBatch { id, hash, sig, bytes: bytes.into() };
    let receipt = work(app, move |central| central.carry(&token, device, &batch)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], receipt).into_response())
}
