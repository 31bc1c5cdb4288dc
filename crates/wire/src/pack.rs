//! Compression: zstd with a dictionary trained on invented families, for what is small and alike.
//!
//! A frame names its dictionary (the dictionary id of its header, RFC 8878 section 3.1.1.1.3); none
//! is named by frames of the first builds. A dictionary is kept for ever: what was written with it
//! is read with it. A new one gets a new file and a new id; the newest is written with.

use std::cell::RefCell;
use std::io::Read as _;
use std::sync::LazyLock;

use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::get_dict_id_from_frame;

/// Id and bytes of every dictionary, the newest last.
pub const DICTIONARIES: [(u32, &[u8]); 1] = [(0xCA01, include_bytes!("../dictionary/1.zdict"))];

/// What is packed for: bytes or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pack {
    /// A bad link: zstd level 6. 19 would save a tenth at a hundred times the price.
    Link,
    /// A disk, on the way of every family: level 3.
    Disk,
}

/// zstd levels of [`Pack`].
const LEVELS: [i32; 2] = [6, 3];
/// What a frame may ask for to look back: 128 MiB.
const WINDOW_LOG: u32 = 27;

static ENCODERS: LazyLock<[EncoderDictionary<'static>; 2]> = LazyLock::new(|| {
    let (_, newest) = DICTIONARIES[DICTIONARIES.len() - 1];
    LEVELS.map(|level| EncoderDictionary::copy(newest, level))
});

static DECODERS: LazyLock<Vec<DecoderDictionary<'static>>> = LazyLock::new(|| {
    DICTIONARIES.iter().map(|(_, bytes)| DecoderDictionary::copy(bytes)).collect()
});

thread_local! {
    /// Their tables are larger than what they mostly compress.
    static COMPRESSORS: RefCell<[Option<Compressor<'static>>; 2]> =
        const { RefCell::new([None, None]) };
}

/// Not zstd, damaged, of a dictionary nobody has, or larger than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// Damaged, or of a dictionary this build does not have.
    #[error("not packed by this program")]
    Format,
    /// More bytes than the caller takes.
    #[error("too large")]
    TooLarge,
}

/// Compresses with the newest dictionary; empty when zstd has no memory left.
#[must_use]
pub fn pack(bytes: &[u8], purpose: Pack) -> Vec<u8> {
    let at = match purpose {
        Pack::Link => 0,
        Pack::Disk => 1,
    };
    COMPRESSORS.with_borrow_mut(|compressors| {
        let compressor = &mut compressors[at];
        if compressor.is_none() {
            *compressor = Compressor::with_prepared_dictionary(&ENCODERS[at]).ok();
        }
        let packed = compressor.as_mut().and_then(|zstd| zstd.compress(bytes).ok());
        packed.unwrap_or_default()
    })
}

/// What was packed, by this build or an earlier one; memory stays below `limit` bytes.
///
/// # Errors
/// [`UnpackError`].
pub fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, UnpackError> {
    let format = |_| UnpackError::Format;
    let mut bytes = Vec::new();
    let mut read = |mut zstd: zstd::Decoder<'_, _>| {
        zstd.window_log_max(WINDOW_LOG).map_err(format)?;
        zstd.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(format)
    };
    match get_dict_id_from_frame(packed).map(std::num::NonZeroU32::get) {
        None => read(zstd::Decoder::with_buffer(packed).map_err(format)?)?,
        Some(id) => {
            let at = DICTIONARIES.iter().position(|(known, _)| *known == id);
            let dictionary = at.and_then(|at| DECODERS.get(at)).ok_or(UnpackError::Format)?;
            read(zstd::Decoder::with_prepared_dictionary(packed, dictionary).map_err(format)?)?
        }
    };
    if bytes.len() > limit { Err(UnpackError::TooLarge) } else { Ok(bytes) }
}
