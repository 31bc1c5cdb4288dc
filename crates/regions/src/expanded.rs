//! The plain file: header, text, an index of the words in the names, and a hash over it all.
//!
//! It is nobody's only copy: a file that is not whole, or of another table, is written anew, and one
//! that cannot be written or read is done without.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::LEVELS;
use crate::search::words;
use crate::table::Packed;

const MAGIC: &[u8; 16] = b"cacah-regions 1\n";
const HASH: usize = 32;
const NUMBER: usize = 4;
/// Magic, id of the table, length of the text, words per level.
const HEADER: usize = MAGIC.len() + HASH + NUMBER * (1 + LEVELS.len());

/// Name of the file.
pub(crate) const NAME: &str = "regions.dat";

trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// An expanded table, in a file or in memory.
pub(crate) struct Expanded {
    source: Mutex<Box<dyn Source>>,
    layout: Layout,
    /// Code and place of the first line of every block of the text.
    blocks: Vec<(String, usize)>,
    packed: Packed,
}

impl fmt::Debug for Expanded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layout.fmt(f)
    }
}

/// Where things are, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    text: Range<usize>,
    words: [Range<usize>; LEVELS.len()],
}

impl Layout {
    fn of(bytes: &[u8]) -> Self {
        let header = bytes.get(MAGIC.len() + HASH..HEADER).unwrap_or_default();
        let mut numbers = header.chunks_exact(NUMBER).map(number);
        let mut next = || numbers.next().unwrap_or_default();
        let text = HEADER..HEADER + next();
        let mut end = text.end;
        let words = LEVELS.map(|_| {
            let start = end;
            end += NUMBER * next();
            start..end
        });
        Self { text, words }
    }
}

fn number(bytes: &[u8]) -> usize {
    let bytes = bytes.try_into().unwrap_or_default();
    usize::try_from(u32::from_le_bytes(bytes)).unwrap_or_default()
}

impl Expanded {
    /// The table's file in `folder`, written first when need be; without a folder, or when that
    /// cannot be, the table in memory.
    pub(crate) fn open(folder: Option<&Path>, packed: Packed) -> Self {
        let path = folder.map(|folder| folder.join(NAME));
        let there = path.as_deref().and_then(|path| whole(path, packed.id()));
        let bytes = there.unwrap_or_else(|| {
            let bytes = expand(packed);
            // One that cannot be written is not there below.
            let _ = path.as_deref().map(|path| write(path, &bytes));
            bytes
        });
        let layout = Layout::of(&bytes);
        let blocks = blocks(bytes.get(layout.text.clone()).unwrap_or_default());
        let length = u64::try_from(bytes.len()).ok();
        let file = path.and_then(|path| File::open(path).ok());
        let file = file.filter(|file| file.metadata().ok().map(|data| data.len()) == length);
        let source: Box<dyn Source> = match file {
            Some(file) => Box::new(file),
            None => Box::new(Cursor::new(bytes)),
        };
        Self { source: Mutex::new(source), layout, blocks, packed }
    }

    /// The part of the text in which an area with this code would stand.
    pub(crate) fn block(&self, code: &str) -> Vec<u8> {
        let next = self.blocks.partition_point(|(first, _)| first.as_str() <= code);
        let begin = |at: usize| self.blocks.get(at).map(|(_, begin)| *begin);
        let start = next.checked_sub(1).and_then(begin).unwrap_or_default();
        self.text(start..begin(next).unwrap_or(self.layout.text.len()))
    }

    /// Bytes of the text; fewer at its end.
    pub(crate) fn text(&self, at: Range<usize>) -> Vec<u8> {
        self.within(&self.layout.text, at)
    }

    /// How many words the names of a level have.
    pub(crate) fn words(&self, level: usize) -> usize {
        self.layout.words[level].len() / NUMBER
    }

    /// Where in the text a word begins, by its rank in the alphabet.
    pub(crate) fn word(&self, level: usize, rank: usize) -> usize {
        let at = rank * NUMBER;
        number(&self.within(&self.layout.words[level], at..at + NUMBER))
    }

    fn within(&self, part: &Range<usize>, at: Range<usize>) -> Vec<u8> {
        let start = part.start.saturating_add(at.start).min(part.end);
        let end = part.start.saturating_add(at.end).clamp(start, part.end);
        let mut bytes = vec![0; end - start];
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if read(&mut *source, start, &mut bytes).is_err() {
            // The disk fails: from here on in memory, where nothing does.
            *source = Box::new(Cursor::new(expand(self.packed)));
            let _ = read(&mut *source, start, &mut bytes);
        }
        bytes
    }
}

fn read(source: &mut dyn Source, at: usize, bytes: &mut [u8]) -> io::Result<()> {
    source.seek(SeekFrom::Start(u64::try_from(at).unwrap_or(u64::MAX)))?;
    source.read_exact(bytes)
}

/// All the bytes of the file.
fn expand(packed: Packed) -> Vec<u8> {
    let text = packed.text();
    let words = words(&text);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes();
    let mut bytes = [MAGIC.as_slice(), &packed.id()].concat();
    bytes.extend(number(text.len()));
    words.iter().for_each(|level| bytes.extend(number(level.len())));
    bytes.extend(text.as_bytes());
    words.iter().flatten().for_each(|word| bytes.extend(number(*word)));
    let hash = blake3::hash(&bytes);
    bytes.extend(hash.as_bytes());
    bytes
}

/// Bytes of a block of the text: what is read to find one code.
const BLOCK: usize = 1024;

fn blocks(text: &[u8]) -> Vec<(String, usize)> {
    let (mut blocks, mut at, mut next) = (Vec::new(), 0, 0);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if at >= next {
            let code = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
            blocks.push((String::from_utf8_lossy(code).into_owned(), at));
            next = at + BLOCK;
        }
        at += line.len();
    }
    blocks
}

/// What the file holds, if it is of this table and every byte is as it was written.
fn whole(path: &Path, id: [u8; HASH]) -> Option<Vec<u8>> {
    let bytes = fs::read(path).ok()?;
    let (content, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH)?)?;
    let ours = content.starts_with(&[MAGIC.as_slice(), &id].concat())
        && blake3::hash(content).as_bytes() == hash;
    ours.then_some(bytes)
}

/// Writes beside, then renames: a power cut leaves no half of it under the name.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}
