//! Bytes to text: UTF-8 with or without byte order mark, and UTF-16 as Excel saves it.

use std::borrow::Cow;

/// Text, or the part of it that could be read with what is wrong behind it.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, (String, &'static str)> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(utf16(rest, u16::from_be_bytes)?),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(utf8(rest)?),
        plain => Cow::Borrowed(utf8(plain)?),
    };
    match text.split_once('\0') {
        None => Ok(text),
        Some((before, _)) => Err((before.to_owned(), "a NUL character")),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, (String, &'static str)> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        (String::from_utf8_lossy(valid).into_owned(), "not UTF-8")
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, (String, &'static str)> {
    let pairs = bytes.chunks_exact(2);
    let odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    for next in char::decode_utf16(units) {
        match next {
            Ok(next) => text.push(next),
            Err(_) => return Err((text, "not UTF-16")),
        }
    }
    if odd { Err((text, "not UTF-16")) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_tells_the_encoding() {
        for bytes in [
            b"a\xC3\xA9".as_slice(),
            b"\xEF\xBB\xBFa\xC3\xA9",
            b"\xFF\xFEa\0\xE9\0",
            b"\xFE\xFF\0a\0\xE9",
        ] {
            assert_eq!(decode(bytes).unwrap(), "a\u{e9}");
        }
    }

    #[test]
    fn what_is_no_text_is_read_up_to_there() {
        for (bytes, before) in [
            (b"ab\xE9c".as_slice(), "ab"),
            (b"a\0b\0", "a"),
            (b"\xFF\xFEa\0\x00\xD8b\0", "a"),
            (b"\xFF\xFEa\0b", "a"),
        ] {
            assert_eq!(decode(bytes).expect_err("no text").0, before);
        }
    }
}
