//! The data folder: secrets, certificate, database. Made by itself when it is empty.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use cacah_family::host::Host;
use cacah_wire::SigningKey;
use rcgen::{KeyPair, PublicKeyData, SignatureAlgorithm};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::authority::{Authorities, Change};
use crate::central::Central;
use crate::keys::Keys;
use crate::recovery::recipient;
use crate::storage::sqlite::Sqlite;

/// What is wrong with the data folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file does not hold what it should. It is never replaced: restore it from a copy.
    #[error("{}: not what this program wrote; restore it from a copy", .0.display())]
    Damaged(PathBuf),
    /// The certificate authority does not stand where it could be changed so; nothing was changed.
    #[error("{0}")]
    Authority(&'static str),
    /// The certificate could not be made.
    #[error("certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The TLS settings could not be made.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}

type Result<T> = std::result::Result<T, FolderError>;

pub(crate) const DATABASE: &str = "central.db";

/// An endpoint's data folder.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    keys: Keys,
    authorities: Authorities,
}

impl Folder {
    /// Opens the folder and makes what is missing; what is there stays.
    ///
    /// # Errors
    /// [`FolderError`] naming the file.
    pub fn open(root: &Path, host: &dyn Host) -> Result<Self> {
        make_folder(root)?;
        let drawn = || Ok(drawn(host));
        let signing = root.join("endpoint.key");
        let signing = SigningKey::from_bytes(&hex32(&signing, &keep(&signing, drawn)?)?);
        let secret = root.join("secret.key");
        let secret = hex32(&secret, &keep(&secret, drawn)?)?;
        let recovery = recipient(root)?;
        let stick = identity(root.join("stick.key"))?;
        let keys = Keys { signing, secret, recovery, stick };
        owned(&root.join(DATABASE))?;
        let authorities = Authorities::open(root)?;
        Ok(Self { root: root.to_owned(), keys, authorities })
    }

    /// The endpoint over this folder's SQLite file.
    ///
    /// # Errors
    /// [`CentralError::Storage`](crate::CentralError::Storage).
    pub fn central(&self, host: Arc<dyn Host>) -> crate::Result<Central<Sqlite>> {
        let storage = Sqlite::open(&self.root.join(DATABASE))?;
        let central = Central::open(storage, host, self.keys.clone())?;
        Ok(central.known_by(self.certificate(), self.authorities.announced()))
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The certificate laptops pin, PEM, or both while they change: our own authority, so that a
    /// server key can change and names be added without enrolling anybody again.
    pub fn certificate(&self) -> &str {
        self.authorities.certificates()
    }

    /// Changes the authority; a server that runs must be started again.
    ///
    /// # Errors
    /// [`FolderError::Authority`] when it is not the time for it.
    pub fn change_authority(&mut self, change: Change, host: &dyn Host) -> Result<()> {
        self.authorities.change(change, host)
    }

    /// TLS 1.3 with a fresh server key for these host names and addresses, signed by the authority.
    ///
    /// # Errors
    /// [`FolderError::Certificate`] for a name that is none.
    pub fn tls(&self, names: &[String]) -> Result<ServerConfig> {
        let key = KeyPair::generate()?;
        let mut chain = vec![self.authorities.sign(names, &key)?.der().clone()];
        chain.extend(self.authorities.cross()?);
        server_tls(chain, &key)
    }

    /// A certificate, PEM, for a hub's TLS key (a P-256 point) and these host names: laptops trust
    /// it as they trust the endpoint.
    ///
    /// # Errors
    /// [`FolderError::Certificate`] for a key or a name that is none.
    pub fn certify(&self, names: &[String], point: Vec<u8>) -> Result<String> {
        if point.len() != POINT {
            return Err(rcgen::Error::UnsupportedSignatureAlgorithm.into());
        }
        Ok(self.authorities.sign(names, &HubKey(point))?.pem())
    }
}

/// Bytes of an uncompressed P-256 point.
const POINT: usize = 65;

/// A key made elsewhere.
struct HubKey(Vec<u8>);

impl PublicKeyData for HubKey {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &rcgen::PKCS_ECDSA_P256_SHA256
    }
}

/// TLS 1.3 and nothing older.
pub(crate) fn server_tls(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
) -> Result<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// 256 random bits, hex.
pub(crate) fn drawn(host: &dyn Host) -> String {
    let mut random = [0; 32];
    host.fill(&mut random);
    blake3::Hash::from_bytes(random).to_hex().to_string()
}

/// The text of a secret file; made once, readable by its owner only.
pub(crate) fn keep(path: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    let io = |source| FolderError::Io { path: path.to_owned(), source };
    match std::fs::read_to_string(path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(io(error)),
    }
    let text = make()?;
    replace(path, &text)?;
    Ok(text)
}

/// A torn file would lock every laptop out: it gets its name when it is whole.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let io = |source| FolderError::Io { path: path.to_owned(), source };
    let unfinished = path.with_extension("new");
    let mut file = owned(&unfinished)?;
    file.set_len(0).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
    std::fs::rename(&unfinished, path).map_err(io)
}

/// An age identity; age draws it from the system itself.
fn identity(path: PathBuf) -> Result<Identity> {
    let text = keep(&path, || Ok(Identity::generate().to_string().expose_secret().to_owned()))?;
    text.trim().parse().map_err(|_| FolderError::Damaged(path))
}

pub(crate) fn hex32(path: &Path, text: &str) -> Result<[u8; 32]> {
    let hash = blake3::Hash::from_hex(text.trim());
    hash.map(Into::into).map_err(|_| FolderError::Damaged(path.to_owned()))
}

pub(crate) fn make_folder(root: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let failed = |source| FolderError::Io { path: root.to_owned(), source };
    builder.create(root).map_err(failed)?;
    // Its name must outlive a power cut as its files do. Windows opens no folder; NTFS journals names.
    let above = std::path::absolute(root).map_err(failed)?;
    match above.parent().map(std::fs::File::open) {
        Some(Ok(folder)) => folder.sync_all().map_err(failed),
        Some(Err(_)) | None => Ok(()),
    }
}

/// A file of its owner only; on Windows the folder's own access list sees to that.
pub(crate) fn owned(path: &Path) -> Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| FolderError::Io { path: path.to_owned(), source })
}
