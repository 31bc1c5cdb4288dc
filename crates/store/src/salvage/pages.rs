//! The pages of a damaged file and its WAL that are what was written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::codec::{Codec, PAGE, Salt};
use crate::StoreError;
use crate::vault::{DB, Secret};

/// A WAL begins with a header of 32 bytes, each of its frames with one of 24.
const WAL_HEADER: usize = 32;
const FRAME: usize = 24 + PAGE;

/// What can be read, in the clear.
#[derive(Default)]
pub(crate) struct Pages {
    /// As they are now.
    pub now: BTreeMap<u32, Vec<u8>>,
    /// Images that something newer stands for, or whose commit cannot be read.
    pub other: Vec<Vec<u8>>,
    /// Pages that cannot be read.
    pub lost: Vec<u32>,
}

impl Pages {
    /// Reads the file and its WAL. The salt lies in page 1, which may be gone: then `spare` is tried.
    pub(crate) fn read(dir: &Path, key: &Secret, spare: Option<Salt>) -> Result<Self, StoreError> {
        let (file, wal) = (bytes(&dir.join(DB))?, bytes(&dir.join(format!("{DB}-wal")))?);
        let own = file.first_chunk::<16>().copied();
        let both = [own, spare].into_iter().flatten();
        let tried = both.filter_map(|salt| Some(Self::open(&Codec::new(key, salt)?, &file, &wal)));
        Ok(tried.max_by_key(|pages| pages.now.len()).unwrap_or_default())
    }

    fn open(codec: &Codec, file: &[u8], wal: &[u8]) -> Self {
        let mut pages = Self::default();
        for (number, page) in (1..).zip(file.as_chunks::<PAGE>().0) {
            match codec.open(number, page) {
                Some(plain) => _ = pages.now.insert(number, plain),
                None => pages.lost.push(number),
            }
        }
        pages.play(codec, wal);
        let Self { now, lost, .. } = &mut pages;
        lost.retain(|number| !now.contains_key(number));
        pages
    }

    /// SQLite stops at the first frame that is not whole. Each page proves itself, so later frames up
    /// to the last commit count too; what comes after it was not acknowledged, unless its commit is
    /// what was destroyed.
    fn play(&mut self, codec: &Codec, wal: &[u8]) {
        let frames = wal.get(WAL_HEADER..).unwrap_or_default().as_chunks::<FRAME>().0;
        let opened = frames.iter().map(|frame| Frame::open(codec, frame));
        let mut opened: Vec<_> = opened.collect();
        // Frames of an earlier round of the WAL bear other salts.
        let header = wal.get(16..24);
        let salts = opened.iter().flatten().map(|frame| frame.salts);
        let Some(current) =
            salts.clone().find(|salts| Some(&salts[..]) == header).or(salts.min_by_key(|_| 0))
        else {
            return;
        };
        for frame in &mut opened {
            frame.take_if(|frame| frame.salts != current);
        }
        let commit = opened.iter().rposition(|frame| frame.as_ref().is_some_and(|f| f.commits));
        for (place, frame) in opened.into_iter().enumerate() {
            let Some(Frame { number, plain, .. }) = frame else { continue };
            if Some(place) <= commit {
                self.other.extend(self.now.insert(number, plain));
            } else {
                self.other.push(plain);
            }
        }
    }
}

struct Frame {
    number: u32,
    commits: bool,
    salts: [u8; 8],
    plain: Vec<u8>,
}

impl Frame {
    fn open(codec: &Codec, frame: &[u8; FRAME]) -> Option<Self> {
        let (number, rest) = frame.split_first_chunk::<4>()?;
        let (size, rest) = rest.split_first_chunk::<4>()?;
        let salts = *rest.first_chunk()?;
        let number = u32::from_be_bytes(*number);
        let plain = codec.open(number, frame.last_chunk()?)?;
        Some(Self { number, commits: *size != [0; 4], salts, plain })
    }
}

/// A file's bytes; none when it is not there.
fn bytes(path: &Path) -> Result<Vec<u8>, StoreError> {
    match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => Ok(read?),
    }
}
