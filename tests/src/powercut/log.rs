//! The shim's log, as `tests/powercut/shim.c` writes it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// Bytes before the path and the data of a record.
const HEADER: usize = 24;

/// One thing a process did, paths below the folder watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A file that was not there before.
    Create(PathBuf),
    /// Bytes at an offset.
    Write(PathBuf, usize, Vec<u8>),
    /// A file shortened or lengthened to this.
    Truncate(PathBuf, usize),
    /// A file or folder made durable.
    Sync(PathBuf),
    /// A name changed.
    Rename(PathBuf, PathBuf),
    /// A file's name removed.
    Unlink(PathBuf),
    /// A folder made.
    MakeFolder(PathBuf),
    /// A folder removed.
    RemoveFolder(PathBuf),
    /// This many lines left on standard output; 0 for bytes that left on a socket.
    Out(usize),
    /// Somebody outside had got this by then ([`super::recording::Recording::mark`]).
    Mark(u64),
}

/// The bytes of a mark.
#[must_use]
pub fn mark(number: u64) -> Vec<u8> {
    let mut bytes = vec![0; HEADER];
    bytes[0] = b'm';
    bytes[8..16].copy_from_slice(&number.to_le_bytes());
    bytes
}

/// The records of a log about the folder `root`.
///
/// # Panics
/// When it is not a log of ours, or tells of something a replay would get wrong.
#[must_use]
pub fn parse(mut bytes: &[u8], root: &Path) -> Vec<Record> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let (header, rest) = bytes.split_at(HEADER);
        let path = u32::from_le_bytes(header[4..8].try_into().expect("four bytes")) as usize;
        let (path, rest) = rest.split_at(path);
        let (data, rest) = rest.split_at(number(&header[16..24]));
        records.push(record(header[0], below(path, root), number(&header[8..16]), data, root));
        bytes = rest;
    }
    records
}

fn record(kind: u8, path: PathBuf, offset: usize, data: &[u8], root: &Path) -> Record {
    match kind {
        b'c' => Record::Create(path),
        b'w' => Record::Write(path, offset, data.to_vec()),
        b't' => Record::Truncate(path, offset),
        b's' => Record::Sync(path),
        b'r' => Record::Rename(path, below(data, root)),
        b'u' => Record::Unlink(path),
        b'd' => Record::MakeFolder(path),
        b'x' => Record::RemoveFolder(path),
        b'o' => Record::Out(offset),
        b'm' => Record::Mark(offset as u64),
        _ => panic!("{} on {}: no replay of that", String::from_utf8_lossy(data), path.display()),
    }
}

fn number(bytes: &[u8]) -> usize {
    let number = u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
    usize::try_from(number).expect("an offset of this machine")
}

fn below(path: &[u8], root: &Path) -> PathBuf {
    let path = Path::new(OsStr::from_bytes(path));
    path.strip_prefix(root).unwrap_or(path).to_owned()
}
