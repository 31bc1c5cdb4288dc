//! Key slots: the data key of the file, wrapped for each officer and for the office.

mod first;
mod office;
mod officer;

use cacah_family::id::OfficerId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use first::PasswordSlot;
pub(crate) use office::RecoverySlot;
pub(crate) use officer::{Keys, Newcomer, OfficerSlot};

use super::Secret;
use super::kdf::Cost;
use crate::StoreError;

/// One way to the data key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Slot {
    /// An officer's.
    Officer(OfficerSlot),
    /// An officer's as layout 1 had it; the next unlock makes an [`OfficerSlot`] of it.
    Password(PasswordSlot),
    /// The office's.
    Recovery(RecoverySlot),
}

/// What a password opened.
pub(crate) struct Opened {
    /// Whose it is.
    pub officer: OfficerId,
    /// Opens the file.
    pub data: Secret,
    /// Ed25519 seed of the officer.
    pub seed: Secret,
    /// All of the slot, when it is of this layout.
    pub keys: Option<Keys>,
}

impl Slot {
    /// An officer's code.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Officer(slot) => Some(&slot.code),
            Self::Password(slot) => Some(&slot.code),
            Self::Recovery(_) => None,
        }
    }

    /// An officer.
    pub(crate) fn officer(&self) -> Option<OfficerId> {
        match self {
            Self::Officer(slot) => Some(slot.officer),
            Self::Password(slot) => Some(slot.officer),
            Self::Recovery(_) => None,
        }
    }

    /// True of an officer's slot that no password opens.
    pub(crate) fn asks_office(&self) -> bool {
        matches!(self, Self::Officer(slot) if slot.asks_office())
    }

    /// What a guess at its password costs.
    pub(crate) fn cost(&self) -> Option<Cost> {
        match self {
            Self::Officer(slot) => slot.cost(),
            Self::Password(slot) => Some(slot.kdf.cost()),
            Self::Recovery(_) => None,
        }
    }

    /// What the password opens; `None` when it is another, or this is nobody's.
    pub(crate) fn open(&self, vault: Uuid, password: &str) -> Result<Option<Opened>, StoreError> {
        match self {
            Self::Officer(slot) => match slot.open(vault, password)? {
                Some(keys) => slot.opened(keys).map(Some),
                None => Ok(None),
            },
            Self::Password(slot) => slot.open(vault, password),
            Self::Recovery(_) => Ok(None),
        }
    }
}
