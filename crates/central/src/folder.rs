//! The data folder: secrets, certificate, database. Made by itself when it is empty.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use cacah_family::host::Host;
use cacah_wire::SigningKey;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData, SignatureAlgorithm,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::central::Central;
use crate::keys::Keys;
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
    authority: KeyPair,
    certificate: String,
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
        let recovery = identity(root.join("recovery.key"))?.to_public().to_string();
        let stick = identity(root.join("stick.key"))?;
        let path = root.join("authority.key");
        let pem = keep(&path, || Ok(KeyPair::generate()?.serialize_pem()))?;
        let authority = KeyPair::from_pem(&pem).map_err(|_| FolderError::Damaged(path))?;
        let path = root.join("authority.pem");
        let certificate = keep(&path, || Ok(authority_params().self_signed(&authority)?.pem()))?;
        let keys = Keys { signing, secret, recovery, stick };
        owned(&root.join(DATABASE))?;
        Ok(Self { root: root.to_owned(), keys, authority, certificate })
    }

    /// The endpoint over this folder's SQLite file.
    ///
    /// # Errors
    /// [`CentralError::Storage`](crate::CentralError::Storage).
    pub fn central(&self, host: Arc<dyn Host>) -> crate::Result<Central<Sqlite>> {
        let storage = Sqlite::open(&self.root.join(DATABASE))?;
        Central::open(storage, host, self.keys.clone())
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The certificate laptops pin, PEM: our own authority, so that a server key can change and
    /// names be added without enrolling anybody again.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// TLS 1.3 with a fresh server key for these host names and addresses, signed by the authority.
    ///
    /// # Errors
    /// [`FolderError::Certificate`] for a name that is none.
    pub fn tls(&self, names: &[String]) -> Result<ServerConfig> {
        let key = KeyPair::generate()?;
        let certificate = self.signed(names, &key)?;
        server_tls(certificate.der().clone(), &key)
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
        Ok(self.signed(names, &HubKey(point))?.pem())
    }

    fn signed(&self, names: &[String], key: &impl PublicKeyData) -> Result<Certificate> {
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name.push(DnType::CommonName, "Cacah");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let authority = Issuer::new(authority_params(), &self.authority);
        Ok(params.signed_by(key, &authority)?)
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
    certificate: CertificateDer<'static>,
    key: &KeyPair,
) -> Result<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// 256 random bits, hex.
pub(crate) fn drawn(host: &dyn Host) -> String {
    let mut random = [0; 32];
    host.fill(&mut random);
    blake3::Hash::from_bytes(random).to_hex().to_string()
}

/// rcgen's default validity, 1975 to 4096, on purpose: a laptop whose clock is years off must still
/// reach the office, and the pin, not a date, says whom it talks to.
fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Cacah endpoint authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
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
    // A torn file would lock every laptop out: it gets its name when it is whole.
    let unfinished = path.with_extension("new");
    let mut file = owned(&unfinished)?;
    file.set_len(0).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
    std::fs::rename(&unfinished, path).map_err(io)?;
    Ok(text)
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
