//! A spare laptop where there is no network: its enrolment is made at the office and carried to it,
//! sealed with a one-time code (age, scrypt) that travels on paper or by voice.

use std::io::{Read, Write};

use cacah_family::host::Millis;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::{StickError, decryptor};
use crate::down::EnrolReply;
use crate::seal::{Hash, Signed};

/// Bytes of such a file at most: the laptop reads it into memory.
const MAX: u64 = 64 << 20;
/// scrypt's N as a power of two: 32 MiB on the smallest laptop. The code has 80 bits of its own.
const WORK: u8 = 15;
/// Without letters that are read as digits.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// All that a laptop needs to stand in for another one.
#[derive(Clone, Serialize, Deserialize)]
pub struct Spare {
    /// Version of this layout: 1. Later versions only add fields.
    pub v: u32,
    /// When it was made, by the endpoint's clock.
    pub created: Millis,
    /// Where the endpoint is, `https://host:port`.
    pub url: String,
    /// The endpoint's certificate, PEM: no other is trusted.
    pub certificate: String,
    /// As the endpoint would have answered.
    pub reply: EnrolReply,
    /// Seed of the device's key, hex.
    device: Hash,
    /// Seed of the officer's key, hex.
    officer: Hash,
    /// X25519 private half of the recovery point the endpoint keeps, hex; forgotten by the laptop
    /// when its vault is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<Hash>,
    /// Signed pages down, in order: everything of the officer's open areas.
    pub pages: Vec<Signed>,
}

/// Never prints a key.
impl std::fmt::Debug for Spare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Spare({:?}, {} pages)", self.reply, self.pages.len())
    }
}

/// The one-time code that opens a spare laptop's file: four groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct SpareCode(String);

impl SpareCode {
    /// From 80 random bits.
    #[must_use]
    pub fn new(random: [u8; 10]) -> Self {
        let bits = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let digit = |at: u32| DIGITS[(bits >> (5 * at) & 31) as usize] as char;
        Self((0..16).rev().map(digit).collect())
    }

    /// As it was typed: case, blanks and dashes do not matter, nor O for 0, I and L for 1.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        let letters = letters.map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        });
        Self(letters.collect())
    }

    /// As it is shown.
    #[must_use]
    pub fn to_text(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join("-")
    }

    fn secret(&self) -> age::secrecy::SecretString {
        self.0.clone().into()
    }
}

/// Never prints the code.
impl std::fmt::Debug for SpareCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpareCode")
    }
}

impl Spare {
    /// With the keys of the new device and of its officer.
    #[must_use]
    pub fn new(
        (url, certificate): (&str, &str),
        reply: EnrolReply,
        (device, officer): (&SigningKey, &SigningKey),
        created: Millis,
        pages: Vec<Signed>,
    ) -> Self {
        let (url, certificate) = (url.to_owned(), certificate.to_owned());
        let (device, officer) = (Hash(device.to_bytes()), Hash(officer.to_bytes()));
        let recovery = None;
        Self { v: 1, created, url, certificate, reply, device, officer, recovery, pages }
    }

    /// With the private half of the recovery point that the endpoint keeps.
    #[must_use]
    pub fn with_recovery(self, private: [u8; 32]) -> Self {
        Self { recovery: Some(Hash(private)), ..self }
    }

    /// The private half of the recovery point; absent in a file of an earlier build.
    #[must_use]
    pub fn recovery(&self) -> Option<[u8; 32]> {
        self.recovery.map(|private| private.0)
    }

    /// Keys of the device and of its officer.
    #[must_use]
    pub fn keys(&self) -> (SigningKey, SigningKey) {
        (SigningKey::from_bytes(&self.device.0), SigningKey::from_bytes(&self.officer.0))
    }

