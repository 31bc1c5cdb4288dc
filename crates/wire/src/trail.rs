//! The audit trail outside its database: JSON lines of records, and a last line that is the signed
//! head. Whoever has the key of the laptop or the endpoint proves that none is changed, missing,
//! swapped or cut off.

use std::io::{self, BufRead, Write};

use cacah_family::host::Millis;
use cacah_family::id::DeviceId;
use cacah_family::trail::{self, Head, Record};
use ed25519_dalek::SigningKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::seal::{Hash, PublicKey, SealError, Signed};

/// Bytes of a line at most: a file that is no trail must not fill the memory.
const MAX_LINE: u64 = 64 * 1024;

/// Whose trail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrailOf {
    /// Of a laptop; its device key signs.
    Device(DeviceId),
    /// Of the endpoint, in a life of its data; the key that signs receipts signs.
    Endpoint(Uuid),
}

/// Where a chain stood when it was exported, signed as the last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrailHead {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// Whose.
    pub of: TrailOf,
    /// Number of the first record in the file.
    pub from: u64,
    /// Hash of the line before the first; zeros before record 1.
    pub before: Hash,
    /// Number of the last record, [`TrailHead::from`] less one when there is none.
    pub seq: u64,
    /// Hash of its line.
    pub hash: Hash,
    /// When it was exported, by the clock of the machine, milliseconds UTC.
    pub at: Millis,
}

/// Writes an export line by line.
#[derive(Debug)]
pub struct TrailWriter<W> {
    to: W,
    start: Head,
    head: Head,
}

impl<W: Write> TrailWriter<W> {
    /// Goes on behind `start`.
    pub fn new(to: W, start: Head) -> Self {
        Self { to, start, head: start }
    }

    /// The next record's line, as it is: one that does not follow on the one before is found by
    /// [`verify`], and is no reason to give nothing.
    ///
    /// # Errors
    /// [`TrailError::Io`].
    pub fn line(&mut self, line: &str) -> Result<(), TrailError> {
        if self.head.follow(line).is_err() {
            self.head = Head { seq: self.head.seq + 1, hash: trail::hash(line) };
        }
        self.to.write_all(line.as_bytes())?;
        Ok(self.to.write_all(b"\n")?)
    }

    /// Where the next record comes.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Signs the head and ends the file; how many records are in it.
    ///
    /// # Errors
    /// [`TrailError::Io`].
    pub fn finish(
        mut self,
        of: TrailOf,
        at: Millis,
        key: &SigningKey,
    ) -> Result<(W, u64), TrailError> {
        let Head { seq, hash } = self.head;
        let head = TrailHead {
            v: 1,
            of,
            from: self.start.seq + 1,
            before: Hash(self.start.hash),
            seq,
            hash: Hash(hash),
            at,
        };
        let signed = Signed::seal(&head, key)?;
        let line = serde_json::to_string(&signed).map_err(|_| SealError::Body)?;
        self.to.write_all(line.as_bytes())?;
        self.to.write_all(b"\n")?;
        self.to.flush()?;
        Ok((self.to, seq - self.start.seq))
    }
}

/// Reads an export and proves it under `key`; each record goes to `visit` as it is read, and counts
/// only when the whole is proven.
///
/// # Errors
/// [`TrailError::Broken`] with the number of the record that is changed, missing or out of place,
/// [`TrailError::Cut`] when the end or the signed line is missing, [`TrailError::Signature`] when it
/// is of another key, [`TrailError::Io`].
pub fn verify(
    from: &mut impl BufRead,
    key: &PublicKey,
    mut visit: impl FnMut(&Record),
) -> Result<TrailHead, TrailError> {
    // Where the records in the file begin, and where they have come to.
    let mut chain: Option<(Head, Head)> = None;
    // A line is judged when the next is there: the last is no record.
    let mut held: Option<String> = None;
    while let Some(next) = read_line(from)? {
        if let Some(line) = held.replace(next) {
            let (start, mut end) = chain.map_or_else(|| before(&line).map(|at| (at, at)), Ok)?;
            visit(&follow(&mut end, &line)?);
            chain = Some((start, end));
        }
    }
    let signed = held.and_then(|line| serde_json::from_str::<Signed>(&line).ok());
    let cut = TrailError::Cut { seq: chain.map_or(1, |(_, end)| end.seq + 1) };
    let head: TrailHead = signed.ok_or(cut)?.open(key)?;
    let said = Head { seq: head.from.saturating_sub(1), hash: head.before.0 };
    let (start, end) = chain.unwrap_or((said, said));
    if start != said {
        return Err(TrailError::Broken { seq: head.from });
    }
    match (end.seq, end.hash) == (head.seq, head.hash.0) {
        true => Ok(head),
        false if end.seq < head.seq => Err(TrailError::Cut { seq: end.seq + 1 }),
        // Nothing follows on the last record but the signed head: it alone knows its hash.
        false if end.seq == head.seq => Err(TrailError::Broken { seq: end.seq }),
        false => Err(TrailError::Broken { seq: head.seq + 1 }),
    }
}

