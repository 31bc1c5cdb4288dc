//! What a request of a page of ours carries: the session's cookie, and on whatever changes something
//! a header and an origin that no foreign page can send (ADR 0025).

use axum::extract::Request;
use axum::http::header::{COOKIE, HOST, HeaderMap, HeaderValue, ORIGIN, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use cacah_wire::error::Code;
use std::sync::Arc;

use super::refusal::Refusal;
use super::routes::{Answer, App, work};
use crate::session::Entered;
use crate::storage::Storage;

/// Cookie of a session. `__Host-` binds it to this host, TLS and the whole path.
pub(crate) const SESSION_COOKIE: &str = "__Host-cacah";
/// Cookie of a browser somebody logged in from.
const MARK_COOKIE: &str = "__Host-cacah-mark";
/// On every request that changes something; a form of a foreign page cannot set it.
pub(crate) const CUSTOM_HEADER: &str = "x-cacah";
/// How long a browser is known, in seconds: a year.
const KNOWN: u32 = 31_536_000;
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// Refuses what a foreign page made a browser send.
pub(crate) async fn own_page(request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_own(&request) {
        return next.run(request).await;
    }
    Refusal::of(Code::ForeignPage).into_response()
}

/// Lets in who has a session, and hands it to the handler.
pub(crate) async fn signed_in<S: Storage + 'static>(
    app: Arc<App<S>>,
    mut request: Request,
    next: Next,
) -> Answer<Response> {
    let token = cookie(request.headers(), SESSION_COOKIE);
    let token = token.ok_or_else(|| Refusal::of(Code::SignedOut))?.to_owned();
    let session = work(&app, move |central| central.session(&token)).await?;
    request.extensions_mut().insert(session);
    Ok(next.run(request).await)
}

/// The mark of a browser that logged in before.
pub(crate) fn mark(headers: &HeaderMap) -> Option<String> {
    cookie(headers, MARK_COOKIE).map(str::to_owned)
}

/// Gives a browser its new session.
pub(crate) fn welcome(answer: impl axum::response::IntoResponse, entered: &Entered) -> Response {
    let mut response = answer.into_response();
    let session = format!("{SESSION_COOKIE}={}; {ATTRIBUTES}", entered.token);
    let mark = format!("{MARK_COOKIE}={}; {ATTRIBUTES}; Max-Age={KNOWN}", entered.mark);
    for cookie in [session, mark] {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// Takes the session's cookie away.
pub(crate) fn farewell() -> Response {
    let gone = format!("{SESSION_COOKIE}=; {ATTRIBUTES}; Max-Age=0");
    (axum::http::StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response()
}

/// With our header, and from this very host as the browser says: by the origin, or where it is left
/// out by the site.
fn is_own(request: &Request) -> bool {
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST.as_str()).or_else(|| request.uri().authority().map(|host| host.as_str()));
    let origin = text(ORIGIN.as_str())
        .map(|origin| host.is_some_and(|host| origin.strip_prefix("https://") == Some(host)));
    let site = text("sec-fetch-site").map(|site| site == "same-origin");
    text(CUSTOM_HEADER) == Some("1")
        && origin != Some(false)
        && site != Some(false)
        && (origin.is_some() || site.is_some())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let request = Request::post("/api/logout").header("host", "kantor.example:8271");
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn trust_only_a_page_of_ours_changes_anything() {
        let origin = ("origin", "https://kantor.example:8271");
        let (ours, site) = (("x-cacah", "1"), ("sec-fetch-site", "same-origin"));
        assert!(is_own(&request(&[ours, origin])));
        assert!(is_own(&request(&[ours, site])));
        assert!(is_own(&request(&[ours, site, origin])));
        for foreign in [
            &[origin][..],
            &[site],
            &[ours],
            &[ours, ("origin", "https://kantor.example")],
            &[ours, ("origin", "http://kantor.example:8271")],
            &[ours, ("origin", "null")],
            &[ours, ("sec-fetch-site", "cross-site"), origin],
            &[ours, ("sec-fetch-site", "same-site"), origin],
            &[ours, site, ("origin", "https://evil.example")],
        ] {
            assert!(!is_own(&request(foreign)), "{foreign:?}");
        }
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers
            .append(COOKIE, HeaderValue::from_static("a=1; __Host-cacah-mark=m; __Host-cacah=s=t"));
        assert_eq!(cookie(&headers, SESSION_COOKIE), Some("s=t"));
        assert_eq!(cookie(&headers, "b"), None);
        assert_eq!(mark(&headers).as_deref(), Some("m"));
    }
}
