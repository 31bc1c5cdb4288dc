//! Digests and encodings.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{Arguments, Function, Run};

pub(super) const TABLE: &[Function] = &[
    Function::new("base64-decode", (1, 1), Run::Text(base64_decode)),
    Function::new("digest", (2, 3), Run::Text(digest)),
];

/// Algorithms of `digest`. MD5 and SHA-1 are broken, and a form has no old ones to compare with.
pub(crate) const ALGORITHMS: [&str; 3] = ["SHA-256", "SHA-384", "SHA-512"];
/// How `digest` may write its bytes.
pub(crate) const ENCODINGS: [&str; 2] = ["base64", "hex"];

/// The text within; nothing if there is none.
fn base64_decode(given: Arguments<'_>) -> String {
    let decoded = STANDARD.decode(given.text(0).as_bytes()).ok();
    decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn digest(given: Arguments<'_>) -> String {
    let text = given.text(0);
    let bytes = match &*given.text(1) {
        "SHA-256" => Sha256::digest(text.as_bytes()).to_vec(),
        "SHA-384" => Sha384::digest(text.as_bytes()).to_vec(),
        "SHA-512" => Sha512::digest(text.as_bytes()).to_vec(),
        _ => return String::new(),
    };
    match &*given.text(2) {
        "hex" => hex::encode(bytes),
        _ => STANDARD.encode(bytes),
    }
}

#[cfg(test)]
mod tests {
    use crate::functions::told;

    #[test]
    fn digests_as_javarosa_writes_them() {
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(told("digest", &["abc", "SHA-256", "hex"]), hex);
        let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert_eq!(told("digest", &["abc", "SHA-256"]), base64);
        let lengths = ["SHA-384", "SHA-512"].map(|name| told("digest", &["", name, "hex"]).len());
        assert_eq!(lengths, [96, 128]);
    }

    #[test]
    fn base64() {
        assert_eq!(told("base64-decode", &["aGVsbG8="]), "hello");
        for text in ["", "!!", "/w=="] {
            assert_eq!(told("base64-decode", &[text]), "", "{text}");
        }
    }
}
