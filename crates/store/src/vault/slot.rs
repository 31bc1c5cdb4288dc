//! Key slots: the data key of the file, wrapped for an officer's password and for the office.

use std::str::FromStr as _;

use age::x25519::{Identity, Recipient};
use cacah_family::host::Host;
use cacah_family::id::OfficerId;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::kdf::{Cost, Kdf};
use super::{Secret, base64_bytes};
use crate::StoreError;

/// One way to the data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Slot {
    /// An officer's.
    Password(PasswordSlot),
    /// The office's.
    Recovery(RecoverySlot),
}

/// Holds the data key and the officer's signing key under the officer's password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PasswordSlot {
    /// Who.
    pub officer: OfficerId,
    /// The code shown at the unlock field; never the name.
    pub code: String,
    kdf: Kdf,
    /// XChaCha20-Poly1305.
    #[serde(with = "base64_bytes")]
    nonce: Vec<u8>,
    #[serde(with = "base64_bytes")]
    sealed: Vec<u8>,
}

/// Holds the data key for the office's age identity; opens with the ordinary `age` tool too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoverySlot {
    /// `age1…`
    recipient: String,
    #[serde(with = "base64_bytes")]
    sealed: Vec<u8>,
}

/// What a password slot holds.
pub(crate) struct Keys {
    /// Opens the file.
    pub data: Secret,
    /// Ed25519 seed of the officer.
    pub officer: Secret,
}

impl PasswordSlot {
    /// Wraps `keys` for `officer` in the vault `vault`.
    pub(crate) fn seal(
        vault: Uuid,
        officer: (OfficerId, &str),
        keys: &Keys,
        (password, cost): (&str, Cost),
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        let (mut salt, mut nonce) = ([0; 16], vec![0; 24]);
        host.fill(&mut salt);
        host.fill(&mut nonce);
        let mut slot = Self {
            officer: officer.0,
            code: officer.1.to_owned(),
            kdf: Kdf::new(cost, salt),
            nonce,
            sealed: Vec::new(),
        };
        let mut plain = Zeroizing::new(Vec::with_capacity(64));
        plain.extend_from_slice(&*keys.data);
        plain.extend_from_slice(&*keys.officer);
        let payload = Payload { msg: &plain, aad: &slot.bound_to(vault)? };
        let cipher = XChaCha20Poly1305::new((&*slot.kdf.key(password)?).into());
        let sealed = cipher.encrypt(&slot.nonce()?, payload);
        slot.sealed = sealed.map_err(|_| StoreError::Damaged { place: "vault.head" })?;
        Ok(slot)
    }

    /// The keys, or `None` when the password is another.
    pub(crate) fn open(&self, vault: Uuid, password: &str) -> Result<Option<Keys>, StoreError> {
        let payload = Payload { msg: &self.sealed, aad: &self.bound_to(vault)? };
        let cipher = XChaCha20Poly1305::new((&*self.kdf.key(password)?).into());
        let Ok(plain) = cipher.decrypt(&self.nonce()?, payload).map(Zeroizing::new) else {
            return Ok(None);
        };
        let (Some(data), Some(officer)) = (plain.first_chunk(), plain.last_chunk()) else {
            return Err(StoreError::Damaged { place: "vault.head" });
        };
        Ok(Some(Keys { data: Zeroizing::new(*data), officer: Zeroizing::new(*officer) }))
    }

    /// What the ciphertext is bound to: a slot cannot be moved to another vault or officer, nor its
    /// cost lowered.
    fn bound_to(&self, vault: Uuid) -> Result<Vec<u8>, StoreError> {
        let bound = ("cacah password slot 1", vault, self.officer, &self.code, &self.kdf);
        Ok(serde_json::to_vec(&bound)?)
    }

    fn nonce(&self) -> Result<XNonce, StoreError> {
        let nonce = <[u8; 24]>::try_from(&*self.nonce);
        nonce.map(XNonce::from).map_err(|_| StoreError::Damaged { place: "vault.head" })
    }
}

impl RecoverySlot {
    /// Wraps the data key for the office. The one place where randomness does not come from `Host`:
    /// age draws its file key and nonce from the system itself.
    pub(crate) fn seal(recipient: &str, data: &Secret) -> Result<Self, StoreError> {
        let to = Recipient::from_str(recipient).map_err(|_| StoreError::BadRecipient)?;
        let sealed = age::encrypt(&to, &**data).map_err(|_| StoreError::BadRecipient)?;
        Ok(Self { recipient: recipient.to_owned(), sealed })
    }

    /// The data key, or `None` when the identity is another.
    pub(crate) fn open(&self, identity: &str) -> Result<Option<Secret>, StoreError> {
        let identity =
            Identity::from_str(identity.trim()).map_err(|_| StoreError::WrongPassword)?;
        let Ok(plain) = age::decrypt(&identity, &self.sealed).map(Zeroizing::new) else {
            return Ok(None);
        };
        let data = <[u8; 32]>::try_from(&**plain);
        data.map(|data| Some(Zeroizing::new(data)))
            .map_err(|_| StoreError::Damaged { place: "vault.head" })
    }
}

#[cfg(test)]
mod tests {
    use cacah_testkit::host::FakeHost;

    use super::*;

    fn sealed() -> (Uuid, PasswordSlot) {
        let (vault, officer) = (Uuid::from_u128(1), OfficerId(Uuid::from_u128(2)));
        let keys = Keys { data: Zeroizing::new([3; 32]), officer: Zeroizing::new([4; 32]) };
        let (password, host) = (("ombak biru", Cost::CHEAP), FakeHost::new(1));
        let slot = PasswordSlot::seal(vault, (officer, "PPL 0123"), &keys, password, &host);
        (vault, slot.unwrap())
    }

    #[test]
    fn a_password_slot_opens_with_its_password_alone() {
        let (vault, slot) = sealed();
        let keys = slot.open(vault, "ombak biru").unwrap().unwrap();
        assert_eq!((*keys.data, *keys.officer), ([3; 32], [4; 32]));
        assert!(slot.open(vault, "ombak hijau").unwrap().is_none());
    }

    #[test]
    fn a_slot_is_bound_to_its_vault_officer_and_cost() {
        let (vault, slot) = sealed();
        assert!(slot.open(Uuid::from_u128(9), "ombak biru").unwrap().is_none());
        let other = PasswordSlot { code: "PPL 0124".into(), ..slot.clone() };
        assert!(other.open(vault, "ombak biru").unwrap().is_none());
        let cheaper = PasswordSlot { kdf: Kdf::new(Cost::CHEAP, [9; 16]), ..slot };
        assert!(cheaper.open(vault, "ombak biru").unwrap().is_none());
    }

    #[test]
    fn a_recovery_slot_opens_with_the_identity_of_its_recipient() {
        let office = Identity::generate();
        let slot = RecoverySlot::seal(&office.to_public().to_string(), &Zeroizing::new([7; 32]));
        let slot = slot.unwrap();
        use age::secrecy::ExposeSecret as _;
        let secret = office.to_string();
        assert_eq!(*slot.open(secret.expose_secret()).unwrap().unwrap(), [7; 32]);
        let stranger = Identity::generate().to_string();
        assert!(slot.open(stranger.expose_secret()).unwrap().is_none());
        assert!(matches!(slot.open("ombak biru"), Err(StoreError::WrongPassword)));
        let none = RecoverySlot::seal("age1nobody", &Zeroizing::new([7; 32]));
        assert!(matches!(none, Err(StoreError::BadRecipient)));
    }
}
