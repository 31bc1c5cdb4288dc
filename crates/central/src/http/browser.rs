//! Routes for people in a browser: JSON under `/api`, the pages, and the description of all routes.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName};
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::{Json, Router};
use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_family::trail::Act;
use cacah_wire::browser::{
    AcceptRequest, CodeRequest, EndRequest, LoginRequest, Me, OfficerRequest, OneTimeCode,
    PasswordRequest, PeopleList, ProofRequest, RecoveryCodes, RevokeRequest, SecondFactorView,
    TrailPage,
};
use cacah_wire::error::Code;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::openapi::openapi;
use super::page::{self, farewell, own_page, signed_in, welcome};
use super::rate::Price;
use super::refusal::Refusal;
use super::routes::{Answer, App, admit, derive, work};
use super::table::{Auth, Operation, Table};
use super::{pages, view};
use crate::account::Login;
use crate::reading::TrailFilter;
use crate::session::{Entered, Session};
use crate::storage::Storage;

type Shared<S> = State<Arc<App<S>>>;
type Sent = Result<Bytes, BytesRejection>;
type Asked<T> = Result<Query<T>, QueryRejection>;

/// All of them. Whatever changes something comes from a page of ours; what derives a key is counted
/// by address; sessions are known before a handler runs.
pub(crate) fn routes<S: Storage + 'static>(app: &Arc<App<S>>) -> Router<Arc<App<S>>> {
    let counted = Arc::clone(app);
    let door =
        from_fn(move |request, next| admit(Price::Login, Arc::clone(&counted), request, next));
    let known = Arc::clone(app);
    let session = from_fn(move |request, next| signed_in(Arc::clone(&known), request, next));
    let open = entrance::<S>().into_router();
    let keyed = keys::<S>().into_router().route_layer(session.clone());
    let costly = Router::new().merge(open).merge(keyed).route_layer(door);
    let inside = inside::<S>().into_router().route_layer(session);
    Router::new()
        .merge(costly)
        .merge(inside)
        .route_layer(from_fn(own_page))
        .merge(published::<S>().into_router())
}

/// What they are.
pub(crate) fn operations<S: Storage + 'static>() -> Vec<Operation> {
    let tables = [entrance::<S>(), keys(), inside(), published()];
    tables.into_iter().flat_map(Table::into_operations).collect()
}

/// What anybody may fetch.
fn published<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    Table::new(Auth::Open)
        .with(
            Operation::new(Method::GET, "/", "The page.")
                .gives_bytes("text/html; charset=utf-8")
                .fails(&[Code::NotFound]),
            pages::index,
        )
        .with(
            Operation::new(Method::GET, "/assets/{name}", "What the page loads.")
                .of::<String>("name", "The file.")
                .gives_bytes("*/*")
                .fails(&[Code::NotFound]),
            pages::asset,
        )
        .with(
            Operation::new(Method::GET, "/openapi.json", "This description.")
                .gives::<serde_json::Value>(),
            async || Json(openapi::<S>()),
        )
}

/// For who has no session yet.
fn entrance<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    Table::new(Auth::Page)
        .with(
            Operation::new(Method::POST, "/api/login", "Logs somebody in.")
                .takes::<LoginRequest>()
                .gives::<Me>()
                .fails(&[Code::LoginFailed]),
            login::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/accept", "Sets a password with a one-time code.")
                .takes::<AcceptRequest>()
                .gives::<Me>()
                .fails(&[Code::TicketSpent, Code::WeakPassword]),
            accept::<S>,
        )
}

/// One's own account: every change of it asks for the password again.
fn keys<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    Table::new(Auth::Session)
        .with(
            Operation::new(Method::POST, "/api/password", "Changes the password; sessions end.")
                .takes::<PasswordRequest>()
                .gives::<Me>()
                .fails(&[Code::LoginFailed, Code::WeakPassword]),
            password::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/second", "Begins a second factor.")
                .takes::<ProofRequest>()
                .gives::<SecondFactorView>()
                .fails(&[Code::LoginFailed]),
            second::<S>,
        )
        .with(
            Operation::new(
                Method::POST,
                "/api/second/confirm",
                "Puts it in force with its first code.",
            )
            .takes::<CodeRequest>()
            .gives::<RecoveryCodes>()
            .fails(&[Code::LoginFailed]),
            confirm::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/second/end", "Takes it away.")
                .takes::<ProofRequest>()
                .fails(&[Code::LoginFailed]),
            end_second::<S>,
        )
}

