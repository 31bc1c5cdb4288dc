//! Who works with Cacah, by role.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person is for the office. What each role may do, and where, is the endpoint's to say.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
    TS,
)]
#[serde(rename_all = "snake_case")]
pub enum OfficerRole {
    /// PPL: visits families.
    #[default]
    Ppl,
    /// PML: checks what a team of enumerators did.
    Pml,
    /// Koseka: coordinates a sub-district, approves an SLS.
    Koseka,
    /// Keys paper.
    Keyer,
    /// Watches processing at the office (IPDS).
    Supervisor,
    /// Administrator of a regency or city.
    AdminRegency,
    /// Administrator of a province.
    AdminProvince,
    /// Administrator of the whole.
    AdminCentre,
}

impl OfficerRole {
    /// True for who is none until the office says otherwise: layouts leave it out.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// True of administrators.
    #[must_use]
    pub fn is_admin(self) -> bool {
        matches!(self, Self::AdminRegency | Self::AdminProvince | Self::AdminCentre)
    }

    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Ppl,
        Self::Pml,
        Self::Koseka,
        Self::Keyer,
        Self::Supervisor,
        Self::AdminRegency,
        Self::AdminProvince,
        Self::AdminCentre,
    ];

    /// As spreadsheets and databases write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ppl => "ppl",
            Self::Pml => "pml",
            Self::Koseka => "koseka",
            Self::Keyer => "keyer",
            Self::Supervisor => "supervisor",
            Self::AdminRegency => "admin_regency",
            Self::AdminProvince => "admin_province",
            Self::AdminCentre => "admin_centre",
        }
    }

    /// From that.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// What a revoked laptop is told to do at its next contact. Nothing that the endpoint does not have
/// yet is lost by either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RevokeOrder {
    /// To lock, and to ask for the office from then on.
    Lock,
    /// To empty itself after a last receipt.
    Wipe,
}

impl RevokeOrder {
    /// As databases write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Wipe => "wipe",
        }
    }

    /// From that.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        [Self::Lock, Self::Wipe].into_iter().find(|order| order.as_str() == text)
    }
}
