//! A segment: the entries of one family by one actor and officer since the last, in columns,
//! hashed, and signed by the officer's key (ADR 0003).

use std::collections::BTreeMap;

use cacah_family::area::{District, Idsubsls};
use cacah_family::entry::{Actor, Change, Dot, Effort, Entry, FormVersion, Mode, Times};
use cacah_family::host::Millis;
use cacah_family::id::{DocumentId, FamilyId, OfficerId, RoundId};
use cacah_family::path::Path;
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

/// The entries of one family in columns: entry `i` is made of the `i`-th item of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Segment {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
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
    /// Where numbers jump because the actor wrote to other families: index of the entry, numbers skipped before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skips: Vec<(u32, u64)>,
    /// Values of `document`, by index.
    pub documents: Vec<DocumentId>,
    /// Values of `path`, by index.
    pub paths: Vec<Path>,
    /// Values of `form`, by index.
    pub forms: Vec<FormVersion>,
    /// Other actors that `over` names, from index 1; 0 is `actor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    /// Document of each entry, `null` for the family itself.
    pub document: Vec<Option<u32>>,
    /// Path of each entry.
    pub path: Vec<u32>,
    /// Change of each entry.
    pub change: Vec<Change>,
    /// Dots each entry is over: actor index, number.
    pub over: Vec<Vec<(u32, u64)>>,
    /// Work of each entry.
    pub mode: Vec<Mode>,
    /// Form version of each entry.
    pub form: Vec<Option<u32>>,
    /// Wall clock of each entry, milliseconds: the first whole, then differences.
    pub wall: Vec<Millis>,
    /// Milliseconds since boot, likewise.
    pub mono: Vec<i64>,
    /// Endpoint time last heard.
    pub endpoint: Vec<Option<Millis>>,
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

/// Gives each distinct value an index, in order of appearance.
struct Dictionary<T> {
    values: Vec<T>,
    index: BTreeMap<T, u32>,
}

impl<T: Ord + Clone> Dictionary<T> {
    fn with(first: Option<T>) -> Self {
        let mut dictionary = Self { values: Vec::new(), index: BTreeMap::new() };
        if let Some(first) = first {
            dictionary.put(&first);
        }
        dictionary
    }

