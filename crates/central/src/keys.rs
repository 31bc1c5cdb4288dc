//! The endpoint's secrets, and what is derived from them.

use age::x25519::Identity;
use cacah_family::id::{DeviceId, RoundId};
use cacah_wire::SigningKey;
use cacah_wire::down::EnrolRequest;
use cacah_wire::hub::HubRequest;
use cacah_wire::seal::{Hash, PublicKey};

use crate::storage::NumberKind;

/// Secrets of an endpoint. They live in the data folder, outside the database.
#[derive(Clone)]
pub struct Keys {
    /// Signs receipts.
    pub signing: SigningKey,
    /// Everything else is derived from it.
    pub secret: [u8; 32],
    /// age X25519 recipient of the office's recovery key.
    pub recovery: String,
    /// age X25519 identity that opens what is carried here on a stick.
    pub stick: Identity,
}

/// Never prints a secret.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", PublicKey::of(&self.signing))
    }
}

impl Keys {
    /// The bearer token of an enrolment. Derived, not drawn, so that the same request can be
    /// answered the same though only the token's hash is stored.
    pub(crate) fn token(&self, device: DeviceId, request: &EnrolRequest) -> String {
        let mut hasher = self.hasher("cacah 2026-11 device token");
        hasher.update(device.0.as_bytes());
        hasher.update(&request.device_key.0);
        hasher.update(&request.officer_key.0);
        hasher.update(request.code.as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// The bearer token of a hub, derived as a laptop's is.
    pub(crate) fn hub_token(&self, request: &HubRequest) -> String {
        let mut hasher = self.hasher("cacah 2026-11 hub token");
        hasher.update(&request.key.0);
        hasher.update(request.code.as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// What laptops seal files on a stick to.
    pub(crate) fn stick_recipient(&self) -> String {
        self.stick.to_public().to_string()
    }

    /// The keyed hash of an identity number: equal numbers of a round meet, nobody reads them back.
    #[must_use]
    pub fn number(&self, round: RoundId, kind: NumberKind, digits: &str) -> Hash {
        let mut hasher = self.hasher("cacah 2026-11 identity number index");
        hasher.update(round.0.as_bytes());
        let round_key = hasher.finalize();
        let mut hasher = blake3::Hasher::new_keyed(round_key.as_bytes());
        hasher.update(kind.as_str().as_bytes());
        hasher.update(digits.as_bytes());
        Hash(hasher.finalize().into())
    }

    /// The keyed hash of a code or name that is never kept itself; `purpose` keeps kinds apart.
    pub(crate) fn hidden(&self, purpose: &'static str, bytes: &[u8]) -> Hash {
        let mut hasher = self.hasher(purpose);
        hasher.update(bytes);
        Hash(hasher.finalize().into())
    }

    fn hasher(&self, context: &str) -> blake3::Hasher {
        blake3::Hasher::new_keyed(&blake3::derive_key(context, &self.secret))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn keys(secret: u8) -> Keys {
        let signing = SigningKey::from_bytes(&[1; 32]);
        let stick = Identity::generate();
        Keys { signing, secret: [secret; 32], recovery: String::new(), stick }
    }

    #[test]
    fn a_number_meets_itself_in_one_round_and_register_only() {
        let (one, two) = (RoundId(Uuid::from_u128(1)), RoundId(Uuid::from_u128(2)));
        let hash = |keys: &Keys, round, kind| keys.number(round, kind, "8271021205900000");
        let first = hash(&keys(1), one, NumberKind::Nik);
        assert_eq!(first, hash(&keys(1), one, NumberKind::Nik));
        assert_ne!(first, hash(&keys(1), one, NumberKind::Kk));
        assert_ne!(first, hash(&keys(1), two, NumberKind::Nik));
        assert_ne!(first, hash(&keys(2), one, NumberKind::Nik));
    }

    #[test]
    fn nothing_secret_is_printed() {
        assert!(!format!("{:?}", keys(7)).contains('7'.to_string().repeat(4).as_str()));
    }
}