/// For who has a session.
fn inside<S: Storage + 'static>() -> Table<Arc<App<S>>> {
    let forbidden = &[Code::NotAllowed];
    Table::new(Auth::Session)
        .with(Operation::new(Method::GET, "/api/me", "Who is logged in.").gives::<Me>(), me::<S>)
        .with(Operation::new(Method::POST, "/api/logout", "Ends the session."), logout::<S>)
        .with(
            Operation::new(Method::GET, "/api/people", "People of one's area, and their laptops.")
                .asks::<String>("area", "Prefix of idsubsls; all one may see when it is not said.")
                .gives::<PeopleList>()
                .fails(forbidden),
            people::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/tickets", "A one-time ticket for a laptop.")
                .takes::<OfficerRequest>()
                .gives::<OneTimeCode>()
                .fails(&[Code::NotAllowed, Code::UnknownOfficer]),
            ticket::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/invitations", "A one-time code to set a password.")
                .takes::<OfficerRequest>()
                .gives::<OneTimeCode>()
                .fails(&[Code::NotAllowed, Code::UnknownOfficer]),
            invite::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/assignments/end", "Ends what somebody serves.")
                .takes::<EndRequest>()
                .fails(&[Code::NotAllowed, Code::UnknownOfficer, Code::NotFound]),
            end::<S>,
        )
        .with(
            Operation::new(Method::POST, "/api/devices/{device}/revoke", "Revokes a laptop.")
                .of::<DeviceId>("device", "It.")
                .takes::<RevokeRequest>()
                .fails(&[Code::NotAllowed, Code::NotFound]),
            revoke::<S>,
        )
        .with(
            Operation::new(
                Method::POST,
                "/api/devices/{device}/notice",
                "The draft of a breach notice.",
            )
            .of::<DeviceId>("device", "The laptop that was lost.")
            .gives_bytes("text/plain; charset=utf-8")
            .fails(&[Code::NotAllowed, Code::NotFound]),
            notice::<S>,
        )
        .with(
            Operation::new(
                Method::POST,
                "/api/trail/export",
                "The whole audit trail as JSON lines, the last one signed.",
            )
            .gives_bytes("application/x-ndjson")
            .fails(&[Code::NotAllowed]),
            export::<S>,
        )
        .with(
            Operation::new(
                Method::GET,
                "/api/trail",
                "The audit trail of one's area, newest first.",
            )
            .asks::<Act>("act", "What was done.")
            .asks::<String>("officer", "Code of who did it, or to whom.")
            .asks::<Millis>("since", "Not before.")
            .asks::<Millis>("until", "Before.")
            .asks::<u64>("before", "Where the last page ended.")
            .gives::<TrailPage>()
            .fails(&[Code::NotAllowed, Code::UnknownOfficer]),
            trail::<S>,
        )
}

async fn login<S: Storage + 'static>(
    State(app): Shared<S>,
    request: axum::extract::Request,
) -> Answer<Response> {
    let (address, mark) = (app.gate.address(&request), page::mark(request.headers()));
    let body = <Bytes as axum::extract::FromRequest<()>>::from_request(request, &()).await;
    let LoginRequest { name, password, code } = read(body)?;
    let entered = derive(&app, move |central| {
        let (code, mark) = (code.as_deref(), mark.as_deref());
        central.log_in(&Login { name: &name, password: &password, code, mark, address })
    });
    enter(&app, entered.await?).await
}

async fn accept<S: Storage + 'static>(State(app): Shared<S>, body: Sent) -> Answer<Response> {
    let AcceptRequest { code, password } = read(body)?;
    let entered = derive(&app, move |central| central.accept_invitation(&code, &password));
    enter(&app, entered.await?).await
}

async fn password<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<Response> {
    let PasswordRequest { old, new } = read(body)?;
    let entered = derive(&app, move |central| central.change_password(&session, &old, &new));
    enter(&app, entered.await?).await
}

