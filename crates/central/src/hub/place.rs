//! A hub's data folder: its keys, what the endpoint gave it, the file it keeps batches in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cacah_family::host::Host;
use cacah_wire::SigningKey;
use cacah_wire::down::Ticket;
use cacah_wire::hub::{HubReply, HubRequest};
use cacah_wire::seal::PublicKey;
use rcgen::{KeyPair, PublicKeyData as _};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use serde::{Deserialize, Serialize};

use super::keep::Hub;
use super::upstream::{Upstream, UpstreamError};
use crate::error::CentralError;
use crate::folder::{FolderError, drawn, hex32, keep, make_folder, owned, server_tls};

/// Why there is no hub in a folder.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It was never enrolled, and no ticket came with the command.
    #[error("belum terdaftar: beri --ticket / not enrolled: give --ticket")]
    NoTicket,
    /// The endpoint did not enrol it.
    #[error("pendaftaran gagal / not enrolled: {0}")]
    Enrol(#[from] UpstreamError),
    /// The folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its file.
    #[error(transparent)]
    Hub(#[from] CentralError),
}

/// What the endpoint gave a hub.
#[derive(Serialize, Deserialize)]
struct Enrolment {
    url: String,
    /// The endpoint's certificate, PEM.
    authority: String,
    #[serde(flatten)]
    reply: HubReply,
}

/// A hub's data folder, enrolled.
pub struct HubPlace {
    root: PathBuf,
    key: SigningKey,
    tls: KeyPair,
    enrolment: Enrolment,
}

impl HubPlace {
    /// Opens the folder; the first time it makes keys and trades the ticket for an enrolment.
    ///
    /// # Errors
    /// [`PlaceError`]; a ticket that is not spent may be used again.
    pub async fn open(
        root: &Path,
        ticket: Option<&Ticket>,
        host: &dyn Host,
    ) -> Result<Self, PlaceError> {
        make_folder(root)?;
        let path = root.join("hub.key");
        let key = SigningKey::from_bytes(&hex32(&path, &keep(&path, || Ok(drawn(host)))?)?);
        let path = root.join("tls.key");
        let pem = keep(&path, || {
            Ok(KeyPair::generate().map_err(FolderError::Certificate)?.serialize_pem())
        })?;
        let tls = KeyPair::from_pem(&pem).map_err(|_| FolderError::Damaged(path))?;
        let path = root.join("hub.json");
        if !path.exists() {
            let ticket = ticket.ok_or(PlaceError::NoTicket)?;
            let enrolment = enrol(ticket, &key, &tls).await?;
            keep(&path, || {
                serde_json::to_string(&enrolment).map_err(|_| FolderError::Damaged(path.clone()))
            })?;
        }
        let text = keep(&path, || Err(FolderError::Damaged(path.clone())))?;
        let enrolment = serde_json::from_str(&text).map_err(|_| FolderError::Damaged(path))?;
        owned(&root.join("hub.db"))?;
        Ok(Self { root: root.to_owned(), key, tls, enrolment })
    }

    /// The hub over this folder's file; `quota` bytes of batches at most.
    ///
    /// # Errors
    /// [`PlaceError::Hub`].
    pub fn hub(&self, host: Arc<dyn Host>, quota: u64) -> Result<Hub, PlaceError> {
        let keys = (self.key.clone(), self.enrolment.reply.endpoint_key);
        Ok(Hub::open(&self.root.join("hub.db"), host, keys, quota)?)
    }

    /// A client of the endpoint.
    ///
    /// # Errors
    /// [`PlaceError::Enrol`] for a certificate that is none.
    pub fn upstream(&self) -> Result<Upstream, PlaceError> {
        let Enrolment { url, authority, reply } = &self.enrolment;
        Ok(Upstream::new(url, authority, &reply.token)?)
    }

    /// TLS with the certificate the endpoint gave.
    ///
    /// # Errors
    /// [`PlaceError::Folder`] for one that is none.
    pub fn tls(&self) -> Result<ServerConfig, PlaceError> {
        let pem = self.enrolment.reply.certificate.as_bytes();
        let certificate = CertificateDer::from_pem_slice(pem);
        let damaged = |_| FolderError::Damaged(self.root.join("hub.json"));
        Ok(server_tls(vec![certificate.map_err(damaged)?], &self.tls)?)
    }
}

async fn enrol(
    ticket: &Ticket,
    key: &SigningKey,
    tls: &KeyPair,
) -> Result<Enrolment, UpstreamError> {
    let request = HubRequest {
        code: ticket.code.clone(),
        key: PublicKey::of(key),
        tls: STANDARD.encode(tls.der_bytes()),
    };
    let reply = Upstream::new(&ticket.url, &ticket.certificate, "")?.enrol(&request).await?;
    Ok(Enrolment { url: ticket.url.clone(), authority: ticket.certificate.clone(), reply })
}
