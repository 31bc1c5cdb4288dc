//! The server: TLS, and an end in good order.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;

use super::headers::dress;

/// How long requests under way may take when the server is asked to stop.
const GRACE: Duration = Duration::from_secs(30);
/// How long a connection may be silent before a request, or take for the head of one.
const HEAD: Duration = Duration::from_secs(30);

/// The server could not run.
#[derive(Debug, thiserror::Error)]
#[error("server: {0}")]
pub struct ServeError(#[from] std::io::Error);

/// Serves until `stop` resolves; requests under way are answered.
///
/// # Errors
/// [`ServeError`] when the socket fails.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    tls: ServerConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    listener.set_nonblocking(true)?;
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stop.await;
        tracing::info!("stopping");
        stopping.graceful_shutdown(Some(GRACE));
    });
    let tls = RustlsConfig::from_config(std::sync::Arc::new(tls));
    let mut server = axum_server::from_tcp_rustls(listener, tls)?;
    // Without a timer hyper waits for ever, and strangers could take every connection.
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    let router = router.layer(from_fn(dress));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    server.handle(handle).serve(service).await?;
    Ok(())
}
