//! A segment: the entries of one family by one actor and officer since the last, in columns,
//! hashed, and signed by the officer's key (ADR 0003, ADR 0011).

mod heads;
mod runs;
mod text;
mod v1;
mod v2;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Actor, Entry, FormVersion};
use cacah_family::id::{FamilyId, OfficerId, RoundId};
use ed25519_dalek::SigningKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::seal::{Hash, PublicKey, SealError, Sig};

/// Entries a segment may hold; a family is about 190.
pub const MAX_ENTRIES: usize = 50_000;
/// Bytes of a segment's body at most; in memory its columns take ten times as much.
pub const MAX_BODY: usize = 16 << 20;
/// Dots all entries of a segment together may be over; an entry is over a head or two.
const MAX_OVER: usize = 4 * MAX_ENTRIES;
/// Characters of a form's hash. Every entry repeats it: a longer one would multiply.
const HASH_DIGITS: usize = 64;

/// The entries of one family, as columns of one layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Round.
    pub round: RoundId,
    /// Family.
    pub family: FamilyId,
    /// District of the assignment.
    pub home: District,
    /// SLS of the family as the laptop knows it.
    pub idsubsls: Idsubsls,
    /// Who wrote every entry in it.
    pub actor: Actor,
    /// Who keyed and signs.
    pub officer: OfficerId,
    /// Number of the first entry.
    pub first: u64,
    /// Entries in it.
    pub count: u32,
    layout: Layout,
}

/// Every layout there ever was: what a laptop has signed is read for ever. The newest is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
enum Layout {
    V2(Box<v2::Body>),
    V1(Box<v1::Body>),
}

/// What tells the layouts apart.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// What is wrong with a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// Not JSON of this layout.
    #[error("not a segment")]
    Format,
    /// A body of more than [`MAX_BODY`] bytes.
    #[error("too large")]
    TooLarge,
    /// Columns of different lengths, an index without a value, or more than an endpoint takes apart.
    #[error("its columns do not fit together")]
    Columns,
    /// A newer layout.
    #[error("a newer layout")]
    Version,
    /// Entries of several families, actors or officers, or none.
    #[error("a segment holds entries of one family, actor and officer")]
    Mixed,
    /// Signature or hash.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What the segment says of its family besides the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Round.
    pub round: RoundId,
    /// District of the assignment.
    pub home: District,
    /// SLS.
    pub idsubsls: Idsubsls,
}

/// The fields every layout has, whatever its columns.
macro_rules! segment {
    ($body:ident, $layout:ident) => {
        Segment {
            round: $body.round,
            family: $body.family,
            home: $body.home.clone(),
            idsubsls: $body.idsubsls.clone(),
            actor: $body.actor,
            officer: $body.officer,
            first: $body.first,
            count: $body.count,
            layout: Layout::$layout(Box::new($body)),
        }
    };
}

impl Segment {
    /// Puts entries, sorted by number, into columns.
    ///
    /// # Errors
    /// [`SegmentError::Mixed`] when they are not of one family, actor and officer in rising order.
    pub fn of(place: &Place, entries: &[Entry]) -> Result<Self, SegmentError> {
        let first = entries.first().ok_or(SegmentError::Mixed)?;
        let (actor, family, officer) = (first.dot.actor, first.family, first.officer);
        let same = |e: &Entry| e.dot.actor == actor && e.family == family && e.officer == officer;
        let rising = entries.is_sorted_by(|a, b| a.dot.seq < b.dot.seq);
        if !rising || !entries.iter().all(same) || entries.len() > MAX_ENTRIES {
            return Err(SegmentError::Mixed);
        }
        let body = v2::Body::of(place, first, entries);
        Ok(segment!(body, V2))
    }

    /// The entries again.
    ///
    /// # Errors
    /// [`SegmentError`] when columns do not fit; never panics on foreign data.
    pub fn entries(&self) -> Result<Vec<Entry>, SegmentError> {
        match &self.layout {
            Layout::V1(body) => body.entries(),
            Layout::V2(body) => body.entries(),
        }
    }

