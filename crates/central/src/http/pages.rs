//! The pages, embedded in the program: `ui/central`, as Vite builds it into `ui/central/dist`. A debug
//! build reads them from there.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use cacah_wire::error::Code;
use rust_embed::RustEmbed;

use super::refusal::Refusal;

/// Without a built page the program compiles, and says that there is none.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../ui/central"]
#[include = "dist/*"]
struct Pages;

/// The one page; which part of it is shown stands behind `#`.
pub(crate) async fn index() -> Response {
    file("index.html")
}

/// What the page loads. Vite names these files by their contents, so a browser may keep them.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let mut response = file(&format!("assets/{name}"));
    if response.status().is_success() {
        let kept = axum::http::HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(CACHE_CONTROL, kept);
    }
    response
}

fn file(name: &str) -> Response {
    match Pages::get(&format!("dist/{name}")) {
        Some(file) => ([(CONTENT_TYPE, media(name))], file.data).into_response(),
        None => Refusal::of(Code::NotFound).into_response(),
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
