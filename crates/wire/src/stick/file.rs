//! A stick file among others in a folder: its name, and how it comes to be whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write};
use std::iter;
use std::path::{Path, PathBuf};

use cacah_family::host::Millis;
use chrono::DateTime;

use super::{Manifest, StickError, Way};

/// What the file's name ends in.
pub const EXTENSION: &str = "cacah";

/// What a file is called: people sort and hand over by it. It tells officer, day (UTC), number and
/// count, and no name of anybody.
#[must_use]
pub fn name(manifest: &Manifest, officer: &str) -> String {
    let officer = plain(officer);
    let (day, number) = (day(manifest.created), manifest.number);
    match manifest.way {
        Way::Up => {
            format!("cacah-{officer}-{day}-{number}-{}keluarga.{EXTENSION}", manifest.families)
        }
        Way::Down => format!("jawaban-{officer}-{day}-{number}.{EXTENSION}"),
    }
}

/// What the file of a spare laptop is called.
#[must_use]
pub fn spare_name(created: Millis, officer: &str) -> String {
    format!("cadangan-{}-{}.{EXTENSION}", plain(officer), day(created))
}

fn plain(officer: &str) -> String {
    officer.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn day(at: Millis) -> String {
    DateTime::from_timestamp_millis(at)
        .map_or_else(String::new, |at| at.format("%Y%m%d").to_string())
}

/// Writes a file that bears its name only once it is whole, durable and read back: a stick that is
/// pulled out or full leaves nothing under it. A file of that name is never replaced, the new one is
/// counted then. Where it is, and its bytes.
///
/// # Errors
/// [`StickError::Io`], else what `write` says.
pub fn save(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), StickError>,
) -> Result<(PathBuf, u64), StickError> {
    let path = free(folder, name);
    let mut unfinished = OsString::from(&path);
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    let written = fill(unfinished, write).and_then(|bytes| {
        fs::rename(unfinished, &path)?;
        sync_folder(folder)?;
        Ok((path, bytes))
    });
    if written.is_err() {
        // The first error is the one that tells; on a stick that is gone this one fails as well.
        let _ = fs::remove_file(unfinished);
    }
    written
}

fn free(folder: &Path, name: &str) -> PathBuf {
    let stem = name.strip_suffix(EXTENSION).unwrap_or(name).trim_end_matches('.');
    let counted = (2_u32..).map(|count| folder.join(format!("{stem}-{count}.{EXTENSION}")));
    let mut paths = iter::once(folder.join(name)).chain(counted);
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

/// What is written, hashed on its way.
struct Hashing<'a>(&'a File, blake3::Hasher);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes)?;
        self.1.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn fill(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), StickError>,
) -> Result<u64, StickError> {
    // A link that somebody left there would lead to any file of this computer.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut hashing = Hashing(&file, blake3::Hasher::new());
    let mut buffered = io::BufWriter::with_capacity(64 << 10, &mut hashing);
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.sync_all()?;
    let mut read = blake3::Hasher::new();
    let mut again = File::open(path)?;
    let mut bytes = vec![0; 64 << 10];
    loop {
        let length = again.read(&mut bytes)?;
        if length == 0 {
            break;
        }
        read.update(bytes.get(..length).unwrap_or_default());
    }
    if read.finalize() == hashing.1.finalize() { Ok(read.count()) } else { Err(StickError::Broken) }
}

/// Makes the new name durable.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call; NTFS journals names itself, and what a FAT stick forgets is made again.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
