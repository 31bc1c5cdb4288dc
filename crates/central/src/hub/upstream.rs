//! The endpoint, as a hub reaches it: HTTPS to its one certificate, no other.

use std::time::Duration;

use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};
use cacah_family::id::DeviceId;
use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER};
use cacah_wire::command::Failure;
use cacah_wire::error::Code;
use cacah_wire::hub::{DEVICE_HEADER, DeviceList, HubReply, HubRequest};
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;

use super::keep::Waiting;

const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(120);
/// Answers to a hub larger than this are not ours.
const MAX_ANSWER: usize = 8 << 20;

/// Why a request brought nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// No link, nobody there, or an answer that cannot be read.
    #[error("the endpoint cannot be reached")]
    Down,
    /// It answered, with a code.
    #[error("the endpoint refused: {0}")]
    Refused(Code),
    /// The certificate of the ticket is none.
    #[error("the ticket's certificate is none")]
    Certificate,
}

/// A client of the endpoint.
#[derive(Debug, Clone)]
pub struct Upstream {
    client: Client,
    url: String,
    token: String,
}

type Result<T> = std::result::Result<T, UpstreamError>;

impl Upstream {
    /// For the endpoint at `url` with this certificate (PEM); `token` is empty before enrolment.
    ///
    /// # Errors
    /// [`UpstreamError::Certificate`].
    pub fn new(url: &str, certificate: &str, token: &str) -> Result<Self> {
        // Whoever installed one first wins; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate = reqwest::Certificate::from_pem(certificate.as_bytes())
            .map_err(|_| UpstreamError::Certificate)?;
        let client = Client::builder()
            .tls_certs_only([certificate])
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .build()
            .map_err(|_| UpstreamError::Certificate)?;
        let url = url.trim_end_matches('/').to_owned();
        Ok(Self { client, url, token: token.to_owned() })
    }

    /// Makes the hub known.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn enrol(&self, request: &HubRequest) -> Result<HubReply> {
        let body = serde_json::to_vec(request).map_err(|_| UpstreamError::Down)?;
        read(self.client.post(format!("{}/v1/hubs", self.url)).body(body)).await
    }

    /// Laptops above an id.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn devices(&self, after: Option<DeviceId>) -> Result<DeviceList> {
        let after = after.map(|device| format!("?after={device}")).unwrap_or_default();
        let url = format!("{}/v1/hubs/devices{after}", self.url);
        read(self.client.get(url).bearer_auth(&self.token)).await
    }

    /// Carries a batch on, byte for byte; the receipt's exact bytes.
    ///
    /// # Errors
    /// [`UpstreamError`].
    pub async fn carry(&self, waiting: &Waiting) -> Result<Vec<u8>> {
        let batch = &waiting.batch;
        let request = self
            .client
            .put(format!("{}/v1/hubs/batches/{}", self.url, batch.id))
            .bearer_auth(&self.token)
            .header(DEVICE_HEADER, waiting.device.to_string())
            .header(HASH_HEADER, batch.hash.to_string())
            .header(SIGNATURE_HEADER, batch.sig.to_string());
        bytes(request.body(batch.bytes.clone())).await
    }

    /// A laptop's own request as it is, under its own token; the answer as it comes.
    ///
    /// # Errors
    /// [`UpstreamError::Down`].
    pub async fn pass(
        &self,
        (method, path): (Method, &str),
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Result<Response> {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        for name in ["authorization", "content-type", HASH_HEADER] {
            if let Some(value) = headers.get(name) {
                request = request.header(name, value);
            }
        }
        let answer = request.body(body).send().await.map_err(|_| UpstreamError::Down)?;
        let mut kept = HeaderMap::new();
        for name in ["content-type", "retry-after"] {
            if let Some((name, value)) =
                name.parse::<axum::http::HeaderName>().ok().zip(answer.headers().get(name))
            {
                kept.insert(name, value.clone());
            }
        }
        let status = answer.status();
        Ok((status, kept, axum::body::Body::new(reqwest::Body::from(answer))).into_response())
    }
}

async fn read<T: for<'a> Deserialize<'a>>(request: RequestBuilder) -> Result<T> {
    serde_json::from_slice(&bytes(request).await?).map_err(|_| UpstreamError::Down)
}

async fn bytes(request: RequestBuilder) -> Result<Vec<u8>> {
    let mut answer = request.send().await.map_err(|_| UpstreamError::Down)?;
    let good = answer.status().is_success();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| UpstreamError::Down)? {
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err(UpstreamError::Down);
        }
        bytes.extend_from_slice(&chunk);
    }
    if good {
        return Ok(bytes);
    }
    // What is no failure of ours is a proxy's or a captive portal's.
    let failure: Failure = serde_json::from_slice(&bytes).map_err(|_| UpstreamError::Down)?;
    Err(UpstreamError::Refused(failure.code))
}
