//! The office's recovery identity as a number: age's identities seal files, and what a laptop and
//! the office agree on needs the key itself.

use bech32::{Bech32, Hrp};
use cacah_family::host::Host;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

const SECRET: &str = "age-secret-key-";
const RECIPIENT: &str = "age";

/// An age X25519 identity (<https://age-encryption.org/v1>). Leaves no bytes behind when it is
/// dropped.
pub struct RecoveryIdentity(StaticSecret);

/// Never prints the key.
impl std::fmt::Debug for RecoveryIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecoveryIdentity({})", self.recipient())
    }
}

impl RecoveryIdentity {
    /// A new one.
    #[must_use]
    pub fn draw(host: &dyn Host) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        host.fill(&mut *bytes);
        Self::from_bytes(&bytes)
    }

    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(StaticSecret::from(*bytes))
    }

    pub(crate) fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// From `AGE-SECRET-KEY-1…`; nothing for any other text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (kind, bytes) = bech32::decode(text.trim()).ok()?;
        let bytes = Zeroizing::new(bytes);
        let ours = kind.to_lowercase() == SECRET;
        ours.then(|| bytes.first_chunk().map(Self::from_bytes)).flatten()
    }

    /// The recipient laptops agree with, `age1…`.
    #[must_use]
    pub fn recipient(&self) -> String {
        // 32 bytes always fit.
        let encoded = bech32::encode::<Bech32>(Hrp::parse_unchecked(RECIPIENT), &self.public());
        encoded.unwrap_or_default()
    }

    /// The public key in [`Self::recipient`].
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        PublicKey::from(&self.0).to_bytes()
    }

    /// What a laptop agreed on when it drew this point; nothing for a point that is none.
    #[must_use]
    pub fn agree(&self, point: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let shared = self.0.diffie_hellman(&PublicKey::from(*point));
        shared.was_contributory().then(|| Zeroizing::new(shared.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use age::secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn it_is_age_s_own_identity() {
        let age = age::x25519::Identity::generate();
        let ours = RecoveryIdentity::from_text(age.to_string().expose_secret()).unwrap();
        assert_eq!(ours.recipient(), age.to_public().to_string());
        assert!(RecoveryIdentity::from_text(&age.to_public().to_string()).is_none());
        assert!(RecoveryIdentity::from_text("AGE-SECRET-KEY-1").is_none());
    }

    #[test]
    fn both_sides_come_to_the_same_and_a_point_of_small_order_to_nothing() {
        let office = RecoveryIdentity::from_bytes(&[7; 32]);
        let laptop = StaticSecret::from([9; 32]);
        let shared = laptop.diffie_hellman(&PublicKey::from(office.public()));
        let point = PublicKey::from(&laptop).to_bytes();
        assert_eq!(*office.agree(&point).unwrap(), shared.to_bytes());
        assert!(office.agree(&[0; 32]).is_none());
        assert!(!format!("{office:?}").contains("SECRET"));
    }
}
