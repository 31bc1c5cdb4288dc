//! The proof on paper: what a laptop's receipts say of one SLS, signed by its device key, small enough
//! for a QR code.

use cacah_family::area::Idsubsls;
use cacah_family::host::Millis;
use cacah_family::id::{DeviceId, RoundId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::SigningKey;
use crate::seal::{Hash, PublicKey, SealError, Signed};

/// Body of the proof. Counts and codes only: paper travels further than a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlsProof {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// The round.
    pub round: RoundId,
    /// The SLS.
    pub idsubsls: Idsubsls,
    /// The laptop.
    pub device: DeviceId,
    /// Receipts that name a family of this SLS.
    pub receipts: u64,
    /// The newest of them; 0 without one.
    pub newest: u64,
    /// Life of the endpoint's data; absent before the first receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Uuid>,
    /// Segments at rest at the endpoint.
    pub segments: u64,
    /// Entries in them.
    pub entries: u64,
    /// XOR of their hashes.
    pub hash: Hash,
    /// When it was made, by the laptop's clock.
    pub at: Millis,
}

impl SlsProof {
    /// The text of the QR code: a signed document as JSON.
    ///
    /// # Errors
    /// [`SealError::Body`], which no proof has.
    pub fn to_text(&self, device: &SigningKey) -> Result<String, SealError> {
        let signed = Signed::seal(self, device)?;
        serde_json::to_string(&signed).map_err(|_| SealError::Body)
    }

    /// Reads the text of a QR code that the holder of `device` signed.
    ///
    /// # Errors
    /// [`SealError`] when another key signed, it was changed, or it is none.
    pub fn from_text(text: &str, device: &PublicKey) -> Result<Self, SealError> {
        let signed: Signed = serde_json::from_str(text).map_err(|_| SealError::Body)?;
        let proof: Self = signed.open(device)?;
        if proof.v == 1 { Ok(proof) } else { Err(SealError::Body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> SlsProof {
        SlsProof {
            v: 1,
            round: RoundId(Uuid::from_u128(u128::MAX)),
            idsubsls: "8271021003000300".parse().unwrap(),
            device: DeviceId(Uuid::from_u128(u128::MAX)),
            receipts: 9_999,
            newest: 99_999,
            epoch: Some(Uuid::from_u128(u128::MAX)),
            segments: 99_999,
            entries: 9_999_999,
            hash: Hash([255; 32]),
            at: 1_666_224_000_000,
        }
    }

    #[test]
    fn it_fits_a_qr_code_and_proves_who_made_it() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let text = proof().to_text(&key).unwrap();
        assert!(text.len() <= 911, "{} bytes", text.len());
        assert_eq!(SlsProof::from_text(&text, &PublicKey::of(&key)), Ok(proof()));
        let other = PublicKey::of(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(SlsProof::from_text(&text, &other), Err(SealError::Signature));
        let more = text.replace("9999999", "9999998");
        assert_eq!(SlsProof::from_text(&more, &PublicKey::of(&key)), Err(SealError::Signature));
        assert_eq!(SlsProof::from_text("", &other), Err(SealError::Body));
    }
}
