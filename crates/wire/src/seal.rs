//! Signatures and hashes, always over the exact bytes that are sent: Ed25519 (RFC 8032), BLAKE3.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The text is no key, hash or signature, or does not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not the right number of hex digits or base64 characters.
    #[error("not {0}")]
    Format(&'static str),
    /// The signature is not of this key over these bytes.
    #[error("the signature does not verify")]
    Signature,
    /// The body is not what it should be.
    #[error("the signed body cannot be read")]
    Body,
}

macro_rules! hex32 {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(pub [u8; 32]);

        impl FromStr for $name {
            type Err = SealError;
            fn from_str(text: &str) -> Result<Self, SealError> {
                let mut bytes = [0; 32];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| SealError::Format($what))?;
                Ok(Self(bytes))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&hex::encode(self.0)) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }
        impl TryFrom<String> for $name {
            type Error = SealError;
            fn try_from(text: String) -> Result<Self, SealError> { text.parse() }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.to_string() }
        }
    };
}

hex32! {
    /// BLAKE3 of exact bytes; 64 hex digits in text.
    Hash, "64 hex digits of a BLAKE3 hash"
}
hex32! {
    /// An Ed25519 public key; 64 hex digits in text.
    PublicKey, "64 hex digits of an Ed25519 key"
}

impl Hash {
    /// Of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).into())
    }
}

impl PublicKey {
    /// The public half of a signing key.
    #[must_use]
    pub fn of(key: &SigningKey) -> Self {
        Self(key.verifying_key().to_bytes())
    }

    /// Proves `signature` over `bytes`; strict (no small-order keys, RFC 8032 5.1.7).
    ///
    /// # Errors
    /// [`SealError::Signature`] when it does not verify.
    pub fn verify(&self, bytes: &[u8], signature: &Sig) -> Result<(), SealError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| SealError::Signature)?;
        key.verify_strict(bytes, &Signature::from_bytes(&signature.0))
            .map_err(|_| SealError::Signature)
    }
}

/// An Ed25519 signature; base64 in text.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Sig(pub [u8; 64]);

impl Sig {
    /// Signs exact bytes.
    #[must_use]
    pub fn sign(key: &SigningKey, bytes: &[u8]) -> Self {
        Self(key.sign(bytes).to_bytes())
    }
}

impl FromStr for Sig {
    type Err = SealError;
    fn from_str(text: &str) -> Result<Self, SealError> {
        let bytes = STANDARD.decode(text).map_err(|_| SealError::Format("a base64 signature"))?;
        bytes.try_into().map(Self).map_err(|_| SealError::Format("a base64 signature of 64 bytes"))
    }
}

impl fmt::Display for Sig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Sig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Sig {
    type Error = SealError;
    fn try_from(text: String) -> Result<Self, SealError> {
        text.parse()
    }
}

impl From<Sig> for String {
    fn from(sig: Sig) -> Self {
        sig.to_string()
    }
}

/// A JSON document with its signature: receipts, incarnations. The body keeps its exact bytes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Signed {
    /// Who signed.
    pub key: PublicKey,
    /// Over the exact bytes of `body`.
    pub sig: Sig,
    /// The document.
    #[schemars(with = "serde_json::Value")]
    pub body: Box<RawValue>,
}

impl Signed {
    /// Signs `body`.
    ///
    /// # Errors
    /// [`SealError::Body`] when it cannot be written as JSON.
    pub fn seal<T: Serialize>(body: &T, key: &SigningKey) -> Result<Self, SealError> {
        let body = serde_json::value::to_raw_value(body).map_err(|_| SealError::Body)?;
        let sig = Sig::sign(key, body.get().as_bytes());
        Ok(Self { key: PublicKey::of(key), sig, body })
    }

    /// The body, after proving that `key` signed it.
    ///
    /// # Errors
    /// [`SealError::Signature`] when another key signed or the bytes changed, [`SealError::Body`]
    /// when it is no `T`.
    pub fn open<T: for<'a> Deserialize<'a>>(&self, key: &PublicKey) -> Result<T, SealError> {
        if self.key != *key {
            return Err(SealError::Signature);
        }
        key.verify(self.body.get().as_bytes(), &self.sig)?;
        serde_json::from_str(self.body.get()).map_err(|_| SealError::Body)
    }
}
