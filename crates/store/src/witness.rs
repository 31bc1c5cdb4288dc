//! The witness: outside the vault's folder, the highest number its actor has given. A folder put back
//! by hand from last week brings no old witness along, and is found out.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use cacah_family::entry::Actor;

/// The open file. Losing its last writes to a power cut is harmless: the vault is then the newer.
#[derive(Debug)]
pub(crate) struct Witness {
    file: Option<File>,
    actor: Actor,
    /// Given last in this session.
    given: Option<u64>,
    /// Highest in the file when it was opened and found whole.
    found: Option<u64>,
}

/// What a witness says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// Incarnation and number: at least these were given.
    pub last: (u32, u64),
    /// The vault was not left properly after that: its WAL must be there.
    pub in_use: bool,
}

/// Numbers given between two writes: a second file written with every answer costs as much as the
/// answer itself. The last is written when the vault is left.
const STRIDE: u64 = 32;

/// Of one length, so that a line replaces the one before.
const IN_USE: &str = "open";
const LEFT: &str = "left";

impl Witness {
    /// Opens the witness of the vault in `dir`. Where none can be kept the vault opens all the same.
    pub(crate) fn open(dir: &Path, actor: Actor) -> Self {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path(dir));
        Self { file: file.ok(), actor, given: None, found: None }
    }

    /// What it knows of this actor's device. The file is plain: an incarnation after which none can
    /// come is somebody's joke, and would close the vault for ever.
    pub(crate) fn knows(&mut self) -> Option<Known> {
        let file = self.file.as_mut()?;
        let mut text = String::new();
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_to_string(&mut text).ok()?;
        let (body, check) = text.trim_end().rsplit_once(' ')?;
        if blake3::hash(body.as_bytes()).to_hex().as_str() != check {
            return None;
        }
        let mut words = body.split(' ');
        let device = words.next()?;
        let last: (u32, u64) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let in_use = words.next()? == IN_USE;
        (last.0 < u32::MAX && device == self.actor.device.to_string())
            .then_some(Known { last, in_use })
    }

    /// The file was opened and holds all that was given: left again, it needs no WAL, whoever had to
    /// leave it in a hurry before.
    pub(crate) fn found_whole(&mut self, highest: u64) {
        self.found = Some(highest).filter(|highest| *highest > 0);
    }

    /// Notes that `actor` has given `seq`; written first, and then now and then.
    pub(crate) fn note(&mut self, actor: Actor, seq: u64) {
        let written = self.given.filter(|_| self.actor == actor).map(|given| given / STRIDE);
        (self.actor, self.given) = (actor, Some(seq));
        if written != Some(seq / STRIDE) {
            self.write(seq, IN_USE);
        }
    }

    /// No sync: the officer must not wait for it.
    fn write(&mut self, seq: u64, state: &str) {
        let Some(file) = self.file.as_mut() else { return };
        let Actor { device, incarnation } = self.actor;
        let body = format!("{device} {incarnation:010} {seq:020} {state}");
        let line = format!("{body} {}\n", blake3::hash(body.as_bytes()));
        // A witness that cannot be written is no reason to refuse an answer that is stored.
        let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(line.as_bytes()));
    }
}

/// Dropped after the connections, when the WAL is folded into the file.
impl Drop for Witness {
    fn drop(&mut self) {
        if let Some(seq) = self.given.take().or(self.found.take()) {
            self.write(seq, LEFT);
        }
    }
}

/// Beside the folder, under its name.
fn path(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".witness");
    dir.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use cacah_family::id::DeviceId;
    use uuid::Uuid;

    use super::*;

    fn actor(incarnation: u32) -> Actor {
        Actor { device: DeviceId(Uuid::from_u128(1)), incarnation }
    }

    #[test]
    fn it_knows_what_was_noted_last_of_this_device_and_whether_it_was_left() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("vault");
        let mut witness = Witness::open(&dir, actor(1));
        assert_eq!(witness.knows(), None);
        witness.note(actor(1), 9_999);
        witness.note(actor(2), 7);
        let known = |seq, in_use| Some(Known { last: (2, seq), in_use });
        assert_eq!(Witness::open(&dir, actor(1)).knows(), known(7, true));
        witness.note(actor(2), 8);
        assert_eq!(Witness::open(&dir, actor(1)).knows(), known(7, true));
        drop(witness);
        assert_eq!(Witness::open(&dir, actor(1)).knows(), known(8, false));
        let other = Actor { device: DeviceId(Uuid::from_u128(2)), incarnation: 1 };
        assert_eq!(Witness::open(&dir, other).knows(), None);
    }

    #[test]
    fn a_witness_that_nobody_could_follow_says_nothing() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("vault");
        Witness::open(&dir, actor(u32::MAX)).note(actor(u32::MAX), 7);
        assert_eq!(Witness::open(&dir, actor(1)).knows(), None);
    }

    #[test]
    fn a_torn_witness_says_nothing() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("vault");
        Witness::open(&dir, actor(1)).note(actor(1), 12);
        let mut bytes = std::fs::read(path(&dir)).unwrap();
        bytes[60] ^= 1;
        std::fs::write(path(&dir), &bytes).unwrap();
        assert_eq!(Witness::open(&dir, actor(1)).knows(), None);
        std::fs::write(path(&dir), &bytes[..30]).unwrap();
        assert_eq!(Witness::open(&dir, actor(1)).knows(), None);
    }
}
