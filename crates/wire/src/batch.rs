//! A batch: a JSON header line, then a line for each segment, zstd-compressed; named by an id,
//! hashed (BLAKE3) and signed by the device (Ed25519) over the compressed bytes (ADR 0003).
//!
//! On HTTP the hash and the signature are the headers [`HASH_HEADER`] and [`SIGNATURE_HEADER`].

use cacah_family::area::District;
use cacah_family::entry::Actor;
use cacah_family::host::Millis;
use cacah_family::id::{BatchId, FamilyId, OfficerId, RoundId};
use ed25519_dalek::SigningKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pack::{Pack, UnpackError, pack, unpack};
use crate::seal::{Hash, PublicKey, Sig, Signed};
use crate::segment::SealedSegment;

/// HTTP header with the BLAKE3 of the body, hex.
pub const HASH_HEADER: &str = "cacah-blake3";
/// HTTP header with the device's signature over the body, base64.
pub const SIGNATURE_HEADER: &str = "cacah-signature";
/// Compressed bytes an endpoint takes at most.
pub const MAX_BYTES: usize = 8 << 20;
/// Bytes a batch may expand to: a zstd bomb stops here.
pub const MAX_EXPANDED: usize = 128 << 20;
/// Families in a batch at most.
pub const MAX_FAMILIES: usize = 500;
/// Entries in a batch at most, twice what so many families have: an endpoint holds them in memory.
pub const MAX_ENTRIES: usize = 200_000;

/// First line of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BatchHeader {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Its id; sending it again gives the same receipt.
    pub batch: BatchId,
    /// Round.
    pub round: RoundId,
    /// The one district (`wil`) all its families have as home.
    pub home: District,
    /// Who sends.
    pub actor: Actor,
    /// When it was put together, the laptop's wall clock.
    pub created: Millis,
    /// The newest receipt number this laptop holds: what is above it is asked for again.
    pub receipt: u64,
    /// The sender's [`Incarnation`](crate::receipt::Incarnation), signed by the device.
    pub incarnation: Signed,
    /// What the lines below are, in order.
    pub segments: Vec<SegmentName>,
}

/// What the header says of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentName {
    /// Its family.
    pub family: FamilyId,
    /// Whose key signed it.
    pub officer: OfficerId,
    /// BLAKE3 of its body.
    pub hash: Hash,
}

/// A batch as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBatch {
    /// Its id.
    pub id: BatchId,
    /// BLAKE3 of `bytes`.
    pub hash: Hash,
    /// The device's signature over `bytes`.
    pub sig: Sig,
    /// zstd of the lines.
    pub bytes: Vec<u8>,
}

/// Why a whole batch is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// More bytes or families than an endpoint takes.
    #[error("too large")]
    TooLarge,
    /// The bytes are not those that were hashed.
    #[error("the hash is not that of the bytes")]
    Hash,
    /// Not signed by this device.
    #[error("the device's signature does not verify")]
    Signature,
    /// Not zstd, not UTF-8, or no header line, or not as many lines as the header names.
    #[error("not a batch")]
    Format,
    /// A newer layout.
    #[error("a newer layout")]
    Version,
}

/// One line of an opened batch: its name in the header, and the segment if the line can be read and
/// is the one named.
pub type Line = (SegmentName, Option<SealedSegment>);

impl SealedBatch {
    /// Puts segments behind a header whose `segments` are filled in here, compresses and signs.
    ///
    /// # Errors
    /// [`BatchError::TooLarge`] when it does not fit the limits.
    pub fn seal(
        mut header: BatchHeader,
        segments: &[(FamilyId, OfficerId, SealedSegment)],
        device: &SigningKey,
    ) -> Result<Self, BatchError> {
        header.segments = segments
            .iter()
            .map(|(family, officer, sealed)| SegmentName {
                family: *family,
                officer: *officer,
                hash: sealed.hash(),
            })
            .collect();
        let mut lines = serde_json::to_vec(&header).map_err(|_| BatchError::Format)?;
        for (_, _, segment) in segments {
            lines.push(b'\n');
            serde_json::to_writer(&mut lines, segment).map_err(|_| BatchError::Format)?;
        }
        lines.push(b'\n');
        if lines.len() > MAX_EXPANDED || segments.len() > MAX_FAMILIES {
            return Err(BatchError::TooLarge);
        }
        let bytes = pack(&lines, Pack::Link);
        if bytes.len() > MAX_BYTES {
            return Err(BatchError::TooLarge);
        }
        Ok(Self { id: header.batch, hash: Hash::of(&bytes), sig: Sig::sign(device, &bytes), bytes })
    }

    /// Proves hash and signature and takes the lines apart. A broken line is that family's loss of
    /// time only: the others are read.
    ///
    /// # Errors
    /// [`BatchError`] when nothing in it may be trusted; memory stays below [`MAX_EXPANDED`].
    pub fn open(&self, device: &PublicKey) -> Result<(BatchHeader, Vec<Line>), BatchError> {
        if self.bytes.len() > MAX_BYTES {
            return Err(BatchError::TooLarge);
        }
        if Hash::of(&self.bytes) != self.hash {
            return Err(BatchError::Hash);
        }
        device.verify(&self.bytes, &self.sig).map_err(|_| BatchError::Signature)?;
        let lines = expand(&self.bytes)?;
        let mut lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let header: BatchHeader = lines
            .next()
            .and_then(|line| serde_json::from_slice(line).ok())
            .ok_or(BatchError::Format)?;
        if header.v != 1 {
            return Err(BatchError::Version);
        }
        if header.batch != self.id || header.segments.is_empty() {
            return Err(BatchError::Format);
        }
        if header.segments.len() > MAX_FAMILIES {
            return Err(BatchError::TooLarge);
        }
        let segments = header.segments.clone().into_iter().map(|name| {
            let sealed: Option<SealedSegment> =
                lines.next().and_then(|line| serde_json::from_slice(line).ok());
            let named = sealed.filter(|sealed| sealed.hash() == name.hash);
            (name, named)
        });
        let segments = segments.collect();
        if lines.next().is_some() { Err(BatchError::Format) } else { Ok((header, segments)) }
    }
}

/// The lines of a batch.
///
/// # Errors
/// [`BatchError::Format`], [`BatchError::TooLarge`] beyond [`MAX_EXPANDED`].
pub fn expand(bytes: &[u8]) -> Result<Vec<u8>, BatchError> {
    unpack(bytes, MAX_EXPANDED).map_err(|error| match error {
        UnpackError::Format => BatchError::Format,
        UnpackError::TooLarge => BatchError::TooLarge,
    })
}
