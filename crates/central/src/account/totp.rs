//! The second factor: time-based codes (RFC 6238: SHA-1, six digits, thirty seconds), and what
//! stands in for it when the telephone is lost.

use cacah_family::host::Host;
use cacah_family::id::OfficerId;
use cacah_family::radio;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use totp_rs::{Builder, Secret, Totp};

use crate::error::{CentralError, Result};
use crate::keys::Keys;

const SEALS: &str = "cacah 2026-11 seal of a second factor";
/// RFC 4226 recommends 160 bits.
const SECRET: usize = 20;
const NONCE: usize = 24;
/// Recovery codes of a second factor.
const SPARE: usize = 8;
/// Bytes of a recovery code; guessing is paced, so 40 bits are plenty.
const SPARE_BYTES: usize = 5;
const SPARE_PURPOSE: &str = "account";

/// A new secret.
pub(super) fn draw(host: &dyn Host) -> [u8; SECRET] {
    let mut secret = [0; SECRET];
    host.fill(&mut secret);
    secret
}

/// As an app is told it.
pub(super) fn base32(secret: [u8; SECRET]) -> String {
    Secret::from(secret).to_base32()
}

/// The secret as it lies in the database: only this officer's, and only with the key beside it.
pub(super) fn seal(
    keys: &Keys,
    host: &dyn Host,
    whose: OfficerId,
    secret: &[u8],
) -> Result<Vec<u8>> {
    let mut nonce = [0; NONCE];
    host.fill(&mut nonce);
    let payload = Payload { msg: secret, aad: whose.0.as_bytes() };
    let sealed = cipher(keys).encrypt(&XNonce::from(nonce), payload).map_err(|_| DAMAGED)?;
    Ok([&nonce[..], &sealed].concat())
}

/// The time step whose code this is, by the endpoint's clock; one before and after are taken.
pub(super) fn step(
    keys: &Keys,
    whose: OfficerId,
    sealed: &[u8],
    code: &str,
    now: i64,
) -> Result<Option<u64>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(DAMAGED)?;
    let payload = Payload { msg: sealed, aad: whose.0.as_bytes() };
    let secret = cipher(keys).decrypt(&XNonce::from(*nonce), payload).map_err(|_| DAMAGED)?;
    let secret: [u8; SECRET] = secret.try_into().map_err(|_| DAMAGED)?;
    let seconds = now.max(0).unsigned_abs() / 1000;
    Ok(reader(secret).check(code.trim(), seconds))
}

/// New recovery codes, as they are shown once.
pub(super) fn spares(host: &dyn Host) -> Vec<String> {
    let spare = |_| {
        let mut bytes = [0; SPARE_BYTES];
        host.fill(&mut bytes);
        radio::spell(SPARE_PURPOSE, &bytes)
    };
    (0..SPARE).map(spare).collect()
}

/// What a recovery code carries; `None` for what cannot be one.
pub(super) fn spare(text: &str) -> Option<Vec<u8>> {
    radio::read(SPARE_PURPOSE, text, SPARE_BYTES).ok()
}

fn reader(secret: [u8; SECRET]) -> Totp {
    Builder::new().with_secret(secret).with_skew(1).build_noncompliant()
}

fn cipher(keys: &Keys) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&keys.hidden(SEALS, b"").0.into())
}

/// Only a database of another endpoint, or one that was changed by hand, says this.
const DAMAGED: CentralError =
    CentralError::Storage(crate::storage::StorageError::Damaged("account"));

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, truncated to six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let reader = reader(*b"12345678901234567890");
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert!(reader.check(code, seconds).is_some(), "{code}");
            assert!(reader.check(code, seconds + 90).is_none(), "{code} is over");
        }
    }
}
