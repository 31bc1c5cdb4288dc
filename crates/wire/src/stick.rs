//! A file carried on a stick: the same batches, receipts and pages as on the link, sealed with age to
//! their receiver (X25519, age-encryption.org/v1) and signed by their sender (ADR 0014).
//!
//! Inside: a line with the signed [`Manifest`], then the bytes of its parts in order. A file that was
//! cut short or changed ends in [`StickError::Broken`], whatever was read of it before; the receiver
//! acts on parts only as it would on the link, where each proves itself.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::iter;

use age::x25519::{Identity, Recipient};
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, DeviceId};
use ed25519_dalek::SigningKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::batch::{MAX_BYTES, SealedBatch};
use crate::error::Code;
use crate::seal::{Hash, PublicKey, Sig, Signed};

mod file;
mod spare;

pub use file::{EXTENSION, name, save, spare_name};
pub use spare::{Spare, SpareCode};

/// Bytes of the manifest at most.
const MAX_MANIFEST: u64 = 4 << 20;
/// Bytes of age's own head at most, ours has some hundred: age reads it without a limit, and again from
/// its beginning with every byte.
const MAX_HEAD: u64 = 4 << 10;
/// Parts of a file at most.
pub const MAX_PARTS: usize = 20_000;

/// First line of a stick file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Which way it goes.
    pub way: Way,
    /// The laptop it is from, or for.
    pub device: DeviceId,
    /// The endpoint it is for, or from.
    pub endpoint: PublicKey,
    /// Counts the files of this sender for this receiver, from 1.
    pub number: u64,
    /// When it was written, by the sender's clock.
    pub created: Millis,
    /// Families in it.
    pub families: u32,
    /// age recipient the answer is to be sealed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_to: Option<String>,
    /// What the laptop has: the answer begins behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<Have>,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// Which way a stick goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From a laptop to the endpoint.
    Up,
    /// The endpoint's answer.
    Down,
}

/// What a laptop has of what comes down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Have {
    /// It writes in this one now.
    pub incarnation: u32,
    /// Receipts of it up to this number, without a gap.
    pub receipt: u64,
    /// Pages up to this cursor; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What follows the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// How many bytes.
    pub bytes: u32,
    /// BLAKE3 of them.
    pub hash: Hash,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum What {
    /// A sealed batch, byte for byte.
    Batch {
        /// Its id.
        batch: BatchId,
        /// The device's signature over it.
        sig: Sig,
    },
    /// A sealed chunk of a photo or scan.
    Chunk {
        /// Its name.
        name: String,
    },
    /// A signed receipt, of a batch or of chunks.
    Receipt {},
    /// A signed page down.
    Page {},
}

/// Why a stick file cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    /// The recipient or identity is none of age.
    #[error("not an age key")]
    Key,
    /// Sealed to somebody else.
    #[error("for another receiver")]
    NotForUs,
    /// Not a stick file, cut short, or changed.
    #[error("not a whole stick file")]
    Broken,
    /// Nobody here knows the sender.
    #[error("the sender is unknown")]
    Sender,
    /// Its sender's signature does not verify.
    #[error("the signature does not verify")]
    Signature,
    /// The one-time code does not open it.
    #[error("the code does not open it")]
    Code,
    /// Of a newer layout.
    #[error("a newer layout")]
    Version,
    /// More than is taken.
    #[error("too large")]
    TooLarge,
    /// The file could not be written or read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl StickError {
    /// The stable code of it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::NotForUs => Code::NotForUs,
            Self::Broken | Self::Version => Code::BadStick,
            Self::Sender => Code::Unauthorized,
            Self::Signature => Code::BadSignature,
            Self::TooLarge => Code::TooLarge,
            Self::Io(_) => Code::StickLost,
            Self::Code => Code::WrongPassword,
            Self::Key => Code::Internal,
        }
    }
}

/// A part with its bytes.
pub type Carried = (Part, Vec<u8>);

impl Part {
    /// A batch as a part.
    #[must_use]
    pub fn batch(batch: &SealedBatch) -> Carried {
        Self::of(What::Batch { batch: batch.id, sig: batch.sig }, batch.bytes.clone())
    }

    /// Bytes as a part.
    #[must_use]
    pub fn of(what: What, bytes: Vec<u8>) -> Carried {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        (Self { what, bytes: length, hash: Hash::of(&bytes) }, bytes)
    }
}

