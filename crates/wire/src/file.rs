//! Photos and scans: sealed in chunks under a key of their own, which the journal names (ADR 0016).
//!
//! A chunk's name is a keyed hash of what is in it, so it tells nobody without the journal whether two
//! laptops hold the same picture. Its nonce is the beginning of its name: under one key two chunks
//! have the same nonce only when they are the same bytes.

use cacah_family::entry::{Chunk, File};
use cacah_family::host::Host;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use crate::seal::Hash;

/// Bytes of a plain chunk.
pub const CHUNK: usize = 256 << 10;
/// Bytes of a sealed chunk at most.
pub const MAX_SEALED: usize = CHUNK + 16;
/// Bytes of a file at most: a scan of a paper form in colour.
pub const MAX_FILE: usize = 20 << 20;

/// Why a file cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// More than [`MAX_FILE`], or empty.
    #[error("a file has 1 byte to 20 MiB")]
    Size,
    /// A chunk is missing, changed, or not of this file.
    #[error("not the chunks of this file")]
    Chunks,
    /// The journal's entry of it is not well formed.
    #[error("not a file")]
    Entry,
}

/// Seals a file: what the journal says of it, and its sealed chunks in order.
///
/// # Errors
/// [`FileError::Size`].
pub fn seal(plain: &[u8], media: &str, host: &dyn Host) -> Result<(File, Vec<Vec<u8>>), FileError> {
    if plain.is_empty() || plain.len() > MAX_FILE {
        return Err(FileError::Size);
    }
    let mut key = [0; 32];
    host.fill(&mut key);
    let sealed: Vec<(Chunk, Vec<u8>)> =
        plain.chunks(CHUNK).map(|plain| seal_chunk(plain, &key)).collect::<Result<_, _>>()?;
    let (chunks, bytes) = sealed.into_iter().unzip();
    let length = plain.len() as u64;
    Ok((File { media: media.into(), bytes: length, key: hex::encode(key), chunks }, bytes))
}

fn seal_chunk(plain: &[u8], key: &[u8; 32]) -> Result<(Chunk, Vec<u8>), FileError> {
    let name = blake3::keyed_hash(key, plain);
    let sealed = cipher(key).encrypt(&nonce(&name), plain).map_err(|_| FileError::Size)?;
    let chunk = Chunk {
        name: name.to_string(),
        hash: Hash::of(&sealed).to_string(),
        bytes: u32::try_from(sealed.len()).map_err(|_| FileError::Size)?,
    };
    Ok((chunk, sealed))
}

/// Opens a file from its sealed chunks in order.
///
/// # Errors
/// [`FileError::Entry`], [`FileError::Chunks`]; memory stays below [`MAX_FILE`].
pub fn open(file: &File, chunks: &[Vec<u8>]) -> Result<Vec<u8>, FileError> {
    let key: [u8; 32] =
        hex::decode(&file.key).ok().and_then(|key| key.try_into().ok()).ok_or(FileError::Entry)?;
    if file.bytes > MAX_FILE as u64 || file.chunks.len() != chunks.len() {
        return Err(FileError::Chunks);
    }
    let mut plain = Vec::new();
    for (chunk, sealed) in file.chunks.iter().zip(chunks) {
        let name = blake3::Hash::from_hex(&chunk.name).map_err(|_| FileError::Entry)?;
        let opened = cipher(&key).decrypt(&nonce(&name), sealed.as_slice());
        let opened = opened.map_err(|_| FileError::Chunks)?;
        // The name is over the plain bytes: a chunk of another place in the file has another.
        if blake3::keyed_hash(&key, &opened) != name {
            return Err(FileError::Chunks);
        }
        plain.extend_from_slice(&opened);
    }
    if plain.len() as u64 == file.bytes { Ok(plain) } else { Err(FileError::Chunks) }
}

/// True of a chunk's name: 64 hexadecimal digits, nothing that could be a path.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

fn nonce(name: &blake3::Hash) -> XNonce {
    let mut nonce = [0; 24];
    nonce.copy_from_slice(&name.as_bytes()[..24]);
    XNonce::from(nonce)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use cacah_family::host::Millis;

    use super::*;

    /// Randomness that counts; a clock that stands.
    struct Counting(Mutex<u8>);

    impl Host for Counting {
        fn now(&self) -> Millis {
            0
        }

        fn monotonic(&self) -> u64 {
            0
        }

        fn fill(&self, bytes: &mut [u8]) {
            let mut next = self.0.lock().unwrap();
            *next += 1;
            bytes.fill(*next);
        }
    }

    fn host() -> Counting {
        Counting(Mutex::new(0))
    }

    fn picture(bytes: usize) -> Vec<u8> {
        (0..bytes).map(|i| (i / 7 % 251) as u8).collect()
    }

    #[test]
    fn a_file_comes_out_as_it_went_in() {
        for bytes in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5] {
            let (file, chunks) = seal(&picture(bytes), "image/jpeg", &host()).unwrap();
            assert_eq!(file.chunks.len(), bytes.div_ceil(CHUNK));
            assert!(chunks.iter().all(|sealed| sealed.len() <= MAX_SEALED));
            assert!(file.chunks.iter().all(|chunk| is_name(&chunk.name)));
            assert_eq!(open(&file, &chunks).unwrap(), picture(bytes), "{bytes}");
        }
    }

    #[test]
    fn chunks_that_are_changed_missing_or_turned_are_told() {
        let (file, chunks) = seal(&picture(3 * CHUNK), "image/png", &host()).unwrap();
        let mut changed = chunks.clone();
        changed[1][9] ^= 1;
        let mut turned = chunks.clone();
        turned.swap(0, 1);
        for bad in [changed, turned, chunks[..2].to_vec()] {
            assert_eq!(open(&file, &bad), Err(FileError::Chunks));
        }
    }

    #[test]
    fn the_same_picture_has_other_names_in_another_file() {
        let host = host();
        let (one, _) = seal(&picture(10), "image/png", &host).unwrap();
        let (two, _) = seal(&picture(10), "image/png", &host).unwrap();
        assert_ne!(one.chunks, two.chunks);
    }

    #[test]
    fn nothing_and_too_much_are_refused_and_names_are_no_paths() {
        assert_eq!(seal(&[], "image/png", &host()).unwrap_err(), FileError::Size);
        let large = vec![0; MAX_FILE + 1];
        assert_eq!(seal(&large, "image/png", &host()).unwrap_err(), FileError::Size);
        for bad in ["", "../../etc/passwd", &"A".repeat(64), &"0".repeat(63)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