    fn put(&mut self, value: &T) -> u32 {
        if let Some(index) = self.index.get(value) {
            return *index;
        }
        let index = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value.clone());
        self.index.insert(value.clone(), index);
        index
    }
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
        let mut documents = Dictionary::with(None);
        let mut paths = Dictionary::with(None);
        let mut forms = Dictionary::with(None);
        let mut actors = Dictionary::with(Some(actor));
        let mut segment = Self {
            v: 1,
            round: place.round,
            family,
            home: place.home.clone(),
            idsubsls: place.idsubsls.clone(),
            actor,
            officer,
            first: first.dot.seq,
            count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            skips: skips(entries),
            documents: Vec::new(),
            paths: Vec::new(),
            forms: Vec::new(),
            actors: Vec::new(),
            document: entries.iter().map(|e| e.document.map(|d| documents.put(&d))).collect(),
            path: entries.iter().map(|e| paths.put(&e.path)).collect(),
            change: entries.iter().map(|e| e.change.clone()).collect(),
            over: entries
                .iter()
                .map(|e| e.over.iter().map(|dot| (actors.put(&dot.actor), dot.seq)).collect())
                .collect(),
            mode: entries.iter().map(|e| e.mode).collect(),
            form: entries.iter().map(|e| e.form.as_ref().map(|form| forms.put(form))).collect(),
            wall: differences(entries.iter().map(|e| e.at.wall)),
            mono: differences(entries.iter().map(|e| i64::try_from(e.at.mono).unwrap_or(i64::MAX))),
            endpoint: entries.iter().map(|e| e.at.endpoint).collect(),
        };
        segment.documents = documents.values;
        segment.paths = paths.values;
        segment.forms = forms.values;
        segment.actors = actors.values.split_off(1);
        Ok(segment)
    }

    /// The entries again.
    ///
    /// # Errors
    /// [`SegmentError`] when versions or columns do not fit; never panics on foreign data.
    pub fn entries(&self) -> Result<Vec<Entry>, SegmentError> {
        if self.v != 1 {
            return Err(SegmentError::Version);
        }
        let count = self.path.len();
        let lengths = [
            self.document.len(),
            self.change.len(),
            self.over.len(),
            self.mode.len(),
            self.form.len(),
            self.wall.len(),
            self.mono.len(),
            self.endpoint.len(),
            self.count as usize,
        ];
        if count == 0 || count > MAX_ENTRIES || lengths.iter().any(|length| *length != count) {
            return Err(SegmentError::Columns);
        }
        let long = |form: &FormVersion| form.structure.len().max(form.rules.len()) > HASH_DIGITS;
        if self.forms.iter().any(long) || self.over.iter().map(Vec::len).sum::<usize>() > MAX_OVER {
            return Err(SegmentError::Columns);
        }
        let seqs = self.seqs(count)?;
        let wall = sums(&self.wall);
        let mono = sums(&self.mono);
        (0..count)
            .map(|i| {
                Ok(Entry {
                    dot: Dot { actor: self.actor, seq: seqs[i] },
                    family: self.family,
                    document: self.document[i].map(|at| pick(&self.documents, at)).transpose()?,
                    path: pick(&self.paths, self.path[i])?,
                    change: self.change[i].clone(),
                    over: self.over[i]
                        .iter()
                        .map(|dot| self.dot(*dot))
                        .collect::<Result<_, _>>()?,
                    officer: self.officer,
                    mode: self.mode[i],
                    form: self.form[i].map(|at| pick(&self.forms, at)).transpose()?,
                    at: Times {
                        wall: wall[i],
                        mono: u64::try_from(mono[i]).map_err(|_| SegmentError::Columns)?,
                        endpoint: self.endpoint[i],
                        heard: None,
                    },
                    effort: Effort::default(),
                })
            })
            .collect()
    }

    /// Round and areas of its family.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { round: self.round, home: self.home.clone(), idsubsls: self.idsubsls.clone() }
    }

    fn dot(&self, (actor, seq): (u32, u64)) -> Result<Dot, SegmentError> {
        let actor = match actor.checked_sub(1) {
            None => self.actor,
            Some(at) => pick(&self.actors, at)?,
        };
        Ok(Dot { actor, seq })
    }

    fn seqs(&self, count: usize) -> Result<Vec<u64>, SegmentError> {
        let mut skips = self.skips.iter().peekable();
        let mut next = self.first;
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
}

fn pick<T: Clone>(values: &[T], at: u32) -> Result<T, SegmentError> {
    values.get(at as usize).cloned().ok_or(SegmentError::Columns)
}

fn skips(entries: &[Entry]) -> Vec<(u32, u64)> {
    let gaps = entries.windows(2).map(|pair| pair[1].dot.seq - pair[0].dot.seq - 1);
    gaps.zip(1u32..).filter(|(gap, _)| *gap > 0).map(|(gap, at)| (at, gap)).collect()
}

fn differences(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut before = 0;
    values.map(|value| value.wrapping_sub(std::mem::replace(&mut before, value))).collect()
}

fn sums(differences: &[i64]) -> Vec<i64> {
    let mut sum = 0i64;
    differences
        .iter()
        .map(|difference| {
            sum = sum.wrapping_add(*difference);
            sum
        })
        .collect()
}

/// A segment as it travels: one line of a batch. The body keeps its exact bytes.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct SealedSegment {
    /// Signature of the officer's key over the exact bytes of `body`.
    pub sig: Sig,
    /// The [`Segment`].
    #[schemars(with = "Segment")]
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
        let body = serde_json::value::to_raw_value(segment).map_err(|_| SegmentError::Format)?;
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
        officer.verify(self.body.get().as_bytes(), &self.sig)?;
        self.read()
    }

    /// The segment without proving anything, to learn who should have signed it.
    ///
    /// # Errors
    /// [`SegmentError::Format`] when the body is no segment, [`SegmentError::TooLarge`].
    pub fn read(&self) -> Result<Segment, SegmentError> {
        if self.body.get().len() > MAX_BODY {
            return Err(SegmentError::TooLarge);
        }
        serde_json::from_str(self.body.get()).map_err(|_| SegmentError::Format)
    }
}