async fn second<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<Json<SecondFactorView>> {
    let ProofRequest { password } = read(body)?;
    let begun = derive(&app, move |central| central.begin_second(&session, &password)).await?;
    Ok(Json(SecondFactorView { qr: view::qr(&begun.uri), secret: begun.secret }))
}

async fn confirm<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<Json<RecoveryCodes>> {
    let CodeRequest { code } = read(body)?;
    let codes = work(&app, move |central| central.confirm_second(&session, &code)).await?;
    Ok(Json(RecoveryCodes { codes }))
}

async fn end_second<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<StatusCode> {
    let ProofRequest { password } = read(body)?;
    derive(&app, move |central| central.end_second(&session, &password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn me<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
) -> Answer<Json<Me>> {
    work(&app, move |central| view::me(central, &session)).await.map(Json)
}

async fn logout<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
) -> Answer<Response> {
    work(&app, move |central| central.log_out(&session)).await?;
    Ok(farewell())
}

#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    area: String,
}

async fn people<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    query: Asked<Where>,
) -> Answer<Json<PeopleList>> {
    let Where { area } = asked(query)?;
    work(&app, move |central| view::people(central, &session, &area)).await.map(Json)
}

async fn ticket<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    body: Sent,
) -> Answer<Json<OneTimeCode>> {
    let OfficerRequest { officer } = read(body)?;
    // The laptop reaches the endpoint where this page does.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let url = format!("https://{host}");
    work(&app, move |central| view::ticket(central, &session, &officer, &url)).await.map(Json)
}

async fn invite<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<Json<OneTimeCode>> {
    let OfficerRequest { officer } = read(body)?;
    let made = work(&app, move |central| central.invite(&session.officer.code, &officer)).await?;
    Ok(Json(OneTimeCode { text: made.code, qr: Vec::new() }))
}

async fn end<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    body: Sent,
) -> Answer<StatusCode> {
    let EndRequest { officer, area } = read(body)?;
    let by = session.officer.code;
    work(&app, move |central| central.end_assignment(&by, &officer, &area)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn revoke<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    Path(device): Path<String>,
    body: Sent,
) -> Answer<StatusCode> {
    let device: DeviceId = device.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let RevokeRequest { order, reason } = read(body)?;
    let by = session.officer.code;
    work(&app, move |central| central.revoke(&by, device, order, &reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// It is written down that it was drawn up, so it is no GET.
async fn notice<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    Path(device): Path<String>,
) -> Answer<String> {
    let device: DeviceId = device.parse().map_err(|_| Refusal::of(Code::BadRequest))?;
    let by = session.officer.code;
    work(&app, move |central| central.breach_draft(&by, device)).await
}

#[derive(Deserialize)]
struct Reading {
    act: Option<Act>,
    officer: Option<String>,
    since: Option<Millis>,
    until: Option<Millis>,
    before: Option<u64>,
}

async fn trail<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
    query: Asked<Reading>,
) -> Answer<Json<TrailPage>> {
    let Reading { act, officer, since, until, before } = asked(query)?;
    let filter = TrailFilter { act, officer, since, until, before };
    let by = session.officer.code;
    work(&app, move |central| central.read_trail(&by, &filter)).await.map(Json)
}

/// It is written down that it was exported, so it is no GET.
async fn export<S: Storage + 'static>(
    State(app): Shared<S>,
    Extension(session): Extension<Session>,
) -> Answer<([(HeaderName, &'static str); 1], Vec<u8>)> {
    let by = session.officer.code;
    let lines = work(&app, move |central| {
        let mut lines = Vec::new();
        central.export_trail(&by, 1, &mut lines)?;
        Ok(lines)
    });
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], lines.await?))
}

async fn enter<S: Storage + 'static>(app: &App<S>, entered: Entered) -> Answer<Response> {
    let session = entered.session.clone();
    let me = work(app, move |central| view::me(central, &session)).await?;
    Ok(welcome(Json(me), &entered))
}

fn read<T: DeserializeOwned>(body: Sent) -> Answer<T> {
    serde_json::from_slice(&body?).map_err(|_| Refusal::of(Code::BadRequest))
}

fn asked<T>(query: Asked<T>) -> Answer<T> {
    Ok(query.map_err(|_| Refusal::of(Code::BadRequest))?.0)
}
