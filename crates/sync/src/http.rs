//! HTTPS to an endpoint whose own certificate came with the enrolment; no other is trusted, the
//! system's authorities neither.

use std::time::Duration;

use cacah_family::area::Idsubsls;
use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::command::Failure;
use cacah_wire::down::{EnrolReply, EnrolRequest, Hello, ReceiptList, TallyHashes, TallyList};
use cacah_wire::error::Code;
use cacah_wire::seal::{Hash, Signed};
use reqwest::StatusCode;
use reqwest::blocking::{Client, ClientBuilder, RequestBuilder, Response};
use reqwest::tls::Version;
use serde::Deserialize;

use crate::transport::{Answer, Transport, TransportError, batch_path};

const CONNECT: Duration = Duration::from_secs(15);
const ANSWER: Duration = Duration::from_secs(60);
/// Bytes a second below which a link is given up: a phone at the edge of a cell does more.
const SLOWEST: u64 = 500;
/// Answers larger than this are not ours: a page down is 256 KiB.
const MAX_ANSWER: u64 = 64 << 20;

/// A client of one endpoint.
#[derive(Debug)]
pub struct HttpTransport {
    client: Client,
    url: String,
    token: Option<String>,
}

impl HttpTransport {
    /// For the endpoint at `url` with this certificate (PEM; several while they change); `token` once
    /// enrolled.
    ///
    /// # Errors
    /// [`TransportError::Certificate`] when the PEM is no certificate.
    pub fn new(url: &str, certificate: &str, token: Option<&str>) -> Result<Self, TransportError> {
        let certificate = reqwest::Certificate::from_pem(certificate.as_bytes())
            .map_err(|_| TransportError::Certificate)?;
        let client = client().tls_certs_only([certificate]).timeout(ANSWER).build();
        let client = client.map_err(|_| TransportError::Certificate)?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), token: token.map(Into::into) })
    }

    fn get<T: for<'a> Deserialize<'a>>(&self, path: &str) -> Result<T, TransportError> {
        self.ask(self.client.get(format!("{}{path}", self.url)))
    }

    fn ask<T: for<'a> Deserialize<'a>>(
        &self,
        request: RequestBuilder,
    ) -> Result<T, TransportError> {
        body(self.send(request)?)
    }

    fn send(&self, request: RequestBuilder) -> Result<Response, TransportError> {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().map_err(|error| failed(&error))?;
        if !response.status().is_success() {
            return Err(refused(response));
        }
        Ok(response)
    }
}

/// What every client of ours is: HTTPS by TLS 1.3, straight to where it is told.
pub(crate) fn client() -> ClientBuilder {
    // Whoever installed one first wins; it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .tls_version_min(Version::TLS_1_3)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
}

/// True for what a client can trust.
pub(crate) fn is_certificate(pem: &str) -> bool {
    HttpTransport::new("https://localhost", pem, None).is_ok()
        && pem.contains("-----BEGIN CERTIFICATE-----")
}

/// How long to wait for the answer to so many bytes: the slow link is not to blame for a large batch.
fn patience(bytes: usize) -> Duration {
    ANSWER + Duration::from_secs(bytes as u64 / SLOWEST)
}

fn body<T: for<'a> Deserialize<'a>>(response: Response) -> Result<T, TransportError> {
    serde_json::from_slice(&bytes(response)?).map_err(|_| TransportError::Down)
}

fn bytes(response: Response) -> Result<Vec<u8>, TransportError> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    response.take(MAX_ANSWER).read_to_end(&mut bytes).map_err(|_| TransportError::Down)?;
    Ok(bytes)
}

pub(crate) fn refused(response: Response) -> TransportError {
    let after = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let after = after.and_then(|seconds| seconds.parse().ok()).unwrap_or(30);
    match body::<Failure>(response) {
        Ok(Failure { code: Code::Busy, .. }) => TransportError::Busy(after),
        Ok(failure) => TransportError::Refused(failure.code),
        // A proxy or a captive portal, not our endpoint.
        Err(_) => TransportError::Down,
    }
}

/// A wrong certificate is told apart from a dead link by walking the causes: the officer must not use
/// that network, while a dead link only needs patience.
pub(crate) fn failed(error: &reqwest::Error) -> TransportError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref::<rustls::Error>() {
            return TransportError::Certificate;
        }
        // io::Error hides its inner error from `source` when made by `io::Error::new`.
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    TransportError::Down
}

impl Transport for HttpTransport {
    fn hello(&self) -> Result<Hello, TransportError> {
        self.get("/v1/hello")
    }

    fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, TransportError> {
        let body = serde_json::to_vec(request).map_err(|_| TransportError::Down)?;
        let request = self.client.post(format!("{}/v1/enrol", self.url));
        self.ask(request.header("content-type", "application/json").body(body))
    }

    fn put_batch(&self, batch: &SealedBatch) -> Result<Answer, TransportError> {
        let request = self
            .client
            .put(format!("{}{}", self.url, batch_path(batch.id)))
            .header("content-type", "application/zstd")
            .header(HASH_HEADER, batch.hash.to_string())
            .header(SIGNATURE_HEADER, batch.sig.to_string());
        let request = request.timeout(patience(batch.bytes.len())).body(batch.bytes.clone());
        let response = self.send(request)?;
        let kept = response.status() == StatusCode::ACCEPTED;
        let signed = body(response)?;
        Ok(if kept { Answer::Kept(signed) } else { Answer::Receipt(signed) })
    }

    fn receipts(&self, after: u64) -> Result<ReceiptList, TransportError> {
        self.get(&format!("/v1/receipts?after={after}"))
    }

    fn down(&self, after: Option<&str>, incarnation: u32) -> Result<Signed, TransportError> {
        let url = format!("{}/v1/down", self.url);
        let query = [("incarnation", incarnation.to_string())].into_iter();
        let query = query.chain(after.map(|cursor| ("after", cursor.to_owned())));
        let url = reqwest::Url::parse_with_params(&url, query);
        self.ask(self.client.get(url.map_err(|_| TransportError::Down)?))
    }

    fn tally(&self) -> Result<TallyList, TransportError> {
        self.get("/v1/tally")
    }

    fn tally_hashes(&self, idsubsls: &Idsubsls) -> Result<TallyHashes, TransportError> {
        self.get(&format!("/v1/tally/{idsubsls}"))
    }

    fn missing_chunks(&self, names: &[String]) -> Result<Vec<String>, TransportError> {
        let body = serde_json::to_vec(names).map_err(|_| TransportError::Down)?;
        let request = self.client.post(format!("{}/v1/chunks/missing", self.url));
        self.ask(request.header("content-type", "application/json").body(body))
    }

    fn put_chunk(&self, name: &str, bytes: &[u8]) -> Result<Signed, TransportError> {
        let request = self.client.put(format!("{}/v1/chunks/{name}", self.url));
        let request = request.header(HASH_HEADER, Hash::of(bytes).to_string());
        self.ask(request.timeout(patience(bytes.len())).body(bytes.to_vec()))
    }

    fn chunk(&self, name: &str) -> Result<Vec<u8>, TransportError> {
        bytes(self.send(self.client.get(format!("{}/v1/chunks/{name}", self.url)))?)
    }
}
