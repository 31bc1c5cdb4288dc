//! The WAL looked at before SQLite opens it. SQLite ends a WAL at its first bad frame and writes over
//! the rest: after a power cut that is right, after damage it would throw acknowledged answers away.

use std::path::Path;

use super::DB;
use crate::StoreError;

const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;
/// The lowest bit says in which order checksums read their words.
const MAGIC: u32 = 0x377F_0682;

/// Tells whether there is a WAL.
///
/// # Errors
/// [`StoreError::Damaged`] when commits follow a frame that is not whole. One may: a commit is synced
/// before the next begins, so a power cut tears the last at most.
pub(crate) fn check(dir: &Path) -> Result<bool, StoreError> {
    let bytes = match std::fs::read(dir.join(format!("{DB}-wal"))) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        read => read?,
    };
    let Some((header, frames)) = bytes.split_first_chunk::<HEADER>() else { return Ok(false) };
    let frames = frames.as_chunks::<FRAME>().0;
    let whole = whole(header, frames);
    let salts =
        if whole > 0 { header.get(16..24) } else { frames.first().and_then(|f| f.get(8..16)) };
    let torn = frames.iter().skip(whole);
    let commits =
        torn.filter(|frame| frame.get(8..16) == salts && frame.get(4..8) != Some(&[0; 4]));
    if commits.count() > 1 { Err(StoreError::Damaged { place: "vault.db-wal" }) } else { Ok(true) }
}

/// Frames before the first that is not whole.
fn whole(header: &[u8; HEADER], frames: &[[u8; FRAME]]) -> usize {
    let word = |bytes: &[u8], at: usize| {
        let four = bytes.get(at..).and_then(|bytes| bytes.first_chunk()).copied();
        u32::from_be_bytes(four.unwrap_or_default())
    };
    let magic = word(header, 0);
    let (plain, mut sum) = (header.get(..24).unwrap_or_default(), (0, 0));
    sum = checksum(magic & 1 == 1, plain, sum);
    if magic & !1 != MAGIC || sum != (word(header, 24), word(header, 28)) {
        return 0;
    }
    let good = |frame: &&[u8; FRAME]| {
        let (head, page) =
            (frame.get(..8).unwrap_or_default(), frame.get(24..).unwrap_or_default());
        sum = checksum(magic & 1 == 1, page, checksum(magic & 1 == 1, head, sum));
        frame.get(8..16) == header.get(16..24)
            && sum == (word(&frame[..], 16), word(&frame[..], 20))
    };
    frames.iter().take_while(good).count()
}

/// SQLite's, over pairs of words (fileformat2.html, 4.2).
fn checksum(big: bool, bytes: &[u8], (mut one, mut two): (u32, u32)) -> (u32, u32) {
    let word =
        |four: [u8; 4]| if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
    for pair in bytes.as_chunks::<4>().0.as_chunks::<2>().0 {
        one = one.wrapping_add(word(pair[0])).wrapping_add(two);
        two = two.wrapping_add(word(pair[1])).wrapping_add(one);
    }
    (one, two)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::Laptop;

    #[test]
    fn commits_behind_a_bad_frame_are_damage_and_a_torn_last_one_is_not() {
        let mut laptop = Laptop::new();
        laptop.finished(0, 4);
        let wal = fs::read(laptop.dir().join("vault.db-wal")).unwrap();
        let other = tempfile::tempdir().unwrap();
        let state = |bytes: &[u8]| {
            fs::write(other.path().join("vault.db-wal"), bytes).unwrap();
            check(other.path())
        };
        let frames = wal.len() / FRAME;
        let (header, body) = wal.split_first_chunk().unwrap();
        assert_eq!(
            whole(header, body.as_chunks().0),
            frames,
            "all frames of a sound WAL are whole"
        );
        assert!(state(&wal).unwrap());
        assert!(!state(b"").unwrap());
        let last = wal.len() - 10;
        assert!(state(&[&wal[..last], &[0; 10]].concat()).unwrap());
        for place in [5, HEADER + 100] {
            let mut torn = wal.clone();
            torn[place] ^= 1;
            assert!(matches!(state(&torn), Err(StoreError::Damaged { place: "vault.db-wal" })));
        }
    }
}
