//! An officer's slot: opened by a password, or by a code of the office.

use cacah_family::host::Host;
use cacah_family::id::OfficerId;
use cacah_family::recovery::{self, Answer, Challenge};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Opened, office};
use crate::StoreError;
use crate::vault::agreement::{identity, point, public, shared};
use crate::vault::kdf::{Cost, Kdf};
use crate::vault::sealed::Sealed;
use crate::vault::{HEAD, Secret, base64_bytes};

/// An officer's ways in. Password and challenge hold the same [`Keys`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OfficerSlot {
    /// Who.
    pub officer: OfficerId,
    /// The code shown at the unlock field; never the name.
    pub code: String,
    /// `age1…` of a key pair of this officer: a new data key can be handed over without the password.
    recipient: String,
    /// Data keys handed over since the slot was sealed, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    handed: Vec<Handed>,
    /// Absent: the vault asks for the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<PasswordLock>,
    challenge: ChallengeLock,
}

/// A data key for an officer, age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Handed(#[serde(with = "base64_bytes")] Vec<u8>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PasswordLock {
    kdf: Kdf,
    #[serde(flatten)]
    keys: Sealed,
}

/// Opened by the office's answer to the challenge of this point and count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ChallengeLock {
    /// The office's recipient the point was made for.
    office: String,
    #[serde(with = "base64_bytes")]
    point: Vec<u8>,
    /// How often a code of the office opened this slot.
    count: u32,
    /// The office has the point since the enrolment.
    known: bool,
    #[serde(flatten)]
    keys: Sealed,
}

/// What a slot holds: four secrets of 32 bytes.
#[derive(Clone)]
pub(crate) struct Keys {
    /// Opens the file.
    pub data: Secret,
    /// Ed25519 seed of the officer.
    pub officer: Secret,
    /// X25519 private key of the slot's recipient.
    identity: Secret,
    /// What laptop and office agreed on for challenges.
    shared: Secret,
}

/// An officer who gets a slot.
pub(crate) struct Newcomer<'a> {
    /// Who.
    pub officer: OfficerId,
    /// The officer's code.
    pub code: &'a str,
    /// The office's recipient.
    pub office: &'a str,
    /// X25519 private key of the recovery point when the office knows it.
    pub recovery: Option<&'a Secret>,
    /// Ed25519 seed of the officer.
    pub seed: &'a Secret,
}

impl OfficerSlot {
    /// A slot of the vault `vault` whose data key is `data`.
    pub(crate) fn new(
        vault: Uuid,
        who: &Newcomer<'_>,
        data: &Secret,
        (password, cost): (&str, Cost),
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        let mut own = Secret::default();
        host.fill(&mut *own);
        let drawn = who.recovery.cloned().unwrap_or_else(|| {
            let mut drawn = Secret::default();
            host.fill(&mut *drawn);
            drawn
        });
        let keys = Keys {
            data: data.clone(),
            officer: who.seed.clone(),
            shared: shared(&drawn, &public(who.office)?)?,
            identity: own,
        };
        let lock = ChallengeLock {
            office: who.office.to_owned(),
            point: point(&drawn).into(),
            count: 0,
            known: who.recovery.is_some(),
            keys: Sealed::default(),
        };
        let slot = Self {
            officer: who.officer,
            code: who.code.to_owned(),
            recipient: identity(&keys.identity)?.to_public().to_string(),
            handed: Vec::new(),
            password: None,
            challenge: lock,
        };
        slot.sealed(vault, &keys, (password, cost), host)
    }

    /// True when the password was taken away.
    pub(crate) fn asks_office(&self) -> bool {
        self.password.is_none()
    }

    /// True when the slot was sealed for an older data key.
    pub(crate) fn was_handed(&self) -> bool {
        !self.handed.is_empty()
    }

    /// What a guess at its password costs.
    pub(crate) fn cost(&self) -> Option<Cost> {
        self.password.as_ref().map(|lock| lock.kdf.cost())
    }

    /// The slot with `keys` under a password and the present challenge.
    pub(crate) fn sealed(
        mut self,
        vault: Uuid,
        keys: &Keys,
        (password, cost): (&str, Cost),
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        let mut salt = [0; 16];
        host.fill(&mut salt);
        let (plain, kdf) = (keys.plain(), Kdf::new(cost, salt));
        let sealed =
            Sealed::new(&kdf.key(password)?, &*plain, &self.for_password(vault, &kdf)?, host)?;
        self.password = Some(PasswordLock { kdf, keys: sealed });
        let office = public(&self.challenge.office)?;
        let Challenge { count, .. } = self.challenge()?;
        let answer = recovery::answer(&keys.shared, &self.point()?, &office, count);
        let sealed = Sealed::new(&answer_key(&answer), &*plain, &self.for_challenge(vault)?, host)?;
        self.challenge.keys = sealed;
        self.handed.clear();
        Ok(self)
    }

    /// As [`OfficerSlot::sealed`], for the next challenge: the present one was answered.
    pub(crate) fn recovered(
        mut self,
        vault: Uuid,
        keys: &Keys,
        password: (&str, Cost),
        host: &dyn Host,
    ) -> Result<Self, StoreError> {
        self.challenge.count += 1;
        self.sealed(vault, keys, password, host)
    }

    /// The slot without its password: only the office opens it.
    pub(crate) fn without_password(self) -> Self {
        Self { password: None, ..self }
    }