/// Seals the parts that a manifest names to `to`; `bodies` are their bytes, in order. Not all of them
/// need be in memory at once.
///
/// # Errors
/// [`StickError::Key`], [`StickError::TooLarge`], [`StickError::Io`]; [`StickError::Broken`] when the
/// bytes are not those that are named.
pub fn write(
    manifest: &Manifest,
    bodies: impl IntoIterator<Item = io::Result<Vec<u8>>>,
    to: &str,
    sender: &SigningKey,
    out: impl Write,
) -> Result<(), StickError> {
    bounded(manifest)?;
    let recipient: Recipient = to.parse().map_err(|_| StickError::Key)?;
    let encryptor = age::Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient));
    let mut out = encryptor.map_err(|_| StickError::Key)?.wrap_output(out)?;
    let signed = Signed::seal(manifest, sender).map_err(|_| StickError::Broken)?;
    serde_json::to_writer(&mut out, &signed).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    let mut bodies = bodies.into_iter();
    for part in &manifest.parts {
        let bytes = bodies.next().ok_or(StickError::Broken)??;
        if bytes.len() != part.bytes as usize || Hash::of(&bytes) != part.hash {
            return Err(StickError::Broken);
        }
        out.write_all(&bytes)?;
    }
    out.finish()?.flush()?;
    Ok(())
}

/// A stick file being read: the manifest proven, the parts one at a time.
pub struct Reading<'a> {
    manifest: Manifest,
    next: usize,
    from: BufReader<Box<dyn Read + 'a>>,
}

impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({}, {} parts)", self.manifest.device, self.manifest.parts.len())
    }
}

impl<'a> Reading<'a> {
    /// Opens a file with this age identity and proves its manifest with the key that `sender` knows.
    ///
    /// # Errors
    /// [`StickError`]; nothing of the file may be acted on then.
    pub fn open(
        file: impl Read + 'a,
        identity: &str,
        sender: impl FnOnce(&Manifest) -> Option<PublicKey>,
    ) -> Result<Self, StickError> {
        let identity: Identity = identity.parse().map_err(|_| StickError::Key)?;
        let decryptor = decryptor(file)?;
        let plain = decryptor.decrypt(iter::once(&identity as &dyn age::Identity));
        let plain = plain.map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => StickError::NotForUs,
            _ => StickError::Broken,
        })?;
        let mut from = BufReader::new(Box::new(plain) as Box<dyn Read + 'a>);
        let manifest = manifest(&mut from, sender)?;
        Ok(Self { manifest, next: 0, from })
    }

    /// What the sender says of it.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The next part, or `None` after the last one, when the file was proven whole.
    ///
    /// # Errors
    /// [`StickError::Broken`] when it was cut short or changed.
    pub fn part(&mut self) -> Result<Option<Carried>, StickError> {
        let Some(part) = self.manifest.parts.get(self.next).cloned() else {
            let mut rest = [0; 1];
            let ended = matches!(self.from.read(&mut rest), Ok(0));
            return if ended { Ok(None) } else { Err(StickError::Broken) };
        };
        self.next += 1;
        let mut bytes = Vec::new();
        let whole = (&mut self.from).take(part.bytes.into()).read_to_end(&mut bytes);
        whole.map_err(|_| StickError::Broken)?;
        if Hash::of(&bytes) == part.hash {
            Ok(Some((part, bytes)))
        } else {
            Err(StickError::Broken)
        }
    }
}

/// Of a file whose head ends where that of an age file of ours does.
fn decryptor<R: Read>(mut file: R) -> Result<age::Decryptor<impl Read>, StickError> {
    let mut head = Vec::new();
    (&mut file).take(MAX_HEAD).read_to_end(&mut head)?;
    // The line of the head's MAC is its last.
    if !head.windows(5).any(|five| five == b"\n--- ") {
        return Err(StickError::Broken);
    }
    age::Decryptor::new(io::Cursor::new(head).chain(file)).map_err(|_| StickError::Broken)
}

fn manifest(
    from: &mut impl io::BufRead,
    sender: impl FnOnce(&Manifest) -> Option<PublicKey>,
) -> Result<Manifest, StickError> {
    let mut line = Vec::new();
    from.take(MAX_MANIFEST).read_until(b'\n', &mut line).map_err(|_| StickError::Broken)?;
    let signed: Signed = serde_json::from_slice(&line).map_err(|_| StickError::Broken)?;
    let claimed: Manifest =
        serde_json::from_str(signed.body.get()).map_err(|_| StickError::Broken)?;
    if claimed.v != 1 {
        return Err(StickError::Version);
    }
    let key = sender(&claimed).ok_or(StickError::Sender)?;
    let manifest: Manifest = signed.open(&key).map_err(|_| StickError::Signature)?;
    bounded(&manifest)?;
    Ok(manifest)
}

fn bounded(manifest: &Manifest) -> Result<(), StickError> {
    let large = |part: &Part| part.bytes as usize > MAX_BYTES;
    if manifest.parts.len() > MAX_PARTS || manifest.parts.iter().any(large) {
        return Err(StickError::TooLarge);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