    /// Round and areas of its family.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { round: self.round, home: self.home.clone(), idsubsls: self.idsubsls.clone() }
    }

    fn read(body: &str) -> Result<Self, SegmentError> {
        let format = |_| SegmentError::Format;
        let Version { v } = serde_json::from_str(body).map_err(format)?;
        match v {
            1 => {
                let body: v1::Body = serde_json::from_str(body).map_err(format)?;
                Ok(segment!(body, V1))
            }
            2 => {
                let body: v2::Body = serde_json::from_str(body).map_err(format)?;
                Ok(segment!(body, V2))
            }
            _ => Err(SegmentError::Version),
        }
    }
}

/// One of a column's dictionary.
fn pick<T: Clone>(values: &[T], at: u32) -> Result<T, SegmentError> {
    values.get(at as usize).cloned().ok_or(SegmentError::Columns)
}

/// True when a form's hashes are no hashes.
fn is_long(form: &FormVersion) -> bool {
    form.structure.len().max(form.rules.len()) > HASH_DIGITS
}

/// Numbers of the entries from the first one and the numbers left out between.
fn seqs(first: u64, skips: &[(u32, u64)], count: usize) -> Result<Vec<u64>, SegmentError> {
    let mut skips = skips.iter().peekable();
    let mut next = first;
    let mut seqs = Vec::with_capacity(count);
    for i in 0..count {
        if let Some((_, gap)) = skips.next_if(|(at, _)| *at as usize == i) {
            next = next.checked_add(*gap).ok_or(SegmentError::Columns)?;
        }
        seqs.push(next);
        next = next.checked_add(1).ok_or(SegmentError::Columns)?;
    }
    if skips.next().is_some() { Err(SegmentError::Columns) } else { Ok(seqs) }
}

/// A segment as it travels: one line of a batch. The body keeps its exact bytes.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct SealedSegment {
    /// Signature of the officer's key over the exact bytes of `body`.
    pub sig: Sig,
    /// The columns, in one of the layouts.
    #[schemars(with = "Layout")]
    pub body: Box<RawValue>,
}

/// Never prints an answer.
impl std::fmt::Debug for SealedSegment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedSegment({})", self.hash())
    }
}

impl SealedSegment {
    /// Signs a segment with the officer's key.
    ///
    /// # Errors
    /// [`SegmentError::Format`] when it cannot be written as JSON, [`SegmentError::TooLarge`].
    pub fn seal(segment: &Segment, officer: &SigningKey) -> Result<Self, SegmentError> {
        let body =
            serde_json::value::to_raw_value(&segment.layout).map_err(|_| SegmentError::Format)?;
        if body.get().len() > MAX_BODY {
            return Err(SegmentError::TooLarge);
        }
        Ok(Self { sig: Sig::sign(officer, body.get().as_bytes()), body })
    }

    /// BLAKE3 of the exact bytes of the body: the name receipts call it by.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.body.get().as_bytes())
    }

    /// The segment, after proving the officer's signature.
    ///
    /// # Errors
    /// [`SegmentError`] for a wrong signature or a body that is no segment.
    pub fn open(&self, officer: &PublicKey) -> Result<Segment, SegmentError> {
        self.prove(officer)?;
        self.read()
    }

    /// Proves the officer's signature.
    ///
    /// # Errors
    /// [`SegmentError::Seal`] for another's.
    pub fn prove(&self, officer: &PublicKey) -> Result<(), SegmentError> {
        Ok(officer.verify(self.body.get().as_bytes(), &self.sig)?)
    }

    /// The segment without proving anything, to learn who should have signed it.
    ///
    /// # Errors
    /// [`SegmentError::Format`] when the body is no segment, [`SegmentError::TooLarge`],
    /// [`SegmentError::Version`].
    pub fn read(&self) -> Result<Segment, SegmentError> {
        if self.body.get().len() > MAX_BODY {
            return Err(SegmentError::TooLarge);
        }
        Segment::read(self.body.get())
    }
}
