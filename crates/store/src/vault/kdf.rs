//! From a password to a key: Argon2id (RFC 9106), its parameters kept in the slot.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::{Secret, base64_bytes};
use crate::StoreError;

/// More than this is no parameter of ours; the header is then not to be believed.
const MAX_MEMORY_KIB: u32 = 1 << 20;
const MAX_PASSES: u32 = 64;

/// How a slot's key is derived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kdf {
    name: Name,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    #[serde(with = "base64_bytes")]
    salt: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Argon2id,
}

/// What a guess costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
}

impl Cost {
    /// 64 MiB, three passes, one lane: RFC 9106's second recommendation with the lanes of a small
    /// laptop.
    pub(crate) const STANDARD: Self = Self { memory_kib: 64 << 10, passes: 3 };
    /// For tests that are not about passwords.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) const CHEAP: Self = Self { memory_kib: 64, passes: 1 };
}

impl Kdf {
    /// Parameters of a new slot.
    pub(crate) fn new(cost: Cost, salt: [u8; 16]) -> Self {
        let Cost { memory_kib, passes } = cost;
        Self { name: Name::Argon2id, memory_kib, passes, lanes: 1, salt: salt.into() }
    }

    /// What a guess costs.
    pub(crate) fn cost(&self) -> Cost {
        Cost { memory_kib: self.memory_kib, passes: self.passes }
    }

    /// The key of `password`.
    pub(crate) fn key(&self, password: &str) -> Result<Secret, StoreError> {
        let damaged = StoreError::Damaged { place: "vault.head" };
        if self.memory_kib > MAX_MEMORY_KIB || self.passes > MAX_PASSES {
            return Err(damaged);
        }
        let Ok(params) = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)) else {
            return Err(damaged);
        };
        let mut key = Secret::default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &self.salt, &mut *key)
            .map_err(|_| damaged)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_depends_on_password_salt_and_cost() {
        let kdf = Kdf::new(Cost::CHEAP, [1; 16]);
        assert_eq!(kdf.key("ombak").unwrap(), kdf.key("ombak").unwrap());
        assert_ne!(kdf.key("ombak").unwrap(), kdf.key("Ombak").unwrap());
        assert_ne!(kdf.key("ombak").unwrap(), Kdf::new(Cost::CHEAP, [2; 16]).key("ombak").unwrap());
        let dearer = Kdf { passes: 2, ..kdf.clone() };
        assert_ne!(kdf.key("ombak").unwrap(), dearer.key("ombak").unwrap());
    }

    #[test]
    fn parameters_that_would_eat_the_laptop_are_damage() {
        let kdf = Kdf { memory_kib: u32::MAX, ..Kdf::new(Cost::CHEAP, [1; 16]) };
        assert!(matches!(kdf.key("x"), Err(StoreError::Damaged { .. })));
        let kdf = Kdf { lanes: 0, ..Kdf::new(Cost::CHEAP, [1; 16]) };
        assert!(matches!(kdf.key("x"), Err(StoreError::Damaged { .. })));
    }
}
