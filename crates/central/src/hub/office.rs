//! The endpoint's routes for hubs.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{FromRequest as _, Path, Query, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_family::id::{BatchId, DeviceId};
use cacah_wire::batch::{HASH_HEADER, MAX_BYTES, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::error::Code;
use cacah_wire::hub::{DEVICE_HEADER, DeviceList, HubReply, HubRequest};
use cacah_wire::seal::{Hash, Sig, Signed};
use serde::Deserialize;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::central::Central;
use crate::folder::Folder;
use crate::http::{
    Answer, App, Auth, Gate, Operation, Price, Refusal, SILENCE, Table, admit, bearer, gathered,
    parsed, work,
};
use crate::storage::Storage;

struct Office<S> {
    app: Arc<App<S>>,
    folder: Arc<Folder>,
}

/// Routes for hubs, beside those for laptops; the folder's authority certifies hubs.
pub fn office_router<S: Storage + 'static>(
    central: Arc<Central<S>>,
    gate: Gate,
    folder: Arc<Folder>,
) -> Router {
    let app = Arc::new(App { central, gate: Arc::new(gate) });
    let gate = |price| {
        let app = Arc::clone(&app);
        from_fn(move |request, next| admit(price, Arc::clone(&app), request, next))
    };
    Router::new()
        .merge(strangers::<S>().into_router().route_layer(gate(Price::Unknown)))
        .merge(hubs::<S>().into_router())
        .layer(gate(Price::Any))
        .layer(from_fn(gathered))
        .layer(RequestBodyTimeoutLayer::new(SILENCE))
        .with_state(Arc::new(Office { app, folder }))
}

/// What the routes for hubs are.
pub(crate) fn operations<S: Storage + 'static>() -> Vec<Operation> {
    [strangers::<S>().into_operations(), hubs::<S>().into_operations()]
        .into_iter()
        .flatten()
        .collect()
}

fn strangers<S: Storage + 'static>() -> Table<Arc<Office<S>>> {
    Table::new(Auth::Open).with(
        Operation::new(Method::POST, "/v1/hubs", "Makes a hub known with a one-time code.")
            .takes::<HubRequest>()
            .gives::<HubReply>()
            .fails(&[Code::TicketSpent]),
        enrol::<S>,
    )
}

fn hubs<S: Storage + 'static>() -> Table<Arc<Office<S>>> {
    Table::new(Auth::Hub)
        .with(
            Operation::new(Method::GET, "/v1/hubs/devices", "Laptops a hub may take batches of.")
                .asks::<DeviceId>("after", "The last one of the page before.")
                .gives::<DeviceList>(),
            devices::<S>,
        )
        .with(
            Operation::new(Method::PUT, "/v1/hubs/batches/{id}", "Carries a laptop's batch on.")
                .of::<BatchId>("id", "The batch.")
                .needs::<DeviceId>(DEVICE_HEADER, "Whose it is.")
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
                    Code::NotFound,
                ]),
            carry::<S>,
        )
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
    let app = &*office.app;
    let busy = || Refusal::busy(Gate::come_back(app.central.host.as_ref()));
    let _inside = app.gate.enter().ok_or_else(busy)?;
    let token = bearer(&headers)?;
    let claimed = token.clone();
    work(app, move |central| central.admit_hub(&claimed)).await?;
    let id: BatchId = id.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let device: DeviceId = parsed(&headers, DEVICE_HEADER)?;
    let hash = parsed(&headers, HASH_HEADER)?;
    let sig = parsed(&headers, SIGNATURE_HEADER)?;
    let bytes = Bytes::from_request(request, &()).await?;
    let batch = SealedBatch { id, hash, sig, bytes: bytes.into() };
    let receipt = work(app, move |central| central.carry(&token, device, &batch)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], receipt).into_response())
}
