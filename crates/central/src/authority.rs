//! The endpoint's own certificate authority, and how it changes without enrolling anybody again
//! (ADR 0027).
//!
//! A next one is made and announced in signed pages; laptops trust both. After the switch it signs,
//! and the old one vouches for it with a cross certificate, so that a laptop that missed the
//! announcement still connects, and is told. Retiring the old one ends that.

use std::path::{Path, PathBuf};

use cacah_family::host::{Host, Millis};
use cacah_wire::orders::Authority;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData,
};
use rustls::pki_types::CertificateDer;
use serde::{Deserialize, Serialize};

use crate::folder::{FolderError, keep, replace};

/// Which there are and which signs; absent before anything changed.
pub(crate) const STATE: &str = "authority.json";
/// The first one, and what the names of later ones begin with.
const NAME: &str = "authority";
const COMMON_NAME: &str = "Cacah endpoint authority";

type Result<T> = std::result::Result<T, FolderError>;

/// What can be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A next one is made and announced.
    Next,
    /// The next one signs.
    Switch,
    /// The old one is trusted no more, and its key is destroyed.
    Retire,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    /// When it changed last, rising.
    number: u64,
    /// How many were ever made.
    made: u32,
    /// Oldest first: one, or two while they change.
    trusted: Vec<u32>,
    signing: u32,
}

impl Default for State {
    fn default() -> Self {
        Self { number: 0, made: 1, trusted: vec![1], signing: 1 }
    }
}

#[derive(Debug)]
struct Held {
    place: u32,
    key: KeyPair,
    pem: String,
}

/// The authorities of a data folder.
#[derive(Debug)]
pub(crate) struct Authorities {
    root: PathBuf,
    state: State,
    held: Vec<Held>,
    bundle: String,
}

impl Authorities {
    /// Opens them, and makes the first.
    pub(crate) fn open(root: &Path) -> Result<Self> {
        let path = root.join(STATE);
        let state = match std::fs::read(&path) {
            Ok(json) => {
                serde_json::from_slice(&json).map_err(|_| FolderError::Damaged(path.clone()))?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::default(),
            Err(source) => return Err(FolderError::Io { path, source }),
        };
        if !state.trusted.contains(&state.signing) {
            return Err(FolderError::Damaged(path));
        }
        let held = state.trusted.iter().map(|place| Held::open(root, *place));
        let held = held.collect::<Result<Vec<_>>>()?;
        let bundle = held.iter().map(|held| held.pem.as_str()).collect();
        Ok(Self { root: root.to_owned(), state, held, bundle })
    }

    /// The certificates laptops trust, PEM.
    pub(crate) fn certificates(&self) -> &str {
        &self.bundle
    }

    /// What laptops are told; nothing while the first one stands alone, which they know.
    pub(crate) fn announced(&self) -> Option<Authority> {
        (self.state.number > 0).then(|| Authority {
            number: self.state.number,
            certificates: self.held.iter().map(|held| held.pem.clone()).collect(),
        })
    }

    /// Changes them; durable when it returns. What runs goes on with what it has.
    pub(crate) fn change(&mut self, change: Change, host: &dyn Host) -> Result<()> {
        let mut state = self.state.clone();
        let newest = state.trusted.last().copied().unwrap_or(state.signing);
        let next_waits = newest != state.signing;
        let two = state.trusted.len() > 1;
        match change {
            Change::Next if two => {
                return Err(FolderError::Authority(
                    "pergantian sertifikat sedang berjalan / certificates are changing already",
                ));
            }
            Change::Next => {
                state.made += 1;
                state.trusted.push(state.made);
            }
            Change::Switch if next_waits => state.signing = newest,
            Change::Switch => {
                return Err(FolderError::Authority(
                    "belum ada sertifikat berikutnya / there is no next certificate",
                ));
            }
            Change::Retire if two && !next_waits => state.trusted.retain(|place| *place == newest),
            Change::Retire => {
                return Err(FolderError::Authority(
                    "tidak ada sertifikat lama yang sudah diganti / no old certificate to retire",
                ));
            }
        }
        state.number = (state.number + 1).max(positive(host.now()));
        for place in &state.trusted {
            Held::open(&self.root, *place)?;
        }
        let json = serde_json::to_string(&state);
        let path = self.root.join(STATE);
        replace(&path, &json.map_err(|_| FolderError::Damaged(path.clone()))?)?;
        for old in self.state.trusted.iter().filter(|place| !state.trusted.contains(place)) {
            let path = self.root.join(format!("{}.key", name(*old)));
            std::fs::remove_file(&path).map_err(|source| FolderError::Io { path, source })?;
        }
        *self = Self::open(&self.root)?;
        Ok(())
    }

    /// A certificate for these host names and this key.
    pub(crate) fn sign(&self, names: &[String], key: &impl PublicKeyData) -> Result<Certificate> {
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name.push(DnType::CommonName, "Cacah");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        Ok(params.signed_by(key, &self.signing()?.issuer())?)
    }

    /// The other one's word that the one that signs is to be trusted.
    pub(crate) fn cross(&self) -> Result<Vec<CertificateDer<'static>>> {
        let signing = self.signing()?;
        let others = self.held.iter().filter(|held| held.place != signing.place);
        let vouch = |other: &Held| {
            let cross = params(signing.place).signed_by(&signing.key, &other.issuer())?;
            Ok(cross.der().clone())
        };
        others.map(vouch).collect()
    }

    fn signing(&self) -> Result<&Held> {
        let signing = self.held.iter().find(|held| held.place == self.state.signing);
        signing.ok_or_else(|| FolderError::Damaged(self.root.join(STATE)))
    }
}

impl Held {
    fn open(root: &Path, place: u32) -> Result<Self> {
        let path = root.join(format!("{}.key", name(place)));
        let pem = keep(&path, || Ok(KeyPair::generate()?.serialize_pem()))?;
        let key = KeyPair::from_pem(&pem).map_err(|_| FolderError::Damaged(path))?;
        let path = root.join(format!("{}.pem", name(place)));
        let pem = keep(&path, || Ok(params(place).self_signed(&key)?.pem()))?;
        Ok(Self { place, key, pem })
    }

    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::new(params(self.place), &self.key)
    }
}

fn name(place: u32) -> String {
    if place == 1 { NAME.to_owned() } else { format!("{NAME}-{place}") }
}

/// rcgen's default validity, 1975 to 4096, on purpose: a laptop whose clock is years off must still
/// reach the office, and the pin, not a date, says whom it talks to.
fn params(place: u32) -> CertificateParams {
    let mut params = CertificateParams::default();
    let common = if place == 1 { COMMON_NAME.into() } else { format!("{COMMON_NAME} {place}") };
    params.distinguished_name.push(DnType::CommonName, common);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn positive(at: Millis) -> u64 {
    u64::try_from(at).unwrap_or(0)
}