    /// Seals it.
    ///
    /// # Errors
    /// [`StickError::TooLarge`], [`StickError::Io`].
    pub fn write(&self, code: &SpareCode, out: impl Write) -> Result<(), StickError> {
        let json = serde_json::to_vec(self).map_err(|_| StickError::Broken)?;
        if json.len() as u64 > MAX {
            return Err(StickError::TooLarge);
        }
        let mut recipient = age::scrypt::Recipient::new(code.secret());
        recipient.set_work_factor(WORK);
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(|_| StickError::Key)?;
        let mut out = encryptor.wrap_output(out)?;
        out.write_all(&json)?;
        out.finish()?.flush()?;
        Ok(())
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`StickError::Code`], [`StickError::Broken`], [`StickError::Version`],
    /// [`StickError::TooLarge`].
    pub fn read(file: impl Read, code: &SpareCode) -> Result<Self, StickError> {
        let decryptor = decryptor(file)?;
        if !decryptor.is_scrypt() {
            return Err(StickError::NotForUs);
        }
        let mut identity = age::scrypt::Identity::new(code.secret());
        // A file that asks for more would take the memory of a small laptop.
        identity.set_max_work_factor(WORK);
        let plain = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
        let plain = plain.map_err(|error| match error {
            age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::NoMatchingKeys => StickError::Code,
            _ => StickError::Broken,
        })?;
        let mut json = Vec::new();
        plain.take(MAX + 1).read_to_end(&mut json).map_err(|_| StickError::Broken)?;
        if json.len() as u64 > MAX {
            return Err(StickError::TooLarge);
        }
        let spare: Self = serde_json::from_slice(&json).map_err(|_| StickError::Broken)?;
        if spare.v == 1 { Ok(spare) } else { Err(StickError::Version) }
    }
}

#[cfg(test)]
mod tests {
    use cacah_family::id::{DeviceId, OfficerId};
    use uuid::Uuid;

    use super::*;
    use crate::down::Officer;
    use crate::people::OfficerRole;
    use crate::seal::PublicKey;

    fn spare() -> Spare {
        let (device, officer) =
            (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let id = OfficerId(Uuid::from_u128(2));
        let reply = EnrolReply {
            device: DeviceId(Uuid::from_u128(1)),
            officer: Officer {
                id,
                code: "PPL 1".into(),
                name: "LATIHAN".into(),
                role: OfficerRole::Ppl,
            },
            token: "00".repeat(32),
            endpoint_key: PublicKey::of(&SigningKey::from_bytes(&[9; 32])),
            recovery: String::new(),
            stick: None,
        };
        let page = Signed::seal(&"page", &SigningKey::from_bytes(&[9; 32])).unwrap();
        Spare::new(("https://x", "PEM"), reply, (&device, &officer), 5, vec![page])
    }

    #[test]
    fn its_code_opens_it_however_it_is_typed_and_no_other_does() {
        let code = SpareCode::new([7, 1, 200, 4, 5, 6, 7, 8, 9, 255]);
        let mut file = Vec::new();
        spare().write(&code, &mut file).unwrap();
        assert!(!file.windows(4).any(|four| four == b"PPL "));
        let typed = code.to_text();
        assert_eq!((typed.len(), typed.matches('-').count()), (19, 3));
        let sloppy = typed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        for typed in [typed, sloppy] {
            let opened = Spare::read(&*file, &SpareCode::from_text(&typed)).unwrap();
            assert_eq!(opened.keys().0.to_bytes(), [1; 32]);
            assert_eq!((opened.reply.token, opened.pages.len()), ("00".repeat(32), 1));
        }
        let wrong = Spare::read(&*file, &SpareCode::new([7; 10]));
        assert!(matches!(wrong, Err(StickError::Code)));
    }

    #[test]
    fn cut_short_changed_or_no_such_file_it_is_refused() {
        let code = SpareCode::new([7; 10]);
        let mut file = Vec::new();
        spare().write(&code, &mut file).unwrap();
        for length in [0, 10, file.len() / 2, file.len() - 1] {
            assert!(matches!(Spare::read(&file[..length], &code), Err(StickError::Broken)));
        }
        let last = file.len() - 1;
        file[last] ^= 1;
        assert!(matches!(Spare::read(&*file, &code), Err(StickError::Broken)));
    }

    /// Made once by the first build; `CACAH_GENERATE=1` makes a missing one.
    #[test]
    fn a_file_of_an_earlier_build_still_opens() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let (path, code) = (root.join("tests/fixtures/spare-1.cacah"), SpareCode::new([7; 10]));
        if std::env::var_os("CACAH_GENERATE").is_some() && !path.exists() {
            spare().write(&code, std::fs::File::create(&path).unwrap()).unwrap();
        }
        let opened = Spare::read(std::fs::File::open(path).unwrap(), &code).unwrap();
        assert_eq!(opened.keys().1.to_bytes(), [2; 32]);
    }

    #[test]
    fn nothing_secret_is_printed() {
        let code = SpareCode::new([7; 10]);
        assert!(!format!("{code:?} {:?}", spare()).contains("0101"));
        assert!(!format!("{code:?}").contains(&code.to_text()));
    }
}