    /// The slot with the data key of another file, told by whoever has the present one.
    pub(crate) fn handed(mut self, old: &Secret, new: &Secret) -> Result<Self, StoreError> {
        let mut plain = Zeroizing::new([0; 64]);
        let (key, told) = plain.split_at_mut(32);
        key.copy_from_slice(&**new);
        told.copy_from_slice(proof(old, new).as_bytes());
        self.handed.push(Handed(office::seal_to(&self.recipient, &*plain)?));
        Ok(self)
    }

    /// The keys as they were sealed, or `None` when the password is another.
    ///
    /// # Errors
    /// [`StoreError::AsksOffice`] without a password.
    pub(crate) fn open(&self, vault: Uuid, password: &str) -> Result<Option<Keys>, StoreError> {
        let lock = self.password.as_ref().ok_or(StoreError::AsksOffice)?;
        let aad = self.for_password(vault, &lock.kdf)?;
        let plain = lock.keys.open(&lock.kdf.key(password)?, &aad)?;
        plain.map(|plain| Keys::of(&plain)).transpose()
    }

    /// The keys as they were sealed, or `None` when the answer is to another challenge.
    pub(crate) fn answered(
        &self,
        vault: Uuid,
        answer: &Answer,
    ) -> Result<Option<Keys>, StoreError> {
        let plain = self.challenge.keys.open(&answer_key(answer), &self.for_challenge(vault)?)?;
        plain.map(|plain| Keys::of(&plain)).transpose()
    }

    /// Takes the data keys that were handed over since. Each is proven by the one before: who only has
    /// the laptop in hand cannot make the officer work in another file.
    pub(crate) fn opened(&self, keys: Keys) -> Result<Opened, StoreError> {
        let mut keys = keys;
        for handed in &self.handed {
            let plain = office::open_with(&identity(&keys.identity)?, &handed.0);
            let damaged = StoreError::Damaged { place: HEAD };
            let Some(plain) = plain else { return Err(damaged) };
            let (Some(data), Some(told)) = (plain.first_chunk(), plain.last_chunk::<32>()) else {
                return Err(damaged);
            };
            let data = Zeroizing::new(*data);
            if plain.len() != 64 || blake3::Hash::from_bytes(*told) != proof(&keys.data, &data) {
                return Err(damaged);
            }
            keys.data = data;
        }
        let (data, seed) = (keys.data.clone(), keys.officer.clone());
        Ok(Opened { officer: self.officer, data, seed, keys: Some(keys) })
    }

    /// What to ask the office.
    pub(crate) fn challenge(&self) -> Result<Challenge, StoreError> {
        let ChallengeLock { count, known, .. } = self.challenge;
        Ok(Challenge::new(&self.point()?, count, known))
    }

    /// The same, with the whole point.
    pub(crate) fn whole_challenge(&self) -> Result<Challenge, StoreError> {
        Ok(Challenge::new(&self.point()?, self.challenge.count, false))
    }

    /// The office has to be told the whole point.
    pub(crate) fn long(&self) -> bool {
        !self.challenge.known
    }

    /// How often a code of the office opened it.
    pub(crate) fn count(&self) -> u32 {
        self.challenge.count
    }

    fn point(&self) -> Result<[u8; 32], StoreError> {
        let point = <[u8; 32]>::try_from(&*self.challenge.point);
        point.map_err(|_| StoreError::Damaged { place: HEAD })
    }

    /// What the ciphertext is bound to: a slot cannot be moved to another vault or officer, nor its
    /// cost lowered.
    fn for_password(&self, vault: Uuid, kdf: &Kdf) -> Result<Vec<u8>, StoreError> {
        let Self { officer, code, recipient, .. } = self;
        let bound = ("cacah officer slot 2, password", vault, officer, code, recipient, kdf);
        Ok(serde_json::to_vec(&bound)?)
    }

    /// Nor can a challenge be set back to one that was answered.
    fn for_challenge(&self, vault: Uuid) -> Result<Vec<u8>, StoreError> {
        let Self { officer, code, recipient, challenge, .. } = self;
        let ChallengeLock { office, point, count, known, .. } = challenge;
        let asked = (office, point, count, known);
        let bound = ("cacah officer slot 2, challenge", vault, officer, code, recipient, asked);
        Ok(serde_json::to_vec(&bound)?)
    }
}

impl Keys {
    fn plain(&self) -> Zeroizing<[u8; 128]> {
        let mut plain = Zeroizing::new([0; 128]);
        let parts = [&self.data, &self.officer, &self.identity, &self.shared];
        for (place, part) in plain.as_chunks_mut::<32>().0.iter_mut().zip(parts) {
            place.copy_from_slice(&**part);
        }
        plain
    }

    fn of(plain: &[u8]) -> Result<Self, StoreError> {
        let ([data, officer, identity, shared], []) = plain.as_chunks::<32>() else {
            return Err(StoreError::Damaged { place: HEAD });
        };
        let secret = |bytes: &[u8; 32]| Zeroizing::new(*bytes);
        Ok(Self {
            data: secret(data),
            officer: secret(officer),
            identity: secret(identity),
            shared: secret(shared),
        })
    }
}

fn answer_key(answer: &Answer) -> Secret {
    Zeroizing::new(blake3::derive_key("cacah 2026-11 key of a challenge slot", &**answer))
}

/// Only who has the old data key can say that the new one follows it.
fn proof(old: &Secret, new: &Secret) -> blake3::Hash {
    blake3::keyed_hash(old, &**new)
}

#[cfg(test)]
mod tests;