/// Whose trail a file says it is, so that the key to prove it under can be looked up. Nothing of it
/// is proven yet.
///
/// # Errors
/// [`TrailError::Cut`] when the signed line is missing, [`TrailError::Signature`] when it is torn,
/// [`TrailError::Io`].
pub fn signed_by(from: &mut impl BufRead) -> Result<TrailOf, TrailError> {
    let mut last = None;
    while let Some(line) = read_line(from)? {
        last = Some(line);
    }
    let signed = last.and_then(|line| serde_json::from_str::<Signed>(&line).ok());
    let signed = signed.ok_or(TrailError::Cut { seq: 1 })?;
    let head: TrailHead = signed.open(&signed.key)?;
    Ok(head.of)
}

fn follow(head: &mut Head, line: &str) -> Result<Record, TrailError> {
    head.follow(line).map_err(|broken| TrailError::Broken { seq: broken.seq })
}

/// What the first record of a file says was before it; the signed head says the same, or the file
/// does not hold.
fn before(line: &str) -> Result<Head, TrailError> {
    let record: Record = serde_json::from_str(line).map_err(|_| TrailError::Broken { seq: 1 })?;
    let broken = TrailError::Broken { seq: record.seq };
    match (record.seq.checked_sub(1), record.prev.parse::<Hash>()) {
        (Some(seq), Ok(hash)) => Ok(Head { seq, hash: hash.0 }),
        _ => Err(broken),
    }
}

fn read_line(from: &mut impl BufRead) -> Result<Option<String>, TrailError> {
    let mut line = String::new();
    let read = io::Read::take(&mut *from, MAX_LINE).read_line(&mut line);
    match read {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned())),
        Err(error) => Err(error.into()),
    }
}

/// An export that does not hold.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The chain does not hold at this record: it, or one before it, was changed, swapped or removed.
    #[error("the trail does not hold at record {seq}")]
    Broken {
        /// Its number.
        seq: u64,
    },
    /// The file ends before this record, or without its signed end.
    #[error("the trail is cut off at record {seq}")]
    Cut {
        /// Its number.
        seq: u64,
    },
    /// The signed end is of another key, or was changed.
    #[error("the trail is not signed by this key: {0}")]
    Signature(#[from] SealError),
    /// It cannot be read or written.
    #[error("the file: {0}")]
    Io(#[from] io::Error),
}

impl TrailError {
    /// The record at which it does not hold.
    #[must_use]
    pub fn seq(&self) -> Option<u64> {
        match self {
            Self::Broken { seq } | Self::Cut { seq } => Some(*seq),
            Self::Signature(_) | Self::Io(_) => None,
        }
    }

    /// For whoever verifies, Indonesian first: what does not hold, and what it means.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Broken { seq } => format!(
                "Jejak TIDAK utuh pada catatan {seq}: catatan itu atau satu sebelumnya diubah, \
                 dihapus, atau dipindah.\nThe trail does NOT hold at record {seq}: it or one before \
                 it was changed, removed or moved."
            ),
            Self::Cut { seq } => format!(
                "Jejak TIDAK utuh: terpotong pada catatan {seq}. Minta ekspor baru.\n\
                 The trail does NOT hold: cut off at record {seq}. Ask for a new export."
            ),
            Self::Signature(_) => {
                "Tanda tangan jejak bukan dari kunci ini; isinya tidak terbukti.\n\
                 The trail is not signed by this key; nothing of it is proven."
                    .to_owned()
            }
            Self::Io(error) => format!("Berkas tidak terbaca / the file: {error}"),
        }
    }
}

#[cfg(test)]
mod tests;
