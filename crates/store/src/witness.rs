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
}

impl Witness {
    /// Opens the witness of the vault in `dir`. Where none can be kept the vault opens all the same.
    pub(crate) fn open(dir: &Path, actor: Actor) -> Self {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path(dir));
        Self { file: file.ok(), actor }
    }

    /// The incarnation and number it knows of this actor's device.
    pub(crate) fn knows(&mut self) -> Option<(u32, u64)> {
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
        let (incarnation, seq) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        (device == self.actor.device.to_string()).then_some((incarnation, seq))
    }

    /// Notes that `actor` has given `seq`. No sync: the officer must not wait for it.
    pub(crate) fn note(&mut self, actor: Actor, seq: u64) {
        self.actor = actor;
        let Some(file) = self.file.as_mut() else { return };
        let Actor { device, incarnation } = actor;
        let body = format!("{device} {incarnation:010} {seq:020}");
        let line = format!("{body} {}\n", blake3::hash(body.as_bytes()));
        // A witness that cannot be written is no reason to refuse an answer that is stored.
        let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(line.as_bytes()));
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
    fn it_knows_what_was_noted_last_of_this_device() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("vault");
        let mut witness = Witness::open(&dir, actor(1));
        assert_eq!(witness.knows(), None);
        witness.note(actor(1), 9_999);
        witness.note(actor(2), 7);
        assert_eq!(Witness::open(&dir, actor(1)).knows(), Some((2, 7)));
        let other = Actor { device: DeviceId(Uuid::from_u128(2)), incarnation: 1 };
        assert_eq!(Witness::open(&dir, other).knows(), None);
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
