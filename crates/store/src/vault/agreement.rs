//! age's X25519 keys (RFC 7748) as bytes, and what two of them agree on.

use std::str::FromStr as _;

use age::x25519::Identity;
use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32, Hrp};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::Secret;
use crate::StoreError;

const RECIPIENT: Hrp = Hrp::parse_unchecked("age");
const IDENTITY: Hrp = Hrp::parse_unchecked("age-secret-key-");

/// The public key of a recipient (`age1…`).
pub(crate) fn public(recipient: &str) -> Result<[u8; 32], StoreError> {
    let read = CheckedHrpstring::new::<Bech32>(recipient).map_err(|_| StoreError::BadRecipient)?;
    let bytes: Vec<u8> = read.byte_iter().collect();
    let key = bytes.try_into().ok().filter(|_| read.hrp() == RECIPIENT);
    key.ok_or(StoreError::BadRecipient)
}

/// The public half of a private key.
pub(crate) fn point(private: &Secret) -> [u8; 32] {
    PublicKey::from(&StaticSecret::from(**private)).to_bytes()
}

/// What a private key agrees on with a public one.
pub(crate) fn shared(private: &Secret, public: &[u8; 32]) -> Result<Secret, StoreError> {
    let shared = StaticSecret::from(**private).diffie_hellman(&PublicKey::from(*public));
    if shared.was_contributory() {
        Ok(Zeroizing::new(shared.to_bytes()))
    } else {
        Err(StoreError::BadRecipient)
    }
}

/// The age identity of a private key.
pub(crate) fn identity(private: &Secret) -> Result<Identity, StoreError> {
    let text = bech32::encode_upper::<Bech32>(IDENTITY, &**private).map(Zeroizing::new);
    let text = text.map_err(|_| StoreError::BadRecipient)?;
    Identity::from_str(&text).map_err(|_| StoreError::BadRecipient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::OFFICE;

    #[test]
    fn laptop_and_office_agree_and_age_knows_the_same_keys() {
        let laptop = Zeroizing::new([7; 32]);
        let office: Identity = OFFICE.parse().unwrap();
        let (_, bytes) = bech32::decode(OFFICE).unwrap();
        let private = Zeroizing::new(<[u8; 32]>::try_from(bytes).unwrap());
        let recipient = office.to_public().to_string();
        assert_eq!(public(&recipient).unwrap(), point(&private));
        assert_eq!(identity(&private).unwrap().to_public().to_string(), recipient);
        let here = shared(&laptop, &public(&recipient).unwrap()).unwrap();
        assert_eq!(here, shared(&private, &point(&laptop)).unwrap());
    }

    #[test]
    fn what_is_no_recipient_and_a_point_nobody_can_agree_with_are_refused() {
        for text in ["", "age1nobody", OFFICE] {
            assert!(matches!(public(text), Err(StoreError::BadRecipient)));
        }
        let none = shared(&Zeroizing::new([7; 32]), &[0; 32]);
        assert!(matches!(none, Err(StoreError::BadRecipient)));
    }
}
